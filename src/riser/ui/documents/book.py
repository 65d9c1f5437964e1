"""Excel files: typed numbers and days, a head that stays, and no cell that is taken for a formula."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from riser.ui.documents.cells import Cell, cell, escaped, writable
from riser.ui.documents.style import ink

WIDEST, NARROWEST = 60, 8
MEASURED: Final = 500  # rows that decide how wide a column is
WRAPPED: Final = Alignment(wrap_text=True, vertical="top")
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\']")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, and how wide it is in characters; None measures what stands in it.

    `places` are the decimals shown of numbers in it; the cell holds them all. `wrap` breaks long lines.
    """

    heading: str
    width: int | None = None
    places: int = 0
    wrap: bool = False


class Book:
    """Builds one .xlsx, sheet by sheet. It writes as it goes: a hundred thousand rows take no more memory."""

    def __init__(self, *, title: str, author: str, made: datetime):
        self._book = Workbook(write_only=True)
        properties = self._book.properties
        properties.title, properties.creator = writable(title)[:255], writable(author)[:255]
        properties.created = properties.modified = made.replace(tzinfo=None)

    def sheet(self, name: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> None:
        """A sheet with a frozen, filterable head."""
        lines = [[cell(value) for value in row] for row in rows]
        # The stubs of openpyxl know a sheet that is written at once, not one that is written row by row.
        sheet: Any = self._book.create_sheet(_title(name))
        sheet.freeze_panes = "A2"
        for place, column in enumerate(columns, start=1):
            letter = get_column_letter(place)
            measured = [line[place - 1] for line in lines[:MEASURED]]
            sheet.column_dimensions[letter].width = column.width or _width(column.heading, measured)
        sheet.append([self._head(sheet, column.heading) for column in columns])
        for line in lines:
            sheet.append(
                [_written(sheet, value, column) for value, column in zip(line, columns, strict=True)]
            )
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(lines) + 1}"

    def saved(self) -> bytes:
        """The file."""
        target = BytesIO()
        self._book.save(target)
        return target.getvalue()

    @staticmethod
    def _head(sheet: Any, heading: str) -> SheetCell:
        made = WriteOnlyCell(sheet, value=escaped(heading))
        made.font = Font(bold=True)
        made.fill = PatternFill("solid", fgColor=ink()["sunken"].removeprefix("#"))
        made.alignment = WRAPPED
        return made


def _written(sheet: Any, value: Any, column: Column) -> Any:
    """A cell where a bare value would not do: a cell with a style costs ten times as much as one without."""
    is_error = isinstance(value, str) and value in ERROR_CODES
    if not (is_error or column.wrap or (column.places and isinstance(value, Decimal))):
        return value
    made = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        made.data_type = "s"  # "#N/A" is somebody's name here, not an error
    if column.wrap:
        made.alignment = WRAPPED
    if isinstance(value, Decimal):
        made.number_format = f"#,##0.{'0' * column.places}"
    return made


def _width(heading: str, values: Iterable[Cell]) -> int:
    """As wide as its longest line, between bounds; a Chinese character takes two."""
    widest = max((_measure(str(value)) for value in (heading, *values) if value is not None), default=0)
    return min(WIDEST, max(NARROWEST, widest + 2))


def _measure(text: str) -> int:
    return max(sum(2 if ord(letter) > 0x2E80 else 1 for letter in line) for line in text.split("\n"))


def _title(name: str) -> str:
    """A name that Excel takes for a sheet: 31 characters, none of the forbidden."""
    return _NOT_IN_TITLES.sub(" ", writable(name)).strip()[:31] or "1"
