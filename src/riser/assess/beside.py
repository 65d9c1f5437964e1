"""Two sides of one heat map: two units on one day, a unit and the whole organisation, or two days.

A unit is rated on those counting instances of the whole that belong to it: so the units, the campaigns
without one and what belongs to no campaign add up to the whole. Pure; whose an instance is, is given.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from riser.assess.instances import CAMPAIGN_KINDS
from riser.assess.library.model import PracticeArea
from riser.assess.profile import InstanceResult, PracticeProfile, Profile
from riser.assess.rules.aggregate import Weighed, tally
from riser.assess.rules.scale import MET, is_ordered, rank, weakest
from riser.assess.rules.units import Said, Standing, said
from riser.foundation.evidence import Characterisation, Instance

Units = Mapping[str, str]  # instance id -> its unit, "" for a campaign without one; others are missing


class By(StrEnum):
    """What stands beside each other."""

    UNITS = "units"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class Part:
    """One practice on one side: what is said, and how many counting instances of each kind say it."""

    said: Said
    tally: Mapping[Characterisation, int]

    @property
    def rating(self) -> Characterisation | None:
        """The rating; None where the side is not rated."""
        return self.said.rating


@dataclass(frozen=True, slots=True)
class Side:
    """One side. `unit` is None for the whole organisation; `spend` is that of its counting instances."""

    unit: str | None
    as_of: date
    parts: Mapping[str, Part]
    instances: int
    spend: Mapping[str, Decimal]

    @property
    def rated(self) -> int:
        """How many practices are fully, largely, partially or not met here."""
        return sum(is_ordered(part.rating) for part in self.parts.values())

    @property
    def met(self) -> int:
        """How many of them are fully or largely met."""
        return sum(part.rating in MET for part in self.parts.values())


@dataclass(frozen=True, slots=True)
class Cell:
    """An area at one level on one side: the weakest rated practice counts.

    Attributes:
        met: how many of the `of` practices hold. One that cannot be rated here counts among them, as it does
            in the profile; one that is shared by all units does not.
        due: where none is rated for want of instances, the most that one of them has; else None.
    """

    rating: Characterisation | None
    met: int
    of: int
    due: int | None
    standings: frozenset[Standing]


@dataclass(frozen=True, slots=True)
class Beside:
    """Two sides, in the order of the model of `profile`, which is that of the later day."""

    by: By
    profile: Profile
    left: Side
    right: Side

    @property
    def differing(self) -> tuple[str, ...]:
        """The practices rated otherwise on the two sides, the widest distance first."""
        both = [id_ for id_ in self.profile.practices if self._gap(id_)]
        return tuple(sorted(both, key=lambda id_: -self._gap(id_)))

    @property
    def compared(self) -> int:
        """How many practices are rated on both sides."""
        return sum(self._are_rated(id_) for id_ in self.profile.practices)

    @property
    def shared(self) -> tuple[str, ...]:
        """The practices that belong to every unit alike."""
        return self._standing(Standing.SHARED)

    @property
    def too_few(self) -> tuple[str, ...]:
        """The practices on which one side has too few due instances."""
        return self._standing(Standing.TOO_FEW)

    def _standing(self, standing: Standing) -> tuple[str, ...]:
        return tuple(
            id_
            for id_ in self.profile.practices
            if standing in (self.left.parts[id_].said.standing, self.right.parts[id_].said.standing)
        )

    def _are_rated(self, id_: str) -> bool:
        return is_ordered(self.left.parts[id_].rating) and is_ordered(self.right.parts[id_].rating)

    def _gap(self, id_: str) -> int:
        one, other = self.left.parts[id_].rating, self.right.parts[id_].rating
        return abs(rank(one) - rank(other)) if one and other and self._are_rated(id_) else 0


def cell(side: Side, area: PracticeArea, level: int) -> Cell:
    """An area at a level on one side of a comparison."""
    parts = [side.parts[one.id] for one in area.at(level) if one.id in side.parts]
    ratings = [part.rating for part in parts if part.rating and is_ordered(part.rating)]
    few = [part.said.due for part in parts if part.said.standing is Standing.TOO_FEW]
    return Cell(
        rating=weakest(ratings) or next((part.rating for part in parts if part.rating), None),
        met=sum(rating in MET for rating in ratings),
        of=sum(part.said.standing is not Standing.SHARED for part in parts),
        due=max(few) if few and not ratings else None,
        standings=frozenset(part.said.standing for part in parts),
    )


def held(side: Side, area: PracticeArea) -> tuple[int, int]:
    """How many practices of an area hold on a side, of how many that are not shared."""
    cells = [cell(side, area, level) for level in area.levels]
    return sum(one.met for one in cells), sum(one.of for one in cells)


def two_units(profile: Profile, units: Units, left: str, right: str | None) -> Beside:
    """The profile on the instances of one unit, beside those of another; None is the whole organisation."""
    return Beside(By.UNITS, profile, of_unit(profile, units, left), of_unit(profile, units, right))


def two_days(before: Profile, after: Profile) -> Beside:
    """The profile of a day beside that of a later day."""
    return Beside(By.DAYS, after, _of_day(before, after), _of_day(after, after))


def of_unit(profile: Profile, units: Units, unit: str | None) -> Side:
    """The whole profile as one unit's instances make it, or, for None, as all instances do."""
    found = {id_: list(_of(one, units, unit)) for id_, one in profile.practices.items()}
    return _side(
        unit,
        profile,
        {id_: _part(one, found[id_], units, unit) for id_, one in profile.practices.items()},
        (result for results in found.values() for result in results),
    )


def _of(one: PracticeProfile, units: Units, unit: str | None) -> Iterator[InstanceResult]:
    for result in one.counting:
        if unit is None or units.get(result.instance.id) == unit:
            yield result


def _part(one: PracticeProfile, found: list[InstanceResult], units: Units, unit: str | None) -> Part:
    counts = tally(result.value for result in found)
    if is_shared(one, units):
        return Part(Said(Standing.SHARED, None, 0), counts)
    if unit is None:
        return Part(_of_whole(one), counts)
    critical = {result.fact.critical for result in found if result.fact.critical}
    return Part(said([_weighed(result) for result in found], critical=len(critical)), counts)


def is_shared(one: PracticeProfile, units: Units) -> bool:
    """Whether a practice is rated on nothing that belongs to a campaign."""
    return one.practice.instance not in CAMPAIGN_KINDS and not any(
        result.instance.id in units for result in one.results
    )


def _of_whole(one: PracticeProfile) -> Said:
    """What the profile itself says: the organisation is rated however few its instances are."""
    due = sum(is_ordered(result.value) for result in one.counting)
    if one.rating is not None:
        return Said(Standing.RATED, one.rating, due)
    return Said(Standing.NO_SOURCE if one.has_no_source else Standing.NOTHING, None, due)


def _of_day(profile: Profile, model: Profile) -> Side:
    """A side of the practices that the later day's model has."""
    known, nothing = profile.practices, Part(Said(Standing.NOTHING, None, 0), tally(()))
    parts = {
        id_: Part(_of_whole(known[id_]), known[id_].tally) if id_ in known else nothing
        for id_ in model.practices
    }
    return _side(None, profile, parts, (result for one in known.values() for result in one.counting))


def _side(
    unit: str | None, profile: Profile, parts: Mapping[str, Part], results: Iterable[InstanceResult]
) -> Side:
    instances = {result.instance.id: result.instance for result in results}
    return Side(unit, profile.as_of, parts, len(instances), _spend(instances.values()))


def _spend(instances: Iterable[Instance]) -> dict[str, Decimal]:
    """The spend of the campaigns per currency; what hangs on a campaign would count it a second time."""
    sums: dict[str, Decimal] = {}
    for one in instances:
        if one.currency and one.kind in CAMPAIGN_KINDS:
            sums[one.currency] = sums.get(one.currency, Decimal(0)) + one.spend
    return sums


def _weighed(result: InstanceResult) -> Weighed:
    return Weighed(result.value, result.instance.spend, result.instance.currency)
