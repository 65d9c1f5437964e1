"""What will move by itself: ratings that change when evidence leaves its window and nothing new comes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from riser.assess.rules.aggregate import Weighed, aggregate, indicative
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
        judged: FM, LM, PM and DM instances by id.
        undated: NY and NE instances, taken as they are.
    """
    leaving = leaves_on({id_: dated.day for id_, dated in judged.items()}, window, as_of=as_of)
    found: list[Move] = []
    before = _rating(judged, window, as_of, undated)
    for day in sorted({day for day in leaving.values() if day <= as_of + timedelta(days=HORIZON_DAYS)}):
        after = _rating(judged, window, day, undated)
        if after is not before:
            gone = tuple(id_ for id_, leaves in leaving.items() if leaves == day)
            found.append(Move(day, before, after, gone))
        before = after
    return tuple(found)


def _rating(
    judged: Mapping[str, Dated], window: Window, as_of: date, undated: Sequence[Weighed]
) -> Characterisation | None:
    counting = inside({id_: dated.day for id_, dated in judged.items()}, window, as_of=as_of)
    weighed = [judged[id_].weighed for id_ in counting] + list(undated)
    critical = any(judged[id_].is_critical for id_ in counting)
    outcome = aggregate(one.characterisation for one in weighed)
    return indicative(outcome, weighed, has_critical_weakness=critical)
