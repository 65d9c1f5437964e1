"""Two people change one record: what one touched is merged, what both touched is shown to choose from."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from cast import Cast
from riser.foundation.errors import Refused, Stale
from riser.foundation.evidence import PlatformKey
from riser.foundation.merging import merge
from riser.foundation.models import AuditEvent, RecordVersion
from riser.foundation.trail import latest_version
from riser.plan import actions
from riser.plan.actions import GridEntry
from riser.plan.actions.keeping import ref
from riser.plan.models import Campaign
from riser.plan.words import Kind

VALUES = st.dictionaries(st.sampled_from("abcd"), st.integers(0, 2))


@given(base=VALUES, mine=VALUES, theirs=VALUES)
def test_a_merge_loses_no_change_of_either_side(
    base: dict[str, int], mine: dict[str, int], theirs: dict[str, int]
) -> None:
    found = merge("abcd", base=base, mine=mine, theirs=theirs)
    assert len(found.take | found.untouched | found.clashes) == sum(
        map(len, (found.take, found.untouched, found.clashes))
    )
    for name in "abcd":
        was, wanted, now = base.get(name), mine.get(name), theirs.get(name)
        merged = wanted if name in found.take else now
        if name not in found.clashes:
            assert wanted in (was, merged), "what I changed is there"
            assert now in (was, merged), "what they changed is there"
        else:
            assert len({was, wanted, now}) == 3


@given(base=VALUES, mine=VALUES)
def test_where_nobody_else_wrote_everything_of_mine_is_taken(
    base: dict[str, int], mine: dict[str, int]
) -> None:
    found = merge("abcd", base=base, mine=mine, theirs=base)
    assert found.take == {name for name in "abcd" if base.get(name) != mine.get(name)}
    assert not found.clashes


@pytest.fixture
def spring(cast: Cast) -> Campaign:
    return actions.create_campaign(cast.act("Cleo"), name="Spring", owner="Bob", audience="gardeners")


def number(cast: Cast, kind: Kind, row: Any) -> int:
    version = latest_version(cast.id, ref(kind, row))
    assert version is not None
    return version.number


def test_fields_that_nobody_else_touched_merge_silently(cast: Cast, spring: Campaign) -> None:
    actions.update_campaign(cast.act("Bob"), campaign_id=spring.pk, based_on=1, deliverables="six ads")
    whole_form: dict[str, Any] = {"name": "Spring", "owner": "Bob", "audience": "cooks", "deliverables": ""}
    actions.update_campaign(cast.act("Cleo"), campaign_id=spring.pk, based_on=1, **whole_form)
    spring.refresh_from_db()
    assert (spring.audience, spring.deliverables) == ("cooks", "six ads")
    assert number(cast, Kind.CAMPAIGN, spring) == 3


def test_the_same_field_changed_twice_is_refused_with_both_texts(cast: Cast, spring: Campaign) -> None:
    actions.update_campaign(cast.act("Bob"), campaign_id=spring.pk, audience="bakers", owner="Cleo")
    with pytest.raises(Stale) as stale:
        actions.update_campaign(
            cast.act("Cleo"), campaign_id=spring.pk, based_on=1, audience="cooks", owner="Bob", name="Spring"
        )
    (clash,) = stale.value.clashes
    assert (clash.field, clash.mine, clash.theirs) == ("audience", "cooks", "bakers")
    assert (stale.value.by, stale.value.version, set(stale.value.untouched)) == ("Bob", 2, {"owner"})
    assert str(stale.value.problems[0]) == "You wrote “cooks”; “bakers” stands there now. Choose one."
    spring.refresh_from_db()
    assert (spring.audience, spring.owner) == ("bakers", "Cleo")
    assert RecordVersion.objects.filter(kind="campaign").count() == 2


def test_both_writing_the_same_is_no_clash(cast: Cast, spring: Campaign) -> None:
    actions.update_campaign(cast.act("Bob"), campaign_id=spring.pk, audience="cooks")
    actions.update_campaign(cast.act("Cleo"), campaign_id=spring.pk, based_on=1, audience="cooks")
    assert RecordVersion.objects.filter(kind="campaign").count() == 2


def test_an_objective_in_a_clash_is_called_by_its_name(cast: Cast, spring: Campaign) -> None:
    orders, leads = (actions.create_objective(cast.act("Cleo"), name=name) for name in ("Orders", "Leads"))
    actions.update_campaign(cast.act("Bob"), campaign_id=spring.pk, objective_id=orders.pk)
    with pytest.raises(Stale) as stale:
        actions.update_campaign(cast.act("Cleo"), campaign_id=spring.pk, based_on=1, objective_id=leads.pk)
    (clash,) = stale.value.clashes
    assert (clash.field, clash.mine, clash.theirs) == ("objective_id", "Leads", "Orders")


def test_a_version_that_never_was_is_refused(cast: Cast, spring: Campaign) -> None:
    with pytest.raises(Refused, match="Version 9 of this record is not known"):
        actions.update_campaign(cast.act("Cleo"), campaign_id=spring.pk, based_on=9, audience="cooks")


def test_every_kind_of_record_keeps_two_people_apart(cast: Cast, spring: Campaign) -> None:
    cleo, bob = cast.act("Cleo"), cast.act("Bob")
    goal = actions.create_objective(cleo, name="Orders", target=Decimal(100))
    asked = actions.add_requirement(cleo, campaign_id=spring.pk, metric="CPA", bound=Decimal(30))
    days: dict[str, Any] = {"from_day": date(2026, 3, 1), "to_day": date(2026, 3, 31)}
    cap = actions.set_cap(cleo, campaign_id=spring.pk, amount=Decimal(100), currency="EUR", **days)
    key = actions.map_key(cleo, campaign_id=spring.pk, key=PlatformKey("google_ads", "1", "c"))
    link = actions.add_link(cleo, campaign_id=spring.pk, url="https://a.example/?utm_source=x")
    wish = actions.file_request(cleo, title="A banner", hours=Decimal(3))
    changes: list[tuple[Callable[..., Any], dict[str, Any], dict[str, Any], dict[str, Any]]] = [
        (
            actions.update_objective,
            {"objective_id": goal.pk},
            {"target": Decimal(90)},
            {"target": Decimal(80)},
        ),
        (
            actions.update_requirement,
            {"requirement_id": asked.pk},
            {"bound": Decimal(31)},
            {"bound": Decimal(32)},
        ),
        (actions.change_cap, {"line_id": cap.pk}, {"amount": Decimal(200)}, {"amount": Decimal(300)}),
        (
            actions.change_key,
            {"key_id": key.pk},
            {"to_day": date(2026, 4, 1)},
            {"to_day": date(2026, 5, 1)},
        ),
        (
            actions.change_link,
            {"link_id": link.pk},
            {"url": "https://b.example"},
            {"url": "https://c.example"},
        ),
        (actions.edit_request, {"request_id": wish.pk}, {"hours": Decimal(4)}, {"hours": Decimal(5)}),
    ]
    for act, which, first, second in changes:
        act(bob, based_on=1, **which, **first)
        with pytest.raises(Stale) as stale:
            act(cleo, based_on=1, **which, **second)
        assert len(stale.value.clashes) == 1, act
        assert stale.value.by == "Bob", act
        act(cleo, based_on=stale.value.version, **which, **second)


def edit_form(**fields: str) -> dict[str, str]:
    return {"name": "Spring", "kind": "campaign", "owner": "Bob", "audience": "gardeners"} | fields


def test_the_page_shows_both_texts_and_the_choice_is_stored(
    cast: Cast, client_of: Callable[[str], Client], spring: Campaign
) -> None:
    cleo, path = client_of("Cleo"), f"/plan/campaigns/{spring.pk}/edit/"
    assert 'name="based_on" value="1"' in cleo.get(path).content.decode()
    bob_types = edit_form(audience="bakers", deliverables="six ads", based_on="1")
    assert client_of("Bob").post(path, bob_types).status_code == 302
    typed = edit_form(audience="cooks\nand gardeners", owner="Cleo", based_on="1")
    answer = cleo.post(path, typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Bob changed this meanwhile, and nothing was stored" in page
    assert "cooks<br>and gardeners" in page
    assert "bakers" in page
    assert 'name="take_audience" value="theirs"' in page
    assert 'name="based_on" value="2"' in page
    assert ">six ads</textarea>" in " ".join(page.split()).replace("> six", ">six"), "theirs, not undone"
    again = typed | {"based_on": "2", "deliverables": "six ads", "take_audience": "theirs"}
    assert cleo.post(path, again).status_code == 302
    spring.refresh_from_db()
    assert (spring.audience, spring.owner, spring.deliverables) == ("bakers", "Cleo", "six ads")


def test_keeping_mine_after_seeing_theirs_writes_mine(
    cast: Cast, client_of: Callable[[str], Client], spring: Campaign
) -> None:
    actions.update_campaign(cast.act("Bob"), campaign_id=spring.pk, audience="bakers")
    typed = edit_form(audience="cooks", based_on="2", take_audience="mine")
    assert client_of("Cleo").post(f"/plan/campaigns/{spring.pk}/edit/", typed).status_code == 302
    spring.refresh_from_db()
    assert spring.audience == "cooks"


def test_a_refused_form_stays_based_on_what_the_person_saw(
    cast: Cast, client_of: Callable[[str], Client], spring: Campaign
) -> None:
    """Or mending a typing error would silently undo what somebody wrote meanwhile."""
    actions.update_campaign(cast.act("Bob"), campaign_id=spring.pk, audience="bakers")
    answer = client_of("Cleo").post(
        f"/plan/campaigns/{spring.pk}/edit/", edit_form(name="", audience="cooks", based_on="1")
    )
    assert answer.status_code == 422
    assert 'name="based_on" value="1"' in answer.content.decode()


def test_the_api_answers_409_with_both_texts(
    cast: Cast, client_of: Callable[[str], Client], spring: Campaign
) -> None:
    actions.update_campaign(cast.act("Bob"), campaign_id=spring.pk, audience="bakers")
    client, path = client_of("Cleo"), f"/api/v1/plan/campaigns/{spring.pk}"
    body = json.dumps({"audience": "cooks", "based_on": 1})
    answer = client.patch(path, body, content_type="application/json")
    assert answer.status_code == 409
    said = answer.json()
    assert (said["version"], said["by"]) == (2, "Bob")
    assert said["clashes"] == [
        {"field": "audience", "label": "audience", "mine": "cooks", "theirs": "bakers"}
    ]
    body = json.dumps({"audience": "cooks", "based_on": said["version"]})
    assert client.patch(path, body, content_type="application/json").status_code == 200


def test_two_people_in_the_grid_lose_nothing(cast: Cast, spring: Campaign) -> None:
    seen = {"owner": "Bob", "objective": "", "requirement": "", "cap": ""}
    mine = GridEntry(1, seen | {"objective": "Orders", "owner": "Cleo"}, campaign_id=spring.pk, seen=seen)
    theirs = GridEntry(1, seen | {"owner": "Vera"}, campaign_id=spring.pk, seen=seen)
    actions.save_grid(cast.act("Bob"), [theirs])
    with pytest.raises(Refused) as refusal:
        actions.save_grid(cast.act("Cleo"), [mine])
    (problem,) = refusal.value.problems
    assert (problem.row, problem.column) == (1, "Owner")
    assert "“Vera”" in str(problem)
    spring.refresh_from_db()
    assert (spring.owner, spring.objective) == ("Vera", None)


def test_a_cell_of_the_grid_nobody_typed_into_stays_as_the_other_wrote_it(
    cast: Cast, spring: Campaign
) -> None:
    seen = {"owner": "Bob", "objective": "", "requirement": "", "cap": ""}
    actions.update_campaign(cast.act("Bob"), campaign_id=spring.pk, owner="Vera")
    mine = GridEntry(1, seen | {"objective": "Orders"}, campaign_id=spring.pk, seen=seen)
    assert actions.save_grid(cast.act("Cleo"), [mine]).changed == (spring.pk,)
    spring.refresh_from_db()
    assert (spring.owner, str(spring.objective)) == ("Vera", "Orders")


def test_the_page_of_the_grid_keeps_my_cell_and_says_what_theirs_is(
    cast: Cast, client_of: Callable[[str], Client], spring: Campaign
) -> None:
    client = client_of("Cleo")
    seen = json.dumps({"owner": "Bob", "objective": "", "requirement": "", "cap": ""})
    actions.update_campaign(cast.act("Bob"), campaign_id=spring.pk, owner="Vera")
    row = {
        "row": [f"campaign:{spring.pk}"],
        "seen": [seen],
        "objective": [""],
        "requirement": [""],
        "cap": [""],
    }
    answer = client.post("/plan/grid/", row | {"owner": ["Cleo"]})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Cleo"' in page
    assert "Somebody wrote “Vera” here meanwhile" in page
    assert "&quot;owner&quot;: &quot;Vera&quot;" in page, "saving again is a choice made with open eyes"
    again = json.dumps({"owner": "Vera", "objective": "", "requirement": "", "cap": ""})
    assert client.post("/plan/grid/", row | {"owner": ["Cleo"], "seen": [again]}).status_code == 302
    spring.refresh_from_db()
    assert spring.owner == "Cleo"
    assert AuditEvent.objects.filter(verb="update campaign").count() == 2
