"""The earliest day on which a practice can count as held, if every new instance does it from now on.

Past instances cannot be repaired, they only age out; new ones come at the pace of the window. So a practice
is held on the first day on which the old ones that are still young enough, together with the new ones, reach
the shares that Largely needs and show no critical weakness.

The day assumes the best: every new instance is fully met and spends what the old ones spent on average.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar

from riser.assess.rules.aggregate import Scales, Weighed
from riser.assess.rules.forecast import Dated
from riser.assess.rules.freshness import Window
from riser.assess.rules.scale import FM

Key = TypeVar("Key")
HORIZON_DAYS = 730


@dataclass(frozen=True, slots=True)
class Earliest:
    """When a practice can count at the earliest, and on what that rests.

    Attributes:
        day: None where even two years of good instances do not suffice.
        starts: from here on new instances can do it; the elapsed time of the action lies before.
        pace_days: one new instance in so many days, as in the window so far.
        new: how many new instances lie before ``day``; 0 where old ones leaving is enough.
    """

    day: date | None
    starts: date
    pace_days: int
    new: int = 0


def earliest(judged: Collection[Dated], window: Window, *, as_of: date, starts: date) -> Earliest:
    """The earliest day, given the FM, LM, PM and DM instances that are known on ``as_of``."""
    old = sorted((one for one in judged if one.day <= as_of), key=lambda one: one.day)
    young = [one for one in old if one.day >= as_of - timedelta(days=window.days)]
    pace = max(1, window.days // max(1, len(young)))
    new = 0
    for day, scales in _days(old, window, as_of=as_of, starts=starts, pace=pace):
        new = _arrived(day, starts, pace)
        if _hold(scales):
            return Earliest(day, starts, pace, new)
    return Earliest(None, starts, pace, new)


def starts_after(
    elapsed_days: Mapping[Key, int], after: Mapping[Key, Collection[Key]], *, as_of: date
) -> dict[Key, date]:
    """From which day on each practice is done: its own elapsed time, after those it builds on.

    Both mappings stand in an order in which what is built on comes first.
    """
    found: dict[Key, date] = {}
    for key, days in elapsed_days.items():
        begins = max((found[one] for one in after.get(key, ()) if one in found), default=as_of)
        found[key] = begins + timedelta(days=days)
    return found


def _days(
    old: list[Dated], window: Window, *, as_of: date, starts: date, pace: int
) -> Iterator[tuple[date, Scales]]:
    """Every day on which something comes or goes, with what counts then."""
    everything = [*old, *_coming(old, as_of, starts, pace)]
    scales, left, come = Scales(), 0, 0
    for day in _events(everything, window, as_of):
        while come < len(everything) and everything[come].day <= day:
            _put(scales, everything[come])
            come += 1
        first = _first_that_counts(everything, come, window, day)
        while left < come and everything[left].day < first:
            _put(scales, everything[left], -1)
            left += 1
        yield day, scales


def _put(scales: Scales, one: Dated, sign: int = 1) -> None:
    scales.put(one.weighed, is_critical=one.is_critical, sign=sign)


def _hold(scales: Scales) -> bool:
    """Whether both shares reach what Largely needs and no critical weakness is left."""
    return bool(scales.due) and not scales.critical and scales.shares.suffice


def _first_that_counts(everything: list[Dated], come: int, window: Window, day: date) -> date:
    """The last so many of those that have come stay, however old they are."""
    protected = everything[max(0, come - window.instances)].day if window.instances and come else date.max
    return min(day - timedelta(days=window.days), protected)


def _events(everything: list[Dated], window: Window, as_of: date) -> list[date]:
    last = as_of + timedelta(days=HORIZON_DAYS)
    leaves = (one.day + timedelta(days=window.days + 1) for one in everything)
    days = {as_of, *(one.day for one in everything), *leaves}
    return sorted(day for day in days if as_of <= day <= last)


def _coming(old: list[Dated], as_of: date, starts: date, pace: int) -> list[Dated]:
    """The instances that are still to come, each fully met, with the average spend of the old ones."""
    if not old:
        return []
    currencies = [one.weighed.currency for one in old]
    currency = max(dict.fromkeys(currencies), key=currencies.count)
    spends = [one.weighed.spend or Decimal(0) for one in old if one.weighed.currency == currency]
    weighed = Weighed(FM, sum(spends, Decimal(0)) / len(spends), currency)
    count = max(0, (as_of + timedelta(days=HORIZON_DAYS) - starts).days) // pace
    return [Dated(starts + timedelta(days=pace * (number + 1)), weighed) for number in range(count)]


def _arrived(day: date, starts: date, pace: int) -> int:
    return max(0, (day - starts).days // pace)
