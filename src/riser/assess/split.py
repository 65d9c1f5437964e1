"""One profile taken apart: the same instances, the same rules, each group of instances by itself.

Groups are what the records know today: the platform that carried the campaign, its class, its owner. An
instance of no group (a month, a quarter, the organisation) is left out of every one of them.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from riser.assess.profile import InstanceResult, PracticeProfile, Profile
from riser.assess.rules.aggregate import Weighed, indicative, tally
from riser.assess.rules.scale import MET, is_ordered
from riser.foundation.evidence import Characterisation, Instance


class Grouping(StrEnum):
    """What instances are put together by."""

    CHANNEL = "channel"
    CLASS = "class"
    OWNER = "owner"


Groups = Mapping[str, Collection[str]]  # instance id -> the names of its groups; a campaign may have several


@dataclass(frozen=True, slots=True)
class Part:
    """One practice on the instances of one group; ``rating`` None is not rated."""

    rating: Characterisation | None
    tally: Mapping[Characterisation, int]


@dataclass(frozen=True, slots=True)
class GroupProfile:
    """One group of instances: by practice what it comes to, and how much it spent per currency."""

    name: str
    instances: int
    spend: Mapping[str, Decimal]
    parts: Mapping[str, Part]

    @property
    def rated(self) -> int:
        """How many practices its records say something about."""
        return sum(is_ordered(part.rating) for part in self.parts.values())

    @property
    def met(self) -> int:
        """How many of them are fully or largely met."""
        return sum(part.rating in MET for part in self.parts.values())


def split(profile: Profile, groups: Groups) -> tuple[GroupProfile, ...]:
    """A profile per group, the one with the most instances first; by name where they have as many."""
    names = {name for found in groups.values() for name in found}
    made = [_group(name, profile, groups) for name in names]
    return tuple(sorted(made, key=lambda one: (-one.instances, one.name)))


def compared(profile: Profile, found: Collection[GroupProfile]) -> tuple[str, ...]:
    """Ids of the practices that say something about two groups at least: only there is a comparison."""
    return tuple(
        id_
        for id_ in profile.practices
        if sum(id_ in one.parts and is_ordered(one.parts[id_].rating) for one in found) > 1
    )


def _group(name: str, profile: Profile, groups: Groups) -> GroupProfile:
    mine: dict[str, list[InstanceResult]] = {
        id_: [result for result in one.counting if name in groups.get(result.instance.id, ())]
        for id_, one in profile.practices.items()
    }
    instances = {result.instance.id: result.instance for found in mine.values() for result in found}
    return GroupProfile(
        name=name,
        instances=len(instances),
        spend=_spend(instances.values()),
        parts={id_: _part(profile.practices[id_], found) for id_, found in mine.items() if found},
    )


def _part(one: PracticeProfile, found: list[InstanceResult]) -> Part:
    weighed = [Weighed(each.value, each.instance.spend, each.instance.currency) for each in found]
    critical = any(each.fact.critical for each in found)
    return Part(indicative(weighed, has_critical_weakness=critical), tally(each.value for each in found))


def _spend(instances: Iterable[Instance]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for one in instances:
        if one.currency:
            sums[one.currency] = sums.get(one.currency, Decimal(0)) + one.spend
    return sums
