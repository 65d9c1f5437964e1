"""My campaigns today: whose they are, what burns first, what is told once, which page begins the day."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from cast import Cast
from riser.foundation import clock
from riser.foundation.tasks import waiting
from riser.launch.actions import run_checks
from riser.launch.lists import check_list
from riser.measure import actions
from riser.measure.actions import Outcome
from riser.measure.commands import measure
from riser.measure.queries.today import Today, today
from riser.measure.rules.due import Burn
from riser.measure.tests.flight import act_on, fly
from riser.measure.words import Decision, Result
from riser.plan import actions as plan
from riser.plan.words import RoleWord

ClientOf = Callable[[str], Client]
NOON = clock.now().date()


def day(number: int) -> date:
    """So many days from today."""
    return NOON + timedelta(days=number)


def bobs(cast: Cast, as_of: date = NOON) -> Today:
    return today(act_on(cast, "Bob", as_of, 23), as_of)


def flags(found: Today) -> dict[str, list[Burn]]:
    return {one.part.name: [flag.burn for flag in one.flags] for one in (*found.campaigns, *found.over)}


def test_what_burns_comes_first(cast: Cast, tmp_path: Path) -> None:
    fly(cast, tmp_path, day(-5), days=5, name="On pace", per_day=50)
    fly(cast, tmp_path, day(-5), days=5, name="Beyond", per_day=300)
    fly(cast, tmp_path, day(-5), days=5, name="Ahead", per_day=90)
    fly(cast, tmp_path, day(-5), days=5, name="Behind", per_day=1)
    found = bobs(cast)
    assert [one.part.name for one in found.campaigns] == ["Beyond", "Ahead", "On pace", "Behind"]
    assert flags(found) == {
        "Beyond": [Burn.ABOVE_CAP, Burn.POINT_PASSED],
        "Ahead": [Burn.POINT_PASSED, Burn.AHEAD_OF_DAYS],
        "On pace": [Burn.POINT_NEAR],
        "Behind": [Burn.BEHIND_DAYS],
    }
    assert found.burning == 2


def test_a_decision_puts_a_point_out(cast: Cast, tmp_path: Path) -> None:
    flown = fly(cast, tmp_path, day(-5), days=5, per_day=90)
    act = act_on(cast, "Bob", NOON)
    assert [task.topic for task in waiting(act)] == ["readings"]
    assert waiting(act)[0].text == "Spring: 45 % of the cap is spent and nothing was decided at 35 %."
    actions.record_checkpoint(
        act, campaign_id=flown.campaign, data_day=day(-1), decision=Decision.CONTINUE, note=""
    )
    assert waiting(act) == []
    assert flags(bobs(cast)) == {"Spring": [Burn.AHEAD_OF_DAYS]}


def test_what_is_over_stands_apart_until_it_is_judged(cast: Cast, tmp_path: Path) -> None:
    flown = fly(cast, tmp_path, day(-60), days=20)
    found = bobs(cast)
    assert (found.campaigns, flags(found)) == ((), {"Spring": [Burn.VERDICT_OVERDUE]})
    outcome = Outcome(
        Result.MET, Decimal(20), 50, "cost per order", flown.day(0), flown.day(19), "Shop orders"
    )
    actions.give_verdict(act_on(cast, "Cleo", NOON), requirement_id=flown.requirement, outcome=outcome)
    found = bobs(cast)
    assert (found.over, [one.part.name for one in found.quiet]) == ((), ["Spring"])


def test_what_waits_comes_first_and_only_the_newest_late_verdicts_stand_open(
    cast: Cast, client_of: ClientOf, tmp_path: Path
) -> None:
    for number in range(5):
        fly(cast, tmp_path, day(-70 - number), days=10, name=f"Over {number}")
    found = bobs(cast)
    assert [one.part.name for one in found.over_newest] == ["Over 0", "Over 1", "Over 2"]
    assert [one.part.name for one in found.over_before] == ["Over 3", "Over 4"]
    page = client_of("Bob").get("/today/").content.decode()
    marks = ("Waiting for you", "Over 2", "<summary>2 more campaigns are over", "Over 3", "since yesterday")
    places = [page.rindex(mark) for mark in marks]
    assert places == sorted(places)


def test_a_campaign_is_mine_by_owning_it_or_by_a_part_in_it(cast: Cast, tmp_path: Path) -> None:
    flown = fly(cast, tmp_path, day(-5), days=5)
    cleo = act_on(cast, "Cleo", NOON)
    assert today(cleo, NOON).campaigns == ()
    plan.name_role(cleo, campaign_id=flown.campaign, role=RoleWord.ANALYST, name="Cleo")
    assert [one.part.name for one in today(cleo, NOON).campaigns] == ["Spring"]
    assert today(cast.act("system"), NOON).campaigns == ()


def test_the_gate_is_told_beside_its_campaign_and_not_twice(cast: Cast) -> None:
    plan.create_campaign(cast.act("Cleo"), name="To come", owner="Bob", start=day(3), end=day(30))
    found = bobs(cast)
    assert flags(found) == {"To come": [Burn.GATE_SHUT]}
    assert [task for task in found.tasks if task.topic == "launch"] == []


def test_what_others_changed_is_told_in_words(cast: Cast, tmp_path: Path) -> None:
    flown = fly(cast, tmp_path, day(-5), days=5, per_day=50)
    cleo = act_on(cast, "Cleo", NOON)
    plan.update_campaign(cleo, campaign_id=flown.campaign, audience="gardeners")
    (change,) = bobs(cast).changes
    assert (change.name, change.text, change.fields, change.actor) == (
        "Spring",
        "Plan changed",
        ("audience",),
        "Cleo",
    )


def test_a_check_is_told_by_its_name_and_its_result_in_both_languages(cast: Cast) -> None:
    made = plan.create_campaign(cast.act("Cleo"), name="To come", owner="Bob", start=day(3), end=day(30))
    run_checks(act_on(cast, "Cleo", NOON), campaign_id=made.pk)
    told = {one.text for one in bobs(cast).changes}
    assert "The plan as it stands is approved: Fail" in told
    assert not [text for text in told if "_" in text], "no raw code"
    with translation.override("zh-hans"):
        chinese = {one.text for one in bobs(cast).changes}
    line = check_list().lines["plan_approved"]
    assert f"{line.name.zh}：不通过" in chinese


def test_three_faces_tell_the_same_day(cast: Cast, client_of: ClientOf, tmp_path: Path) -> None:
    fly(cast, tmp_path, day(-5), days=5, per_day=300)
    bob = client_of("Bob")
    page = bob.get("/today/").content.decode()
    assert "1 of your 1 campaign burns" in page
    row = bob.get("/api/v1/measure/today").json()
    who = ["--as", cast.user("Bob").user.email, "--org", "northwind"]
    shell = CliRunner().invoke(measure, ["today", "--json", *who])
    assert json.loads(shell.output) == row
    (one,) = row["campaigns"]
    assert [flag["kind"] for flag in one["flags"]] == ["above_cap", "point_passed"]
    for flag in one["flags"]:
        assert flag["text"] in page
        assert flag["text"] in CliRunner().invoke(measure, ["today", *who]).output


def test_the_day_begins_with_the_campaigns_of_who_has_some(
    cast: Cast, client_of: ClientOf, tmp_path: Path
) -> None:
    fly(cast, tmp_path, day(-5), days=5)
    bob, vera = client_of("Bob"), client_of("Vera")
    assert bob.get("/").headers["location"] == "/today/"
    assert vera.get("/").status_code == 200
    assert bob.get("/?as_of=2026-03-01").status_code == 200, "an address that names a day is no beginning"
    assert bob.get("/?front=organisation").status_code == 200
    assert bob.get("/").status_code == 200, "who chose the organisation begins with it"
    assert bob.get("/today/").status_code == 200
    assert bob.get("/").headers["location"] == "/today/"
    assert "No campaign is yours yet" in vera.get("/today/").content.decode()


def test_the_number_of_questions_does_not_grow_with_the_campaigns(cast: Cast, tmp_path: Path) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            bobs(cast)
        return len(queries)

    fly(cast, tmp_path, day(-5), days=5, name="One")
    few = asked()
    for number in range(4):
        fly(cast, tmp_path, day(-5), days=5, name=f"More {number}")
    assert asked() <= few


@pytest.mark.parametrize("as_of", ["1970-01-01", "2999-12-31"])
def test_any_day_of_our_time_has_a_page(cast: Cast, client_of: ClientOf, tmp_path: Path, as_of: str) -> None:
    fly(cast, tmp_path, day(-5), days=5)
    assert client_of("Bob").get(f"/today/?as_of={as_of}").status_code == 200
    assert client_of("Bob").get(f"/measure/campaigns/?as_of={as_of}").status_code == 200
