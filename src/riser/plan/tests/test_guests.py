"""A guest sees and changes their own campaigns only, through every door."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client

from cast import NOW, Cast
from riser.foundation import trail
from riser.foundation.errors import NotFound, NotPermitted, Refused
from riser.foundation.evidence import PlatformKey, RecordRef
from riser.foundation.models import AuditEvent, Member
from riser.foundation.registries import records
from riser.plan import actions
from riser.plan.commands import plan as command
from riser.plan.evidence import doors
from riser.plan.models import Campaign
from riser.plan.queries import changes, changes_since, find_visible, pacing, request_line, visible_ids
from riser.plan.words import Decision, RequestDecision, RoleWord, Topic

MARCH: dict[str, Any] = {"from_day": date(2026, 3, 1), "to_day": date(2026, 3, 31)}


@pytest.fixture
def own(cast: Cast, guest_of: Callable[[str], int]) -> Campaign:
    """Gus works on Terrace, not on Orchid; both have everything that can hang on a campaign."""
    member = guest_of("Gus")
    made = [whole(cast, name) for name in ("Secret Orchid", "Terrace")]
    actions.admit_guest(cast.act("Cleo"), campaign_id=made[1].pk, member_id=member)
    return made[1]


def whole(cast: Cast, name: str) -> Campaign:
    act = cast.act("Cleo")
    goal = actions.create_objective(act, name=f"Goal of {name}")
    made = actions.create_campaign(act, name=name, owner="Bob", objective_id=goal.pk)
    actions.add_requirement(act, campaign_id=made.pk, name=f"Bound of {name}", metric="CPA")
    actions.set_cap(act, campaign_id=made.pk, amount=Decimal(100), currency="EUR", **MARCH)
    actions.add_link(act, campaign_id=made.pk, url=f"https://{made.pk}.example")
    return made


def orchid() -> Campaign:
    return Campaign.objects.get(name="Secret Orchid")


def test_the_doors_show_a_guest_their_own_campaigns(cast: Cast, own: Campaign) -> None:
    gus = cast.act("Gus")
    assert visible_ids(gus) == frozenset({own.pk})
    assert visible_ids(cast.act("Vera")) is None
    assert find_visible(gus, "Terrace").id == own.pk
    for called in ("Secret Orchid", orchid().code, orchid().pk):
        with pytest.raises(NotFound):
            find_visible(gus, called)
    assert {one.name for one in pacing(gus, NOW.date())} == {"Terrace"}
    assert {one.name for one in changes_since(gus, NOW.replace(year=2025))} == {"Terrace"}


def test_what_happens_elsewhere_does_not_push_out_the_guests_own(
    cast: Cast, own: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "MOST", 20)
    actions.approve(cast.act("Alice"), campaign_id=own.pk, topic=Topic.CAP)
    for number in range(25):
        actions.update_campaign(cast.act("Cleo"), campaign_id=orchid().pk, audience=f"a{number}")
    found = changes_since(cast.act("Gus"), NOW.replace(year=2025))
    assert {one.name for one in found} == {"Terrace"}
    assert {one.actor for one in found} == {"Cleo", "Alice"}, "the cap's own events are among them"


def test_the_answer_to_a_guests_request_names_no_campaign_of_others(
    cast: Cast, own: Campaign, client_of: Callable[[str], Client]
) -> None:
    asked = [actions.file_request(cast.act("Gus"), title=f"Banner {n}", purpose="Sales") for n in (1, 2)]
    for row, gives_way in zip(asked, (orchid(), own), strict=True):
        actions.decide_request(
            cast.act("Bob"),
            request_id=row.pk,
            decision=RequestDecision.DISPLACE,
            displaced_id=gives_way.pk,
        )
    said = [request_line(cast.act("Gus"), row.pk) for row in asked]
    assert [(one.displaces, one.displaced) for one in said] == [("", None), ("Terrace", own.pk)]
    assert request_line(cast.act("Bob"), asked[0].pk).displaces == "Secret Orchid"
    for url in (f"/plan/requests/{asked[0].pk}/", "/plan/requests/"):
        page = client_of("Gus").get(url)
        assert page.status_code == 200
        assert "Secret Orchid" not in page.content.decode()


def test_a_guest_learns_that_a_platform_campaign_is_taken_and_not_by_whom(cast: Cast, own: Campaign) -> None:
    """Actions refuse such a clash: records from before they did may hold one."""
    act, shared = cast.act("Cleo"), PlatformKey("google_ads", "100", "c1")
    row = actions.map_key(act, campaign_id=own.pk, key=shared)
    values = newest_version(cast, row.pk) | {"campaign": orchid().pk}
    trail.record_event(act, RecordRef("platform_link", "999999"), "map key", after=values)
    trail.record_version(act, RecordRef("platform_link", "999999"), values)
    mine = doors.preflights(cast.id, NOW.date(), visible_ids(cast.act("Gus")))
    assert [one.shared_with for one in mine[own.pk].keys] == [("a campaign of others",)]
    theirs = doors.preflights(cast.id, NOW.date(), visible_ids(cast.act("Bob")))
    assert [one.shared_with for one in theirs[own.pk].keys] == [("Secret Orchid",)]
    mine = doors.preflights(cast.id, NOW.date(), visible_ids(cast.act("Gus")))
    assert set(mine) == {own.pk}


def newest_version(cast: Cast, key: int) -> dict[str, Any]:
    found = trail.latest_version(cast.id, RecordRef("platform_link", str(key)))
    assert found is not None
    return dict(found.data)


def test_an_owner_from_outside_sees_what_they_own(cast: Cast, guest_of: Callable[[str], int]) -> None:
    guest_of("Gus")
    made = actions.create_campaign(cast.act("Cleo"), name="Terrace", owner="gus@agency.example")
    assert visible_ids(cast.act("Gus")) == frozenset({made.pk})


def test_a_guest_changes_links_and_brief_of_their_own_and_nothing_else(cast: Cast, own: Campaign) -> None:
    gus, line = cast.act("Gus"), own.lines.get()
    actions.update_campaign(gus, campaign_id=own.pk, audience="cooks", deliverables="two ads")
    link = actions.add_link(gus, campaign_id=own.pk, url="https://new.example")
    actions.change_link(gus, link_id=link.pk, url="https://newer.example")
    actions.remove_link(gus, link_id=link.pk)
    refused: list[Callable[[], object]] = [
        lambda: actions.update_campaign(gus, campaign_id=own.pk, owner="Gus"),
        lambda: actions.update_campaign(gus, campaign_id=own.pk, audience="x", name="y"),
        lambda: actions.create_campaign(gus, name="Mine"),
        lambda: actions.archive_campaign(gus, campaign_id=own.pk),
        lambda: actions.restore_campaign(gus, campaign_id=own.pk),
        lambda: actions.duplicate_campaign(gus, campaign_id=own.pk),
        lambda: actions.approve(gus, campaign_id=own.pk, topic=Topic.PLAN),
        lambda: actions.change_cap(gus, line_id=line.pk, amount=Decimal(1)),
        lambda: actions.decide_cap(gus, line_id=line.pk, decision=Decision.STOP),
        lambda: actions.name_role(gus, campaign_id=own.pk, role=RoleWord.APPROVER, name="Gus"),
        lambda: actions.admit_guest(gus, campaign_id=own.pk, member_id=cast.user("Gus").pk),
        lambda: actions.archive_campaigns(gus, campaign_ids=[own.pk]),
        lambda: actions.save_grid(gus, []),
        lambda: actions.import_plan(gus, []),
        lambda: actions.create_objective(gus, name="Mine"),
    ]
    for verb in refused:
        with pytest.raises(NotPermitted):
            verb()
    with pytest.raises(NotFound):
        actions.update_campaign(gus, campaign_id=orchid().pk, audience="mine")
    with pytest.raises(NotFound):
        actions.change_link(gus, link_id=orchid().links.get().pk, url="https://mine.example")
    own.refresh_from_db()
    assert (own.audience, own.owner) == ("cooks", "Bob")


def test_no_page_shows_a_guest_anything_of_another_campaign(
    cast: Cast, client_of: Callable[[str], Client], own: Campaign
) -> None:
    gus, hidden = client_of("Gus"), orchid()
    for path in ("/plan/", "/plan/objectives/", "/plan/requests/", f"/plan/campaigns/{own.pk}/"):
        answer = gus.get(path)
        assert answer.status_code == 200, path
        assert "Orchid" not in answer.content.decode(), path
    assert "Terrace" in gus.get("/plan/").content.decode()
    for path in ("/plan/grid/", "/plan/import/", "/plan/template.csv", "/plan/campaigns/new/"):
        assert gus.get(path).status_code == 403, path
    asked, line, link = hidden.requirements.get(), hidden.lines.get(), hidden.links.get()
    for path in (
        f"/plan/campaigns/{hidden.pk}/",
        f"/plan/campaigns/{hidden.pk}/fields/audience/",
        f"/plan/requirements/{asked.pk}/",
        f"/plan/caps/{line.pk}/",
        f"/plan/links/{link.pk}/",
        f"/plan/links/{link.pk}/edit/",
        f"/plan/objectives/{hidden.objective_id}/",
    ):
        assert gus.get(path).status_code == 404, path
    assert gus.get(f"/plan/objectives/{own.objective_id}/").status_code == 200
    page = gus.get(f"/plan/campaigns/{own.pk}/").content.decode()
    assert "fields/audience/" in page
    assert "fields/owner/" not in page
    assert "/caps/" not in page.replace(f"#cap-{own.lines.get().pk}", "")


def test_api_shell_and_search_hide_the_same(
    cast: Cast, client_of: Callable[[str], Client], own: Campaign
) -> None:
    gus = client_of("Gus")
    listed = gus.get("/api/v1/plan/campaigns").json()["rows"]
    assert [row["name"] for row in listed] == ["Terrace"]
    assert gus.get(f"/api/v1/plan/campaigns/{orchid().pk}").status_code == 404
    assert [row["name"] for row in gus.get("/api/v1/plan/objectives").json()["rows"]] == ["Goal of Terrace"]
    assert gus.get("/api/v1/plan/draft").status_code == 403
    email = Member.objects.get(pk=cast.user("Gus").pk).user.email
    words = ["campaigns", "--json", "--as", email, "--org", "northwind"]
    printed = json.loads(CliRunner().invoke(command, words).output)
    assert [row["name"] for row in printed["rows"]] == ["Terrace"]
    shown = CliRunner().invoke(command, ["show", "Secret Orchid", "--as", email, "--org", "northwind"])
    assert shown.exit_code == 2
    for kind, entry in records.items():
        if kind in {"campaign", "objective", "requirement", "budget_line", "link"}:
            assert entry.search is not None
            words_of = "example" if kind == "link" else "Orchid"
            found = entry.search(cast.act("Gus"), words_of, 10)
            assert not any("Orchid" in hit.title + hit.under for hit in found), kind


def test_guests_are_admitted_and_dismissed_with_an_event_and_without_a_new_plan(
    cast: Cast, own: Campaign, client_of: Callable[[str], Client]
) -> None:
    gus = cast.user("Gus").pk
    event = AuditEvent.objects.get(verb="admit guest")
    assert (event.before, event.after) == ({"guests": []}, {"guests": [gus]})
    actions.admit_guest(cast.act("Cleo"), campaign_id=own.pk, member_id=gus)
    assert AuditEvent.objects.filter(verb="admit guest").count() == 1
    with pytest.raises(Refused):
        actions.admit_guest(cast.act("Cleo"), campaign_id=own.pk, member_id=cast.user("Vera").pk)
    with pytest.raises(NotFound):
        actions.admit_guest(cast.act("Cleo"), campaign_id=own.pk, member_id=cast.user("Mallory").pk)
    page = client_of("Cleo").get(f"/plan/campaigns/{own.pk}/").content.decode()
    assert f"guests/{gus}/dismiss/" in page
    client_of("Cleo").post(f"/plan/campaigns/{own.pk}/guests/{gus}/dismiss/")
    assert visible_ids(cast.act("Gus")) == frozenset()
    assert client_of("Gus").get(f"/plan/campaigns/{own.pk}/").status_code == 404
