"""REQ 2.3, and the critical rule of REQ 2.1: what is a change, and what an agreement covers."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cast import Cast
from riser.foundation import approvals
from riser.foundation.evidence import Fact, PlatformKey, SignalContext
from riser.plan import actions, evidence
from riser.plan.models import Campaign, Requirement
from riser.plan.rules.practices.changes import ChangeFacts, agreed_change
from riser.plan.tests.spend import daily, key, load
from riser.plan.tests.test_practices import LIMITS
from riser.plan.words import Topic

CHANGE_LIMITS = {
    "clear_days_full": Decimal(5),
    "clear_days_largely": Decimal(10),
    "recreate_days": Decimal(5),
}
AS_OF = date(2026, 4, 30)


def at(day: int, hour: int = 9, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("sides", "before", "reviewed", "since", "value"),
    [
        (0, False, 0, 1, "DM"),
        (1, False, 0, 1, "PM"),
        (2, False, 0, 1, "PM"),
        (2, True, 5, 20, "FM"),
        (2, True, 6, 20, "LM"),
        (2, True, 10, 20, "LM"),
        (2, True, 11, 20, "PM"),
        (2, True, None, 10, "NY"),
        (2, True, None, 11, "PM"),
    ],
)
def test_both_sides_first_and_then_the_days_decide(
    sides: int, before: bool, reviewed: int | None, since: int, value: str
) -> None:
    facts = ChangeFacts(sides=sides, agreed_before=before, reviewed_after=reviewed, days_since=since)
    assert agreed_change(facts, CHANGE_LIMITS).value == value


@pytest.fixture
def asked(cast: Cast) -> Requirement:
    """A requirement of a plan that Bob approved on 16 February."""
    act = cast.act("Cleo", now=at(10, month=2))
    made = actions.create_campaign(act, name="Spring", owner="Bob")
    row = actions.add_requirement(
        act, campaign_id=made.pk, name="R1", metric="CPA", operator="<=", bound=Decimal(28), unit="EUR"
    )
    actions.approve(cast.act("Bob", now=at(16, month=2)), campaign_id=made.pk, topic=Topic.PLAN)
    return row


def facts(cast: Cast) -> list[Fact]:
    context = SignalContext(
        organisation_id=cast.id, as_of=AS_OF, go_live=date(2026, 1, 1), thresholds=CHANGE_LIMITS
    )
    return list(evidence.SIGNALS["REQ 2.3"](evidence.changed_requirements(cast.id, AS_OF), context).values())


def change(cast: Cast, asked: Requirement, day: int, **fields: Any) -> None:
    actions.update_requirement(cast.act("Cleo", now=at(day)), requirement_id=asked.pk, **fields)


def agree(cast: Cast, asked: Requirement, day: int, bound: str = "34") -> None:
    request = actions.ask_change(
        cast.act("Cleo", now=at(day)),
        campaign_id=asked.campaign_id,
        requirement_id=asked.pk,
        reason="dear",
        proposed={"bound": bound},
    )
    approvals.decide_change(cast.act("Bob", now=at(day, 10)), request.pk, agree=True)


def test_an_agreement_before_the_change_is_met_in_full_once_the_plan_is_all_that_hangs_on_it(
    cast: Cast, asked: Requirement
) -> None:
    agree(cast, asked, 3)
    change(cast, asked, 5, bound=Decimal(34))
    (fact,) = facts(cast)
    assert fact.value == "FM"
    assert "bound 28 → 34" in fact.reason
    assert {one.kind for one in fact.records} >= {"requirement", "change_request"}


def test_an_agreement_after_the_change_comes_too_late(cast: Cast, asked: Requirement) -> None:
    change(cast, asked, 5, bound=Decimal(34))
    request = actions.ask_change(
        cast.act("Cleo", now=at(6)), campaign_id=asked.campaign_id, reason="forgotten"
    )
    approvals.decide_change(cast.act("Bob", now=at(6, 10)), request.pk, agree=True)
    assert [fact.value for fact in facts(cast)] == ["PM"]


def test_one_agreement_covers_one_change_with_the_values_it_names(cast: Cast, asked: Requirement) -> None:
    agree(cast, asked, 3)
    change(cast, asked, 5, bound=Decimal(34))
    change(cast, asked, 6, bound=Decimal(28))
    change(cast, asked, 9, bound=Decimal(34))
    assert [fact.value for fact in facts(cast)] == ["FM", "DM", "DM"]


def test_a_request_that_was_taken_back_agrees_to_nothing(cast: Cast, asked: Requirement) -> None:
    request = actions.ask_change(
        cast.act("Cleo", now=at(3)),
        campaign_id=asked.campaign_id,
        requirement_id=asked.pk,
        reason="dear",
        proposed={"bound": "34"},
    )
    approvals.withdraw_change(cast.act("Cleo", now=at(4)), request.pk)
    change(cast, asked, 5, bound=Decimal(34))
    assert [fact.value for fact in facts(cast)] == ["DM"]


@pytest.mark.parametrize(("entered", "count"), [(13, 1), (18, 1), (19, 0)])
def test_deleted_and_entered_anew_within_five_working_days_is_a_change(
    cast: Cast, asked: Requirement, entered: int, count: int
) -> None:
    """Removed on Wednesday the 11th: the fifth working day after it is the 18th."""
    actions.remove_requirement(cast.act("Cleo", now=at(11)), requirement_id=asked.pk)
    actions.add_requirement(
        cast.act("Cleo", now=at(entered)),
        campaign_id=asked.campaign_id,
        metric=" cpa",
        operator="<=",
        bound=Decimal(40),
        unit="EUR",
    )
    assert [fact.value for fact in facts(cast)] == ["DM"] * count


def test_drafts_names_and_empty_fields_that_are_filled_are_no_changes(cast: Cast, asked: Requirement) -> None:
    change(cast, asked, 5, name="R1, first", baseline=Decimal(31), acceptor="Bob", source="shop")
    draft = actions.create_campaign(cast.act("Cleo", now=at(5)), name="Draft")
    row = actions.add_requirement(
        cast.act("Cleo", now=at(5)), campaign_id=draft.pk, metric="CPA", operator="<=", bound=Decimal(3)
    )
    change(cast, row, 6, bound=Decimal(4))
    assert facts(cast) == []


@pytest.mark.parametrize(("filed", "critical"), [(9, False), (11, True)])
def test_a_moved_bound_is_critical_unless_its_request_was_filed_by_that_day(
    cast: Cast, tmp_path: Path, filed: int, critical: bool
) -> None:
    made = _running(cast, tmp_path)
    asked = Requirement.objects.get(campaign=made)
    if filed < 10:
        agree(cast, asked, filed)
    change(cast, asked, 10, bound=Decimal(34))
    if filed > 10:
        request = actions.ask_change(
            cast.act("Cleo", now=at(filed)), campaign_id=made.pk, reason="so that it looks agreed"
        )
        approvals.decide_change(cast.act("Bob", now=at(filed, 10)), request.pk, agree=True)
    context = SignalContext(organisation_id=cast.id, as_of=AS_OF, go_live=date(2026, 1, 1), thresholds=LIMITS)
    (fact,) = evidence.SIGNALS["REQ 2.1"](evidence.campaigns(cast.id, AS_OF), context).values()
    assert (fact.critical is not None) is critical


def _running(cast: Cast, folder: Path) -> Campaign:
    """A campaign with an approved plan whose first figures were loaded on 6 March."""
    act = cast.act("Cleo", now=at(10, month=2))
    made = actions.create_campaign(act, name="Spring", owner="Bob")
    one: PlatformKey = key("c1")
    actions.map_key(act, campaign_id=made.pk, key=one)
    actions.add_requirement(
        act,
        campaign_id=made.pk,
        name="R1",
        metric="CPA",
        operator="<=",
        bound=Decimal(28),
        window_from=date(2026, 3, 1),
        window_to=date(2026, 3, 31),
        source="shop",
        acceptor="Bob",
        baseline=Decimal(30),
    )
    actions.approve(cast.act("Bob", now=at(16, month=2)), campaign_id=made.pk, topic=Topic.PLAN)
    load(cast.act("Cleo", now=at(6)), folder, "c1", daily(date(2026, 3, 2), 4, 10))
    return made
