"""At which level an account is read, so that the same money is never counted twice."""

from collections.abc import Sequence
from dataclasses import dataclass

from riser.connect.rules.facts import Level

FINEST_FIRST = (Level.AD, Level.AD_GROUP, Level.ACCOUNT)


@dataclass(frozen=True, slots=True)
class LevelCover:
    """How many days an account reports at one level."""

    level: Level
    days: int


def level_to_read(covers: Sequence[LevelCover]) -> Level:
    """Campaign rows where there are any, else the finest level that covers as many days as every coarser one.

    Raises ValueError without any level.
    """
    days = {cover.level: cover.days for cover in covers}
    if Level.CAMPAIGN in days:
        return Level.CAMPAIGN
    most = max(days.values())
    return next(
        (level for level in FINEST_FIRST if days.get(level, 0) >= most), max(days, key=lambda k: days[k])
    )
