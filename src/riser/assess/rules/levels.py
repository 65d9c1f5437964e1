"""Area level and maturity level, whole numbers from 1 that never come from a mean.

- **Area level**: the highest group satisfied together with all existing groups below it. Level 1 has no
  practices and always holds.
- **Maturity level**: the highest level at which every area in scope is satisfied at every existing group up
  to it. A level in which an area has no group is satisfied there by definition.
- **Out of scope** (level None): an area that is not applicable, for a stated reason, or has no practices.

A maturity level needs something that was satisfied: it never exceeds the highest level at which an area in
scope has a group, so a profile of level-2 practices alone cannot come out as level 5.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from riser.assess.rules.groups import Group

LOWEST = 1
HIGHEST = 5


@dataclass(frozen=True, slots=True)
class Area:
    """A practice area with its groups in any order."""

    code: str
    groups: tuple[Group, ...]
    applicable: bool = True

    @property
    def in_scope(self) -> bool:
        """Applicable, and has practices."""
        return self.applicable and any(group.practices for group in self.groups)

    @property
    def level(self) -> int | None:
        """1 to 5, or None when out of scope."""
        if not self.in_scope:
            return None
        level = LOWEST
        for group in sorted(self.groups, key=lambda group: group.level):
            if not group.satisfied:
                break
            level = group.level
        return level

    def holds(self, level: int) -> bool:
        """Whether every existing group up to ``level`` is satisfied."""
        return all(group.satisfied for group in self.groups if group.level <= level)


def maturity_level(areas: Iterable[Area]) -> int:
    """The level of the whole, 1 to 5; 1 when nothing is in scope."""
    in_scope = [area for area in areas if area.in_scope]
    written = (group for area in in_scope for group in area.groups if group.practices)
    reachable = max((group.level for group in written), default=LOWEST)
    level = LOWEST
    for candidate in range(LOWEST, reachable + 1):
        if not all(area.holds(candidate) for area in in_scope):
            break
        level = candidate
    return level
