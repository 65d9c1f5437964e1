"""The fitness page: four questions, fifteen conditions, their verdicts, and the record each no lacks."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.forms import BoundField

from riser.assess.forms import FitnessForm
from riser.assess.queries import FitnessCondition, FitnessResult
from riser.assess.rules.fitness import Basis, Reply
from riser.assess.words import REPLIES

# How a reply looks as a verdict mark; what nobody answered is unknown, like "don't know".
MARKS = {Reply.YES: "pass", Reply.NO: "fail"}


@dataclass(frozen=True, slots=True)
class ConditionLine:
    """One condition: its field, its verdict as mark and word, and what it rests on."""

    shown: FitnessCondition
    field: BoundField
    mark: str
    word: str

    @property
    def by_records(self) -> bool:
        """Whether the records decide, whatever people say."""
        return self.shown.verdict.basis is Basis.RECORDS

    @property
    def is_no(self) -> bool:
        """Whether the record that would turn it should be named."""
        return self.shown.verdict.reply is Reply.NO


@dataclass(frozen=True, slots=True)
class QuestionBlock:
    """One of the four questions."""

    result: FitnessResult
    mark: str
    word: str
    lines: tuple[ConditionLine, ...]

    @property
    def title(self) -> str:
        """The question."""
        return str(self.result.question.ask)

    @property
    def yes(self) -> int:
        """How many of its conditions are yes."""
        return sum(line.shown.verdict.is_yes for line in self.lines)


@dataclass(frozen=True, slots=True)
class FitnessPage:
    """Everything the page draws."""

    blocks: tuple[QuestionBlock, ...]
    has_answered: bool
    steps: Sequence[tuple[str, str]] = ()  # of the first run, while it lasts
    step: int = 0

    @property
    def yes(self) -> int:
        """How many of the four questions are yes."""
        return sum(block.result.reply is Reply.YES for block in self.blocks)


def page(
    results: tuple[FitnessResult, ...],
    form: FitnessForm,
    *,
    has_answered: bool,
    steps: Sequence[tuple[str, str]] = (),
    step: int = 0,
) -> FitnessPage:
    """The fitness page, with the steps of the first run where that is under way."""
    return FitnessPage(tuple(_block(result, form) for result in results), has_answered, steps, step)


def _block(result: FitnessResult, form: FitnessForm) -> QuestionBlock:
    lines = tuple(
        ConditionLine(one, form[one.condition.id], _mark(one.verdict.reply), _word(one.verdict.reply))
        for one in result.conditions
    )
    return QuestionBlock(result, _mark(result.reply), _word(result.reply), lines)


def _mark(reply: Reply | None) -> str:
    return MARKS.get(reply, "unknown") if reply else "unknown"


def _word(reply: Reply | None) -> str:
    return str(REPLIES[reply]) if reply else ""
