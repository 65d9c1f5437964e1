"""Page, API and shell store the same of approvals and changes; pages keep what was typed."""

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast import Cast
from riser.foundation import approvals
from riser.foundation.models import (
    Approval,
    ApprovalRequest,
    ApprovalRule,
    AuditEvent,
    ChangeRequest,
    Member,
    Review,
)
from riser.foundation.roles import Role
from riser.plan import actions
from riser.plan.commands import plan as command
from riser.plan.models import Campaign
from riser.plan.words import Topic

ClientOf = Callable[[str], Client]
FACES = ["web", "api", "cli"]


@pytest.fixture
def made(cast: Cast) -> Campaign:
    return actions.create_campaign(cast.act("Cleo"), name="Spring", audience="gardeners")


def said_in(event: AuditEvent) -> dict[str, Any]:
    """What an event says stands there after it."""
    assert isinstance(event.after, dict)
    return event.after


def call(client: Client, path: str, body: dict[str, Any]) -> None:
    answer = client.post(f"/api/v1/{path}", json.dumps(body), content_type="application/json")
    assert answer.status_code == 200, answer.content


def run(cast: Cast, who: str, *words: str, expect: int = 0) -> str:
    email = cast.user(who).user.email
    result = CliRunner().invoke(command, [*words, "--org", "northwind", "--as", email])
    assert result.exit_code == expect, result.output
    return result.output


def page_of(client: Client, made: Campaign) -> str:
    return client.get(f"/plan/campaigns/{made.pk}/").content.decode()


@pytest.mark.parametrize("face", FACES)
def test_a_plan_is_submitted_the_same_through_every_face(
    cast: Cast, client_of: ClientOf, made: Campaign, face: str
) -> None:
    bob = cast.user("Bob")
    if face == "web":
        said = {"topic": "plan", "to": bob.pk, "comment": "ready"}
        assert client_of("Cleo").post(f"/plan/campaigns/{made.pk}/submit/", said).status_code == 302
    elif face == "api":
        said = {"to": bob.pk, "comment": "ready"}
        call(client_of("Cleo"), f"plan/campaigns/{made.pk}/submit", said)
    else:
        run(cast, "Cleo", "submit", "Spring", "--to", bob.user.email, "--comment", "ready")
    request = ApprovalRequest.objects.get()
    assert (request.requested_name, request.assigned, request.comment) == ("Cleo", bob, "ready")
    event = AuditEvent.objects.get(verb="submit plan")
    assert (event.face, said_in(event)["comment"]) == (face, "ready")


@pytest.mark.parametrize("face", FACES)
def test_it_is_sent_back_the_same_through_every_face(
    cast: Cast, client_of: ClientOf, made: Campaign, face: str
) -> None:
    (request,) = actions.submit(cast.act("Cleo"), campaign_id=made.pk)
    if face == "web":
        said = {"do": "send_back", "comment": "Name the cap"}
        assert client_of("Bob").post(f"/approvals/{request.pk}/decide/", said).status_code == 302
    elif face == "api":
        path = f"foundation/approvals/requests/{request.pk}/send-back"
        call(client_of("Bob"), path, {"comment": "Name the cap"})
    else:
        run(cast, "Bob", "send-back", "Spring", "--topic", "plan", "--comment", "Name the cap")
    request.refresh_from_db()
    assert (request.state, request.decided_name, request.decision) == ("sent_back", "Bob", "Name the cap")
    assert AuditEvent.objects.get(verb="send back plan").face == face


@pytest.mark.parametrize("face", FACES)
def test_it_is_approved_the_same_through_every_face(
    cast: Cast, client_of: ClientOf, made: Campaign, face: str
) -> None:
    (request,) = actions.submit(cast.act("Cleo"), campaign_id=made.pk)
    if face == "web":
        client_of("Bob").post(f"/approvals/{request.pk}/decide/", {"do": "approve", "comment": "fine"})
    elif face == "api":
        call(client_of("Bob"), f"foundation/approvals/requests/{request.pk}/approve", {"comment": "fine"})
    else:
        run(cast, "Bob", "approve", "Spring", "--topic", "plan")
    given = Approval.objects.get()
    assert (given.approver_name, given.requested_by, given.request.pk) == ("Bob", "Cleo", request.pk)
    assert AuditEvent.objects.get(verb="approve plan").face == face


@pytest.mark.parametrize("face", FACES)
def test_it_is_handed_on_and_taken_back_the_same_through_every_face(
    cast: Cast, client_of: ClientOf, made: Campaign, face: str
) -> None:
    (request,) = actions.submit(cast.act("Cleo"), campaign_id=made.pk)
    alice = cast.user("Alice")
    if face == "web":
        said = {"to_member": alice.pk, "reason": "away"}
        assert client_of("Bob").post(f"/approvals/{request.pk}/delegate/", said).status_code == 302
        client_of("Cleo").post(f"/approvals/{request.pk}/withdraw/")
    elif face == "api":
        said = {"to_member": alice.pk, "reason": "away"}
        call(client_of("Bob"), f"foundation/approvals/requests/{request.pk}/delegate", said)
        call(client_of("Cleo"), f"plan/campaigns/{made.pk}/withdraw", {"topic": "plan"})
    else:
        email = alice.user.email
        run(cast, "Bob", "delegate", "Spring", "--topic", "plan", "--to", email, "--reason", "away")
        run(cast, "Cleo", "withdraw", "Spring", "--topic", "plan")
    request.refresh_from_db()
    assert (request.assigned, request.state) == (alice, "withdrawn")
    faces = AuditEvent.objects.filter(verb__in=["delegate plan", "withdraw plan"]).values_list(
        "face", flat=True
    )
    assert list(faces) == [face, face]


@pytest.mark.parametrize("face", FACES)
def test_a_change_is_asked_for_agreed_and_reviewed_the_same_through_every_face(
    cast: Cast, client_of: ClientOf, made: Campaign, face: str
) -> None:
    asked = actions.add_requirement(cast.act("Cleo"), campaign_id=made.pk, metric="CPA", bound=Decimal(28))
    actions.approve(cast.act("Bob"), campaign_id=made.pk, topic=Topic.PLAN)
    said: dict[str, Any]
    if face == "web":
        said = {"reason": "dear", "what": f"{asked.pk}|bound", "value": "34"}
        assert client_of("Cleo").post(f"/plan/campaigns/{made.pk}/changes/", said).status_code == 302
        change = ChangeRequest.objects.get()
        client_of("Bob").post(f"/approvals/changes/{change.pk}/decide/", {"do": "agree"})
        said = {"kind": "campaign", "record": made.pk}
        client_of("Cleo").post(f"/plan/requirements/{asked.pk}/reviews/", said)
    elif face == "api":
        said = {"reason": "dear", "fields": {"bound": "34"}, "requirement_id": asked.pk}
        call(client_of("Cleo"), f"plan/campaigns/{made.pk}/changes", said)
        change = ChangeRequest.objects.get()
        call(client_of("Bob"), f"foundation/approvals/changes/{change.pk}/decide", {"agree": True})
        said = {"kind": "campaign", "record": str(made.pk)}
        call(client_of("Cleo"), f"plan/requirements/{asked.pk}/reviews", said)
    else:
        words = ("--reason", "dear", "--set", "bound=34", "--requirement", str(asked.pk))
        run(cast, "Cleo", "ask-change", "Spring", *words)
        change = ChangeRequest.objects.get()
        run(cast, "Bob", "decide-change", str(change.pk), "--agree")
        run(cast, "Cleo", "reviewed", str(asked.pk), f"campaign:{made.pk}")
    change.refresh_from_db()
    assert change.proposed == {f"requirements/{asked.pk}/bound": "34"}
    assert (change.state, change.requester_name, change.manager_name) == ("agreed", "Cleo", "Bob")
    assert Review.objects.get().record_id == str(made.pk)
    verbs = ["ask for change", "agree to change", "review after change"]
    assert set(AuditEvent.objects.filter(verb__in=verbs).values_list("face", flat=True)) == {face}


@pytest.mark.parametrize("face", ["web", "api"])
def test_a_threshold_is_set_and_removed_the_same_through_page_and_api(
    cast: Cast, client_of: ClientOf, face: str
) -> None:
    alice = client_of("Alice")
    said: dict[str, Any] = {"topic": "cap", "from_amount": "1000", "currency": "EUR", "roles": ["manager"]}
    if face == "web":
        assert alice.post("/approvals/thresholds/", said).status_code == 302
    else:
        call(alice, "foundation/approvals/thresholds", said)
    row = ApprovalRule.objects.get()
    assert (row.topic, row.from_amount, row.currency, row.roles) == ("cap", Decimal(1000), "EUR", ["manager"])
    if face == "web":
        alice.post(f"/approvals/thresholds/{row.pk}/remove/")
    else:
        alice.delete(f"/api/v1/foundation/approvals/thresholds/{row.pk}")
    assert not ApprovalRule.objects.exists()


def test_the_inbox_shows_each_person_their_own(cast: Cast, client_of: ClientOf, made: Campaign) -> None:
    actions.submit(cast.act("Cleo"), campaign_id=made.pk)
    mine = {name: client_of(name).get("/approvals/").content.decode() for name in ("Bob", "Cleo", "Vera")}
    assert "1 thing waits for your word" in mine["Bob"]
    assert "Asked by me" in mine["Cleo"]
    assert "Waiting for others" in mine["Vera"]
    assert "Spring" not in client_of("Mallory").get("/approvals/").content.decode()
    rows = client_of("Bob").get("/api/v1/foundation/approvals").json()
    assert [one["title"] for one in rows["for_me"]] == ["Spring"]


def test_the_page_says_plainly_what_changed_without_a_change_request(
    cast: Cast, client_of: ClientOf, made: Campaign
) -> None:
    actions.approve(cast.act("Bob"), campaign_id=made.pk, topic=Topic.PLAN)
    assert "Changed since the approval" not in page_of(client_of("Cleo"), made)
    actions.update_campaign(cast.act("Cleo"), campaign_id=made.pk, audience="everybody")
    page = page_of(client_of("Vera"), made)
    assert "1 field was changed since the approval, without a change request" in page
    assert "gardeners" in page
    assert "everybody" in page
    shown = run(cast, "Vera", "changes", "Spring")
    assert "audience: gardeners -> everybody  (not agreed)" in shown
    assert json.loads(run(cast, "Vera", "changes", "Spring", "--json"))["unagreed"] == 1


def test_a_refused_decision_keeps_what_was_typed_and_changes_nothing(
    cast: Cast, client_of: ClientOf, made: Campaign
) -> None:
    (request,) = actions.submit(cast.act("Cleo"), campaign_id=made.pk)
    actions.update_campaign(cast.act("Cleo"), campaign_id=made.pk, audience="other")
    said = {"do": "approve", "comment": "long thought of"}
    answer = client_of("Bob").post(f"/approvals/{request.pk}/decide/", said)
    assert answer.status_code == 422
    assert "long thought of" in answer.content.decode()
    assert "submit it anew" in answer.content.decode()
    assert not Approval.objects.exists()


def test_a_refused_submission_keeps_what_was_typed(cast: Cast, client_of: ClientOf, made: Campaign) -> None:
    actions.submit(cast.act("Cleo"), campaign_id=made.pk)
    said = {"topic": "plan", "comment": "please soon"}
    answer = client_of("Cleo").post(f"/plan/campaigns/{made.pk}/submit/", said)
    assert answer.status_code == 422
    assert "Cleo submitted this version already" in answer.content.decode()


def test_a_change_that_cannot_be_read_keeps_what_was_typed(
    cast: Cast, client_of: ClientOf, made: Campaign
) -> None:
    actions.approve(cast.act("Bob"), campaign_id=made.pk, topic=Topic.PLAN)
    said = {"reason": "it moved", "what": "plan|end", "value": "next week"}
    answer = client_of("Cleo").post(f"/plan/campaigns/{made.pk}/changes/", said)
    assert answer.status_code == 422
    for text in ("it moved", "next week", "2026-03-31"):
        assert text in answer.content.decode()
    assert not ChangeRequest.objects.exists()


def test_a_request_page_shows_what_changed_since_the_last_approval(
    cast: Cast, client_of: ClientOf, made: Campaign
) -> None:
    actions.approve(cast.act("Bob"), campaign_id=made.pk, topic=Topic.PLAN)
    actions.update_campaign(cast.act("Cleo"), campaign_id=made.pk, audience="everybody")
    (request,) = actions.submit(cast.act("Cleo"), campaign_id=made.pk)
    page = client_of("Bob").get(f"/approvals/{request.pk}/").content.decode()
    assert "gardeners" in page
    assert "everybody" in page
    assert "Plan submitted for approval" in page


def test_a_guest_sees_no_request_and_no_inbox(cast: Cast, client_of: ClientOf, made: Campaign) -> None:
    (request,) = actions.submit(cast.act("Cleo"), campaign_id=made.pk)
    Member.objects.filter(pk=cast.user("Vera").pk).update(role=Role.GUEST)
    vera = client_of("Vera")
    for path in ("/approvals/", f"/approvals/{request.pk}/", "/approvals/thresholds/"):
        assert vera.get(path).status_code == 403
    assert vera.get("/api/v1/foundation/approvals").status_code == 403
    assert vera.get(f"/api/v1/plan/campaigns/{made.pk}/changes").status_code == 404


def test_who_asks_how_often_does_not_depend_on_how_much_waits(cast: Cast, client_of: ClientOf) -> None:
    def asked(count: int) -> int:
        for number in range(count):
            made = actions.create_campaign(cast.act("Cleo"), name=f"Spring {count}-{number}")
            actions.submit(cast.act("Cleo"), campaign_id=made.pk)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            approvals.inbox(cast.act("Bob"))
        return len(queries)

    assert asked(1) == asked(5)
