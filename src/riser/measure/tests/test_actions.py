"""A checkpoint, a verdict, a lag: the row, the event, the version, who is told, and what is refused."""

from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cast import Cast
from riser.foundation import trail
from riser.foundation.errors import NotFound, NotPermitted, Refused
from riser.foundation.evidence import RecordRef
from riser.foundation.models import AuditEvent, Notice, Organisation
from riser.foundation.roles import Act
from riser.measure import actions
from riser.measure.actions import Outcome
from riser.measure.models import Checkpoint, RequirementVerdict, SourceLag
from riser.measure.tests.flight import Flown, act_on, fly
from riser.measure.words import Decision, Kind, Result
from riser.plan import actions as plan

FIRST = date(2026, 3, 2)
MET = Outcome(
    result=Result.MET,
    value=Decimal("28.40"),
    n=35,
    metric="cost per order",
    window_from=FIRST,
    window_to=FIRST + timedelta(days=19),
    source="Shop orders",
)


@pytest.fixture
def flown(cast: Cast, tmp_path: Path) -> Flown:
    return fly(cast, tmp_path, FIRST, days=5)


def decide(act: Act, flown: Flown, decision: Decision = Decision.CHANGE, note: str = "") -> Checkpoint:
    return actions.record_checkpoint(
        act, campaign_id=flown.campaign, data_day=flown.day(2), decision=decision, note=note
    )


def test_a_checkpoint_is_a_row_an_event_a_version_and_a_notice(cast: Cast, flown: Flown) -> None:
    act = act_on(cast, "Cleo", flown.day(3))
    row = decide(act, flown, note=" display off ")
    assert (row.decision, row.note, row.member_name) == ("change", "display off", "Cleo")
    event = AuditEvent.objects.get(case_kind=Kind.CHECKPOINT)
    assert (event.verb, event.before) == ("record checkpoint", None)
    assert event.after == {
        "campaign": flown.campaign,
        "data_day": "2026-03-04",
        "decision": "change",
        "note": "display off",
    }
    version = trail.latest_version(cast.id, RecordRef(Kind.CHECKPOINT, str(row.pk)))
    assert version is not None
    assert (version.number, version.data) == (1, event.after)
    told = Notice.objects.get(kind="checkpoint")
    assert told.member_id == cast.user("Bob").pk
    assert told.text == "Cleo decided at a checkpoint of Spring: change."


def test_who_decides_is_not_told_and_continue_tells_nobody(cast: Cast, flown: Flown) -> None:
    decide(act_on(cast, "Bob", flown.day(3)), flown)
    decide(act_on(cast, "Cleo", flown.day(4)), flown, Decision.CONTINUE)
    assert not Notice.objects.filter(kind="checkpoint").exists()


def test_the_same_day_again_is_a_correction_and_the_same_words_are_nothing(cast: Cast, flown: Flown) -> None:
    act = act_on(cast, "Cleo", flown.day(3))
    first, same = decide(act, flown), decide(act, flown)
    changed = decide(act_on(cast, "Cleo", flown.day(4)), flown, Decision.STOP)
    assert first.pk == same.pk == changed.pk
    events = AuditEvent.objects.filter(case_kind=Kind.CHECKPOINT).order_by("id")
    assert [one.verb for one in events] == ["record checkpoint", "change checkpoint"]
    assert Checkpoint.objects.get().decision == "stop"


def test_figures_of_days_to_come_cannot_have_been_read(cast: Cast, flown: Flown) -> None:
    act = act_on(cast, "Cleo", flown.day(1))
    with pytest.raises(Refused) as refusal:
        decide(act, flown)
    (problem,) = refusal.value.problems
    assert (problem.column, str(problem)) == (
        "data_day",
        "2026-03-04 has not come yet. Name the last day whose figures you read.",
    )
    assert not Checkpoint.objects.exists()
    assert not AuditEvent.objects.filter(case_kind=Kind.CHECKPOINT).exists()


@pytest.mark.parametrize(
    ("zone", "day", "hour", "has_come"),
    [
        ("UTC", 1, 23, False),
        ("UTC", 2, 0, True),
        ("Pacific/Kiritimati", 1, 9, False),
        ("Pacific/Kiritimati", 1, 10, True),
        ("America/Los_Angeles", 2, 7, False),
        ("America/Los_Angeles", 2, 8, True),
    ],
)
def test_a_day_has_come_where_the_organisation_counts_its_days(
    cast: Cast, flown: Flown, zone: str, day: int, hour: int, has_come: bool
) -> None:
    Organisation.objects.filter(pk=cast.id).update(time_zone=zone)
    act = cast.act("Cleo", now=datetime.combine(flown.day(day), time(hour), tzinfo=UTC))
    with nullcontext() if has_come else pytest.raises(Refused):
        decide(act, flown)
    assert Checkpoint.objects.exists() is has_come


def test_a_guest_decides_in_own_campaigns_and_judges_nowhere(cast: Cast, flown: Flown, guest: Act) -> None:
    act = guest.at(act_on(cast, "Cleo", flown.day(3)).now)
    with pytest.raises(NotFound):
        decide(act, flown)
    assert guest.actor.member_id is not None
    plan.admit_guest(cast.act("Bob"), campaign_id=flown.campaign, member_id=guest.actor.member_id)
    assert decide(act, flown).member_name == "Gus"
    with pytest.raises(NotPermitted):
        actions.give_verdict(act, requirement_id=flown.requirement, outcome=MET)


@pytest.mark.parametrize("name", ["Vera", "Mallory"])
def test_who_only_looks_or_is_a_stranger_records_nothing(cast: Cast, flown: Flown, name: str) -> None:
    act = act_on(cast, name, flown.day(40))
    with pytest.raises((NotPermitted, NotFound)):
        decide(act, flown)
    with pytest.raises((NotPermitted, NotFound)):
        actions.give_verdict(act, requirement_id=flown.requirement, outcome=MET)
    assert not Checkpoint.objects.exists()
    assert not RequirementVerdict.objects.exists()


def test_a_verdict_is_a_row_an_event_a_version_and_a_notice(cast: Cast, flown: Flown) -> None:
    row = actions.give_verdict(
        act_on(cast, "Cleo", flown.day(25)), requirement_id=flown.requirement, outcome=MET
    )
    assert (row.result, row.value, row.n, row.campaign_id) == ("met", Decimal("28.40"), 35, flown.campaign)
    event = AuditEvent.objects.get(case_kind=Kind.VERDICT)
    assert event.verb == "give verdict"
    assert (event.after or {})["value"] == "28.4"
    assert Notice.objects.get(kind="verdict").text == "Cleo gave the verdict on “Orders” of Spring: met."


def test_a_verdict_given_again_is_another_version(cast: Cast, flown: Flown) -> None:
    act = act_on(cast, "Cleo", flown.day(25))
    row = actions.give_verdict(act, requirement_id=flown.requirement, outcome=MET)
    actions.give_verdict(act, requirement_id=flown.requirement, outcome=MET)
    turned = replace(MET, result=Result.UNDECIDABLE, value=None, note="tracking was down")
    again = actions.give_verdict(act, requirement_id=flown.requirement, outcome=turned)
    assert (row.pk, RequirementVerdict.objects.count()) == (again.pk, 1)
    assert trail.version_numbers(cast.id, Kind.VERDICT) == {str(row.pk): 2}


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"value": Decimal(31)}, "31 against ≤ 30 is “missed”. Choose it, or correct the value."),
        ({"result": Result.MISSED}, "28.4 against ≤ 30 is “met”. Choose it, or correct the value."),
        ({"window_to": FIRST - timedelta(days=1)}, "The window ends before it begins."),
        ({"window_to": date(9999, 1, 1)}, "9999-01-01 is no day of our time."),
        ({"metric": " "}, "blank"),
        ({"note": "a\x00b"}, "The text holds characters that cannot be shown."),
    ],
)
def test_a_verdict_that_contradicts_itself_is_refused(
    cast: Cast, flown: Flown, changes: dict[str, Any], says: str
) -> None:
    outcome = replace(MET, **changes)
    with pytest.raises(Refused) as refusal:
        actions.give_verdict(
            act_on(cast, "Cleo", flown.day(25)), requirement_id=flown.requirement, outcome=outcome
        )
    assert says in " ".join(str(problem) for problem in refusal.value.problems)
    assert not RequirementVerdict.objects.exists()
    assert not AuditEvent.objects.filter(case_kind=Kind.VERDICT).exists()


@pytest.mark.parametrize("named", [19, 1])
def test_a_verdict_waits_for_the_end_of_its_window(cast: Cast, flown: Flown, named: int) -> None:
    outcome = replace(MET, window_to=flown.day(named))
    with pytest.raises(Refused) as refusal:
        actions.give_verdict(
            act_on(cast, "Cleo", flown.day(2)), requirement_id=flown.requirement, outcome=outcome
        )
    (problem,) = refusal.value.problems
    assert (problem.column, str(problem)) == (
        "window_to",
        "The window runs until 2026-03-21. Give the verdict then: today nobody knows how it ends.",
    )
    assert not RequirementVerdict.objects.exists()
    assert not AuditEvent.objects.filter(case_kind=Kind.VERDICT).exists()
    on_its_last_day = act_on(cast, "Cleo", flown.day(19))
    assert actions.give_verdict(on_its_last_day, requirement_id=flown.requirement, outcome=outcome)


def test_another_metric_and_undecidable_contradict_nothing(cast: Cast, flown: Flown) -> None:
    act = act_on(cast, "Cleo", flown.day(25))
    other = replace(MET, metric="cost per click", value=Decimal(31))
    assert actions.give_verdict(act, requirement_id=flown.requirement, outcome=other).result == "met"
    open_ = replace(MET, result=Result.UNDECIDABLE, value=Decimal(31))
    assert actions.give_verdict(act, requirement_id=flown.requirement, outcome=open_).result == "undecidable"


def test_a_lag_is_agreed_once_a_source_however_it_is_spelled(cast: Cast) -> None:
    actions.agree_lag(cast.act("Cleo"), source="Shop  orders", days=14)
    row = actions.agree_lag(cast.act("Cleo"), source="shop orders ", days=21)
    assert (SourceLag.objects.get().days, row.source) == (21, "Shop orders")
    assert trail.version_numbers(cast.id, Kind.LAG) == {str(row.pk): 2}


@pytest.mark.parametrize(
    ("source", "days", "column"), [(" ", 3, "source"), ("shop", -1, "days"), ("shop", 366, "days")]
)
def test_a_lag_needs_a_source_and_a_number_of_days(cast: Cast, source: str, days: int, column: str) -> None:
    with pytest.raises(Refused) as refusal:
        actions.agree_lag(cast.act("Cleo"), source=source, days=days)
    assert [problem.column for problem in refusal.value.problems] == [column]
    assert not SourceLag.objects.exists()
