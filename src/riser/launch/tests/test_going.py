"""GO, NO-GO and waivers: two persons, one gate, a frozen record, and no way round it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from cast import Cast
from riser.foundation import approvals
from riser.foundation.errors import NotPermitted, Refused
from riser.foundation.models import Approval, ApprovalRequest, Notice, User
from riser.launch import actions
from riser.launch.actions import NamedClaim
from riser.launch.lists import check_list
from riser.launch.models import GateDecision, Waiver
from riser.launch.rules.practices import Live
from riser.launch.tests.ready import BUDGET, NOW, SYSTEMS, UNTIL, Ready, gate_of, newest, ready
from riser.launch.words import Check, Decision, Kind, Result
from riser.plan import actions as plan
from riser.plan.evidence.doors import launched
from riser.plan.words import Topic


def ask(made: Ready, name: str = "Cleo", **said: Any) -> ApprovalRequest:
    act = made.act(name, minutes=40)
    return actions.ask_go(act, campaign_id=made.campaign_id, **said)


def decide(made: Ready, name: str = "Bob", *, days: int = 0, **said: Any) -> GateDecision:
    act = made.act(name, minutes=60, days=days)
    return actions.decide_go(act, campaign_id=made.campaign_id, **said)


def waive(made: Ready, code: str = BUDGET, *, name: str = "Alice", until: date = UNTIL) -> Waiver:
    act = made.act(name, minutes=50)
    return actions.waive(act, campaign_id=made.campaign_id, code=code, why="Ticket 71", until=until)


def test_claims_count_on_the_versions_that_are_declared_live_or_their_parents(cast: Cast) -> None:
    made = ready(cast)
    legal = NamedClaim("legal", (cast.user("Alice").pk,))
    actions.set_class_list(cast.act("Alice", now=NOW), campaign_class="M", systems=SYSTEMS, claims=[legal])
    with pytest.raises(Refused) as refusal:
        ask(made)
    assert [problem.column for problem in refusal.value.problems] == ["live"]
    made.sign(Check.CLAIMS_CHECKED, name="Alice", item="legal", creative="square 4")
    ask(made, live=[Live("square 5")])
    assert gate_of(made) == Decision.NO_GO
    actions.withdraw_go(made.act("Cleo", minutes=45), campaign_id=made.campaign_id)
    ask(made, live=[Live("tall 1", "square 4")])
    assert gate_of(made) == Decision.GO
    assert newest(Kind.LAUNCH)[1].data["live"] == [{"version": "tall 1", "parent": "square 4"}]


def test_go_by_a_second_person_leaves_a_frozen_record_and_an_approval(cast: Cast) -> None:
    made = ready(cast)
    ask(made)
    row = decide(made)
    approval = Approval.objects.get(topic="go")
    event, version = newest(Kind.DECISION)
    assert (row.decision, row.approval_id, row.member_name) == (Decision.GO, approval.pk, "Bob")
    assert (approval.requested_by, approval.approver_name) == ("Cleo", "Bob")
    assert event.verb == "decide launch"
    assert {one["result"] for one in version.data["checks"] if one["blocking"]} == {"pass"}
    assert len(version.data["checks"]) == len(check_list().blocking("M"))
    assert version.data["requested_by"] == "Cleo"
    assert len(version.sha256) == 64
    told = Notice.objects.filter(member=cast.user("Cleo"))
    assert {notice.kind for notice in told} == {"approvals.answered"}
    with pytest.raises(TypeError):
        row.save()


@pytest.mark.parametrize("name", ["Cleo", "Vera"])
def test_only_deciders_decide(cast: Cast, name: str) -> None:
    made = ready(cast)
    ask(made)
    with pytest.raises(NotPermitted):
        decide(made, name)
    assert not GateDecision.objects.exists()


def test_who_asks_cannot_decide_not_even_no_go(cast: Cast) -> None:
    made = ready(cast)
    ask(made, "Bob")
    for go in (True, False):
        with pytest.raises(NotPermitted):
            decide(made, "Bob", go=go)
    assert not GateDecision.objects.exists()
    assert decide(made, "Alice").decision == Decision.GO


def test_nobody_decides_what_nobody_asked_for(cast: Cast) -> None:
    made = ready(cast)
    with pytest.raises(Refused, match="Nobody has asked"):
        decide(made)
    assert not GateDecision.objects.exists()


def test_over_a_red_check_the_decision_is_no_go_whatever_was_meant(cast: Cast) -> None:
    made = ready(cast)
    made.sign(BUDGET, result=Result.FAIL, note="900 a day instead of 600")
    ask(made)
    row = decide(made)
    assert row.decision == Decision.NO_GO
    assert not Approval.objects.filter(topic="go").exists()
    request = ApprovalRequest.objects.get()
    assert request.state == "sent_back"
    assert "Budgets set in the ad platform lie within the cap" in request.decision


@pytest.mark.parametrize("path", ["plan", "request"])
def test_no_other_face_leads_past_the_gate(cast: Cast, path: str) -> None:
    made = ready(cast)
    made.sign(BUDGET, result=Result.FAIL)
    request = ask(made)
    bob = made.act("Bob", minutes=60)
    faces: dict[str, Callable[[], object]] = {
        "plan": lambda: plan.approve(bob, campaign_id=made.campaign_id, topic=Topic.GO),
        "request": lambda: approvals.approve_request(bob, request.pk),
    }
    with pytest.raises(Refused, match="NO-GO"):
        faces[path]()
    assert not Approval.objects.filter(topic="go").exists()
    assert not GateDecision.objects.exists()


def test_go_by_another_goes_by_the_person_and_not_by_the_name(cast: Cast) -> None:
    made = ready(cast)
    User.objects.filter(memberships=cast.user("Alice")).update(first_name="Bob")
    assert ask(made, "Alice").requested_name == "Bob"
    assert decide(made).decision == Decision.GO
    day = NOW.date()
    (unit,) = [one for one in launched(cast.id, day, day).values() if one.campaign == made.campaign_id]
    assert (unit.go and unit.go.approver_name, unit.go_by_another) == ("Bob", True)


def test_a_go_through_the_inbox_leaves_the_same_record(cast: Cast) -> None:
    made = ready(cast)
    request = ask(made)
    approvals.approve_request(made.act("Bob", minutes=60), request.pk)
    row = GateDecision.objects.get()
    assert (row.decision, row.member_name) == (Decision.GO, "Bob")
    assert row.approval_id == Approval.objects.get(topic="go").pk


def test_a_second_person_may_say_no_go_to_a_green_gate(cast: Cast) -> None:
    made = ready(cast)
    ask(made)
    row = decide(made, go=False, comment="Stock is not here yet.")
    assert (row.decision, row.comment) == (Decision.NO_GO, "Stock is not here yet.")
    assert not Approval.objects.filter(topic="go").exists()


def test_a_plan_changed_after_the_request_gets_no_go(cast: Cast) -> None:
    made = ready(cast)
    ask(made)
    plan.update_campaign(made.act("Cleo", minutes=45), campaign_id=made.campaign_id, audience="Everybody")
    assert decide(made).decision == Decision.NO_GO


def test_a_waiver_makes_it_a_go_with_waiver_and_tells_the_owner(cast: Cast) -> None:
    made = ready(cast)
    made.sign(BUDGET, result=Result.FAIL)
    ask(made)
    waiver = waive(made)
    event, version = newest(Kind.WAIVER)
    assert (event.verb, version.data["why"], version.data["until"]) == (
        "waive check",
        "Ticket 71",
        UNTIL.isoformat(),
    )
    row = decide(made)
    assert row.decision == Decision.GO_WITH_WAIVER
    line = next(one for one in newest(Kind.DECISION)[1].data["checks"] if one["code"] == BUDGET)
    assert (line["result"], line["found"], line["waiver"]["by"]) == ("waived", "fail", "Alice")
    assert waiver.pk == line["waiver"]["id"]
    notice = Notice.objects.get(kind="launch.waived")
    assert notice.member == cast.user("Cleo")
    assert "Alice waived" in notice.text


def test_an_expired_waiver_is_none(cast: Cast) -> None:
    made = ready(cast)
    made.sign(BUDGET, result=Result.FAIL)
    waive(made, until=NOW.date() + timedelta(days=2))
    ask(made)
    assert gate_of(made, days=2) == Decision.GO_WITH_WAIVER
    assert gate_of(made, days=3) == Decision.NO_GO
    assert decide(made, days=3).decision == Decision.NO_GO


def test_a_waiver_taken_back_is_none(cast: Cast) -> None:
    made = ready(cast)
    made.sign(BUDGET, result=Result.FAIL)
    waiver = waive(made)
    actions.end_waiver(made.act("Bob", minutes=55), waiver_id=waiver.pk)
    assert gate_of(made) == Decision.NO_GO
    assert newest(Kind.WAIVER)[0].verb == "end waiver"
    with pytest.raises(Refused, match="Bob took this waiver back"):
        actions.end_waiver(made.act("Alice", minutes=56), waiver_id=waiver.pk)


@pytest.mark.parametrize("name", ["Cleo", "Vera", "system"])
def test_only_deciders_waive(cast: Cast, name: str) -> None:
    made = ready(cast)
    made.sign(BUDGET, result=Result.FAIL)
    act = cast.northwind.act(name, now=NOW + timedelta(hours=1))
    with pytest.raises(NotPermitted):
        actions.waive(act, campaign_id=made.campaign_id, code=BUDGET, why="x", until=UNTIL)
    assert not Waiver.objects.exists()


@pytest.mark.parametrize(
    ("code", "why", "until"),
    [
        (BUDGET, " ", UNTIL),
        (BUDGET, "x", NOW.date() - timedelta(days=1)),
        (BUDGET, "x", NOW.date() + timedelta(days=31)),
        ("stop_is_arranged", "x", UNTIL),
        ("rights_cleared", "x", UNTIL),
        ("nothing_like_it", "x", UNTIL),
    ],
)
def test_a_waiver_without_reason_end_or_anything_in_the_way_is_refused(
    cast: Cast, code: str, why: str, until: date
) -> None:
    made = ready(cast)
    made.sign(BUDGET, result=Result.FAIL)
    act = made.act("Alice", minutes=50)
    with pytest.raises(Refused):
        actions.waive(act, campaign_id=made.campaign_id, code=code, why=why, until=until)
    assert not Waiver.objects.exists()


def test_who_asks_for_the_go_waives_nothing_and_who_waived_does_not_ask(cast: Cast) -> None:
    made = ready(cast)
    made.sign(BUDGET, result=Result.FAIL)
    ask(made, "Bob")
    with pytest.raises(NotPermitted, match="ask for this GO yourself"):
        waive(made, name="Bob")
    actions.withdraw_go(made.act("Bob", minutes=45), campaign_id=made.campaign_id)
    waive(made, name="Bob")
    with pytest.raises(NotPermitted, match="waived"):
        ask(made, "Bob")
    ask(made, "Cleo")
