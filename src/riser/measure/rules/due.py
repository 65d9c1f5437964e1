"""When somebody has to read results or judge a requirement, and which campaign burns most."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import IntEnum

from riser.foundation.periods import working_days_after
from riser.measure.rules.checkpoints import Reach

# The points at which pages ask for a reading, as shares of the cap; a test holds them to the model's data.
POINTS = (Decimal("0.35"), Decimal("0.70"))
AHEAD = Decimal("0.10")  # of the cap before a point is reached: time to read and decide at leisure
VERDICT_DAYS = 20  # working days after a requirement came due; the same test holds it
GATE_DAYS = 5  # working days before its start within which a shut gate burns
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
    GATE_SHUT = 1  # and the start is days away, or past
    POINT_PASSED = 2
    AHEAD_OF_DAYS = 3
    CAP_WAITS = 4
    VERDICT_OVERDUE = 5
    POINT_NEAR = 6
    GATE_AHEAD = 7
    VERDICT_DUE = 8
    BEHIND_DAYS = 9
    NOTHING = 10

    @property
    def is_fire(self) -> bool:
        """Whether money is lost or a launch falls through while nobody acts."""
        return self <= Burn.POINT_PASSED

    @property
    def is_late(self) -> bool:
        """Whether a day has passed by which it should have been done."""
        return self in (Burn.POINT_PASSED, Burn.VERDICT_OVERDUE)


def gate_burn(start: date | None, as_of: date) -> Burn:
    """How a gate that is still shut burns: hard within GATE_DAYS working days of the start."""
    if start is None:
        return Burn.GATE_AHEAD
    return Burn.GATE_SHUT if working_days_after(as_of, start) <= GATE_DAYS else Burn.GATE_AHEAD


def burning(flags: Iterable[Burn]) -> tuple[int, int]:
    """A key to sort by: the worst flag first, then how many there are."""
    found = sorted(flags)
    return (found[0] if found else Burn.NOTHING, -len(found))
