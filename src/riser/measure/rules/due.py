"""When somebody has to read results or judge a requirement, and which campaign burns most."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import IntEnum

from riser.measure.rules.checkpoints import Reach

# The points at which pages ask for a reading, as shares of the cap; a test holds them to the model's data.
POINTS = (Decimal("0.35"), Decimal("0.70"))
AHEAD = Decimal("0.10")  # of the cap before a point is reached: time to read and decide at leisure
VERDICT_DAYS = 20  # working days after a requirement came due; the same test holds it
SHORT_FLIGHT = 10  # days; shorter flights have one point only


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the cap for which no decision is on record, and whether the spend has passed it."""

    share: Decimal
    passed: bool


def next_point(decided: Iterable[Reach | None], now: Reach | None, flight_days: int) -> Point | None:
    """The first point that waits for a decision, once the spend is near it; None where nothing waits.

    A decision that was taken after a point still settles it: it is late, and nothing is left to do.
    """
    points = POINTS[:1] if flight_days < SHORT_FLIGHT else POINTS
    settled = sum(one is not None for one in decided)
    if now is None or settled >= len(points):
        return None
    share = points[settled]
    return Point(share, passed=not now.within(share)) if now.share >= share - AHEAD else None


class Burn(IntEnum):
    """What burns, the worst first."""

    ABOVE_CAP = 0
    STOPPED_AT_GATE = 1
    VERDICT_OVERDUE = 2
    POINT_PASSED = 3
    CAP_WAITS = 4
    AHEAD_OF_DAYS = 5
    POINT_NEAR = 6
    VERDICT_DUE = 7
    BEHIND_DAYS = 8
    NOTHING = 9


def burning(flags: Iterable[Burn]) -> tuple[int, int]:
    """A key to sort by: the worst flag first, then how many there are."""
    found = sorted(flags)
    return (found[0] if found else Burn.NOTHING, -len(found))


def last_working_day_before(day: date) -> date:
    """The working day before a day: what a person last saw, so that Mondays tell of the weekend."""
    before = day - timedelta(days=1)
    while before.weekday() >= 5:
        before -= timedelta(days=1)
    return before
