"""The reports as Word files: the same sentences and tables, to go on writing in."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from riser.assess.documents.board import BoardReport, Moved
from riser.assess.documents.evidence import Line
from riser.assess.documents.head import Head
from riser.assess.documents.profile_report import HeatCell, Price, ProfileReport
from riser.assess.pages.beside import BesideCell, BesidePage
from riser.assess.pages.profile.steps import StepLine
from riser.ui.documents.word import Word
from riser.ui.drawings.bars import mix_words
from riser.ui.drawings.levels import Stair
from riser.ui.formats import EN_DASH, day, listed, number, sentences
from riser.ui.ratings import RATINGS


def write(report: ProfileReport | BoardReport) -> bytes:
    """The .docx."""
    file = _begun(report.head)
    if isinstance(report, BoardReport):
        _board(file, report)
    else:
        _profile(file, report)
    return file.saved()


def _begun(head: Head) -> Word:
    file = Word(
        title=f"{head.organisation} · {head.name}",
        author=head.organisation,
        subject=head.title,
        made=head.made,
        landscape=True,
    )
    file.foot(f"{head.foot} · {head.disclaimer}")
    file.paragraph(f"· {head.name}", bold=head.organisation)
    file.title(head.title)
    file.paragraph(head.lead)
    file.table([pgettext("column", "What"), head.name], head.facts)
    if head.address:
        file.paragraph(head.address)
    return file


def _profile(file: Word, report: ProfileReport) -> None:
    _levels(file, report.stair)
    file.heading(_("What it costs"))
    _prices(file, report.prices)
    file.heading(_("Stated beside evidenced"))
    _heat(file, report)
    if report.beside:
        _beside(file, report.beside)
    _steps(file, report)
    _not_evaluated(file, report)
    _moves(file, report)
    file.heading(_("Evidence index"))
    file.table(
        [_("Practice"), _("Stated"), _("Evidenced"), _("Instances")],
        (
            [_practice(line), word(line.one.stated.rating), _evidenced(line), _names(line)]
            for line in report.evidence
        ),
    )
    file.paragraph(report.head.disclaimer)


def _board(file: Word, report: BoardReport) -> None:
    file.heading(_("Where are we?"))
    _levels(file, report.stair, heading=False)
    file.heading(_("What does it cost?"))
    _prices(file, report.prices)
    file.heading(_("What changed since %(day)s?") % {"day": day(report.since)})
    head = ["", day(report.since, "table"), day(report.head.as_of, "table")]
    file.table(head, ([one.name, one.before, one.now] for one in report.measures), right=(1, 2))
    if report.note:
        file.paragraph(report.note)
    for moved in report.moved:
        file.paragraph(f"{said(moved)}. {moved.statement}", bold=moved.practice)
    count = len(report.decisions)
    file.heading(ngettext("%(n)s decision wanted", "%(n)s decisions wanted", count) % {"n": count})
    file.numbered((one.title, sentences(one.why, " · ".join(one.facts))) for one in report.decisions)
    file.paragraph(report.head.disclaimer)


def said(moved: Moved) -> str:
    """ "Largely → Partly"."""
    return f"{word(moved.before)} → {word(moved.now)}"


def word(code: str | None) -> str:
    """A rating in words."""
    return str(RATINGS[str(code)].word) if code else _("Not rated")


def _levels(file: Word, stair: Stair, *, heading: bool = True) -> None:
    if heading:
        file.heading(_("Levels"))
    file.table(
        [_("Level"), pgettext("thing", "Name"), _("Areas"), _("Here")],
        (
            [str(step.level), step.name, step.finding(), listed(_hands(stair, step.level))]
            for step in stair.steps
        ),
    )


def _hands(stair: Stair, level: int) -> Iterable[str]:
    from riser.ui.drawings.levels import HAND_WORDS

    return (str(HAND_WORDS[hand]) for hand in stair.hands_on(level))


def _prices(file: Word, prices: Sequence[Price]) -> None:
    file.table(
        [_("Class"), _("Amount"), _("What it means"), _("Window"), _("Basis")],
        (
            [
                price.figure.word,
                EN_DASH if price.figure.low is None else price.figure.amount,
                price.figure.sentence,
                _("%(from)s to %(to)s") % {"from": day(price.from_day), "to": day(price.to_day)},
                price.figure.basis,
            ]
            for price in prices
        ),
        right=(1,),
    )
    file.paragraph(_("Three classes, never added together. Not annualised."))


def _heat(file: Word, report: ProfileReport) -> None:
    file.table(
        [
            _("Practice area"),
            _("Stated level"),
            _("Evidenced level"),
            _("Target"),
            *(f"{level} {name}" for level, name in report.levels),
        ],
        (
            [
                f"{row.code} {row.name}",
                str(row.stated or EN_DASH),
                str(row.evidenced or EN_DASH),
                str(row.target or EN_DASH),
                *(_pair(cell) for _level, cell in row.cells),
            ]
            for row in report.rows
        ),
    )
    file.paragraph(_("Left stated, right evidenced. Dashed: computed from records, decided by nobody yet."))
    if report.out_of_scope:
        names = listed(f"{row.code} {row.name}" for row in report.out_of_scope)
        said = _("Out of scope, because this version of the model has no practices there")
        file.paragraph(names, bold=f"{said}:")


def _pair(cell: HeatCell | None) -> str:
    if cell is None:
        return "·"
    return f"{word(cell.stated)} | {word(cell.evidenced)} {cell.count}".strip()


def _beside(file: Word, found: BesidePage) -> None:
    file.heading(found.title)
    file.paragraph(found.lead)
    columns = [f"{one.levels[0]} {one.name}" if not one.is_merged else one.name for one in found.columns]
    file.table(
        [_("Practice area"), _("Practices that hold"), *columns],
        (
            [f"{row.code} {row.name}", row.held, *("\n".join(map(_halves, cells)) for cells in row.cells)]
            for _name, rows in found.headings
            for row in rows
        ),
    )
    file.paragraph(found.note, bold=_("Left %(left)s, right %(right)s.") % _names_of(found))
    if found.differing:
        file.table(
            [_("Practice"), *(head.name for head in found.heads)],
            ([f"{one.id} {one.statement}", one.left_said, one.right_said] for one in found.differing),
        )


def _names_of(found: BesidePage) -> dict[str, str]:
    return {"left": found.heads[0].name, "right": found.heads[1].name}


def _halves(cell: BesideCell) -> str:
    return " | ".join(
        sentences(word(half.code), half.count) if half.code else half.count or EN_DASH for half in cell.halves
    )


def _steps(file: Word, report: ProfileReport) -> None:
    if report.profile.next_level is None:
        return
    told = {"level": report.profile.next_level}
    file.heading(_("What stands between here and level %(level)s") % told)
    if not report.way.steps:
        file.paragraph(_("No practice about which your records say something stands in the way."))
        return
    file.table(
        [_("Practice"), _("Instances"), _("Evidenced"), _("Price alone"), _("Effort"), _("Counts from")],
        (_step(line) for line in report.way.steps),
        right=(3, 4, 5),
    )
    file.paragraph(sentences(report.way.reached, report.way.effort))


def _step(line: StepLine) -> list[str]:
    action = line.one.practice.action
    title = f"{line.rank}. {line.one.id} {action.title}"
    return [
        "\n".join(filter(None, (title, str(line.one.practice.statement), line.weakness))),
        mix_words({str(code): count for code, count in line.one.tally.items()}),
        word(line.one.rating),
        "\n".join(line.prices) or _("none of its own"),
        ngettext("%(days)s day", "%(days)s days", float(action.effort_days))
        % {"days": number(action.effort_days)},
        day(line.counts_from, "table") if line.counts_from else EN_DASH,
    ]


def _not_evaluated(file: Word, report: ProfileReport) -> None:
    if not report.no_source:
        return
    file.heading(_("Not evaluated"))
    file.paragraph(
        _(
            "No evidence source is not the same as “not done”: nothing connected could hold the record. "
            "It is never rated and never priced."
        )
    )
    file.table(
        [_("Practice"), _("What would fix it")],
        ([listed(id_ for id_, _href in one.practices), one.remedy] for one in report.no_source),
    )


def _moves(file: Word, report: ProfileReport) -> None:
    if not report.moves:
        return
    file.heading(_("What will move by itself"))
    file.table(
        [_("Date"), _("Practice"), _("Moves"), _("Why")],
        (
            [
                day(line.move.day, "table"),
                line.one.id,
                f"{word(line.move.before)} → {word(line.move.after)}",
                line.why,
            ]
            for line in report.moves
        ),
    )


def _practice(line: Line) -> str:
    return f"{line.one.id} {line.one.practice.statement}"


def _evidenced(line: Line) -> str:
    decides = _("a person decides") if line.one.outcome.needs_judgement else ""
    return f"{word(line.rating)} ({decides})" if decides else word(line.rating)


def _names(line: Line) -> str:
    said = [f"{group.count} {word(group.code)}: {group.said}" for group in line.groups]
    return "\n".join(said) or _("no instances")
