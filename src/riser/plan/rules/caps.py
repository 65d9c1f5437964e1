"""Spend against the cap in force: cumulative over the cap's own window, day by day.

A cap counts from the day its approval was recorded, and a later raise does not heal what was spent before.
A day of twice the daily budget is no breach; only the running total is compared.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import accumulate

from riser.foundation.periods import Period

Spend = Mapping[date, Decimal]


@dataclass(frozen=True, slots=True)
class CapStep:
    """An approved amount for a window of days, in force from the day its approval was recorded."""

    in_force_from: date
    amount: Decimal
    window: Period


@dataclass(frozen=True, slots=True)
class CapLine:
    """One budget line: the approved caps over time, oldest first, in one currency."""

    id: str
    currency: str
    steps: tuple[CapStep, ...]

    def in_force(self, day: date) -> CapStep | None:
        """The cap that counts on a day: the newest one approved by then whose window holds the day."""
        newest_first = reversed(self.steps)
        return next((one for one in newest_first if one.in_force_from <= day and day in one.window), None)


@dataclass(frozen=True, slots=True)
class Standing:
    """The end of one day: its spend, the window's total so far, the cap in force."""

    day: date
    spend: Decimal
    total: Decimal
    cap: Decimal

    @property
    def ratio(self) -> Decimal:
        """The running total as a multiple of the cap."""
        return self.total / self.cap

    @property
    def above(self) -> Decimal:
        """The part of this day's spend that lies above the cap in force that day."""
        return min(self.spend, max(self.total - self.cap, Decimal(0)))


def standings(line: CapLine, spend: Spend) -> Iterator[Standing]:
    """One standing per spend day on which a cap of the line is in force, in the order of days."""
    days = sorted(day for day, amount in spend.items() if amount > 0)
    running = list(accumulate((spend[day] for day in days), initial=Decimal(0)))
    for place, day in enumerate(days, start=1):
        step = line.in_force(day)
        if step is not None:
            before = running[bisect_left(days, step.window.from_day)]
            yield Standing(day, spend[day], running[place] - before, step.amount)


def first_above(stands: Iterable[Standing], *, tolerance: Decimal) -> Standing | None:
    """The first day on which the running total passes `tolerance` times the cap in force, or None."""
    return next((stand for stand in stands if stand.total > tolerance * stand.cap), None)


def above_by_day(lines: Sequence[CapLine], spend: Spend) -> dict[date, Decimal]:
    """What each day spent above a cap in force. Where windows overlap, the larger part counts, once."""
    return largest_above(stand for line in lines for stand in standings(line, spend))


def largest_above(stands: Iterable[Standing]) -> dict[date, Decimal]:
    """The largest part of each day's spend that one of these standings has above its cap."""
    found: dict[date, Decimal] = {}
    for stand in stands:
        if stand.total > stand.cap:
            found[stand.day] = max(stand.above, found.get(stand.day, Decimal(0)))
    return found


def would_be_above(line: CapLine, spend: Spend) -> Decimal:
    """What lies above the line's newest step if it had been in force all along: shown, never priced."""
    step = line.steps[-1]
    total = sum((amount for day, amount in spend.items() if amount > 0 and day in step.window), Decimal(0))
    return max(total - step.amount, Decimal(0))


def capped_share(lines: Sequence[CapLine], spend: Spend) -> tuple[int, int]:
    """On how many of the spend days a cap was in force, and how many spend days there are."""
    days = [day for day, amount in spend.items() if amount > 0]
    return sum(any(line.in_force(day) for line in lines) for day in days), len(days)
