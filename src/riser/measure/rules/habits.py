"""What only many checkpoints and verdicts show: "continue" out of habit, "undecidable" as a shelter."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Said:
    """One decision or result: when it was recorded, the day of that, and the word."""

    id: str
    at: datetime
    day: date
    word: str


def continued_in_a_row(decisions: Iterable[Said], *, word: str, least: int) -> frozenset[str]:
    """The ids inside runs of at least `least` decisions of the same word, in the order they were recorded."""
    found: set[str] = set()
    row: list[str] = []
    for one in sorted(decisions, key=lambda said: said.at):
        row = [*row, one.id] if one.word == word else []
        if len(row) >= least:
            found.update(row)
    return frozenset(found)


def share_of(results: Sequence[Said], word: str, *, as_of: date) -> Decimal | None:
    """The share of a word among the results of the year up to a day, None where there are none."""
    year = [one for one in results if as_of - YEAR < one.day <= as_of]
    if not year:
        return None
    return Decimal(sum(one.word == word for one in year)) / len(year)
