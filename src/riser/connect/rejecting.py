"""Rejected rows in words, and what is said of a file of which every row is rejected."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from riser.connect.intake.taken import Intake
from riser.connect.rules.reading import KEPT_REJECTIONS, Rejection
from riser.connect.sentences import wrong_sentence
from riser.ui import formats

TOLD_REASONS = 3


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that was not taken, in words."""

    row: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class NothingTaken:
    """A file of which no row can be taken: that, why, and what to do. Every face says the same."""

    what: str
    reasons: tuple[str, ...]
    remedy: str

    def __str__(self) -> str:
        return formats.sentences(self.what, *self.reasons, self.remedy)

    @property
    def lines(self) -> tuple[str, ...]:
        """The same, a line each."""
        return self.what, *self.reasons, self.remedy


def as_kept(row: Rejection) -> dict[str, Any]:
    """A rejection as the ledger keeps it: without words, which follow the reader's language."""
    return {"row": row.line, "column": row.column, "wrong": row.wrong.value, "facts": dict(row.facts)}


def rejected_row(kept: Mapping[str, Any]) -> RejectedRow:
    """A kept rejection in words."""
    return RejectedRow(kept["row"], kept["column"], wrong_sentence(kept["wrong"], kept["facts"]))


def rejections_of(intake: Intake) -> list[RejectedRow]:
    """The rejected rows of a file in words."""
    return [rejected_row(as_kept(row)) for row in intake.rejected[:KEPT_REJECTIONS]]


def nothing_taken_of(intake: Intake) -> NothingTaken | None:
    """What is said where every row of a file is rejected; None where some can be taken."""
    kept = [as_kept(row) for row in intake.rejected[:KEPT_REJECTIONS]]
    return nothing_taken(intake.name, kept, accepted=intake.rows_accepted, rejected=intake.rows_rejected)


def nothing_taken(
    name: str, kept: Sequence[Mapping[str, Any]], *, accepted: int, rejected: int
) -> NothingTaken | None:
    """The same of the kept rejections of a load, the first thousand of them."""
    if accepted or not rejected:
        return None
    what = ngettext(
        "Nothing of %(name)s can be taken in: its only row is rejected.",
        "Nothing of %(name)s can be taken in: all %(n)s rows are rejected.",
        rejected,
    )
    return NothingTaken(
        what % {"name": name, "n": formats.number(rejected)},
        tuple(_reasons(kept)),
        _("Mend the file, or export it again, and import it anew."),
    )


def _reasons(kept: Sequence[Mapping[str, Any]]) -> list[str]:
    """The most frequent reasons, each with how many rows it holds for and the first of them as an example."""
    alike = Counter((one["wrong"], one["column"]) for one in kept)
    first = {(one["wrong"], one["column"]): one for one in reversed(kept)}
    return [_reason(rejected_row(first[of]), count) for of, count in alike.most_common(TOLD_REASONS)]


def _reason(first: RejectedRow, count: int) -> str:
    told = {"n": formats.number(count), "row": first.row, "column": first.column, "reason": first.reason}
    if not first.column:
        return (
            ngettext("Row %(row)s: %(reason)s", "%(n)s rows, such as row %(row)s: %(reason)s", count) % told
        )
    return (
        ngettext(
            "Row %(row)s, %(column)s: %(reason)s",
            "%(n)s rows, such as row %(row)s, %(column)s: %(reason)s",
            count,
        )
        % told
    )
