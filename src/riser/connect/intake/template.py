"""The evidence sheet to fill in: its columns, an empty history, and what each kind needs."""

from io import BytesIO
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from riser.connect.mappings import sources
from riser.connect.rules.kinds import NEEDS, NEEDS_DUE, NEEDS_LINK, NEEDS_PERSON, Attribute, Form
from riser.connect.rules.work import EvidenceKind
from riser.connect.rules.work_mapping import WorkShape
from riser.connect.words import kind_word
from riser.ui import formats

if TYPE_CHECKING:
    from openpyxl import Workbook

COLUMNS = ("kind", "item", "campaign", "title", "claimed", "person", "state", "due", "url")
HISTORY = ("item", "at", "field", "old", "new", "person")
WIDTH = 18


def evidence_template() -> bytes:
    """An XLSX with an empty sheet of evidence, one for history, and one that explains the kinds."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    evidence, changes = _shape("evidence"), _shape("changes")
    _sheet(book, _("Evidence"), [[*_headers(evidence, COLUMNS), *_attribute_headers(evidence)]])
    _sheet(book, _("History"), [_headers(changes, HISTORY)])
    _sheet(book, _("What each kind needs"), _help(evidence))
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _sheet(book: "Workbook", title: str, rows: list[list[str]]) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append(row)
    for index, cell in enumerate(sheet[1], start=1):
        cell.font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(index)].width = WIDTH
    sheet.freeze_panes = "A2"


def _shape(name: str) -> WorkShape:
    found = next(shape for shape in sources()["evidence_sheet"].shapes if shape.id == name)
    assert isinstance(found, WorkShape)  # noqa: S101 - the sheet is a work file
    return found


def _headers(shape: WorkShape, names: tuple[str, ...]) -> list[str]:
    return [_in_language(shape.columns[name].names) for name in names]


def _attribute_headers(shape: WorkShape) -> list[str]:
    asked = dict.fromkeys(attribute.name for needs in NEEDS.values() for attribute in needs)
    return [_header(shape, name) for name in asked]


def _header(shape: WorkShape, name: str) -> str:
    return _in_language(shape.attributes[name]) if name in shape.attributes else name


def _in_language(names: tuple[str, ...]) -> str:
    """The name of a column in the reader's language."""
    if formats.language() != "zh-hans":
        return names[0]
    return next((name for name in names if not name.isascii()), names[0])


def _help(shape: WorkShape) -> list[list[str]]:
    head = [_("Kind"), _("Means"), _("Must be filled in"), _("Indicators also read"), _("Allowed words")]
    return [head, *(_help_row(shape, kind) for kind in EvidenceKind)]


def _help_row(shape: WorkShape, kind: EvidenceKind) -> list[str]:
    common = ["title", "claimed"]
    common += ["person"] if kind in NEEDS_PERSON else []
    common += ["due"] if kind in NEEDS_DUE else []
    common += ["url"] if kind in NEEDS_LINK else []
    required = [_header(shape, one.name) for one in NEEDS[kind] if one.required]
    also = [_header(shape, one.name) for one in NEEDS[kind] if not one.required]
    return [
        kind.value,
        kind_word(kind),
        ", ".join([*_headers(shape, tuple(common)), *required]),
        ", ".join(also),
        "; ".join(_allowed(shape, one) for one in NEEDS[kind] if one.form == Form.CHOICE),
    ]


def _allowed(shape: WorkShape, attribute: Attribute) -> str:
    return f"{_header(shape, attribute.name)}: {', '.join(attribute.choices or {})}"
