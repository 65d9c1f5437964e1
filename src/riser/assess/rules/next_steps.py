"""What stands between here and the next level, and in which order to take it.

A practice stands in the way when its group, at the next level or below, is not satisfied and the practice
is not FM or LM, or carries the group's significant weakness. Order: the lower level first (it is the
foundation), a practice after those it builds on, then the larger price alone, then the smaller effort.

Ranking by price alone x avoidable share - cost of the action needs a share from own pilots. Before the first
pilot there is none, and the basis says so: *exposure only*. Classes are never added; the exposure of a
practice is its largest price of a single class.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from riser.assess.rules.levels import HIGHEST, Area
from riser.assess.rules.prices import Price
from riser.assess.rules.scale import MET
from riser.foundation.evidence import Characterisation

EXPOSURE_ONLY = "exposure_only"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A practice that could be worked on: what it is rated, what it costs, what it takes."""

    practice: str
    level: int
    rating: Characterisation | None
    prices: tuple[Price, ...] = ()
    effort_days: Decimal = Decimal(0)
    builds_on: tuple[str, ...] = ()

    @property
    def exposure(self) -> Decimal:
        """The largest price of a single class; zero when it has none of its own."""
        return max((price.amount for price in self.prices if price.amount is not None), default=Decimal(0))


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the ranking; ``rank`` starts at 1, ``after`` names what has to come first."""

    rank: int
    candidate: Candidate
    after: tuple[str, ...]
    basis: str = EXPOSURE_ONLY


def next_level(areas: Iterable[Area], reached: int) -> int | None:
    """The nearest level above ``reached`` at which an area in scope has a group; None at the top."""
    levels = {group.level for area in areas if area.in_scope for group in area.groups}
    return min((level for level in levels if reached < level <= HIGHEST), default=None)


def in_the_way(areas: Iterable[Area], level: int, *, weak: Collection[str] = ()) -> tuple[str, ...]:
    """Ids of the practices that keep ``level`` from being held, area by area.

    Args:
        weak: practices with a critical weakness; they stand in the way whatever their rating.
    """
    groups = [
        g for area in areas if area.in_scope for g in area.groups if g.level <= level and not g.satisfied
    ]
    return tuple(
        practice
        for group in groups
        for practice, rating in group.practices.items()
        if rating not in MET or practice in weak
    )


def ranked(candidates: Sequence[Candidate]) -> tuple[Step, ...]:
    """The candidates in the order in which to take them, prerequisites among them respected."""
    waiting = {candidate.practice: candidate for candidate in candidates}
    steps: list[Step] = []
    while waiting:
        free = [c for c in waiting.values() if not waiting.keys() & set(c.builds_on)]
        best = min(free or waiting.values(), key=_order)
        del waiting[best.practice]
        done = {step.candidate.practice for step in steps}
        steps.append(Step(len(steps) + 1, best, tuple(id_ for id_ in best.builds_on if id_ in done)))
    return tuple(steps)


def _order(candidate: Candidate) -> tuple[int, Decimal, Decimal, str]:
    return candidate.level, -candidate.exposure, candidate.effort_days, candidate.practice
