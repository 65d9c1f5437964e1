"""Edit, copy, archive, remove, name, many at once: row, audit event and version of each."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from cast import NOW, Cast
from riser.foundation.errors import NotPermitted, Refused, Stale
from riser.foundation.evidence import PlatformKey
from riser.foundation.models import Approval, AuditEvent, RecordVersion
from riser.plan import actions
from riser.plan.evidence.scene import look
from riser.plan.models import BudgetLine, Campaign, CampaignRole, Link, PlatformLink, Requirement
from riser.plan.queries import campaign_detail, campaign_lines, changes_since, roles
from riser.plan.words import CampaignClass, Kind, RoleWord, Topic

MARCH: dict[str, Any] = {"from_day": date(2026, 3, 1), "to_day": date(2026, 3, 31)}
URL = "https://a.example/?utm_source=google&utm_medium=cpc&utm_campaign=spring"


@pytest.fixture
def spring(cast: Cast) -> Campaign:
    """A whole plan: two days apart from everything else on its page."""
    act = cast.act("Cleo")
    made = actions.create_campaign(
        act,
        name="Spring",
        owner="Bob",
        campaign_class=CampaignClass.MEDIUM,
        audience="gardeners",
        channels=["search"],
        deliverables="six ads",
        start=date(2026, 3, 1),
        end=date(2026, 3, 31),
    )
    asked = actions.add_requirement(
        act,
        campaign_id=made.pk,
        metric="CPA",
        operator="<=",
        bound=Decimal(30),
        unit="EUR",
        window_from=date(2026, 3, 1),
        window_to=date(2026, 4, 14),
    )
    actions.set_cap(act, campaign_id=made.pk, amount=Decimal(100), currency="EUR", **MARCH)
    key = PlatformKey("google_ads", "1", "c")
    actions.map_key(act, campaign_id=made.pk, key=key, requirement_id=asked.pk)
    actions.add_link(act, campaign_id=made.pk, url=URL, requirement_id=asked.pk)
    actions.name_role(act, campaign_id=made.pk, role=RoleWord.ANALYST, name="Vera")
    return made


def last_event() -> AuditEvent:
    return AuditEvent.objects.latest("id")


def versions(kind: Kind, pk: int) -> list[dict[str, Any]]:
    rows = RecordVersion.objects.filter(kind=kind, record_id=str(pk)).order_by("number")
    return [row.data for row in rows]


def test_a_removed_requirement_is_gone_and_stays_on_record(cast: Cast, spring: Campaign) -> None:
    asked = Requirement.objects.get()
    key, link = PlatformLink.objects.get(), Link.objects.get()
    actions.remove_requirement(cast.act("Cleo"), requirement_id=asked.pk)
    assert not Requirement.objects.exists()
    assert last_event().verb == "remove requirement"
    before, after = last_event().before, last_event().after
    assert before is not None
    assert after == before | {"deleted": True}
    assert [row.get("deleted") for row in versions(Kind.REQUIREMENT, asked.pk)] == [None, True]
    assert versions(Kind.PLATFORM_LINK, key.pk)[-1]["requirement"] is None
    assert versions(Kind.LINK, link.pk)[-1]["requirement"] is None
    scene = look(cast.id, NOW.date())
    assert spring.pk not in scene.reading.requirements
    assert asked.pk in scene.reading.gone[Kind.REQUIREMENT]
    said = [event.verb for event in campaign_detail(cast.id, spring.pk, NOW.date()).events]
    assert "Requirement removed" in said


def test_a_cap_that_was_approved_cannot_be_taken_off_the_record(cast: Cast, spring: Campaign) -> None:
    line = BudgetLine.objects.get()
    actions.approve(cast.act("Bob"), campaign_id=spring.pk, topic=Topic.CAP)
    with pytest.raises(Refused, match="stays on record"):
        actions.remove_cap(cast.act("Cleo"), line_id=line.pk)
    assert BudgetLine.objects.exists()


def test_a_cap_nobody_approved_can_be_removed_and_the_plan_says_so(cast: Cast, spring: Campaign) -> None:
    actions.remove_cap(cast.act("Cleo"), line_id=BudgetLine.objects.get().pk)
    assert not BudgetLine.objects.exists()
    assert versions(Kind.CAMPAIGN, spring.pk)[-1]["caps"] == []
    (line,) = campaign_lines(cast.id, NOW.date())
    assert "cap" in line.missing


def test_unmapping_puts_the_spend_outside_the_plan(cast: Cast, spring: Campaign) -> None:
    actions.unmap_key(cast.act("Cleo"), key_id=PlatformLink.objects.get().pk)
    assert last_event().verb == "unmap platform campaign"
    assert campaign_detail(cast.id, spring.pk, NOW.date()).keys == ()


def test_a_changed_cap_keeps_its_line_and_waits_again(cast: Cast, spring: Campaign) -> None:
    line = BudgetLine.objects.get()
    actions.approve(cast.act("Bob"), campaign_id=spring.pk, topic=Topic.CAP)
    actions.change_cap(cast.act("Cleo"), line_id=line.pk, amount=Decimal(250), to_day=date(2026, 4, 30))
    line.refresh_from_db()
    assert (line.cap, line.window_to) == (Decimal(250), date(2026, 4, 30))
    (entry,) = campaign_detail(cast.id, spring.pk, NOW.date()).caps
    assert (entry.is_approved, entry.in_force) == (False, Decimal(100))


@pytest.mark.parametrize("amount", ["-1", "0", "NaN", "1e13"])
def test_a_cap_that_cannot_be_is_refused(cast: Cast, spring: Campaign, amount: str) -> None:
    line = BudgetLine.objects.get()
    with pytest.raises(Refused):
        actions.change_cap(cast.act("Cleo"), line_id=line.pk, based_on=1, amount=Decimal(amount))
    line.refresh_from_db()
    assert line.cap == Decimal(100)


def test_a_mapping_changes_its_days_and_gives_way_to_another_plan(cast: Cast, spring: Campaign) -> None:
    key = PlatformLink.objects.get()
    actions.change_key(cast.act("Cleo"), key_id=key.pk, to_day=date(2026, 3, 10), requirement_id=None)
    key.refresh_from_db()
    assert (key.to_day, key.requirement) == (date(2026, 3, 10), None)
    other = actions.create_campaign(cast.act("Cleo"), name="Summer")
    platform = PlatformKey("google_ads", "1", "c")
    actions.map_key(cast.act("Cleo"), campaign_id=other.pk, key=platform, from_day=date(2026, 3, 11))
    with pytest.raises(Refused, match="Summer"):
        actions.change_key(cast.act("Cleo"), key_id=key.pk, to_day=None)


def test_a_changed_link_is_checked_anew(cast: Cast, spring: Campaign) -> None:
    link = Link.objects.get()
    assert link.findings == []
    actions.change_link(cast.act("Cleo"), link_id=link.pk, url="https://a.example/plain")
    link.refresh_from_db()
    assert link.findings
    with pytest.raises(Refused):
        actions.change_link(cast.act("Cleo"), link_id=link.pk, url="ftp://a.example")


def test_a_copy_is_a_draft_whose_days_move_and_says_where_it_comes_from(cast: Cast, spring: Campaign) -> None:
    actions.approve(cast.act("Bob"), campaign_id=spring.pk, topic=Topic.PLAN)
    made = actions.duplicate_campaign(
        cast.act("Cleo"), campaign_id=spring.pk, name="Autumn", start=date(2026, 9, 1)
    )
    asked, line = made.requirements.get(), made.lines.get()
    assert (made.name, made.code, made.owner, made.audience) == ("Autumn", "C2", "Bob", "gardeners")
    assert (made.start, made.end) == (date(2026, 9, 1), date(2026, 10, 1))
    assert (asked.metric, asked.bound, asked.window_to) == ("CPA", Decimal(30), date(2026, 10, 15))
    assert (line.cap, line.window_from) == (Decimal(100), date(2026, 9, 1))
    assert [(one.role, one.name) for one in made.roles.all()] == [("analyst", "Vera")]
    assert not made.keys.exists()
    assert not made.links.exists()
    assert not Approval.objects.exclude(record_id=str(spring.pk)).exists()
    assert versions(Kind.CAMPAIGN, made.pk)[0]["copied_from"] == spring.pk
    assert AuditEvent.objects.filter(verb="duplicate campaign", case_id=str(made.pk)).count() == 1


def test_a_copy_needs_a_day_to_count_from(cast: Cast) -> None:
    undated = actions.create_campaign(cast.act("Cleo"), name="Some day")
    with pytest.raises(Refused):
        actions.duplicate_campaign(cast.act("Cleo"), campaign_id=undated.pk, start=date(2026, 9, 1))
    days: dict[str, Any] = {"start": date(2000, 1, 1), "end": date(2900, 1, 1)}
    long = actions.create_campaign(cast.act("Cleo"), name="Long", **days)
    with pytest.raises(Refused):
        actions.duplicate_campaign(cast.act("Cleo"), campaign_id=long.pk, start=date(9999, 1, 1))
    assert Campaign.objects.count() == 2


def test_what_was_archived_comes_back(cast: Cast, spring: Campaign) -> None:
    actions.archive_campaign(cast.act("Cleo"), campaign_id=spring.pk)
    assert campaign_lines(cast.id, NOW.date()) == []
    actions.restore_campaign(cast.act("Cleo"), campaign_id=spring.pk)
    actions.restore_campaign(cast.act("Cleo"), campaign_id=spring.pk)
    assert [line.name for line in campaign_lines(cast.id, NOW.date())] == ["Spring"]
    assert AuditEvent.objects.filter(verb="restore campaign").count() == 1


def test_a_role_names_a_member_or_a_person_from_outside(cast: Cast, spring: Campaign) -> None:
    act = cast.act("Cleo")
    actions.name_role(act, campaign_id=spring.pk, role=RoleWord.AGENCY, name=" Studio Nine ")
    actions.name_role(act, campaign_id=spring.pk, role=RoleWord.ANALYST, name="Vera")
    found = roles(cast.id, NOW.date())[spring.pk]
    assert [(one.role, one.name, one.is_member) for one in found] == [
        (RoleWord.ANALYST, "Vera", True),
        (RoleWord.AGENCY, "Studio Nine", False),
    ]
    actions.clear_role(act, role_id=found[0].id)
    assert [one.role for one in CampaignRole.objects.all()] == ["agency"]
    assert len(roles(cast.id, NOW.date())[spring.pk]) == 1
    with pytest.raises(Refused):
        actions.name_role(act, campaign_id=spring.pk, role=RoleWord.AGENCY, name="  ")


def test_naming_a_role_leaves_the_approved_plan_approved(cast: Cast, spring: Campaign) -> None:
    actions.approve(cast.act("Bob"), campaign_id=spring.pk, topic=Topic.PLAN)
    actions.name_role(cast.act("Cleo"), campaign_id=spring.pk, role=RoleWord.CREATIVE, name="Cleo")
    topics = [one.topic for one in campaign_detail(cast.id, spring.pk, NOW.date()).waiting]
    assert Topic.PLAN not in topics


def test_one_verb_on_many_campaigns_leaves_one_event_each(cast: Cast, spring: Campaign) -> None:
    other = actions.create_campaign(cast.act("Cleo"), name="Summer", owner="Vera")
    ids = [spring.pk, other.pk]
    assert actions.assign_owner(cast.act("Bob"), campaign_ids=ids, owner="Vera") == [spring.pk]
    assert actions.shift_dates(cast.act("Bob"), campaign_ids=ids, days=-7) == [spring.pk]
    assert actions.assign_class(cast.act("Bob"), campaign_ids=ids, campaign_class=CampaignClass.LARGE) == ids
    assert actions.archive_campaigns(cast.act("Bob"), campaign_ids=[*ids, *ids]) == ids
    spring.refresh_from_db()
    assert (spring.owner, spring.start, spring.end) == ("Vera", date(2026, 2, 22), date(2026, 3, 24))
    mine = AuditEvent.objects.filter(case_kind="campaign", actor_name="Bob").order_by("id")
    assert [(row.verb, int(row.case_id)) for row in mine] == [
        ("update campaign", spring.pk),
        ("update campaign", spring.pk),
        ("update campaign", spring.pk),
        ("update campaign", other.pk),
        ("archive campaign", spring.pk),
        ("archive campaign", other.pk),
    ]


def test_one_campaign_that_cannot_be_changed_leaves_all_as_they_are(cast: Cast, spring: Campaign) -> None:
    other = actions.create_campaign(cast.act("Cleo"), name="Summer")
    actions.update_campaign(cast.act("Bob"), campaign_id=other.pk, owner="Bob")
    with pytest.raises(Stale):
        actions.assign_owner(
            cast.act("Cleo"), campaign_ids=[spring.pk, other.pk], owner="Vera", seen={other.pk: 1}
        )
    spring.refresh_from_db()
    assert spring.owner == "Bob"
    with pytest.raises(Refused, match="No campaign is chosen"):
        actions.assign_owner(cast.act("Cleo"), campaign_ids=[], owner="Vera")
    with pytest.raises(NotPermitted):
        actions.archive_campaigns(cast.act("Vera"), campaign_ids=[spring.pk])


def test_the_list_previews_a_change_of_many_before_it_is_made(
    cast: Cast, client_of: Callable[[str], Client], spring: Campaign
) -> None:
    client = client_of("Cleo")
    assert f'name="campaign" value="{spring.pk}"' in client.get("/plan/").content.decode()
    chosen = {"campaign": [str(spring.pk)], "verb": "shift"}
    asked = client.post("/plan/bulk/", chosen).content.decode()
    assert "By how many days" in asked
    assert spring.name in asked
    assert spring.code in asked
    shown = client.post("/plan/bulk/", chosen | {"asked": "1", "days": "7"}).content.decode()
    assert "8 Mar 2026" in shown
    assert f'name="seen" value="{spring.pk}:2"' in shown
    spring.refresh_from_db()
    assert spring.start == date(2026, 3, 1)
    done = client.post("/plan/bulk/change/", chosen | {"days": "7", "seen": [f"{spring.pk}:2"]})
    assert done.status_code == 302
    spring.refresh_from_db()
    assert spring.start == date(2026, 3, 8)
    assert client.post("/plan/bulk/", {"verb": "shift"}).status_code == 422
    assert client.post("/plan/bulk/", chosen | {"verb": "burn"}).status_code == 422
    assert client_of("Vera").post("/plan/bulk/", chosen).status_code == 403
    assert client_of("Mallory").post("/plan/bulk/", chosen).status_code == 422


def test_a_field_is_changed_on_the_spot_with_and_without_javascript(
    cast: Cast, client_of: Callable[[str], Client], spring: Campaign
) -> None:
    client, path = client_of("Cleo"), f"/plan/campaigns/{spring.pk}/fields/audience/"
    htmx = {"HTTP_HX_REQUEST": "true"}
    plain, part = client.get(path).content.decode(), client.get(path, **htmx).content.decode()  # type: ignore[arg-type]
    assert "<h1" in plain
    assert "<h1" not in part
    assert 'name="audience"' in part
    answer = client.post(path, {"audience": "cooks", "based_on": "2"}, **htmx)  # type: ignore[arg-type]
    assert (answer.status_code, answer["HX-Trigger"]) == (200, "plan-changed")
    assert "cooks" in answer.content.decode()
    assert client.post(path, {"audience": "bakers", "based_on": "3"}).status_code == 302
    stale = client.post(path, {"audience": "me", "based_on": "2"}, **htmx)  # type: ignore[arg-type]
    assert stale.status_code == 422
    assert "bakers" in stale.content.decode()
    spring.refresh_from_db()
    assert spring.audience == "bakers"
    name = f"/plan/campaigns/{spring.pk}/fields/name/"
    refused = client.post(name, {"name": "", "based_on": "4"}, **htmx)  # type: ignore[arg-type]
    assert refused.status_code == 422
    assert client.get(f"/plan/campaigns/{spring.pk}/fields/code/").status_code == 404
    assert client_of("Vera").get(path).status_code == 403
    assert client_of("Mallory").get(path).status_code == 404


def test_everything_that_hangs_on_a_campaign_has_its_form(
    cast: Cast, client_of: Callable[[str], Client], spring: Campaign
) -> None:
    client = client_of("Cleo")
    asked, line = Requirement.objects.get(), BudgetLine.objects.get()
    key, link = PlatformLink.objects.get(), Link.objects.get()
    page = client.get(f"/plan/campaigns/{spring.pk}/").content.decode()
    for path in (
        f"/plan/requirements/{asked.pk}/edit/",
        f"/plan/caps/{line.pk}/edit/",
        f"/plan/keys/{key.pk}/edit/",
        f"/plan/links/{link.pk}/edit/",
    ):
        assert path in page
        assert 'name="based_on" value="1"' in client.get(path).content.decode()
    cap = {"cap": "250", "currency": "EUR", "from_day": "2026-03-01", "to_day": "2026-03-31", "based_on": "1"}
    assert client.post(f"/plan/caps/{line.pk}/edit/", cap).status_code == 302
    line.refresh_from_db()
    assert line.cap == Decimal(250)
    stale = client.post(f"/plan/caps/{line.pk}/edit/", cap | {"cap": "300"})
    assert stale.status_code == 422
    assert 'name="take_cap"' in stale.content.decode()
    days = {"from_day": "2026-03-02", "to_day": "", "requirement_id": "", "based_on": "1"}
    assert client.post(f"/plan/keys/{key.pk}/edit/", days).status_code == 302
    assert client.post(f"/plan/links/{link.pk}/edit/", {"url": URL, "based_on": "1"}).status_code == 302
    for path in (
        f"/plan/requirements/{asked.pk}/remove/",
        f"/plan/caps/{line.pk}/remove/",
        f"/plan/keys/{key.pk}/remove/",
        f"/plan/links/{link.pk}/remove/",
    ):
        assert client.get(path).status_code == 405
        assert client.post(path).status_code == 302
    assert not any(model.objects.exists() for model in (Requirement, BudgetLine, PlatformLink, Link))


def test_copy_archive_restore_and_roles_work_from_the_page(
    cast: Cast, client_of: Callable[[str], Client], spring: Campaign
) -> None:
    client, page = client_of("Cleo"), f"/plan/campaigns/{spring.pk}"
    assert client.post(f"{page}/copy/", {"name": "Autumn", "start": "2026-09-01"}).status_code == 302
    assert Campaign.objects.get(name="Autumn").copied_from == spring
    client.post(f"{page}/archive/")
    client.post(f"{page}/restore/")
    client.post(f"{page}/roles/", {"role": "claims", "name": "Bob"})
    spring.refresh_from_db()
    assert spring.archived_at is None
    claims = spring.roles.get(role="claims")
    assert claims.member == cast.user("Bob")
    assert "checks claims and rights" in client.get(f"{page}/").content.decode()
    assert client.post(f"/plan/roles/{claims.pk}/clear/").status_code == 302
    assert client.post(f"{page}/roles/", {"role": "pope", "name": "Bob"}).status_code == 422


def test_what_others_changed_is_told_in_words(cast: Cast, spring: Campaign) -> None:
    later = NOW.replace(hour=12)
    actions.update_campaign(cast.act("Bob", now=later), campaign_id=spring.pk, audience="cooks", end=None)
    actions.approve(cast.act("Bob", now=later), campaign_id=spring.pk, topic=Topic.CAP)
    since = NOW.replace(hour=10)
    told = changes_since(cast.act("Alice", now=later), since)
    assert [(one.text, one.fields, one.actor) for one in told] == [
        ("Cap approved", (), "Bob"),
        ("Plan changed", ("audience", "last day"), "Bob"),
    ]
    assert {one.url for one in told} == {f"/plan/campaigns/{spring.pk}/"}
    assert changes_since(cast.act("Bob", now=later), since) == []
    assert changes_since(cast.act("Mallory", now=later), since) == []
