"""Which instances are young enough to count, and on which day each stops counting.

Window = the practice's own where it states one, else the longer of 180 days and the last three instances. An
instance is inside while it is younger than the days *or* among the last ones; so a rating can be told
beforehand to move: down, or up when a bad campaign ages out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from heapq import nlargest

DAYS = 180
INSTANCES = 3


@dataclass(frozen=True, slots=True)
class Window:
    """The longer of so many days and so many last instances; both at least 0."""

    days: int = DAYS
    instances: int = INSTANCES

    def __str__(self) -> str:
        return f"{self.days} d / {self.instances}"


def start(days: Iterable[date], window: Window, *, as_of: date) -> date:
    """The first day that still counts on ``as_of``, given the days of all instances."""
    by_days = as_of - timedelta(days=window.days)
    return min(by_days, _protected_from(days, window, as_of=as_of))


def inside(days: Mapping[str, date], window: Window, *, as_of: date) -> frozenset[str]:
    """Ids of the instances that count on ``as_of``; an instance dated later than that does not yet."""
    first = start(days.values(), window, as_of=as_of)
    return frozenset(id_ for id_, day in days.items() if first <= day <= as_of)


def leaves_on(days: Mapping[str, date], window: Window, *, as_of: date) -> dict[str, date]:
    """The first day on which each counting instance no longer counts, if nothing new happens.

    Missing from the result: the last ones, which stay until newer instances push them out.
    """
    protected, first = (
        _protected_from(days.values(), window, as_of=as_of),
        as_of - timedelta(days=window.days),
    )
    leaving = [id_ for id_, day in days.items() if first <= day < protected and day <= as_of]
    return {id_: days[id_] + timedelta(days=window.days + 1) for id_ in sorted(leaving)}


def _protected_from(days: Iterable[date], window: Window, *, as_of: date) -> date:
    """The day of the last of the newest instances, from which on age does not matter."""
    newest = nlargest(window.instances, (day for day in days if day <= as_of))
    return min(newest, default=date.max)
