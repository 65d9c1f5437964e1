"""A practice area at one level: the group of its practices there.

Satisfied: every practice is FM or LM, and the weaknesses noted in the group together do no significant harm.
Not rated comes before anything else: a practice that is NY, NE or unrated, or evidence that does not cover
the group, says nothing about the organisation, good or bad.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from riser.assess.rules.scale import MET, is_ordered
from riser.foundation.evidence import Characterisation


class GroupResult(StrEnum):
    """What a group can come to."""

    SATISFIED = "satisfied"
    UNSATISFIED = "unsatisfied"
    NOT_RATED = "not_rated"


@dataclass(frozen=True, slots=True)
class Group:
    """The practices of one area at one level, with their ratings (None: unrated).

    Attributes:
        covered: False when the evidence, or the model's content, does not cover the group yet.
        significant_weakness: the noted weaknesses together do significant harm.
    """

    level: int
    practices: Mapping[str, Characterisation | None]
    covered: bool = True
    significant_weakness: bool = False

    @property
    def result(self) -> GroupResult:
        """Satisfied, unsatisfied or not rated. No practice at all is satisfied by definition."""
        ratings = self.practices.values()
        if not self.covered or not all(is_ordered(rating) for rating in ratings):
            return GroupResult.NOT_RATED
        if self.significant_weakness or not all(rating in MET for rating in ratings):
            return GroupResult.UNSATISFIED
        return GroupResult.SATISFIED

    @property
    def satisfied(self) -> bool:
        """Shorthand for the only result that lifts a level."""
        return self.result is GroupResult.SATISFIED
