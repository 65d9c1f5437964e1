"""A plan is submitted, sent back, handed on and approved; the second person is never the first."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from cast import NOW, Cast
from riser.foundation import approvals, tasks
from riser.foundation.approvals.reading import request_line
from riser.foundation.errors import NotFound, NotPermitted, Refused
from riser.foundation.evidence import RecordRef
from riser.foundation.models import (
    Approval,
    ApprovalRequest,
    AuditEvent,
    FrozenRecord,
    Member,
    Notice,
    RequestState,
)
from riser.foundation.roles import Role
from riser.plan import actions
from riser.plan.models import Campaign
from riser.plan.words import Topic

MARCH: dict[str, Any] = {"from_day": date(2026, 3, 1), "to_day": date(2026, 3, 31)}
LATER = NOW + timedelta(hours=3)
Do = Callable[[Cast, ApprovalRequest], object]


def planned(cast: Cast, by: str = "Cleo", **fields: Any) -> Campaign:
    return actions.create_campaign(cast.act(by), **({"name": "Spring", "owner": "Bob"} | fields))


def submitted(cast: Cast, by: str = "Cleo", **said: Any) -> ApprovalRequest:
    (request,) = actions.submit(cast.act(by), campaign_id=planned(cast).pk, **said)
    return request


def said_in(event: AuditEvent) -> dict[str, Any]:
    """What an event says stands there after it."""
    assert isinstance(event.after, dict)
    return event.after


def verbs(cast: Cast, *, about: str = "campaign") -> list[str]:
    rows = AuditEvent.objects.filter(organisation_id=cast.id, case_kind=about).order_by("id")
    return list(rows.values_list("verb", flat=True))


def told(cast: Cast, name: str) -> list[str]:
    return list(Notice.objects.filter(member=cast.user(name)).order_by("id").values_list("text", flat=True))


def waits_for(cast: Cast, name: str) -> list[str]:
    return [one.text for one in tasks.waiting(cast.act(name)) if one.topic == "approvals"]


def test_submitting_leaves_request_event_notice_and_task(cast: Cast) -> None:
    request = submitted(cast, comment="ready")
    event = AuditEvent.objects.get(verb="submit plan")
    assert (request.state, request.requested_name, request.requested_at) == ("waiting", "Cleo", NOW)
    assert (request.title, request.version.number, len(request.sha256)) == ("Spring", 1, 64)
    assert (event.actor_name, said_in(event)["request"], said_in(event)["comment"]) == (
        "Cleo",
        request.pk,
        "ready",
    )
    for name in ("Alice", "Bob"):
        assert told(cast, name) == ["Cleo asks you to approve: Spring"]
        assert waits_for(cast, name) == ["Approve: Plan · Spring, asked by Cleo"]
    assert told(cast, "Cleo") == waits_for(cast, "Vera") == waits_for(cast, "Mallory") == []


def test_approving_answers_the_request_and_keeps_who_asked_and_when(cast: Cast) -> None:
    request = submitted(cast)
    given = approvals.approve_request(cast.act("Bob", now=LATER), request.pk, comment="fine")
    request.refresh_from_db()
    assert (given.requested_by, given.requested_at, given.happened_at) == ("Cleo", NOW, LATER)
    assert (request.state, request.decided_name, request.approval) == ("approved", "Bob", given)
    event = AuditEvent.objects.get(verb="approve plan")
    assert (said_in(event)["request"], said_in(event)["baseline"], said_in(event)["comment"]) == (
        request.pk,
        1,
        "fine",
    )
    assert told(cast, "Cleo") == ["Bob approved: Spring"]
    assert waits_for(cast, "Bob") == []


def test_the_old_way_of_approving_answers_the_request_too(cast: Cast) -> None:
    request = submitted(cast)
    (given,) = actions.approve(
        cast.act("Bob", now=LATER),
        campaign_id=int(request.record_id),
        topic=Topic.PLAN,
        requested_by="Somebody",
        requested_at=LATER,
    )
    request.refresh_from_db()
    assert (given.requested_by, given.requested_at) == ("Cleo", NOW)
    assert request.state == RequestState.APPROVED


def test_a_plan_is_still_approved_in_one_step_without_a_request(cast: Cast) -> None:
    made = planned(cast)
    (given,) = actions.approve(cast.act("Bob"), campaign_id=made.pk, topic=Topic.PLAN)
    assert (given.requested_by, given.requested_at) == ("Cleo", NOW)
    assert FrozenRecord.objects.get().approval == given


def test_sending_back_needs_a_comment_and_makes_it_the_askers_again(cast: Cast) -> None:
    request = submitted(cast)
    with pytest.raises(Refused, match="what has to change"):
        approvals.send_back(cast.act("Bob"), request.pk, "  ")
    approvals.send_back(cast.act("Bob", now=LATER), request.pk, "Name the cap")
    request.refresh_from_db()
    assert (request.state, request.decision, request.decided_at) == ("sent_back", "Name the cap", LATER)
    assert told(cast, "Cleo") == ["Bob sent back “Spring”: Name the cap"]
    assert waits_for(cast, "Cleo") == ["Sent back by Bob: Plan · Spring"]
    assert waits_for(cast, "Bob") == []
    assert verbs(cast)[-1] == "send back plan"
    assert not Approval.objects.exists()


def test_what_was_sent_back_is_submitted_anew_and_is_no_task_any_more(cast: Cast) -> None:
    request = submitted(cast)
    approvals.send_back(cast.act("Bob"), request.pk, "Name the audience")
    actions.update_campaign(cast.act("Cleo"), campaign_id=int(request.record_id), audience="gardeners")
    (again,) = actions.submit(cast.act("Cleo"), campaign_id=int(request.record_id))
    assert waits_for(cast, "Cleo") == []
    assert again.version.number == 2


def test_a_comment_decides_nothing_and_reaches_who_asked(cast: Cast) -> None:
    request = submitted(cast, to=None)
    approvals.review(cast.act("Bob"), request.pk, "Why May?")
    assert told(cast, "Cleo") == ["Bob on “Spring”: Why May?"]
    assert said_in(AuditEvent.objects.get(verb="review plan"))["comment"] == "Why May?"
    assert ApprovalRequest.objects.get().state == "waiting"


def test_only_who_asked_takes_it_back(cast: Cast) -> None:
    request = submitted(cast)
    with pytest.raises(NotPermitted, match="Only Cleo"):
        approvals.withdraw(cast.act("Bob"), request.pk)
    approvals.withdraw(cast.act("Cleo"), request.pk)
    assert verbs(cast)[-1] == "withdraw plan"
    with pytest.raises(Refused, match="Cleo withdrew"):
        approvals.approve_request(cast.act("Bob"), request.pk)


def test_once_who_asked_has_left_an_administrator_takes_it_back(cast: Cast) -> None:
    request = submitted(cast)
    Member.objects.filter(pk=cast.user("Cleo").pk).update(is_active=False)
    with pytest.raises(NotPermitted, match="An administrator"):
        approvals.withdraw(cast.act("Bob"), request.pk)
    approvals.withdraw(cast.act("Alice"), request.pk)
    assert ApprovalRequest.objects.get().state == "withdrawn"


def edit_plan(cast: Cast, request: ApprovalRequest) -> object:
    return actions.update_campaign(cast.act("Cleo"), campaign_id=int(request.record_id), audience="other")


def edit_and_undo(cast: Cast, request: ApprovalRequest) -> object:
    edit_plan(cast, request)
    return actions.update_campaign(cast.act("Cleo"), campaign_id=int(request.record_id), audience="")


def set_cap(cast: Cast, request: ApprovalRequest) -> object:
    pk = int(request.record_id)
    return actions.set_cap(cast.act("Cleo"), campaign_id=pk, amount=Decimal(9), currency="EUR", **MARCH)


def add_requirement(cast: Cast, request: ApprovalRequest) -> object:
    return actions.add_requirement(cast.act("Cleo"), campaign_id=int(request.record_id), metric="CPA")


def add_link(cast: Cast, request: ApprovalRequest) -> object:
    return actions.add_link(cast.act("Cleo"), campaign_id=int(request.record_id), url="https://a.example/x")


def test_what_was_changed_and_changed_back_is_what_was_submitted(cast: Cast) -> None:
    request = submitted(cast)
    edit_and_undo(cast, request)
    assert not request_line(cast.id, request.pk).is_stale
    approvals.approve_request(cast.act("Bob"), request.pk)
    assert approvals.is_approved(cast.id, RecordRef("campaign", request.record_id), Topic.PLAN)


@pytest.mark.parametrize("change", [edit_plan, set_cap, add_requirement, add_link])
def test_what_was_changed_after_it_was_submitted_is_approved_by_nobody(cast: Cast, change: Do) -> None:
    request = submitted(cast)
    change(cast, request)
    for attempt in (
        lambda: approvals.approve_request(cast.act("Bob"), request.pk),
        lambda: actions.approve(cast.act("Bob"), campaign_id=int(request.record_id), topic=Topic.PLAN),
    ):
        with pytest.raises(Refused, match="submit it anew"):
            attempt()
    assert not Approval.objects.exists()
    assert request_line(cast.id, request.pk).is_stale
    assert waits_for(cast, "Bob") == []
    assert waits_for(cast, "Cleo") == ["Submit anew, it was changed since: Plan · Spring"]


def test_submitting_anew_replaces_the_stale_request(cast: Cast) -> None:
    request = submitted(cast)
    edit_plan(cast, request)
    (again,) = actions.submit(cast.act("Cleo"), campaign_id=int(request.record_id))
    request.refresh_from_db()
    assert (request.state, again.state) == ("replaced", "waiting")
    with pytest.raises(Refused, match="newer request"):
        approvals.approve_request(cast.act("Bob"), request.pk)
    approvals.approve_request(cast.act("Bob"), again.pk)
    assert Approval.objects.get().version == again.version


def test_the_same_version_is_submitted_once_and_approved_once(cast: Cast) -> None:
    request = submitted(cast)
    pk = int(request.record_id)
    with pytest.raises(Refused, match="Cleo submitted this version already"):
        actions.submit(cast.act("Cleo"), campaign_id=pk)
    approvals.approve_request(cast.act("Bob"), request.pk)
    with pytest.raises(Refused, match="Bob approved this version already"):
        actions.submit(cast.act("Cleo"), campaign_id=pk)
    with pytest.raises(Refused, match="Bob approved this already"):
        approvals.approve_request(cast.act("Alice"), request.pk)
    assert Approval.objects.count() == 1


# --- the second person is never the first --------------------------------------------------------------


def test_who_wrote_it_cannot_approve_it_though_another_submitted_it(cast: Cast) -> None:
    made = planned(cast, by="Bob")
    (request,) = actions.submit(cast.act("Cleo"), campaign_id=made.pk)
    with pytest.raises(NotPermitted, match="prepared this yourself"):
        approvals.approve_request(cast.act("Bob"), request.pk)
    with pytest.raises(NotPermitted, match="prepared this yourself"):
        approvals.send_back(cast.act("Bob"), request.pk, "no")


def test_who_submitted_it_cannot_approve_it_though_another_wrote_it(cast: Cast) -> None:
    request = submitted(cast, by="Bob")
    for attempt in (
        lambda: approvals.approve_request(cast.act("Bob"), request.pk),
        lambda: actions.approve(cast.act("Bob"), campaign_id=int(request.record_id), topic=Topic.PLAN),
        lambda: actions.approve(
            cast.act("Bob"), campaign_id=int(request.record_id), topic=Topic.PLAN, requested_by="Cleo"
        ),
    ):
        with pytest.raises(NotPermitted, match="prepared this yourself"):
            attempt()
    assert not Approval.objects.exists()


def test_taking_ones_request_back_makes_nobody_a_second_person(cast: Cast) -> None:
    request = submitted(cast, by="Bob")
    pk = int(request.record_id)
    approvals.withdraw(cast.act("Bob"), request.pk)
    with pytest.raises(NotPermitted):
        actions.approve(cast.act("Bob"), campaign_id=pk, topic=Topic.PLAN)
    (again,) = actions.submit(cast.act("Cleo"), campaign_id=pk)
    with pytest.raises(NotPermitted):
        approvals.approve_request(cast.act("Bob"), again.pk)
    approvals.approve_request(cast.act("Alice"), again.pk)


def test_who_edited_after_the_submission_cannot_approve_what_another_submits_anew(cast: Cast) -> None:
    request = submitted(cast)
    pk = int(request.record_id)
    actions.update_campaign(cast.act("Bob"), campaign_id=pk, audience="Bob's own idea")
    (again,) = actions.submit(cast.act("Cleo"), campaign_id=pk)
    with pytest.raises(NotPermitted, match="prepared this yourself"):
        approvals.approve_request(cast.act("Bob"), again.pk)


@pytest.mark.parametrize("then_removed", [False, True])
def test_who_wrote_a_requirement_cannot_approve_the_plan_that_holds_it(
    cast: Cast, then_removed: bool
) -> None:
    made = planned(cast)
    asked = actions.add_requirement(cast.act("Bob"), campaign_id=made.pk, metric="CPA")
    if then_removed:
        actions.remove_requirement(cast.act("Bob"), requirement_id=asked.pk)
    (request,) = actions.submit(cast.act("Cleo"), campaign_id=made.pk)
    with pytest.raises(NotPermitted):
        approvals.approve_request(cast.act("Bob"), request.pk)


def test_delegation_reaches_neither_the_first_person_nor_one_who_may_not_decide(cast: Cast) -> None:
    made = planned(cast, by="Alice")
    (request,) = actions.submit(cast.act("Cleo"), campaign_id=made.pk)
    for name, why in (("Alice", "prepared this"), ("Cleo", "prepared this"), ("Vera", "may not decide")):
        with pytest.raises(Refused, match=why):
            approvals.delegate(cast.act("Bob"), request.pk, cast.user(name).pk, reason="away")
    with pytest.raises(Refused, match="may not decide"):
        approvals.delegate(cast.act("Bob"), request.pk, cast.user("Mallory").pk, reason="away")
    with pytest.raises(NotPermitted):
        approvals.delegate(cast.act("Alice"), request.pk, cast.user("Bob").pk, reason="so that it passes")
    with pytest.raises(NotPermitted):
        approvals.delegate(cast.act("Cleo"), request.pk, cast.user("Bob").pk, reason="hurry")


def test_delegation_hands_the_task_on_and_says_why(cast: Cast) -> None:
    request = submitted(cast, to=cast.user("Bob").pk)
    assert (waits_for(cast, "Alice"), len(waits_for(cast, "Bob"))) == ([], 1)
    with pytest.raises(Refused, match="Say why"):
        approvals.delegate(cast.act("Bob"), request.pk, cast.user("Alice").pk, reason="")
    approvals.delegate(cast.act("Bob"), request.pk, cast.user("Alice").pk, reason="on leave")
    assert (waits_for(cast, "Bob"), len(waits_for(cast, "Alice"))) == ([], 1)
    event = AuditEvent.objects.get(verb="delegate plan")
    assert (said_in(event)["to"], said_in(event)["comment"]) == (cast.user("Alice").pk, "on leave")
    assert told(cast, "Alice") == ["Bob asks you to approve: Spring"]


def test_a_request_addressed_to_somebody_who_lost_the_right_waits_for_everybody_again(cast: Cast) -> None:
    request = submitted(cast, to=cast.user("Bob").pk)
    Member.objects.filter(pk=cast.user("Bob").pk).update(role=Role.VIEWER)
    assert len(waits_for(cast, "Alice")) == 1
    with pytest.raises(NotPermitted):
        approvals.approve_request(cast.act("Bob"), request.pk)


@pytest.mark.parametrize("name", ["Cleo", "Vera", "system"])
def test_neither_editors_nor_viewers_nor_the_machine_decide(cast: Cast, name: str) -> None:
    request = submitted(cast)
    for attempt in (
        lambda: approvals.approve_request(cast.act(name), request.pk),
        lambda: approvals.send_back(cast.act(name), request.pk, "no"),
    ):
        with pytest.raises(NotPermitted):
            attempt()
    assert ApprovalRequest.objects.get().state == "waiting"


def test_the_machine_asks_for_nothing(cast: Cast) -> None:
    made = planned(cast)
    with pytest.raises(NotPermitted, match="--as EMAIL"):
        actions.submit(cast.act("system"), campaign_id=made.pk)


def test_where_nobody_may_decide_nothing_is_submitted(cast: Cast) -> None:
    made = planned(cast, by="Bob")
    actions.update_campaign(cast.act("Alice"), campaign_id=made.pk, audience="touched")
    with pytest.raises(Refused, match="Nobody here may approve"):
        actions.submit(cast.act("Cleo"), campaign_id=made.pk)
    assert not ApprovalRequest.objects.exists()


def test_a_stranger_finds_no_request(cast: Cast) -> None:
    request = submitted(cast)
    for attempt in (
        lambda: approvals.approve_request(cast.act("Mallory"), request.pk),
        lambda: approvals.review(cast.act("Mallory"), request.pk, "hello"),
        lambda: approvals.withdraw(cast.act("Mallory"), request.pk),
        lambda: approvals.delegate(cast.act("Mallory"), request.pk, cast.user("Mallory").pk, reason="x"),
    ):
        with pytest.raises(NotFound):
            attempt()


def test_the_go_is_not_submitted_here(cast: Cast) -> None:
    with pytest.raises(Refused, match="launch gate"):
        actions.submit(cast.act("Cleo"), campaign_id=planned(cast).pk, topic=Topic.GO)


@pytest.mark.parametrize("comment", ["a\x00b", "x" * 4001, "\ud800"])
def test_a_comment_that_cannot_be_kept_leaves_nothing(cast: Cast, comment: str) -> None:
    made = planned(cast)
    with pytest.raises(Refused):
        actions.submit(cast.act("Cleo"), campaign_id=made.pk, comment=comment)
    assert not ApprovalRequest.objects.exists()
