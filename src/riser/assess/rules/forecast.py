"""What will move by itself: ratings that change when evidence leaves its window and nothing new comes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from riser.assess.rules.aggregate import Scales, Weighed, weigh
from riser.assess.rules.freshness import Window, inside, leaves_on
from riser.foundation.evidence import Characterisation

HORIZON_DAYS = 120


@dataclass(frozen=True, slots=True)
class Dated:
    """One judged instance: the day it counts from, what it weighs, whether it shows a critical weakness."""

    day: date
    weighed: Weighed
    is_critical: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """A rating that changes on a day because these instances leave; None is "not rated"."""

    day: date
    before: Characterisation | None
    after: Characterisation | None
    leaving: tuple[str, ...]


def moves(
    judged: Mapping[str, Dated], window: Window, *, as_of: date, undated: Sequence[Weighed] = ()
) -> tuple[Move, ...]:
    """The moves within the next 120 days, oldest first.

    Args:
        judged: FM, LM, PM and DM instances by id; one dated later than ``as_of`` is not known yet.
        undated: NY and NE instances, taken as they are.
    """
    days = {id_: dated.day for id_, dated in judged.items()}
    scales = weigh(undated)
    for id_ in inside(days, window, as_of=as_of):
        _put(scales, judged[id_])
    found: list[Move] = []
    before = scales.rating
    for day, gone in _by_day(leaves_on(days, window, as_of=as_of), as_of):
        for id_ in gone:
            _put(scales, judged[id_], sign=-1)
        after = scales.rating
        if after is not before:
            found.append(Move(day, before, after, gone))
        before = after
    return tuple(found)


def _put(scales: Scales, one: Dated, *, sign: int = 1) -> None:
    scales.put(one.weighed, is_critical=one.is_critical, sign=sign)


def _by_day(leaving: Mapping[str, date], as_of: date) -> list[tuple[date, tuple[str, ...]]]:
    """Who leaves on each day up to the horizon, oldest first."""
    found: dict[date, list[str]] = {}
    for id_, day in leaving.items():
        if day <= as_of + timedelta(days=HORIZON_DAYS):
            found.setdefault(day, []).append(id_)
    return [(day, tuple(found[day])) for day in sorted(found)]
