"""The reports as Excel files: one table a sheet, numbers as numbers, the evidence index row by row."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from riser.assess.documents.board import BoardReport
from riser.assess.documents.evidence import Entry
from riser.assess.documents.head import Head
from riser.assess.documents.profile_report import Price, ProfileReport
from riser.assess.documents.word import said, word
from riser.assess.pages.beside import BesidePage
from riser.ui.documents.book import Book, Column
from riser.ui.documents.cells import Cell
from riser.ui.formats import listed
from riser.ui.ratings import RATINGS

Rows = Sequence[Sequence[Cell]]
WIDE = 60


def write(report: ProfileReport | BoardReport) -> bytes:
    """The .xlsx."""
    head = report.head
    book = Book(title=f"{head.organisation} · {head.name}", author=head.organisation, made=head.made)
    _summary(book, head)
    if isinstance(report, BoardReport):
        _board(book, report)
    else:
        _profile(book, report)
    return book.saved()


def _summary(book: Book, head: Head) -> None:
    rows: list[tuple[Cell, Cell]] = [
        (_("Organisation"), head.organisation),
        (_("Finding"), head.title),
        ("", head.lead),
        *head.facts,
        (_("Made on"), head.made),
        *([(_("Address"), head.address)] if head.address else []),
        (_("Note"), head.disclaimer),
    ]
    book.sheet(
        _("Summary"), [Column(pgettext("column", "What"), 18), Column(head.name, WIDE, wrap=True)], rows
    )


def _profile(book: Book, report: ProfileReport) -> None:
    _levels(book, report)
    if report.beside:
        _beside(book, report.beside)
    _prices(book, report.prices)
    _steps(book, report)
    _not_evaluated(book, report)
    _moves(book, report)
    _index(book, report.entries)


def _levels(book: Book, report: ProfileReport) -> None:
    """One row per practice, with the levels of its area: what a pivot table can be built on."""
    areas = {row.code: row for row in report.rows}
    columns = [
        Column(_("Area")),
        Column(pgettext("thing", "Name")),
        Column(_("Stated area level")),
        Column(_("Evidenced area level")),
        Column(_("Target level")),
        Column(_("Practice")),
        Column(_("Level")),
        Column(_("Statement"), WIDE, wrap=True),
        Column(_("Stated")),
        Column(_("Evidenced")),
        Column(_("Allowed")),
        *(Column(f"{code} {rating.word}") for code, rating in RATINGS.items()),
        Column(_("Share met"), places=4),
    ]
    rows = [
        [
            line.one.practice.area,
            areas[line.one.practice.area].name,
            areas[line.one.practice.area].stated,
            areas[line.one.practice.area].evidenced,
            areas[line.one.practice.area].target,
            line.one.id,
            line.one.practice.level,
            str(line.one.practice.statement),
            word(line.one.stated.rating),
            word(line.rating),
            listed(word(code) for code in line.one.outcome.allowed),
            *(line.tally[code] for code in line.tally),
            _share(line.share_met),
        ]
        for line in report.evidence
        if line.one.practice.area in areas
    ]
    book.sheet(_("Practices"), columns, rows)


def _beside(book: Book, found: BesidePage) -> None:
    """One row per practice, both sides beside each other, with how many due instances either has."""
    left, right = (head.name for head in found.heads)
    columns = [
        Column(_("Practice")),
        Column(_("Statement"), WIDE, wrap=True),
        Column(left, 24),
        Column(_("%(side)s, due") % {"side": left}),
        Column(right, 24),
        Column(_("%(side)s, due") % {"side": right}),
    ]
    rows: list[list[Cell]] = [
        [one.id, one.statement, one.left_said, one.left.said.due, one.right_said, one.right.said.due]
        for one in found.lines
    ]
    book.sheet(pgettext("sheet", "Comparison"), columns, [*rows, ["", found.note, None, None, None, None]])


def _share(share: Fraction | None) -> Decimal | None:
    if share is None:
        return None
    return (Decimal(share.numerator) / Decimal(share.denominator)).quantize(Decimal("0.0001"))


def _prices(book: Book, prices: Sequence[Price]) -> None:
    columns = [
        Column(_("Class")),
        Column(_("From amount"), places=2),
        Column(_("To amount"), places=2),
        Column(_("Currency")),
        Column(_("Window from"), 12),
        Column(_("Window to"), 12),
        Column(_("What it means"), WIDE, wrap=True),
        Column(_("Basis")),
    ]
    rows = [
        [
            one.figure.word,
            one.figure.low,
            one.figure.high if one.figure.high is not None else one.figure.low,
            one.figure.currency,
            one.from_day,
            one.to_day,
            one.figure.sentence,
            one.figure.basis,
        ]
        for one in prices
    ]
    book.sheet(_("Prices"), columns, rows)


def _steps(book: Book, report: ProfileReport) -> None:
    columns = [
        Column(_("Rank")),
        Column(_("Practice")),
        Column(_("Action"), WIDE, wrap=True),
        Column(_("Evidenced")),
        Column(_("Price alone")),
        Column(_("Effort in person-days"), places=1),
        Column(_("After")),
        Column(_("Counts from"), 12),
    ]
    rows = [
        [
            line.rank,
            line.one.id,
            str(line.one.practice.action.title),
            word(line.one.rating),
            listed(line.prices),
            line.one.practice.action.effort_days,
            listed(line.after),
            line.counts_from,
        ]
        for line in report.way.steps
    ]
    book.sheet(_("Next steps"), columns, rows)


def _not_evaluated(book: Book, report: ProfileReport) -> None:
    rows = [[id_, one.remedy] for one in report.no_source for id_, _href in one.practices]
    book.sheet(
        _("Not evaluated"), [Column(_("Practice")), Column(_("What would fix it"), WIDE, wrap=True)], rows
    )


def _moves(book: Book, report: ProfileReport) -> None:
    columns = [
        Column(_("Date"), 12),
        Column(_("Practice")),
        Column(pgettext("rating", "From")),
        Column(pgettext("rating", "To")),
        Column(_("Why"), WIDE, wrap=True),
    ]
    rows: list[list[Cell]] = [
        [line.move.day, line.one.id, word(line.move.before), word(line.move.after), line.why]
        for line in report.moves
    ]
    book.sheet(_("Moves by itself"), columns, rows)


def _index(book: Book, entries: Sequence[Entry]) -> None:
    columns = [
        Column(_("Practice")),
        Column(_("Instance")),
        Column(pgettext("thing", "Name"), 32),
        Column(_("Counts")),
        Column(_("Code")),
        Column(_("Rating")),
        Column(_("By the records alone")),
        Column(_("Reason"), WIDE),
        Column(_("Critical weakness"), 32),
        Column(_("Origin")),
        Column(_("Evidence of"), 12),
        Column(_("Spend"), places=2),
        Column(_("Currency")),
        Column(_("Number of records")),
        Column(pgettext("column", "Records"), 32),
    ]
    book.sheet(_("Evidence index"), columns, [_entry(one) for one in entries])


def _entry(one: Entry) -> list[Cell]:
    return [
        one.practice,
        one.instance,
        one.title,
        _("yes") if one.counts else _("outside the window"),
        one.value.value,
        word(one.value),
        word(one.recorded),
        one.reason,
        one.weakness,
        one.provenance.value,
        one.day,
        one.spend,
        one.currency,
        len(one.records),
        listed(one.records),
    ]


def _board(book: Book, report: BoardReport) -> None:
    compared = [
        Column(pgettext("column", "What"), 28),
        Column(report.since.isoformat(), 20),
        Column(report.head.as_of.isoformat(), 20),
    ]
    book.sheet(_("Changed"), compared, [[one.name, one.before, one.now] for one in report.measures])
    book.sheet(
        _("Ratings moved"),
        [Column(_("Practice")), Column(_("Statement"), WIDE, wrap=True), Column(_("Moves"), 24)],
        [[one.practice, one.statement, said(one)] for one in report.moved],
    )
    _prices(book, report.prices)
    book.sheet(
        _("Decisions wanted"),
        [
            Column(_("Rank")),
            Column(_("Decision"), WIDE, wrap=True),
            Column(_("Why"), WIDE, wrap=True),
            Column(_("What it takes"), 40),
        ],
        [
            [rank, one.title, one.why, " · ".join(one.facts)]
            for rank, one in enumerate(report.decisions, start=1)
        ],
    )
