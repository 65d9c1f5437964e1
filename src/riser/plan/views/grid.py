"""The grid: a drafted plan and the stored campaigns, with four cells each to fill or paste into."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import chain
from types import MappingProxyType

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from riser.foundation.errors import Problem, Refused
from riser.foundation.evidence import PlatformKey
from riser.foundation.kept import keep
from riser.foundation.roles import allows
from riser.foundation.web import RiserRequest, member_view
from riser.plan import actions
from riser.plan.actions import EDIT_PLANS, SEE_ALL_PLANS, GridEntry
from riser.plan.actions.grid import COLUMN_NAMES
from riser.plan.queries.draft import draft_from_spend
from riser.plan.queries.grid import StoredRow, stored_rows
from riser.plan.queries.waiting import WaitingCap
from riser.plan.rules.draft import DraftRow, months
from riser.plan.rules.keys import mark, unmark
from riser.plan.rules.trouble import Unclear
from riser.plan.views.first_run import first_run
from riser.ui import formats
from riser.ui.drawings.bars import spark_svg


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell to type into. `why` says what is wrong with it; `is_typed` that it is not stored."""

    column: str
    label: str
    prompt: str
    value: str = ""
    why: str = ""
    read_only: bool = False
    note: str = ""
    is_typed: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row as the page draws it. `mark` tells the server again which campaign it is."""

    number: int
    mark: str
    name: str
    proposed: str
    dates: str
    bars: str
    spend: str
    cells: tuple[Cell, ...] = ()
    campaign_id: int | None = None
    seen: str = ""  # what the cells held when the page was made, so that two people do not undo each other
    why: str = ""


@member_view(SEE_ALL_PLANS)
def grid(request: RiserRequest) -> HttpResponse:
    """The grid; saving stores every row or none."""
    typed: Mapping[str, Mapping[str, str]] = {}
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        entries = _entries(request)
        try:
            saved = actions.save_grid(request.act, entries)
        except Refused as refusal:
            problems = refusal.problems
            typed = {_mark(entry): _really_typed(entry) for entry in entries}
            numbers = {entry.number: _mark(entry) for entry in entries}
            return _page(request, typed, _by_cell(problems, numbers), str(refusal))
        messages.success(request, _said(saved))
        return redirect("plan_grid" if saved.left else "plan")
    return _page(request, typed, {}, "")


def _said(saved: actions.Saved) -> str:
    count = len(saved.created) + len(saved.changed)
    text = ngettext("%(count)d campaign saved.", "%(count)d campaigns saved.", count) % {"count": count}
    if not saved.left:
        return text
    left = ngettext(
        "%(count)d row stays a draft: nothing was filled in.",
        "%(count)d rows stay drafts: nothing was filled in.",
        saved.left,
    )
    return f"{text} {left % {'count': saved.left}}"


def _entries(request: RiserRequest) -> list[GridEntry]:
    """The posted rows. A row that names no campaign we can read is refused by the action."""
    marks = request.POST.getlist("row")
    seen = request.POST.getlist("seen") or [""] * len(marks)
    columns = {name: request.POST.getlist(name) for name in COLUMN_NAMES}
    if any(len(values) != len(marks) for values in (seen, *columns.values())):
        raise Refused(
            _("The grid arrived incomplete and nothing was stored. Reload the page and paste again.")
        )
    rows = zip(marks, seen, *columns.values(), strict=True)
    return [
        _entry(number, said, before, dict(zip(columns, cells, strict=True)))
        for number, (said, before, *cells) in enumerate(rows, start=1)
    ]


def _entry(number: int, said: str, before: str, cells: Mapping[str, str]) -> GridEntry:
    kind, _colon, name = said.partition(":")
    if kind == "campaign" and name.isdecimal() and len(name) < 18:
        return GridEntry(number, cells, campaign_id=int(name), seen=_seen(before))
    try:
        return GridEntry(number, cells, key=unmark(name))
    except Unclear:
        return GridEntry(number, cells)


def _seen(said: str) -> dict[str, str] | None:
    """What the page had written into the cells of a row; None where it does not say so."""
    try:
        found = json.loads(said or "null")
    except ValueError:
        return None
    if not isinstance(found, dict):
        return None
    return {name: str(found.get(name, "")) for name in COLUMN_NAMES}


def _really_typed(entry: GridEntry) -> dict[str, str]:
    """The cells in which a person wrote something; the others show what stands there now."""
    seen = entry.seen or {}
    return {name: cell for name, cell in entry.cells.items() if seen.get(name) != cell}


def _mark(entry: GridEntry) -> str:
    if entry.campaign_id is not None:
        return f"campaign:{entry.campaign_id}"
    return _key_mark(entry.key) if entry.key else ""


def _key_mark(key: PlatformKey) -> str:
    return f"draft:{mark(key)}"


def _by_cell(problems: Sequence[Problem], marks: Mapping[int, str]) -> dict[tuple[str, str], str]:
    columns = {str(label): name for name, label in COLUMN_NAMES.items()}
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for problem in problems:
        found[(marks.get(problem.row or 0, ""), columns.get(problem.column, ""))].append(str(problem))
    return {place: " ".join(texts) for place, texts in found.items()}


def _page(
    request: RiserRequest,
    typed: Mapping[str, Mapping[str, str]],
    wrong: Mapping[tuple[str, str], str],
    sentence: str,
) -> HttpResponse:
    rows = _rows(request.house.id, request.act.now.date())
    numbered = [_filled(row, typed, wrong) for row in rows] if typed or wrong else rows
    context = {
        "rows": numbered,
        "drafts": sum(row.campaign_id is None for row in rows),
        "sentence": sentence,
        "bad": [(row, cell) for row in numbered for cell in row.cells if cell.why],
        "bad_rows": [row for row in numbered if row.why],
        "may_edit": allows(request.act.actor, EDIT_PLANS),
        "first_run": first_run(request.house.id, planned=any(row.campaign_id for row in rows)),
    }
    return render(request, "plan/grid.html", context, status=422 if sentence else 200)


def _rows(organisation_id: int, today: date) -> tuple[Row, ...]:
    """Every row as it is stored, drafts first."""
    return keep(organisation_id, ("grid", today), lambda: _rows_anew(organisation_id, today))


def _rows_anew(organisation_id: int, today: date) -> tuple[Row, ...]:
    drafts = draft_from_spend(organisation_id, to_day=today)
    axis = months(drafts)
    drawn = (_draft(row, axis) for row in drafts)
    rows = chain(drawn, (_stored(row) for row in stored_rows(organisation_id, today)))
    return tuple(replace(row, number=number) for number, row in enumerate(rows, start=1))


def _draft(row: DraftRow, axis: Sequence[date]) -> Row:
    amounts = [row.by_month.get(month, Decimal(0)) for month in axis]
    said = formats.listed(formats.number(amount.quantize(Decimal(1))) for amount in amounts)
    return Row(
        number=0,
        mark=_key_mark(row.key),
        name=row.name,
        proposed=row.proposed_class,
        dates=f"{formats.day(row.from_day, 'short')} – {formats.day(row.to_day, 'short')}",
        bars=spark_svg(amounts, _("spend by month: %(months)s") % {"months": said}),
        spend=formats.money(row.spend, row.currency),
        cells=_cells({}),
    )


def _stored(row: StoredRow) -> Row:
    ends = [formats.day(day, "short") if day else "…" for day in (row.start, row.end)]
    return Row(
        number=0,
        mark=f"campaign:{row.id}",
        name=row.name,
        proposed=row.campaign_class,
        dates=" – ".join(ends),
        bars="",
        spend=" + ".join(formats.money(money.amount, money.currency) for money in row.spend),
        cells=_cells(row.cells, row.fixed, _notes(row)),
        campaign_id=row.id,
        seen=json.dumps(dict(row.cells), ensure_ascii=False),
    )


def _notes(row: StoredRow) -> dict[str, str]:
    """What the cells say below what was typed."""
    stranger = _("not a member: counts as a group for GOV 2.1") if row.strangers else ""
    return {"owner": stranger, "cap": _waits(row.caps_waiting)}


def _waits(caps: Sequence[WaitingCap]) -> str:
    """What the cell of a cap says below it while nobody has approved it."""
    above = [cap.would_be_above for cap in caps if cap.would_be_above.amount]
    if not above:
        return _("waits for approval") if caps else ""
    amounts = " + ".join(formats.money(money.amount, money.currency) for money in above)
    return _("waits for approval; %(amount)s would be above it") % {"amount": amounts}


def _cells(
    values: Mapping[str, str],
    fixed: frozenset[str] = frozenset(),
    notes: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Cell, ...]:
    prompts = {
        "owner": _("who?"),
        "objective": _("what for?"),
        "requirement": _("by which measure?"),
        "cap": "–",
    }
    return tuple(
        Cell(
            name,
            str(label),
            prompts[name],
            values.get(name, ""),
            read_only=name in fixed,
            note=notes.get(name, ""),
        )
        for name, label in COLUMN_NAMES.items()
    )


def _filled(
    row: Row,
    typed: Mapping[str, Mapping[str, str]],
    wrong: Mapping[tuple[str, str], str],
) -> Row:
    """The row with what was typed into it and what is wrong with that."""
    said = typed.get(row.mark, {})
    cells = tuple(
        replace(
            cell,
            value=said.get(cell.column, cell.value),
            why=wrong.get((row.mark, cell.column), ""),
            is_typed=said.get(cell.column, cell.value) != cell.value,
        )
        for cell in row.cells
    )
    return replace(row, cells=cells, why=wrong.get((row.mark, ""), ""))
