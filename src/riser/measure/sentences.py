"""Words and sentences of this room that more than one face says."""

from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from riser.measure.words import Decision, Result

DECISION_NAMES: dict[Decision, StrOrPromise] = {
    Decision.CONTINUE: gettext_lazy("continue"),
    Decision.CHANGE: gettext_lazy("change"),
    Decision.STOP: gettext_lazy("stop"),
}
RESULT_NAMES: dict[Result, StrOrPromise] = {
    Result.MET: gettext_lazy("met"),
    Result.MISSED: gettext_lazy("missed"),
    Result.UNDECIDABLE: gettext_lazy("undecidable"),
}
PART_NAMES: dict[str, StrOrPromise] = {
    "metric": gettext_lazy("metric"),
    "window": gettext_lazy("window"),
    "source": gettext_lazy("source of the figure"),
}
SIGNS = {"<=": "≤", ">=": "≥"}


def decision_word(word: str) -> str:
    """What was decided, in words; a word of another tool as it stands."""
    return str(DECISION_NAMES.get(Decision(word), word)) if word in set(Decision) else word


def result_word(word: str) -> str:
    """What a requirement turned out to be, in words."""
    return str(RESULT_NAMES.get(Result(word), word)) if word in set(Result) else word


def part_word(name: str) -> str:
    """The word for metric, window or source."""
    return str(PART_NAMES[name])


def sign(operator: str) -> str:
    """A comparison as people write it."""
    return SIGNS.get(operator, operator)
