"""Each verb leaves its row, its audit event and its version; what it refuses leaves nothing."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from cast import NOW, Cast
from riser.foundation.errors import NotFound, NotPermitted, Refused
from riser.foundation.evidence import PlatformKey, Provenance
from riser.foundation.models import Approval, AuditEvent, RecordVersion
from riser.plan import actions
from riser.plan.models import BudgetLine, Campaign, CapDecision, Link, Objective, PlatformLink
from riser.plan.words import Decision, Topic

MARCH: dict[str, Any] = {"from_day": date(2026, 3, 1), "to_day": date(2026, 3, 31)}
KEY = PlatformKey("google_ads", "100", "c1")


def make_campaign(cast: Cast, **fields: Any) -> Campaign:
    return actions.create_campaign(cast.act("Cleo"), **({"name": "Spring", "owner": "Bob"} | fields))


def make_cap(cast: Cast, campaign: Campaign, amount: int = 100) -> BudgetLine:
    act = cast.act("Cleo")
    return actions.set_cap(act, campaign_id=campaign.pk, amount=Decimal(amount), currency="EUR", **MARCH)


def verbs(cast: Cast) -> list[str]:
    """The verbs of this room, oldest first."""
    kinds = ("campaign", "objective", "requirement", "budget_line", "platform_link", "link", "launch_check")
    rows = AuditEvent.objects.filter(organisation_id=cast.id, case_kind__in=kinds)
    return list(rows.order_by("id").values_list("verb", flat=True))


def test_creating_a_campaign_leaves_row_event_and_version(cast: Cast) -> None:
    made = make_campaign(cast, channels=["search", " "])
    event = AuditEvent.objects.get(case_kind="campaign", case_id=str(made.pk))
    version = RecordVersion.objects.get(kind="campaign", record_id=str(made.pk))
    assert (made.code, made.channels) == ("C1", ["search"])
    assert list(made.owners.all()) == [cast.user("Bob")]
    assert (event.verb, event.actor_name, event.recorded_at) == ("create campaign", "Cleo", NOW)
    assert (version.number, version.provenance) == (1, Provenance.NATIVE)
    assert version.data["owners"] == [cast.user("Bob").pk]


def test_a_change_that_changes_nothing_leaves_nothing(cast: Cast) -> None:
    made = make_campaign(cast)
    actions.update_campaign(cast.act("Cleo"), campaign_id=made.pk, name=" Spring ", owner="Bob")
    assert verbs(cast) == ["create campaign"]


def test_codes_are_given_in_order_and_are_not_shared(cast: Cast) -> None:
    make_campaign(cast, code="C7")
    assert make_campaign(cast).code == "C8"
    with pytest.raises(Refused) as refusal:
        make_campaign(cast, code="C7")
    assert "C7" in str(refusal.value.problems[0])


@pytest.mark.parametrize(
    ("fields", "column"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"campaign_class": "XL"}, "class"),
        ({"start": date(2026, 3, 2), "end": date(2026, 3, 1)}, "end"),
        ({"objective_id": 999}, "objective"),
    ],
)
def test_a_campaign_that_cannot_be_is_refused_with_its_column(
    cast: Cast, fields: dict[str, Any], column: str
) -> None:
    with pytest.raises(Refused) as refusal:
        make_campaign(cast, **fields)
    assert [problem.column for problem in refusal.value.problems] == [column]
    assert not Campaign.objects.exists()
    assert verbs(cast) == []


def test_an_objective_keeps_every_version_of_its_target(cast: Cast) -> None:
    act = cast.act("Cleo")
    made = actions.create_objective(act, name="Grow", metric="orders", target=Decimal(150))
    actions.update_objective(act, objective_id=made.pk, target=Decimal(120))
    versions = RecordVersion.objects.filter(kind="objective").order_by("number")
    assert [version.data["target"] for version in versions] == ["150", "120"]
    with pytest.raises(Refused, match="Grow"):
        actions.create_objective(act, name="Grow")


def test_the_plan_has_a_new_version_when_its_cap_is_set_but_the_verb_is_said_once(cast: Cast) -> None:
    made = make_campaign(cast)
    make_cap(cast, made)
    newest = RecordVersion.objects.filter(kind="campaign").latest("number")
    assert (newest.number, newest.data["caps"][0]["cap"]) == (2, "100.00")
    assert verbs(cast) == ["create campaign", "set cap"]


def test_the_same_window_is_changed_and_not_doubled(cast: Cast) -> None:
    made = make_campaign(cast)
    first, second = make_cap(cast, made), make_cap(cast, made, 120)
    assert first.pk == second.pk
    assert BudgetLine.objects.get().cap == Decimal(120)


@pytest.mark.parametrize(
    ("amount", "days"),
    [(Decimal(0), MARCH), (Decimal(-1), MARCH), (Decimal("NaN"), MARCH), (Decimal(10) ** 12, MARCH),
     (Decimal(1), {"from_day": date(2026, 3, 2), "to_day": date(2026, 3, 1)})],
)  # fmt: skip
def test_a_cap_that_cannot_be_is_refused(cast: Cast, amount: Decimal, days: dict[str, Any]) -> None:
    made = make_campaign(cast)
    with pytest.raises(Refused):
        actions.set_cap(cast.act("Cleo"), campaign_id=made.pk, amount=amount, currency="EUR", **days)
    assert not BudgetLine.objects.exists()


def test_a_second_person_approves_the_newest_version(cast: Cast) -> None:
    made = make_campaign(cast)
    later = cast.act("Bob", now=NOW + timedelta(hours=1))
    (approval,) = actions.approve(later, campaign_id=made.pk, topic=Topic.PLAN)
    assert (approval.approver_name, approval.requested_by, approval.requested_at) == ("Bob", "Cleo", NOW)
    with pytest.raises(Refused):
        actions.approve(later, campaign_id=made.pk, topic=Topic.PLAN)


def test_who_prepared_a_plan_cannot_approve_it(cast: Cast) -> None:
    made = actions.create_campaign(cast.act("Bob"), name="Spring")
    with pytest.raises(NotPermitted, match="Somebody else"):
        actions.approve(cast.act("Bob"), campaign_id=made.pk, topic=Topic.PLAN)
    actions.update_campaign(cast.act("Cleo"), campaign_id=made.pk, audience="touched by another")
    with pytest.raises(NotPermitted):
        actions.approve(cast.act("Bob"), campaign_id=made.pk, topic=Topic.PLAN)
    assert not Approval.objects.exists()


def test_who_only_set_the_cap_can_approve_the_plan_but_not_the_cap(cast: Cast) -> None:
    made = make_campaign(cast)
    actions.set_cap(cast.act("Bob"), campaign_id=made.pk, amount=Decimal(5), currency="EUR", **MARCH)
    actions.approve(cast.act("Bob"), campaign_id=made.pk, topic=Topic.PLAN)
    with pytest.raises(NotPermitted):
        actions.approve(cast.act("Bob"), campaign_id=made.pk, topic=Topic.CAP)


def test_the_go_is_given_at_the_launch_gate_and_nowhere_else(cast: Cast) -> None:
    made = make_campaign(cast)
    with pytest.raises(NotPermitted):
        actions.approve(cast.act("Bob"), campaign_id=made.pk, topic=Topic.GO, requested_by="Bob")
    with pytest.raises(Refused, match="Nobody has asked"):
        actions.approve(cast.act("Bob"), campaign_id=made.pk, topic=Topic.GO, requested_by="Cleo")
    assert not Approval.objects.exists()


@pytest.mark.parametrize("name", ["Cleo", "Vera", "system"])
def test_only_those_who_decide_can_approve(cast: Cast, name: str) -> None:
    made = make_campaign(cast)
    act = cast.northwind.act(name)
    with pytest.raises(NotPermitted):
        actions.approve(act, campaign_id=made.pk, topic=Topic.PLAN)
    with pytest.raises(NotPermitted):
        actions.decide_cap(act, line_id=make_cap(cast, made).pk, decision=Decision.STOP)


def test_a_raise_is_an_approved_cap_from_now_on(cast: Cast) -> None:
    made = make_campaign(cast)
    line = make_cap(cast, made)
    actions.decide_cap(cast.act("Bob"), line_id=line.pk, decision=Decision.RAISE, amount=Decimal(150))
    assert BudgetLine.objects.get().cap == Decimal(150)
    approval = Approval.objects.get(topic="cap")
    assert (approval.approver_name, approval.version and approval.version.data["cap"]) == ("Bob", "150.00")
    assert CapDecision.objects.get().decision == "raise"
    assert verbs(cast)[-2:] == ["raise cap", "approve cap"]


def test_a_raise_that_does_not_raise_is_refused(cast: Cast) -> None:
    line = make_cap(cast, make_campaign(cast))
    for amount in (None, Decimal(100), Decimal(50)):
        with pytest.raises(Refused, match="above the present cap"):
            actions.decide_cap(cast.act("Bob"), line_id=line.pk, decision=Decision.RAISE, amount=amount)
    assert not CapDecision.objects.exists()


def test_one_platform_campaign_belongs_to_one_plan_at_a_time(cast: Cast) -> None:
    act, first, second = cast.act("Cleo"), make_campaign(cast), make_campaign(cast, name="Summer")
    actions.map_key(act, campaign_id=first.pk, key=KEY, to_day=date(2026, 3, 31))
    with pytest.raises(Refused, match="Spring"):
        actions.map_key(act, campaign_id=second.pk, key=KEY, from_day=date(2026, 3, 31))
    actions.map_key(act, campaign_id=second.pk, key=KEY, from_day=date(2026, 4, 1))
    assert PlatformLink.objects.count() == 2


def test_mapping_again_names_the_requirement_it_serves(cast: Cast) -> None:
    act, made = cast.act("Cleo"), make_campaign(cast)
    asked = actions.add_requirement(act, campaign_id=made.pk, metric="CPA", operator="<=", bound=Decimal(30))
    actions.map_key(act, campaign_id=made.pk, key=KEY)
    actions.map_key(act, campaign_id=made.pk, key=KEY, requirement_id=asked.pk)
    assert PlatformLink.objects.get().requirement == asked
    assert asked.name == "CPA <= 30"


def test_a_link_is_kept_with_what_its_check_found(cast: Cast) -> None:
    act, made = cast.act("Cleo"), make_campaign(cast)
    bare = actions.add_link(act, campaign_id=made.pk, url="https://shop.example/")
    good = "https://shop.example/?utm_source=google&utm_medium=cpc&utm_campaign=spring"
    assert bare.findings
    assert actions.add_link(act, campaign_id=made.pk, url=good).findings == []


@pytest.mark.parametrize("url", ["javascript:alert(1)", "shop.example", "https://[", "", "ftp://x"])
def test_what_is_no_link_is_refused(cast: Cast, url: str) -> None:
    made = make_campaign(cast)
    with pytest.raises(Refused):
        actions.add_link(cast.act("Cleo"), campaign_id=made.pk, url=url)
    assert not Link.objects.exists()


def test_an_archived_campaign_stays(cast: Cast) -> None:
    made = make_campaign(cast)
    actions.archive_campaign(cast.act("Cleo"), campaign_id=made.pk)
    assert Campaign.objects.get().archived_at == NOW
    assert verbs(cast)[-1] == "archive campaign"


def test_a_stranger_finds_nothing_by_any_verb(cast: Cast) -> None:
    made = make_campaign(cast)
    line, objective = make_cap(cast, made), actions.create_objective(cast.act("Cleo"), name="Grow")
    asked = actions.add_requirement(cast.act("Cleo"), campaign_id=made.pk, metric="CPA")
    stranger, events = cast.act("Mallory"), AuditEvent.objects.count()
    attempts: list[Any] = [
        lambda: actions.update_campaign(stranger, campaign_id=made.pk, name="Mine"),
        lambda: actions.archive_campaign(stranger, campaign_id=made.pk),
        lambda: actions.approve(stranger, campaign_id=made.pk, topic=Topic.PLAN),
        lambda: actions.set_cap(stranger, campaign_id=made.pk, amount=Decimal(1), currency="EUR", **MARCH),
        lambda: actions.decide_cap(stranger, line_id=line.pk, decision=Decision.STOP),
        lambda: actions.map_key(stranger, campaign_id=made.pk, key=KEY),
        lambda: actions.add_link(stranger, campaign_id=made.pk, url="https://x.example"),
        lambda: actions.add_requirement(stranger, campaign_id=made.pk, metric="CPA"),
        lambda: actions.update_requirement(stranger, requirement_id=asked.pk, metric="CAC"),
        lambda: actions.update_objective(stranger, objective_id=objective.pk, name="Mine"),
    ]
    for attempt in attempts:
        with pytest.raises(NotFound):
            attempt()
    assert AuditEvent.objects.count() == events
    assert Objective.objects.get().name == "Grow"


def test_who_only_looks_changes_nothing(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        actions.create_campaign(cast.act("Vera"), name="Mine")
    with pytest.raises(NotPermitted):
        actions.create_objective(cast.act("Vera"), name="Mine")
    with pytest.raises(NotPermitted):
        actions.save_grid(cast.act("Vera"), [])
    with pytest.raises(NotPermitted):
        actions.import_plan(cast.act("Vera"), [(2, {"name": "Mine"})])
    assert not Campaign.objects.exists()
