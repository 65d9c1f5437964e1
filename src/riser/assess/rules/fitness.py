"""The fitness test: fifteen conditions, four questions, one word each.

From records: FM or LM = yes, PM or DM = no; NE, NY and "not rated" = asked. Several practices that cover a
condition in full: the lowest decides. A practice that covers it in part is shown beside the answer and
decides nothing. A question is yes only when all its conditions are yes; "don't know" is not yes and is shown
apart.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from riser.assess.rules.scale import MET, is_ordered, weakest
from riser.foundation.evidence import Characterisation


class Reply(StrEnum):
    """What a person can answer to a condition."""

    YES = "yes"
    NO = "no"
    DONT_KNOW = "dont_know"


class Basis(StrEnum):
    """On what a verdict rests."""

    RECORDS = "records"
    ANSWER = "answer"
    NOTHING = "nothing"


_ORDER = (Reply.NO, Reply.DONT_KNOW, Reply.YES)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The word for a condition and what it rests on; None: asked and not answered yet."""

    reply: Reply | None
    basis: Basis
    partial: Characterisation | None = None

    @property
    def is_yes(self) -> bool:
        """Whether it helps its question to a yes."""
        return self.reply is Reply.YES


def of_people(replies: Iterable[Reply]) -> Reply | None:
    """The lower middle of several people's replies, no before don't know before yes; None of nobody."""
    ordered = sorted(replies, key=_ORDER.index)
    return ordered[(len(ordered) - 1) // 2] if ordered else None


def verdict(
    full: Sequence[Characterisation | None],
    partial: Sequence[Characterisation | None],
    replies: Iterable[Reply],
) -> Verdict:
    """The verdict on one condition.

    Args:
        full: ratings of the practices that cover it in full (None: not rated).
        partial: ratings of those that cover it in part.
        replies: the newest reply of each person.
    """
    shown = weakest(rating for rating in partial if rating is not None)
    if full and all(is_ordered(rating) for rating in full):
        return Verdict(Reply.YES if set(full) <= MET else Reply.NO, Basis.RECORDS, shown)
    reply = of_people(replies)
    return Verdict(reply, Basis.ANSWER if reply else Basis.NOTHING, shown)


def question(verdicts: Sequence[Verdict]) -> Reply | None:
    """Yes when all conditions are yes, no when one is no, else don't know; None while one is unanswered."""
    replies = {one.reply for one in verdicts}
    if Reply.NO in replies:
        return Reply.NO
    if None in replies:
        return None
    return Reply.DONT_KNOW if Reply.DONT_KNOW in replies else Reply.YES
