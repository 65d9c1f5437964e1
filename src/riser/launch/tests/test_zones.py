"""The gate and the evidence behind it count in the same days: those of the organisation's zone."""

from datetime import datetime, timedelta

import pytest

from cast import Cast
from riser.foundation.errors import Refused
from riser.foundation.models import Organisation
from riser.launch import actions
from riser.launch.models import Waiver
from riser.launch.queries import report
from riser.launch.queries.reading import read_gate
from riser.launch.rules.settled import is_red
from riser.launch.tests.ready import BUDGET, NOW, Ready, ready
from riser.launch.words import Decision, Result
from riser.plan.evidence.doors import launched

DAY = NOW.date()
EAST, WEST = "Pacific/Kiritimati", "America/Los_Angeles"  # fourteen hours before UTC, eight behind it
SAME_DAY_LATE = NOW.replace(hour=23)  # 2 March in UTC, in the east the 3rd
NEXT_DAY_EARLY = NOW.replace(hour=5) + timedelta(days=1)  # 3 March in UTC, in the west still the 2nd


def red_in(cast: Cast, zone: str) -> Ready:
    """A campaign of an organisation in this zone whose budget check is red."""
    Organisation.objects.filter(pk=cast.id).update(time_zone=zone)
    made = ready(cast)
    made.sign(BUDGET, result=Result.FAIL)
    return made


def waive(made: Ready, *, days: int = 0) -> Waiver:
    """Leave by Alice until so many days after 2 March."""
    until = DAY + timedelta(days=days)
    act = made.act("Alice", minutes=50)
    return actions.waive(act, campaign_id=made.campaign_id, code=BUDGET, why="Ticket 71", until=until)


def gate_at(made: Ready, now: datetime) -> Decision:
    return report(made.cast.id, made.campaign_id, now.date(), now=now).decision


def is_red_at(made: Ready, now: datetime) -> bool:
    """What the evidence of VER 2.1 says of a GO given at that moment."""
    house = Organisation.objects.get(pk=made.cast.id)
    gate = read_gate(house.pk, now.date(), now)
    seen, leaves = gate.results(made.campaign_id, BUDGET), gate.waivers(made.campaign_id, BUDGET)
    return is_red([seen], leaves, at=now, on=now.astimezone(gate.zone).date())


@pytest.mark.parametrize(
    ("zone", "now", "decision"),
    [
        ("UTC", SAME_DAY_LATE, Decision.GO_WITH_WAIVER),
        ("UTC", NEXT_DAY_EARLY, Decision.NO_GO),
        (WEST, SAME_DAY_LATE, Decision.GO_WITH_WAIVER),
        (WEST, NEXT_DAY_EARLY, Decision.GO_WITH_WAIVER),
        (WEST, NEXT_DAY_EARLY.replace(hour=9), Decision.NO_GO),
        (EAST, NOW.replace(hour=9, minute=55), Decision.GO_WITH_WAIVER),
        (EAST, SAME_DAY_LATE, Decision.NO_GO),
        (EAST, NEXT_DAY_EARLY, Decision.NO_GO),
    ],
)
def test_a_waiver_ends_with_its_last_day_where_the_organisation_is(
    cast: Cast, zone: str, now: datetime, decision: Decision
) -> None:
    made = red_in(cast, zone)
    waive(made)
    assert gate_at(made, now) == decision
    assert is_red_at(made, now) is (decision == Decision.NO_GO), "the evidence says the same"


def test_a_go_over_a_waiver_that_ends_today_in_the_west_is_no_go_over_red(cast: Cast) -> None:
    made = red_in(cast, WEST)
    waive(made)
    actions.ask_go(made.act("Cleo", minutes=55), campaign_id=made.campaign_id)
    act = cast.act("Bob", now=NEXT_DAY_EARLY)
    assert actions.decide_go(act, campaign_id=made.campaign_id).decision == Decision.GO_WITH_WAIVER
    today = NEXT_DAY_EARLY.date()
    (unit,) = [one for one in launched(cast.id, today, DAY).values() if one.campaign == made.campaign_id]
    assert unit.go is not None
    assert unit.go.moment.day == DAY
    assert not is_red_at(made, unit.go.moment.at)


def test_a_waiver_taken_back_is_none_at_once_also_where_the_day_began_already(cast: Cast) -> None:
    made = red_in(cast, EAST)
    waiver = waive(made, days=5)
    later = NOW.replace(hour=12)
    actions.end_waiver(cast.act("Bob", now=later), waiver_id=waiver.pk)
    assert gate_at(made, later + timedelta(minutes=1)) == Decision.NO_GO


@pytest.mark.parametrize(("zone", "now"), [(EAST, SAME_DAY_LATE), (WEST, NEXT_DAY_EARLY)])
def test_a_waiver_begins_on_the_day_it_is_where_the_organisation_is(
    cast: Cast, zone: str, now: datetime
) -> None:
    made = red_in(cast, zone)
    today = now.astimezone(read_gate(cast.id, DAY).zone).date()
    act = cast.act("Alice", now=now)
    with pytest.raises(Refused) as refusal:
        actions.waive(
            act, campaign_id=made.campaign_id, code=BUDGET, why="x", until=today - timedelta(days=1)
        )
    assert [problem.column for problem in refusal.value.problems] == ["until"]
    assert not Waiver.objects.exists()
    actions.waive(act, campaign_id=made.campaign_id, code=BUDGET, why="x", until=today)
    assert gate_at(made, now) == Decision.GO_WITH_WAIVER


def test_a_day_that_has_gone_is_judged_as_that_day(cast: Cast) -> None:
    made = red_in(cast, EAST)
    waive(made)
    assert report(cast.id, made.campaign_id, DAY, now=NEXT_DAY_EARLY).decision == Decision.GO_WITH_WAIVER
