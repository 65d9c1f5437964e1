"""The one way in for work outside the plan, and who may do what on it."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from cast import NOW, Cast
from riser.foundation.errors import NotFound, NotPermitted, Refused
from riser.foundation.models import AuditEvent, Notice, Organisation, RecordVersion
from riser.foundation.registries import records, tasks
from riser.plan import actions
from riser.plan.models import Campaign, Request
from riser.plan.queries import campaign_detail, request_lines, requests
from riser.plan.rules.preparers import Version, preparers, wrote_request
from riser.plan.words import Kind, RequestDecision, RequestState, Topic

ASKED: dict[str, Any] = {
    "title": "A banner for the fair",
    "purpose": "Sales needs it",
    "wished": date(2026, 3, 20),
    "hours": Decimal(6),
    "amount": Decimal(900),
    "currency": "EUR",
}
LATER = NOW + timedelta(hours=3)


@pytest.fixture
def banner(cast: Cast) -> Request:
    return actions.file_request(cast.act("Vera"), **ASKED)


def decide(cast: Cast, row: Request, decision: RequestDecision, who: str = "Bob", **more: Any) -> Request:
    return actions.decide_request(cast.act(who, now=LATER), request_id=row.pk, decision=decision, **more)


def test_anybody_of_the_house_asks_and_the_deciders_are_told(cast: Cast, banner: Request) -> None:
    assert (banner.state, banner.requester_name, banner.amount) == ("open", "Vera", Decimal(900))
    assert AuditEvent.objects.get(case_kind="request").verb == "file request"
    assert RecordVersion.objects.get(kind="request").data["hours"] == "6"
    told = {notice.member_id for notice in Notice.objects.all()}
    assert told == {cast.user("Alice").pk, cast.user("Bob").pk}
    source = tasks.get("requests")
    assert source is not None
    (task,) = source(cast.act("Bob"))
    assert (task.text, task.url) == (
        "Decide on the request of Vera: A banner for the fair",
        f"/plan/requests/{banner.pk}/",
    )
    assert source(cast.act("Vera")) == []


def test_a_yes_makes_a_draft_campaign_and_starts_the_clock_of_its_brief(cast: Cast, banner: Request) -> None:
    decide(cast, banner, RequestDecision.ACCEPT, reason="It fits")
    banner.refresh_from_db()
    made = Campaign.objects.get()
    assert (banner.state, banner.campaign, banner.decider_name) == ("accepted", made, "Bob")
    assert banner.decided_at == LATER
    assert (made.name, made.start, made.deliverables) == (
        "A banner for the fair",
        date(2026, 3, 20),
        "Sales needs it",
    )
    (line,) = requests(cast.id, NOW.date())
    assert (line.campaign, line.decided_at) == (made.pk, LATER)
    newest = RecordVersion.objects.filter(kind="request").latest("number").data
    assert (newest["state"], newest["campaign"]) == ("accepted", made.pk)
    verbs = AuditEvent.objects.filter(case_kind__in=["request", "campaign"]).order_by("id")
    assert [row.verb for row in verbs] == ["file request", "create campaign", "accept request"]
    told = Notice.objects.filter(member=cast.user("Vera")).get()
    assert "Bob accepted your request" in told.text


def test_a_yes_that_displaces_names_what_gives_way(cast: Cast, banner: Request) -> None:
    with pytest.raises(Refused, match="Nothing was stored"):
        decide(cast, banner, RequestDecision.DISPLACE)
    other = actions.create_campaign(cast.act("Cleo"), name="Newsletter")
    decide(cast, banner, RequestDecision.DISPLACE, displaced_id=other.pk)
    banner.refresh_from_db()
    assert (banner.displaced, banner.displaces, banner.state) == (other, "Newsletter", "accepted")
    assert AuditEvent.objects.get(verb="displace campaign").case_id == str(other.pk)


@pytest.mark.parametrize(
    ("decision", "more"),
    [
        (RequestDecision.DECLINE, {}),
        (RequestDecision.WAIT, {}),
        (RequestDecision.WAIT, {"waits_until": NOW.date()}),
        (RequestDecision.DISPLACE, {"displaces": "  "}),
    ],
)
def test_half_a_decision_is_refused(
    cast: Cast, banner: Request, decision: RequestDecision, more: dict[str, Any]
) -> None:
    with pytest.raises(Refused):
        decide(cast, banner, decision, **more)
    banner.refresh_from_db()
    assert (banner.state, banner.decided_at) == ("open", None)
    assert not Campaign.objects.exists()


def test_what_waits_comes_back_on_its_day_and_is_decided_then(cast: Cast, banner: Request) -> None:
    until = NOW.date() + timedelta(days=7)
    decide(cast, banner, RequestDecision.WAIT, waits_until=until)
    source = tasks.get("requests")
    assert source is not None
    assert source(cast.act("Bob")) == []
    assert len(source(cast.act("Bob", now=NOW + timedelta(days=7)))) == 1
    decide(cast, banner, RequestDecision.DECLINE, reason="Too late now")
    banner.refresh_from_db()
    assert (banner.state, banner.waits_until, banner.reason) == ("declined", None, "Too late now")
    with pytest.raises(Refused, match="decided by Bob already"):
        decide(cast, banner, RequestDecision.ACCEPT, who="Alice")
    with pytest.raises(Refused, match="decided by Bob already"):
        actions.edit_request(cast.act("Vera"), request_id=banner.pk, title="Again")


@pytest.mark.parametrize(("zone", "back"), [("UTC", False), ("Pacific/Kiritimati", True)])
def test_what_waits_comes_back_on_the_day_it_is_in_the_organisation(
    cast: Cast, banner: Request, zone: str, back: bool
) -> None:
    until = NOW.date() + timedelta(days=7)
    decide(cast, banner, RequestDecision.WAIT, waits_until=until)
    Organisation.objects.filter(pk=cast.id).update(time_zone=zone)
    source = tasks.get("requests")
    assert source is not None
    assert bool(source(cast.act("Bob", now=NOW + timedelta(days=6, hours=4)))) is back


def test_nobody_decides_what_they_asked_for(cast: Cast) -> None:
    mine = actions.file_request(cast.act("Bob"), title="My own idea")
    with pytest.raises(NotPermitted, match="Somebody else"):
        decide(cast, mine, RequestDecision.ACCEPT)
    for who in ("Cleo", "Vera", "system"):
        with pytest.raises(NotPermitted):
            decide(cast, mine, RequestDecision.ACCEPT, who=who)
    assert not Campaign.objects.exists()
    decide(cast, mine, RequestDecision.ACCEPT, who="Alice")


def test_only_who_asked_or_an_editor_changes_a_request(cast: Cast, banner: Request) -> None:
    actions.edit_request(cast.act("Vera"), request_id=banner.pk, hours=Decimal(8))
    actions.edit_request(cast.act("Cleo"), request_id=banner.pk, amount=None)
    banner.refresh_from_db()
    assert (banner.hours, banner.amount, banner.currency) == (Decimal(8), None, "")
    other = actions.file_request(cast.act("Cleo"), title="Another")
    with pytest.raises(NotPermitted):
        actions.edit_request(cast.act("Vera"), request_id=other.pk, title="Mine now")


@pytest.mark.parametrize(
    ("fields", "column"),
    [
        ({"title": " "}, "what is asked for"),
        ({"hours": Decimal(0)}, "hours"),
        ({"hours": Decimal("NaN")}, "hours"),
        ({"amount": Decimal(-1)}, "amount"),
        ({"currency": ""}, "currency"),
    ],
)
def test_a_request_that_cannot_be_is_refused_with_its_column(
    cast: Cast, fields: dict[str, Any], column: str
) -> None:
    with pytest.raises(Refused) as refusal:
        actions.file_request(cast.act("Vera"), **(ASKED | fields))
    assert [problem.column for problem in refusal.value.problems] == [column]
    assert not Request.objects.exists()
    assert not Notice.objects.exists()


def test_the_pages_of_the_intake(cast: Cast, client_of: Callable[[str], Client]) -> None:
    vera, bob = client_of("Vera"), client_of("Bob")
    form = {"title": "A banner", "hours": "6", "amount": "1,000", "currency": "EUR", "wished": "2026-03-20"}
    assert vera.post("/plan/requests/", form).status_code == 302
    row = Request.objects.get()
    assert (row.amount, row.requester) == (Decimal(1000), cast.user("Vera"))
    path = f"/plan/requests/{row.pk}/"
    assert "decide/" not in vera.get(path).content.decode()
    assert f"{path}edit/" in vera.get(path).content.decode()
    assert f"{path}decide/" in bob.get(path).content.decode()
    assert vera.post(f"{path}decide/", {"decision": "accept"}).status_code == 403
    refused = bob.post(f"{path}decide/", {"decision": "decline", "reason": ""})
    assert refused.status_code == 422
    assert "a no without its reason" in refused.content.decode()
    answer = bob.post(f"{path}decide/", {"decision": "accept", "reason": ""})
    assert answer["Location"] == f"/plan/campaigns/{Campaign.objects.get().pk}/"
    assert "accepted" in vera.get("/plan/requests/").content.decode()
    assert client_of("Mallory").get(path).status_code == 404


def test_a_request_is_found_by_words_and_opens(cast: Cast, banner: Request) -> None:
    kind = records.get(Kind.REQUEST)
    assert kind is not None
    assert kind.search is not None
    (hit,) = kind.search(cast.act("Bob"), "banner fair", 10)
    assert (hit.id, hit.title) == (str(banner.pk), "A banner for the fair")
    assert kind.search(cast.act("Mallory"), "banner", 10) == []
    assert kind.search(cast.act("Bob"), "100%_", 10) == []
    assert kind.url(hit.id) == f"/plan/requests/{banner.pk}/"


def test_a_guest_asks_sees_their_own_and_is_let_in_to_what_becomes_of_it(
    cast: Cast, guest_of: Callable[[str], int], banner: Request
) -> None:
    member = guest_of("Gus")
    mine = actions.file_request(cast.act("Gus"), title="Second motif")
    assert [line.id for line in request_lines(cast.act("Gus"))] == [mine.pk]
    with pytest.raises(NotFound):
        actions.edit_request(cast.act("Gus"), request_id=banner.pk, title="Mine")
    decide(cast, mine, RequestDecision.ACCEPT)
    mine.refresh_from_db()
    assert mine.campaign is not None
    assert [one.pk for one in mine.campaign.guests.all()] == [member]
    assert mine.state == RequestState.ACCEPTED


def draft_of(cast: Cast, row: Request) -> Campaign:
    decide(cast, row, RequestDecision.ACCEPT)
    return Campaign.objects.get()


def may_approve(cast: Cast, made: Campaign) -> set[int]:
    """Whom the campaign's page offers the approval of its plan."""
    waiting = campaign_detail(cast.id, made.pk, LATER.date()).waiting
    return set(next(one.approvers for one in waiting if one.topic == Topic.PLAN))


def test_whoever_accepted_a_request_did_not_write_its_plan_by_that(cast: Cast, banner: Request) -> None:
    made = draft_of(cast, banner)
    actions.update_campaign(cast.act("Cleo", now=LATER), campaign_id=made.pk, audience="visitors")
    assert cast.user("Bob").pk in may_approve(cast, made)
    (given,) = actions.approve(cast.act("Bob", now=LATER), campaign_id=made.pk, topic=Topic.PLAN)
    assert given.approver == cast.user("Bob")


def test_whoever_accepted_it_and_then_changed_the_plan_prepared_it(cast: Cast, banner: Request) -> None:
    made = draft_of(cast, banner)
    actions.update_campaign(cast.act("Bob", now=LATER), campaign_id=made.pk, audience="visitors")
    assert cast.user("Bob").pk not in may_approve(cast, made)
    with pytest.raises(NotPermitted, match="prepared this yourself"):
        actions.approve(cast.act("Bob", now=LATER), campaign_id=made.pk, topic=Topic.PLAN)


def test_whoever_wrote_the_request_prepared_its_plan(cast: Cast) -> None:
    """Alice asks, Bob changes the words and then accepts them: both stand in the plan."""
    row = actions.file_request(cast.act("Alice"), **ASKED)
    actions.edit_request(cast.act("Bob"), request_id=row.pk, purpose="Sales and press need it")
    made = draft_of(cast, row)
    for who in ("Alice", "Bob"):
        assert cast.user(who).pk not in may_approve(cast, made)
        with pytest.raises(NotPermitted, match="prepared this yourself"):
            actions.approve(cast.act(who, now=LATER), campaign_id=made.pk, topic=Topic.PLAN)


def test_of_a_request_only_its_words_are_authorship() -> None:
    words = Version(1, {"title": "A banner", "state": "open"})
    yes = Version(2, {"title": "A banner", "state": "accepted"})
    assert wrote_request([words, yes]) == {1}
    draft, changed = Version(2, {"name": "A banner"}), Version(3, {"name": "A banner", "owner": "Cleo"})
    assert preparers([draft, changed], wrote_request([words, yes])) == {1, 3}
    assert preparers([draft, changed, Version(2, {"name": "The banner"})], frozenset({1})) == {1, 2, 3}
    assert preparers([draft, changed]) == {2, 3}
