"""Two days beside each other: what rose, fell and appeared, and why; groups of campaigns side by side."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast import Cast
from riser.assess.commands import assess
from riser.assess.comparison import Cause, Comparison, Direction
from riser.assess.queries import comparison, profile
from riser.assess.rules.scale import DM, FM, LM, PM
from riser.assess.split import compared, split
from riser.assess.tests.records import AS_OF, Room, campaign, charge, fact
from riser.foundation.evidence import Instance, PlatformKey

pytestmark = pytest.mark.django_db

ClientOf = Callable[[str], Client]
BEFORE = AS_OF - timedelta(days=30)


@pytest.fixture
def moved(cast: Cast, room: Room) -> Comparison:
    """BUD 2.1 fell by one bad campaign, PLN 2.1 rose as an old one aged out, REQ 2.1 appeared."""
    room.owner = cast.id
    ages = {1: 5, 2: 60, 3: 61, 4: 62, 5: 170}
    room.instances = [campaign(number, age=age) for number, age in ages.items()]
    day = {n: AS_OF - timedelta(days=age) for n, age in ages.items()}

    def facts(**codes: str) -> dict[str, object]:
        return {f"campaign:{n[1:]}": fact(code, day=day[int(n[1:])]) for n, code in codes.items()}

    room.facts["BUD 2.1"] = facts(c1="DM", c2="FM", c3="FM", c4="FM")  # type: ignore[assignment]
    room.facts["PLN 2.1"] = facts(c2="FM", c3="FM", c4="FM", c5="DM")  # type: ignore[assignment]
    room.facts["REQ 2.1"] = facts(c1="LM")  # type: ignore[assignment]
    room.charges = [charge("cap", 70, ("google_ads/77/c3/2026-02-05", 70, 90))]
    return comparison(cast.id, BEFORE, AS_OF)


def test_the_instance_that_pulled_a_rating_down_is_named(moved: Comparison) -> None:
    fell = next(one for one in moved.practices if one.one.id == "BUD 2.1")
    assert (fell.before, fell.after, fell.direction) == (FM, PM, Direction.FELL)
    (mover,) = fell.movers
    assert (mover.result.instance.id, mover.cause, mover.before, mover.after) == (
        "campaign:1",
        Cause.CAME,
        None,
        DM,
    )


def test_what_was_not_rated_before_has_appeared(moved: Comparison) -> None:
    appeared = next(one for one in moved.practices if one.one.id == "REQ 2.1")
    assert (appeared.before, appeared.after, appeared.direction) == (None, LM, Direction.APPEARED)


def test_the_order_of_the_days_does_not_matter(cast: Cast, moved: Comparison) -> None:
    turned = comparison(cast.id, AS_OF, BEFORE)
    assert (turned.before.as_of, turned.after.as_of) == (BEFORE, AS_OF)
    assert [one.one.id for one in turned.practices] == [one.one.id for one in moved.practices]


def test_a_day_compared_with_itself_has_not_moved(cast: Cast, room: Room) -> None:
    room.rate("BUD 2.1", "FM", "DM")
    assert comparison(cast.id, AS_OF, AS_OF).practices == ()


def test_shell_and_rest_tell_the_same_comparison(cast: Cast, client_of: ClientOf, moved: Comparison) -> None:
    words = ["compare", "--from", str(BEFORE), "--to", str(AS_OF), "--org", "northwind"]
    cli = CliRunner().invoke(assess, [*words, "--json"])
    assert cli.exit_code == 0, cli.output
    api = client_of("Bob").get(f"/api/v1/assess/comparison?since={BEFORE}&as_of={AS_OF}")
    assert json.loads(cli.output) == api.json()
    told = {one["practice"]: one for one in api.json()["practices"]}
    assert told["BUD 2.1"]["direction"] == "fell"
    assert told["BUD 2.1"]["because"][0]["record"] == "campaign:1"
    plain = CliRunner().invoke(assess, words)
    assert "BUD 2.1  fell: FM → PM" in plain.output


def test_the_page_says_what_moved_and_leads_to_practice_instance_and_both_days(
    client_of: ClientOf, moved: Comparison
) -> None:
    page = client_of("Bob").get(f"/assess/compare/?from={BEFORE}&to={AS_OF}").content.decode()
    assert "1 fell" in page
    assert f"/assess/practice/BUD-2.1/?as_of={AS_OF}" in page
    assert f"/assess/practice/BUD-2.1/instance/?instance=campaign%3A1&amp;as_of={AS_OF}" in page
    assert f'href="/assess/?as_of={BEFORE}"' in page
    assert "Because of DM." in page, "the reason that the records give"


def test_the_profile_leads_to_the_comparison_by_its_own_address(client_of: ClientOf, room: Room) -> None:
    answer = client_of("Bob").get(f"/assess/?as_of={AS_OF}&compare={BEFORE}")
    assert answer.status_code == 302
    assert answer["Location"] == f"/assess/compare/?from={BEFORE}&to={AS_OF}"


@pytest.mark.parametrize("query", ["from=soon", "to=2026-02-31", "from=99999-01-01"])
def test_a_day_that_is_none_is_refused_with_a_sentence(client_of: ClientOf, room: Room, query: str) -> None:
    answer = client_of("Bob").get(f"/assess/compare/?{query}")
    assert answer.status_code == 422
    assert "2026-03-01" in answer.content.decode()


def test_the_comparison_asks_the_database_a_fixed_number_of_times(client_of: ClientOf, room: Room) -> None:
    client, address = client_of("Bob"), f"/assess/compare/?from={BEFORE}&to={AS_OF}"
    room.rate("BUD 2.1", *["DM"] * 25, *["FM"] * 20)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    room.rate("BUD 2.1", *["DM"] * 29, *["FM"] * 100)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few)


def on(number: int, *sources: str) -> Instance:
    """A campaign that ran on these platforms."""
    keys = tuple(PlatformKey(source, "77", f"c{number}") for source in sources)
    return replace(campaign(number), keys=keys)


def test_a_group_is_rated_by_the_same_rules_on_its_own_instances(cast: Cast, room: Room) -> None:
    """Four of five hold on search, none on social; one ran on both and counts for both."""
    room.instances = [on(n, "search") for n in (1, 2, 3)] + [on(4, "search", "social"), on(5, "social")]
    codes = {1: "FM", 2: "FM", 3: "LM", 4: "DM", 5: "DM"}
    room.facts["BUD 2.1"] = {f"campaign:{n}": fact(code) for n, code in codes.items()}
    found = profile(cast.id, AS_OF)
    names = {one.id: tuple(key.source for key in one.keys) for one in room.instances}
    search, social = split(found, names)
    assert (search.name, search.instances, search.parts["BUD 2.1"].rating) == ("search", 4, PM)
    assert (social.name, social.instances, social.parts["BUD 2.1"].rating) == ("social", 2, DM)
    assert (search.met, search.rated) == (0, 1)
    assert compared(found, (search, social)) == ("BUD 2.1",)


@pytest.mark.parametrize("by", ["channel", "class", "owner"])
def test_groups_are_the_same_in_shell_and_rest(cast: Cast, client_of: ClientOf, room: Room, by: str) -> None:
    room.owner = cast.id
    room.instances = [on(1, "search"), on(2, "social")]
    room.facts["BUD 2.1"] = {"campaign:1": fact("FM"), "campaign:2": fact("DM")}
    day = f"{AS_OF}"
    cli = CliRunner().invoke(assess, ["groups", "--by", by, "--as-of", day, "--json", "--org", "northwind"])
    assert cli.exit_code == 0, cli.output
    api = client_of("Bob").get(f"/api/v1/assess/groups?by={by}&as_of={day}").json()
    assert json.loads(cli.output) == api
    page = client_of("Bob").get(f"/assess/compare/?to={day}&by={by}").content.decode()
    if by == "channel":
        assert [group["name"] for group in api["groups"]] == ["search", "social"]
        assert "social" in page
    assert f"/assess/compare/units/?as_of={day}" in page, "regions, brands and teams have a page of their own"


def test_time_travel_shows_what_the_shell_prints_for_that_day(
    cast: Cast, client_of: ClientOf, moved: Comparison
) -> None:
    """The page of a past day carries the ratings that `appraise --as-of` has, and is marked as past."""
    run = CliRunner().invoke(assess, ["appraise", "--as-of", str(BEFORE), "--json", "--org", "northwind"])
    told = json.loads(run.output)
    answer = client_of("Bob").get(f"/assess/?as_of={BEFORE}")
    shown = answer.context["page"].profile
    assert told["level_indicative"] == shown.level_indicative
    ratings = {one["id"]: one["rating"] for area in told["areas"] for one in area["practices"]}
    assert ratings == {id_: one.rating.value if one.rating else None for id_, one in shown.practices.items()}
    page = answer.content.decode()
    assert "You look at the past" in page
    assert f"/assess/area/BUD/?as_of={BEFORE}#level-2" in page
    assert "You look at the past" not in client_of("Bob").get("/assess/").content.decode()


def test_the_first_day_is_before_everything(cast: Cast, client_of: ClientOf, room: Room) -> None:
    page = client_of("Bob").get("/assess/?as_of=2020-01-01").content.decode()
    assert "Your records do not say anything yet." in page
    assert "No record speaks of" in page
    assert "no record yet" in page
    assert "more stand in the way" not in page
    assert "everybody begins there" in page


def test_shell_and_rest_name_the_critical_weakness_that_alone_stands_in_the_way(
    cast: Cast, client_of: ClientOf, room: Room
) -> None:
    room.rate("BUD 2.1", "FM", "FM", "FM")
    room.facts["BUD 2.1"] = {**room.facts["BUD 2.1"], "campaign:1": fact("FM", critical="It ran for weeks.")}
    answer = client_of("Bob").get(f"/api/v1/assess/next-level?as_of={AS_OF}").json()
    steps = {step["practice"]: step for step in answer["steps"]}
    assert (steps["BUD 2.1"]["rating"], steps["BUD 2.1"]["critical"]) == ("FM", ["It ran for weeks."])
    run = CliRunner().invoke(assess, ["next", "--as-of", str(AS_OF), "--org", "northwind"])
    assert run.exit_code == 0, run.output
    assert "   Critical weakness: It ran for weeks." in run.output.splitlines()
