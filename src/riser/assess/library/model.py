"""A maturity model and the fitness test, typed and frozen."""

from collections.abc import Mapping
from dataclasses import dataclass

from riser.assess.library.practice import Practice
from riser.assess.library.text import Localised


@dataclass(frozen=True, slots=True)
class Level:
    """One of the five levels."""

    level: int
    name: Localised
    meaning: Localised


@dataclass(frozen=True, slots=True)
class Category:
    """A heading over areas."""

    code: str
    name: Localised


@dataclass(frozen=True, slots=True)
class PracticeArea:
    """A practice area; without practices it is only named, and out of scope.

    Attributes:
        planned: how many practices the finished model has at each level.
    """

    code: str
    category: str
    name: Localised
    purpose: Localised
    planned: Mapping[int, int]
    practices: tuple[Practice, ...]

    @property
    def complete(self) -> bool:
        """Whether every planned practice is written in this version of the model."""
        return bool(self.practices) and all(len(self.at(level)) >= n for level, n in self.planned.items())

    @property
    def levels(self) -> tuple[int, ...]:
        """The levels at which practices are written, ascending."""
        return tuple(sorted({practice.level for practice in self.practices}))

    def at(self, level: int) -> tuple[Practice, ...]:
        """The practices of one level."""
        return tuple(practice for practice in self.practices if practice.level == level)


@dataclass(frozen=True, slots=True)
class Model:
    """A maturity model in one version, with all its areas in the order in which people read them."""

    id: str
    version: str
    name: Localised
    summary: Localised
    levels: tuple[Level, ...]
    categories: tuple[Category, ...]
    areas: tuple[PracticeArea, ...]

    @property
    def practices(self) -> dict[str, Practice]:
        """Every practice by id, area by area."""
        return {practice.id: practice for area in self.areas for practice in area.practices}

    def area(self, code: str) -> PracticeArea | None:
        """The area with this code, or None."""
        return next((area for area in self.areas if area.code == code), None)

    def level(self, number: int) -> Level:
        """The level with this number, 1 to 5."""
        return self.levels[number - 1]


@dataclass(frozen=True, slots=True)
class Cover:
    """A practice that shows a fitness condition, wholly or in part."""

    practice: str
    is_full: bool


@dataclass(frozen=True, slots=True)
class Condition:
    """A yes-or-no statement and the one record that would turn a no."""

    id: str
    ask: Localised
    record: Localised
    covered_by: tuple[Cover, ...]


@dataclass(frozen=True, slots=True)
class FitnessQuestion:
    """One of the four questions; yes only when all its conditions are yes."""

    id: str
    ask: Localised
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class FitnessTest:
    """The four questions, and what the random-acts test looks at."""

    id: str
    version: str
    name: Localised
    summary: Localised
    questions: tuple[FitnessQuestion, ...]
    random_acts: Mapping[str, Localised]

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """All fifteen, in order."""
        return tuple(condition for question in self.questions for condition in question.conditions)
