"""The plan template: its columns in words, written as XLSX, CSV or YAML, and read back."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from riser.connect.intake.files import MAX_BYTES, Row, Sheet, open_file
from riser.connect.intake.recognise import AUTO, recognise
from riser.connect.mappings import title_of
from riser.foundation.errors import Problem, Refused
from riser.plan.forms.plainly import NotPlain, plain_yaml
from riser.plan.rules.rows import READERS, Cells

FORMATS = ("xlsx", "csv", "yaml")
MAX_ROWS = 5000
CAMPAIGNS = "campaigns"
# Column -> what to write there, and an example.
COLUMNS: Mapping[str, tuple[StrOrPromise, str]] = {
    "code": (gettext_lazy("Your short name for the campaign. Empty: Riser gives one."), "SPRING-26"),
    "name": (gettext_lazy("Name of the campaign. The only column that has to be filled."), "Spring sale"),
    "kind": (gettext_lazy("campaign, or programme for always-on work. Empty: campaign."), "campaign"),
    "class": (gettext_lazy("Size: S, M or L."), "M"),
    "unit": (gettext_lazy("Region, brand or team it belongs to, one."), "North"),
    "owner": (gettext_lazy("The one accountable person, by name or e-mail address."), "Ana Silva"),
    "objective": (gettext_lazy("Name of the objective it serves; new ones are created."), "Online orders"),
    "objective_metric": (gettext_lazy("What the objective counts."), "online orders per month"),
    "objective_baseline": (gettext_lazy("Where the metric stands today."), "4200"),
    "objective_target": (gettext_lazy("Where it is to be."), "5000"),
    "objective_unit": (gettext_lazy("Unit of baseline and target."), "orders"),
    "objective_due": (gettext_lazy("Day by which the target is to be reached."), "2026-06-30"),
    "initiative": (gettext_lazy("The corporate initiative behind the objective."), "Online First"),
    "audience": (gettext_lazy("Who is to be reached."), "customers of the last two years"),
    "channels": (gettext_lazy("Channels, separated by semicolons."), "search; social"),
    "deliverables": (gettext_lazy("What will be made."), "twelve ads, one page"),
    "start": (gettext_lazy("First planned day."), "2026-03-02"),
    "end": (gettext_lazy("Last planned day; empty for a programme."), "2026-03-31"),
    "platform_campaigns": (
        gettext_lazy("Its campaigns in the ad accounts: source/account/campaign, separated by semicolons."),
        "google_ads/1234567890/998877",
    ),
    "requirement": (gettext_lazy("A bound that can be met or missed."), "CPA at most 32 EUR"),
    "requirement_from": (gettext_lazy("First day of the window in which it is measured."), "2026-03-02"),
    "requirement_to": (gettext_lazy("Last day of that window."), "2026-04-14"),
    "requirement_source": (gettext_lazy("Where the figure comes from."), "shop orders"),
    "requirement_baseline": (gettext_lazy("What the metric was before."), "35"),
    "acceptor": (gettext_lazy("Who accepts the result."), "Ben Okafor"),
    "cap": (gettext_lazy("Amount not to be passed."), "40000"),
    "currency": (gettext_lazy("Its currency. Empty: the organisation's."), "EUR"),
    "cap_from": (gettext_lazy("First day of the cap. Empty: the start."), "2026-03-02"),
    "cap_to": (gettext_lazy("Last day of the cap. Empty: the end."), "2026-03-31"),
    "agreed_on": (gettext_lazy("Day on which this plan was agreed, if that was before today."), "2026-02-16"),
    "requested_by": (gettext_lazy("Who asked for the approval."), "Eva Lindt"),
    "approved_by": (gettext_lazy("Who approved the plan."), "Ben Okafor"),
    "approved_on": (gettext_lazy("Day of that approval."), "2026-02-20"),
    "cap_approved_by": (gettext_lazy("Who approved the cap."), "Hanna Roth"),
    "cap_approved_on": (gettext_lazy("Day of that approval."), "2026-02-20"),
}


def write_template(form: str) -> bytes:
    """The empty template in one of FORMATS."""
    return {"xlsx": _xlsx, "csv": _csv, "yaml": _yaml}[form]()


def read_plan(path: Path) -> list[tuple[int, Cells]]:
    """The rows of a filled template with their numbers, columns checked.

    Row numbers are those of the sheet; in YAML they count the campaigns from 1. Raises Refused.
    """
    rows = _read_yaml(path) if path.suffix.lower() in {".yaml", ".yml"} else _read_table(path)
    _refuse_unknown(rows, path.name)
    if len(rows) > MAX_ROWS:
        raise _too_long(path.name)
    return rows


def _read_table(path: Path) -> list[tuple[int, Cells]]:
    sheet = open_file(path).sheets[0]
    rows = [(number, row) for number, row in _within(sheet, path.name) if any(map(_is_said, row))]
    if not rows:
        raise Refused(_("%(name)s holds no rows. Fill in the template.") % {"name": path.name})
    header = [_column(cell) for cell in rows[0][1]]
    if "name" not in header:
        _refuse_export(path)
        text = _(
            "The first row of %(name)s names no column “name”. Start from the template: XLSX, CSV or YAML."
        )
        raise Refused(text % {"name": path.name})
    _refuse_repeated(header, row=rows[0][0], name=path.name)
    return [(number, _cells(header, row)) for number, row in rows[1:]]


def _refuse_export(path: Path) -> None:
    """Says so where Connect would take the file."""
    try:
        _sheet, match = recognise(open_file(path), AUTO, path.name)
    except Refused:
        return
    text = _("%(name)s is no plan: it reads as “%(title)s”. Drop it in “Connect”; in the shell: %(command)s.")
    facts = {"name": path.name, "title": title_of(match.shape), "command": "riser connect import FILE"}
    raise Refused(text % facts)


def _within(sheet: Sheet, name: str) -> Iterator[Row]:
    """The rows, filled or not, as long as they can be a plan: what is far too long is not read to its end."""
    for number, row in enumerate(sheet.rows()):
        if number > 4 * MAX_ROWS:
            raise _too_long(name)
        yield row


def _too_long(name: str) -> Refused:
    return Refused(_("%(name)s has more than %(most)d rows. Split it.") % {"name": name, "most": MAX_ROWS})


def _is_said(cell: object) -> bool:
    return cell not in (None, "")


def _column(cell: object) -> str:
    return "" if cell is None else str(cell).strip().lower().replace(" ", "_").replace("-", "_")


def _cells(header: Sequence[str], row: Sequence[Any]) -> dict[str, Any]:
    """The cells under their columns; a cell beside the table stands under an empty name."""
    padded = [*header, *[""] * (len(row) - len(header))]
    return {name: cell for name, cell in zip(padded, row, strict=False) if name or cell not in (None, "")}


def _refuse_repeated(header: Sequence[str], *, row: int, name: str) -> None:
    twice = {column for column in header if column and header.count(column) > 1}
    if twice:
        problems = tuple(
            Problem(_("This column stands twice. Leave one out."), row, column) for column in sorted(twice)
        )
        text = _("Nothing was stored. The columns of %(name)s are not clear.")
        raise Refused(text % {"name": name}, problems)


def _read_yaml(path: Path) -> list[tuple[int, Cells]]:
    if path.is_dir():
        raise Refused(_("%(path)s is a folder. Name a file in it.") % {"path": path})
    if not path.is_file():
        raise Refused(_("There is no file %(path)s. Check how it is spelt.") % {"path": path})
    if path.stat().st_size > MAX_BYTES // 20:
        raise Refused(_("%(name)s is too large for a plan. Split it.") % {"name": path.name})
    try:
        content = plain_yaml(path.read_text(encoding="utf-8-sig"))
    except (yaml.YAMLError, ValueError) as error:
        raise _unreadable(path.name, error) from error
    entries = content.get(CAMPAIGNS) if isinstance(content, dict) else None
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise Refused(
            _("%(name)s holds no list “campaigns:”. Start from the template.") % {"name": path.name}
        )
    return [
        (number, {_column(name): _cell(value) for name, value in entry.items()})
        for number, entry in enumerate(entries, 1)
    ]


def _unreadable(name: str, error: Exception) -> Refused:
    """What is wrong with YAML, and in which line; the parser's own words help nobody."""
    if isinstance(error, UnicodeError):
        return Refused(_("%(name)s is not in UTF-8. Save it as UTF-8.") % {"name": name})
    if isinstance(error, NotPlain):
        return Refused(
            _("%(name)s, line %(line)s: %(what)s") % {"name": name, "line": error.line, "what": error}
        )
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is None:
        return Refused(_("%(name)s is no readable YAML. Start from the template.") % {"name": name})
    return Refused(
        _(
            "%(name)s, line %(line)s: this is no readable YAML. "
            "Look for a missing bracket or quotation mark, or a tab, there or above."
        )
        % {"name": name, "line": mark.line + 1}
    )


def _cell(value: Any) -> Any:
    """The text of a cell, or its list of texts; YAML writes nothing as null or ~."""
    return None if value in ("null", "~") else value


def _refuse_unknown(rows: Sequence[tuple[int, Cells]], file_name: str) -> None:
    problems: dict[str, Problem] = {}
    for number, cells in rows:
        for name in cells:
            if name not in READERS and name not in problems:
                problems[name] = _unknown(name, number)
    if problems:
        text = _("Nothing was stored. Some columns of %(name)s are not in the template.")
        raise Refused(text % {"name": file_name}, tuple(problems.values()))


def _unknown(name: str, number: int) -> Problem:
    from difflib import get_close_matches

    if not name:
        return Problem(_("There is text beside the table, under no column name. Remove it."), number)
    near = get_close_matches(name, READERS, n=1)
    hint = _("Did you mean %(near)s?") % {"near": near[0]} if near else _("Remove it, or use the template.")
    return Problem(_("There is no column “%(name)s”. %(hint)s") % {"name": name, "hint": hint}, number, name)


# --- writing --------------------------------------------------------------------------------------------


def _csv() -> bytes:
    text = io.StringIO()
    csv.writer(text).writerow(COLUMNS)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _yaml() -> bytes:
    intro = _("One entry per campaign. Leave out what you do not know.")
    heading = _("An entry with every column:")
    example = [f"#   {'-' if place == 0 else ' '} {name}: {value}" for place, (name, value) in _examples()]
    notes = [f"# {name}: {explanation}" for name, (explanation, _example) in COLUMNS.items()]
    lines = [
        f"# {intro}",
        f"{CAMPAIGNS}: []",
        "",
        f"# {heading}",
        f"# {CAMPAIGNS}:",
        *example,
        "",
        *notes,
        "",
    ]
    return "\n".join(lines).encode()


def _examples() -> list[tuple[int, tuple[str, str]]]:
    return list(enumerate((name, example) for name, (_explanation, example) in COLUMNS.items()))


def _xlsx() -> bytes:
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=False)
    sheet = book.worksheets[0]
    sheet.title = "plan"
    sheet.append(list(COLUMNS))
    sheet.freeze_panes = "C2"
    guide = book.create_sheet("guide")
    guide.append([_("Column"), _("What to write"), _("Example")])
    for name, (explanation, example) in COLUMNS.items():
        guide.append([name, str(explanation), example])
    for page in (sheet, guide):
        for place, cell in enumerate(page[1], start=1):
            cell.font = Font(bold=True)
            page.column_dimensions[get_column_letter(place)].width = 20
    guide.column_dimensions["B"].width = 80
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
