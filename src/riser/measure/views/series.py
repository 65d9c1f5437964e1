"""Spend and plan over time: by day, or by month where days are too many to be told apart."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from riser.connect.queries import AccountDay
from riser.foundation.periods import Period, month_of
from riser.plan.queries import Planned

MOST_DAYS = 120  # beyond that bars are too thin to be told apart, and months are drawn instead
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Point:
    """The spend of one day, or of the month that begins on it."""

    day: date
    spend: Decimal


@dataclass(frozen=True)
class Series:
    """Spend over time in one currency, oldest first and at least one point; the caps are in that currency."""

    currency: str
    points: tuple[Point, ...]
    caps: tuple[Planned, ...] = ()
    last_slots: int | None = None

    @property
    def by_month(self) -> bool:
        """Whether there are too many days to draw each."""
        return (self.points[-1].day - self.points[0].day).days > MOST_DAYS

    @property
    def slots(self) -> tuple[Period, ...]:
        """The days or months from the first point to the last, each cut to the days of the series."""
        all_days = Period(self.points[0].day, self.points[-1].day)
        found = tuple(_months(all_days) if self.by_month else (Period(day, day) for day in all_days))
        return found[-self.last_slots :] if self.last_slots else found

    @cached_property
    def drawn(self) -> tuple[Point, ...]:
        """The points as drawn: days, or sums of months."""
        sums: dict[date, Decimal] = {}
        for point in self.points:
            first = self.place(point.day)
            sums[first] = sums.get(first, Decimal(0)) + point.spend
        begin = self.place(self.slots[0].from_day)
        return tuple(Point(day, spend) for day, spend in sums.items() if day >= begin)

    @cached_property
    def plan(self) -> tuple[Point, ...]:
        """What the approved caps leave for each day or month, spread evenly over their days, to the cent."""
        return tuple(
            Point(self.place(slot.from_day), self._planned(slot)) for slot in self.slots if self.caps
        )

    @property
    def rows(self) -> list[tuple[date, Decimal | None, Decimal | None]]:
        """Day or month, spend, plan: what the drawing shows. None is unknown, or without any plan."""
        spent = {point.day: point.spend for point in self.drawn}
        meant = {point.day: point.spend for point in self.plan}
        days = [self.place(slot.from_day) for slot in self.slots]
        return [(day, spent.get(day), meant.get(day)) for day in days]

    def newest(self, slots: int) -> "Series":
        """The same, of which only the last days or months are drawn."""
        return replace(self, last_slots=slots)

    def place(self, day: date) -> date:
        """The day that stands for a day: itself, or the first of its month."""
        return month_of(day).from_day if self.by_month else day

    def _planned(self, slot: Period) -> Decimal:
        return sum((cap.within(slot) for cap in self.caps), Decimal(0)).quantize(CENT)


def months_by_source(
    days: Iterable[AccountDay], within: Sequence[Period]
) -> Mapping[tuple[str, str], tuple[Decimal | None, ...]]:
    """By source and currency the spend of each of these months; None where the source has no row."""
    sums: dict[tuple[str, str], dict[date, Decimal]] = {}
    for day in days:
        months = sums.setdefault((day.source, day.currency), {})
        first = month_of(day.day).from_day
        months[first] = months.get(first, Decimal(0)) + day.spend
    firsts = [month_of(month.from_day).from_day for month in within]
    return {key: tuple(months.get(first) for first in firsts) for key, months in sums.items()}


def months_between(first: date, last: date) -> tuple[Period, ...]:
    """The months from a day to a day, the first and the last cut to these days."""
    return tuple(_months(Period(first, last)))


def _months(days: Period) -> Iterator[Period]:
    day = days.from_day
    while day <= days.to_day:
        end = min(month_of(day).to_day, days.to_day)
        yield Period(day, end)
        day = end + timedelta(days=1)
