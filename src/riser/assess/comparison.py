"""Two profiles in, what moved between them out: which practices rose, fell or appeared, and because of what.

Pure: both profiles were computed by the same rules, each of its own day. What moved a practice is found
among its instances: one came into the window, left it, or is characterised otherwise than before.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from riser.assess.profile import AreaProfile, InstanceResult, PracticeProfile, Profile
from riser.assess.rules.prices import CLASS_ORDER, Price
from riser.assess.rules.scale import MET, is_ordered, rank
from riser.foundation.evidence import Characterisation, PriceClass


class Direction(StrEnum):
    """How a rating moved."""

    ROSE = "rose"
    FELL = "fell"
    APPEARED = "appeared"  # it was not rated before
    VANISHED = "vanished"  # it is not rated any more


class Cause(StrEnum):
    """What an instance did between the two days."""

    CAME = "came"
    LEFT = "left"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Mover:
    """One instance that moved a practice: what it counted as before and after, None where it did not."""

    result: InstanceResult
    cause: Cause
    before: Characterisation | None
    after: Characterisation | None


@dataclass(frozen=True, slots=True)
class Moved:
    """A practice whose rating differs between the days; None: not rated."""

    one: PracticeProfile
    before: Characterisation | None
    after: Characterisation | None
    direction: Direction
    movers: tuple[Mover, ...]


@dataclass(frozen=True, slots=True)
class AreaMoved:
    """An area with another level, stated or evidenced; None: not rated, or nobody answered."""

    area: AreaProfile
    stated: tuple[int | None, int | None]
    evidenced: tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class PriceMoved:
    """One class of price in one currency over the window of either day; None: not priced then."""

    price_class: PriceClass
    currency: str
    before: Price | None
    after: Price | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What moved from one profile to another, of the same model."""

    before: Profile
    after: Profile
    practices: tuple[Moved, ...]
    areas: tuple[AreaMoved, ...]
    prices: tuple[PriceMoved, ...]

    def count(self, direction: Direction) -> int:
        """How many practices moved so."""
        return sum(one.direction is direction for one in self.practices)


def compare(before: Profile, after: Profile) -> Comparison:
    """What rose, fell, appeared and vanished between two profiles, in the model's order."""
    earlier = before.practices
    return Comparison(
        before=before,
        after=after,
        practices=tuple(
            _moved(earlier[id_], one, direction)
            for id_, one in after.practices.items()
            if id_ in earlier and (direction := _direction(earlier[id_].rating, one.rating))
        ),
        areas=tuple(_areas(before, after)),
        prices=tuple(_prices(before, after)),
    )


def _direction(before: Characterisation | None, after: Characterisation | None) -> Direction | None:
    """How a rating moved; "not yet due" is as little a rating as none. None where nothing moved."""
    was, is_now = is_ordered(before), is_ordered(after)
    if was and is_now and before and after:
        if before is after:
            return None
        return Direction.ROSE if rank(after) > rank(before) else Direction.FELL
    if was == is_now:
        return None
    return Direction.APPEARED if is_now else Direction.VANISHED


def _moved(before: PracticeProfile, after: PracticeProfile, direction: Direction) -> Moved:
    down = direction in (Direction.FELL, Direction.VANISHED)
    movers = sorted(_movers(before, after), key=lambda one: _push(one) * (1 if down else -1))
    return Moved(after, before.rating, after.rating, direction, tuple(movers))


def _push(one: Mover) -> int:
    """Which way an instance moved its practice: above zero up, below zero down."""
    return _side(one.after) - _side(one.before)


def _side(value: Characterisation | None) -> int:
    """1 where it speaks for the practice, -1 where against, 0 where it is not there."""
    return 0 if value is None else 1 if value in MET else -1


def _movers(before: PracticeProfile, after: PracticeProfile) -> Iterator[Mover]:
    """The judged instances that differ between the two days."""
    was, is_now = _judged(before), _judged(after)
    for id_, result in is_now.items():
        old = was.get(id_)
        if old is None:
            yield Mover(result, Cause.CAME, None, result.value)
        elif old.value is not result.value:
            yield Mover(result, Cause.CHANGED, old.value, result.value)
    for id_, result in was.items():
        if id_ not in is_now:
            yield Mover(result, Cause.LEFT, result.value, None)


def _judged(one: PracticeProfile) -> dict[str, InstanceResult]:
    return {result.instance.id: result for result in one.counting if is_ordered(result.value)}


def _areas(before: Profile, after: Profile) -> Iterator[AreaMoved]:
    earlier = {area.area.code: area for area in before.areas}
    for area in after.areas:
        old = earlier.get(area.area.code)
        stated = (old.stated_level if old else None, area.stated_level)
        evidenced = (old.evidenced_level if old else None, area.evidenced_level)
        if stated[0] != stated[1] or evidenced[0] != evidenced[1]:
            yield AreaMoved(area, stated, evidenced)


def _prices(before: Profile, after: Profile) -> Iterator[PriceMoved]:
    """Every class and currency that has a figure on either day, in the order of the classes."""
    old, new = _totals(before), _totals(after)
    keys = sorted(old.keys() | new.keys(), key=lambda key: (CLASS_ORDER.index(key[0]), key[1]))
    for key in keys:
        yield PriceMoved(*key, old.get(key), new.get(key))


def _totals(profile: Profile) -> Mapping[tuple[PriceClass, str], Price]:
    return {(price.price_class, price.currency): price for price in profile.totals}
