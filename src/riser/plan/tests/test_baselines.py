"""Approval freezes a baseline; what changes later shows, is asked for, agreed by two, and frozen anew."""

import hashlib
import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from cast import NOW, Cast
from riser.foundation import approvals, tasks
from riser.foundation.errors import NotFound, NotPermitted, Refused
from riser.foundation.evidence import PlatformKey, RecordRef
from riser.foundation.models import (
    Approval,
    ApprovalRequest,
    AuditEvent,
    ChangeRequest,
    FrozenRecord,
    Notice,
)
from riser.foundation.roles import Face, Role, Scope
from riser.plan import actions
from riser.plan.models import Campaign, Requirement
from riser.plan.queries.standing import Standing, standing
from riser.plan.words import Topic

MARCH: dict[str, Any] = {"from_day": date(2026, 3, 1), "to_day": date(2026, 3, 31)}
LINK = "https://larkfield.example/p?utm_source=google&utm_medium=cpc&utm_campaign=x"
LATER = NOW + timedelta(days=1)


def approved(cast: Cast) -> tuple[Campaign, Requirement]:
    """A plan with everything that can belong to it, approved by Bob; Cleo wrote all of it."""
    act = cast.act("Cleo")
    made = actions.create_campaign(act, name="Spring", owner="Bob", audience="gardeners")
    asked = actions.add_requirement(
        act, campaign_id=made.pk, metric="CPA", operator="<=", bound=Decimal(28), unit="EUR"
    )
    actions.set_cap(act, campaign_id=made.pk, amount=Decimal(900), currency="EUR", **MARCH)
    actions.add_link(act, campaign_id=made.pk, url=LINK, requirement_id=asked.pk)
    key = PlatformKey("google_ads", "100", "c1")
    actions.map_key(act, campaign_id=made.pk, key=key, requirement_id=asked.pk)
    actions.approve(cast.act("Bob"), campaign_id=made.pk, topic=Topic.PLAN)
    return made, asked


def said_in(event: AuditEvent) -> dict[str, Any]:
    """What an event says stands there after it."""
    assert isinstance(event.after, dict)
    return event.after


def plan(made: Campaign) -> RecordRef:
    return RecordRef("campaign", str(made.pk))


def seen(cast: Cast, made: Campaign) -> Standing:
    return standing(cast.act("Bob", now=LATER), made.pk)


def said(cast: Cast, made: Campaign) -> list[tuple[str, str, str, str, bool]]:
    return [
        (one.said.record, one.said.field, one.said.before, one.said.after, one.agreed)
        for one in seen(cast, made).differences
    ]


def test_approval_freezes_the_plan_with_all_that_belongs_to_it(cast: Cast) -> None:
    made, asked = approved(cast)
    row = FrozenRecord.objects.get()
    content = json.loads(row.content)
    assert row.number == 1
    assert row.sha256 == hashlib.sha256(row.content.encode()).hexdigest()
    assert set(content) == {"campaign", "requirements", "caps", "links", "keys"}
    assert content["campaign"]["audience"] == "gardeners"
    assert content["requirements"][str(asked.pk)]["bound"] == "28"
    assert [one["cap"] for one in content["caps"].values()] == ["900.00"]
    assert [one["url"] for one in content["links"].values()] == [LINK]
    assert [one["requirement"] for one in content["keys"].values()] == [asked.pk]
    assert json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False) == row.content
    frozen = approvals.baseline(cast.id, plan(made))
    assert frozen is not None
    assert (frozen.sha256, frozen.approver, frozen.number) == (row.sha256, "Bob", 1)


def test_caps_and_declared_approvals_freeze_no_plan(cast: Cast) -> None:
    made = actions.create_campaign(cast.act("Cleo"), name="Spring")
    actions.set_cap(cast.act("Cleo"), campaign_id=made.pk, amount=Decimal(9), currency="EUR", **MARCH)
    actions.approve(cast.act("Bob"), campaign_id=made.pk, topic=Topic.CAP)
    actions.declare_approval(
        cast.act("Cleo"), case=plan(made), topic=Topic.PLAN, approver_name="Ben", on=date(2026, 2, 1)
    )
    assert not FrozenRecord.objects.exists()
    assert approvals.baseline(cast.id, plan(made)) is None


@pytest.mark.parametrize("change", [{"content": "{}"}, {"sha256": "0" * 64}, {"number": 9}])
def test_the_database_refuses_to_rewrite_a_baseline(cast: Cast, change: dict[str, Any]) -> None:
    approved(cast)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        FrozenRecord.objects.update(**change)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        FrozenRecord.objects.all()._raw_delete(FrozenRecord.objects.db)


@pytest.mark.parametrize(
    "change", [{"requested_name": "Bob"}, {"requested_at": LATER}, {"sha256": "0" * 64}, {"topic": "cap"}]
)
def test_the_database_refuses_to_rewrite_what_was_asked(cast: Cast, change: dict[str, Any]) -> None:
    made = actions.create_campaign(cast.act("Cleo"), name="Spring")
    actions.submit(cast.act("Cleo"), campaign_id=made.pk)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ApprovalRequest.objects.update(**change)


def test_a_request_cannot_be_passed_to_another_asker(cast: Cast) -> None:
    made = actions.create_campaign(cast.act("Cleo"), name="Spring")
    actions.submit(cast.act("Cleo"), campaign_id=made.pk)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ApprovalRequest.objects.update(requested_by=cast.user("Vera"))


def test_right_after_the_approval_nothing_differs(cast: Cast) -> None:
    made, _asked = approved(cast)
    found = seen(cast, made)
    assert (found.differences, found.unagreed, [one.topic for one in found.asked]) == ((), 0, ["cap", "go"])


def test_what_changed_since_is_said_field_by_field_in_words(cast: Cast) -> None:
    made, asked = approved(cast)
    act = cast.act("Cleo")
    goal = actions.create_objective(act, name="Grow orders")
    actions.update_campaign(
        act, campaign_id=made.pk, audience="", end=date(2026, 4, 30), objective_id=goal.pk
    )
    actions.update_requirement(act, requirement_id=asked.pk, bound=Decimal(34))
    actions.add_requirement(act, campaign_id=made.pk, metric="Leads", operator=">=", bound=Decimal(400))
    assert said(cast, made) == [
        ("", "audience", "gardeners", "", False),
        ("", "last day", "", "30 Apr 2026", False),
        ("", "objective", "", "Grow orders", False),
        ("CPA ≤ 28 EUR", "bound", "28", "34", False),
        ("Requirement", "", "", "Leads ≥ 400", False),
    ]
    assert seen(cast, made).unagreed == 5


def test_a_cap_that_has_its_own_approval_needs_no_change_request(cast: Cast) -> None:
    made, _asked = approved(cast)
    act = cast.act("Cleo")
    actions.set_cap(act, campaign_id=made.pk, amount=Decimal(1200), currency="EUR", **MARCH)
    assert [one[-1] for one in said(cast, made)] == [False]
    actions.approve(cast.act("Alice"), campaign_id=made.pk, topic=Topic.CAP)
    assert [one[1:] for one in said(cast, made)] == [("cap", "€900.00", "€1,200.00", True)]


def test_the_change_itself_is_never_blocked(cast: Cast) -> None:
    made, asked = approved(cast)
    actions.update_requirement(cast.act("Cleo"), requirement_id=asked.pk, bound=Decimal(40))
    assert Requirement.objects.get(pk=asked.pk).bound == 40
    assert seen(cast, made).unagreed == 1


# --- change requests -----------------------------------------------------------------------------------


def asked_for(cast: Cast, made: Campaign, by: str = "Cleo", **more: Any) -> ChangeRequest:
    return actions.ask_change(cast.act(by), campaign_id=made.pk, reason="Leads are dear", **more)


def test_a_change_already_made_is_asked_for_and_agreed_and_frozen(cast: Cast) -> None:
    made, asked = approved(cast)
    actions.update_requirement(cast.act("Cleo"), requirement_id=asked.pk, bound=Decimal(34))
    change = asked_for(cast, made)
    field = f"requirements/{asked.pk}/bound"
    assert (change.before, change.proposed) == ({field: "28"}, {field: "34"})
    assert (change.requester_name, change.requester_at, change.manager_at) == ("Cleo", NOW, None)
    assert seen(cast, made).has_open_change
    assert [one.topic for one in tasks.waiting(cast.act("Bob"))].count("approvals") == 1
    approvals.decide_change(cast.act("Bob", now=LATER), change.pk, agree=True, comment="fair")
    change.refresh_from_db()
    assert (change.state, change.manager_name, change.manager_at) == ("agreed", "Bob", LATER)
    assert change.baseline is not None
    assert (change.baseline.number, change.baseline.approval.requested_by) == (2, "Cleo")
    assert seen(cast, made).differences == ()
    verbs = list(
        AuditEvent.objects.filter(case_kind="campaign").order_by("id").values_list("verb", "actor_name")
    )
    assert verbs[-3:] == [("ask for change", "Cleo"), ("agree to change", "Bob"), ("approve plan", "Bob")]
    texts = Notice.objects.filter(member=cast.user("Cleo")).values_list("text", flat=True)
    assert "Bob agreed to the change of “Spring”." in texts


def test_a_change_agreed_beforehand_becomes_the_baseline_the_moment_it_is_made(cast: Cast) -> None:
    made, asked = approved(cast)
    change = asked_for(cast, made, requirement_id=asked.pk, proposed={"bound": "34.00"})
    approvals.decide_change(cast.act("Bob"), change.pk, agree=True)
    assert FrozenRecord.objects.count() == 1
    assert seen(cast, made).changes[0].state == "agreed"
    actions.update_requirement(cast.act("Cleo", now=LATER), requirement_id=asked.pk, bound=Decimal(34))
    newest = FrozenRecord.objects.latest("number")
    change.refresh_from_db()
    assert (newest.number, newest.approval.approver_name, newest.approval.happened_at) == (2, "Bob", NOW)
    assert (newest.recorded_at, change.baseline) == (LATER, newest)
    assert AuditEvent.objects.get(verb="freeze baseline").actor_name == "Cleo"
    assert seen(cast, made).differences == ()


def test_what_was_not_agreed_beside_it_keeps_the_old_baseline(cast: Cast) -> None:
    made, asked = approved(cast)
    change = asked_for(cast, made, requirement_id=asked.pk, proposed={"bound": "34"})
    approvals.decide_change(cast.act("Bob"), change.pk, agree=True)
    actions.update_campaign(cast.act("Cleo"), campaign_id=made.pk, audience="everybody")
    actions.update_requirement(cast.act("Cleo"), requirement_id=asked.pk, bound=Decimal(34))
    assert FrozenRecord.objects.count() == 1
    assert [(one[1], one[-1]) for one in said(cast, made)] == [("audience", False), ("bound", True)]


def test_another_value_than_the_agreed_one_is_not_agreed(cast: Cast) -> None:
    made, asked = approved(cast)
    change = asked_for(cast, made, requirement_id=asked.pk, proposed={"bound": "34"})
    approvals.decide_change(cast.act("Bob"), change.pk, agree=True)
    actions.update_requirement(cast.act("Cleo"), requirement_id=asked.pk, bound=Decimal(35))
    assert [one[-1] for one in said(cast, made)] == [False]


def test_filed_for_a_colleague_it_needs_their_word_first(cast: Cast) -> None:
    made, asked = approved(cast)
    change = asked_for(
        cast, made, requirement_id=asked.pk, proposed={"bound": "34"}, requester=cast.user("Vera").pk
    )
    assert (change.requester_name, change.requester_at) == ("Vera", None)
    with pytest.raises(Refused, match="Vera, for whom this was filed"):
        approvals.decide_change(cast.act("Bob"), change.pk, agree=True)
    approvals.decide_change(cast.act("Vera"), change.pk, agree=True)
    approvals.decide_change(cast.act("Bob"), change.pk, agree=True)
    sides = AuditEvent.objects.filter(verb="agree to change").order_by("id")
    assert [(one.actor_name, said_in(one)["side"]) for one in sides] == [
        ("Vera", "requester"),
        ("Bob", "manager"),
    ]


@pytest.mark.parametrize("less", ["token", "guest"])
def test_the_side_of_who_asks_is_a_decision_too(cast: Cast, less: str) -> None:
    made, asked = approved(cast)
    change = asked_for(
        cast, made, requirement_id=asked.pk, proposed={"bound": "34"}, requester=cast.user("Vera").pk
    )
    vera = cast.act("Vera")
    weaker = {
        "token": replace(vera, scope=Scope.WRITE, face=Face.API),
        "guest": replace(vera, actor=replace(vera.actor, role=Role.GUEST)),
    }[less]
    with pytest.raises(NotPermitted, match="may not agree to changes"):
        approvals.decide_change(weaker, change.pk, agree=True)
    change.refresh_from_db()
    assert (change.requester_at, change.state) == (None, "open")
    assert not AuditEvent.objects.filter(verb="agree to change").exists()


def test_an_agreement_that_has_its_baseline_signs_nothing_more(cast: Cast) -> None:
    made, asked = approved(cast)
    actions.update_requirement(cast.act("Cleo"), requirement_id=asked.pk, bound=Decimal(34))
    approvals.decide_change(cast.act("Bob", now=LATER), asked_for(cast, made).pk, agree=True)
    actions.set_cap(
        cast.act("Cleo", now=LATER), campaign_id=made.pk, amount=Decimal(1200), currency="EUR", **MARCH
    )
    actions.approve(cast.act("Alice", now=LATER), campaign_id=made.pk, topic=Topic.CAP)
    assert approvals.settle(cast.act("Cleo", now=LATER), plan(made), topic=Topic.PLAN) is None
    assert FrozenRecord.objects.count() == 2
    assert Approval.objects.filter(topic=Topic.PLAN, approver_name="Bob").count() == 2


@pytest.mark.parametrize("who", ["Bob", "Alice"])
def test_who_filed_asked_for_or_wrote_a_change_is_never_its_second_side(cast: Cast, who: str) -> None:
    made, asked = approved(cast)
    filed = asked_for(cast, made, by=who, requirement_id=asked.pk, proposed={"bound": "34"})
    with pytest.raises(NotPermitted, match="prepared this yourself"):
        approvals.decide_change(cast.act(who), filed.pk, agree=True)
    meant = asked_for(
        cast, made, requirement_id=asked.pk, proposed={"bound": "35"}, requester=cast.user(who).pk
    )
    approvals.decide_change(cast.act(who), meant.pk, agree=True)
    with pytest.raises(NotPermitted):
        approvals.decide_change(cast.act(who), meant.pk, agree=True)
    actions.update_requirement(cast.act(who), requirement_id=asked.pk, bound=Decimal(36))
    written = asked_for(cast, made)
    with pytest.raises(NotPermitted):
        approvals.decide_change(cast.act(who), written.pk, agree=True)
    assert FrozenRecord.objects.count() == 1


@pytest.mark.parametrize("who", ["Cleo", "Vera", "system"])
def test_neither_editors_nor_viewers_nor_the_machine_are_the_second_side(cast: Cast, who: str) -> None:
    made, asked = approved(cast)
    change = asked_for(cast, made, by="Alice", requirement_id=asked.pk, proposed={"bound": "34"})
    with pytest.raises(NotPermitted):
        approvals.decide_change(cast.act(who), change.pk, agree=True)


def test_declining_says_why_and_nothing_is_frozen(cast: Cast) -> None:
    made, asked = approved(cast)
    actions.update_requirement(cast.act("Cleo"), requirement_id=asked.pk, bound=Decimal(34))
    change = asked_for(cast, made)
    with pytest.raises(Refused, match="Say why not"):
        approvals.decide_change(cast.act("Bob"), change.pk, agree=False)
    approvals.decide_change(cast.act("Bob"), change.pk, agree=False, comment="Too dear")
    change.refresh_from_db()
    assert (change.state, change.decision, change.manager_at) == ("declined", "Too dear", None)
    assert [one[-1] for one in said(cast, made)] == [False]
    with pytest.raises(Refused, match="decided already"):
        approvals.decide_change(cast.act("Alice"), change.pk, agree=True)


def test_a_change_that_moved_on_after_it_was_asked_for_is_asked_for_anew(cast: Cast) -> None:
    made, asked = approved(cast)
    actions.update_requirement(cast.act("Cleo"), requirement_id=asked.pk, bound=Decimal(34))
    change = asked_for(cast, made)
    actions.update_requirement(cast.act("Cleo"), requirement_id=asked.pk, bound=Decimal(50))
    with pytest.raises(Refused, match="changed again"):
        approvals.decide_change(cast.act("Bob"), change.pk, agree=True)
    assert ChangeRequest.objects.get().state == "open"


def test_who_filed_it_takes_it_back_and_nobody_else(cast: Cast) -> None:
    made, asked = approved(cast)
    change = asked_for(cast, made, requirement_id=asked.pk, proposed={"bound": "34"})
    with pytest.raises(NotPermitted, match="Only Cleo"):
        approvals.withdraw_change(cast.act("Bob"), change.pk)
    with pytest.raises(NotFound):
        approvals.withdraw_change(cast.act("Mallory"), change.pk)
    approvals.withdraw_change(cast.act("Cleo"), change.pk)
    assert ChangeRequest.objects.get().state == "withdrawn"


@pytest.mark.parametrize(
    ("said_", "match"),
    [
        ({"proposed": {"bound": "28"}}, "Nothing would change"),
        ({"proposed": {"bound": "many"}}, "Nothing was stored"),
        ({"proposed": {"from": "1.3.26"}}, "Nothing was stored"),
        ({"proposed": {"campaign": "7"}}, "no field"),
        ({}, "Nothing differs"),
    ],
)
def test_what_cannot_be_asked_for_leaves_nothing(cast: Cast, said_: dict[str, Any], match: str) -> None:
    made, asked = approved(cast)
    about: dict[str, Any] = {"requirement_id": asked.pk} if said_ else {}
    with pytest.raises(Refused, match=match):
        asked_for(cast, made, **said_, **about)
    assert not ChangeRequest.objects.exists()


def test_without_a_baseline_there_is_nothing_to_change(cast: Cast) -> None:
    made = actions.create_campaign(cast.act("Cleo"), name="Spring")
    with pytest.raises(Refused, match="Nothing was approved yet"):
        asked_for(cast, made)


def test_an_agreed_change_leaves_the_plan_approved(cast: Cast) -> None:
    made, _asked = approved(cast)
    actions.update_campaign(cast.act("Cleo"), campaign_id=made.pk, audience="everybody")
    change = asked_for(cast, made)
    approvals.decide_change(cast.act("Bob"), change.pk, agree=True)
    assert Approval.objects.filter(topic="plan").latest("id").version.number == 3  # type: ignore[union-attr]
    assert "plan" not in [one.topic for one in seen(cast, made).asked]


# --- what hangs on a changed requirement ---------------------------------------------------------------
