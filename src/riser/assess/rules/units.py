"""What one unit's instances say of a practice, and when they are too few to say anything.

A unit (a region, a brand, a team) has a part of the organisation's instances, so a single campaign weighs
more. Below three due instances nothing is rated; the number is told instead. Otherwise the rules of the whole
hold: the table of outcomes, and 80 % by count and by spend.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from riser.assess.rules.aggregate import Weighed, weigh
from riser.foundation.evidence import Characterisation

INSTANCES_NEEDED = 3


class Standing(StrEnum):
    """Whether a side of a comparison is rated on a practice, and why not."""

    RATED = "rated"
    TOO_FEW = "too_few"  # fewer than three of its instances are due
    NO_SOURCE = "no_source"  # no connected source could hold the records of half of them
    NOTHING = "nothing"  # it has no instance that counts
    SHARED = "shared"  # it is rated on no campaign, so it belongs to every unit alike


@dataclass(frozen=True, slots=True)
class Said:
    """What instances say: a rating with the number of due ones, or the reason why there is none."""

    standing: Standing
    rating: Characterisation | None
    due: int


def said(instances: Collection[Weighed], *, critical: int = 0, needed: int = INSTANCES_NEEDED) -> Said:
    """What the counting instances of a unit say of a practice.

    Args:
        critical: how many critical weaknesses they show.
        needed: due instances (FM, LM, PM or DM) without which nothing is rated.
    """
    scales = weigh(instances, critical=critical)
    if not instances:
        return Said(Standing.NOTHING, None, 0)
    if not scales.outcome.is_rated:
        return Said(Standing.NO_SOURCE, None, scales.due)
    if scales.due < needed:
        return Said(Standing.TOO_FEW, None, scales.due)
    return Said(Standing.RATED, scales.rating, scales.due)
