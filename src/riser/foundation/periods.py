"""Days, working days and months. Working days are Monday to Friday."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

# Marketing records lie well inside; a day near the ends of the calendar only breaks reckoning with it.
FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(2999, 12, 31)
DAYS_KEPT = 4096  # some eleven years: the same days are asked for once for each campaign


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A closed range of days; both ends count. Raises ValueError where the end is before the start."""

    from_day: date
    to_day: date

    def __post_init__(self) -> None:
        if self.to_day < self.from_day:
            raise ValueError(f"{self.to_day} is before {self.from_day}")

    @property
    def days(self) -> int:
        """How many days the range holds."""
        return (self.to_day - self.from_day).days + 1

    def __contains__(self, day: date) -> bool:
        return self.from_day <= day <= self.to_day

    def __iter__(self) -> Iterator[date]:
        return (self.from_day + timedelta(days=n) for n in range(self.days))

    def overlaps(self, other: "Period") -> bool:
        """Whether the two share a day."""
        return self.from_day <= other.to_day and other.from_day <= self.to_day


def is_working(day: date) -> bool:
    """Whether the day is Monday to Friday."""
    return day.weekday() < 5


def working_days_after(start: date, end: date) -> int:
    """How many working days lie after `start` up to and including `end`; 0 where `end` is not later."""
    if end <= start:
        return 0
    weeks, rest = divmod((end - start).days, 7)
    return weeks * 5 + sum(is_working(end - timedelta(days=n)) for n in range(rest))


def minus_working_days(day: date, count: int) -> date:
    """The day that lies `count` working days before `day`."""
    while count > 0:
        day -= timedelta(days=1)
        count -= is_working(day)
    return day


@lru_cache(maxsize=DAYS_KEPT)
def month_of(day: date) -> Period:
    """The calendar month that holds the day."""
    first = day.replace(day=1)
    return Period(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))


@lru_cache(maxsize=DAYS_KEPT)
def quarter_of(day: date) -> Period:
    """The calendar quarter that holds the day."""
    first = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    return Period(first, month_of(first + timedelta(days=65)).to_day)
