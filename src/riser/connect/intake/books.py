"""Opens XLSX workbooks: one sheet of cells for each of theirs."""

import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from riser.connect.intake.opened import (
    MAX_COLUMNS,
    MAX_RATIO,
    MAX_ROWS,
    MAX_UNPACKED,
    Named,
    Row,
    Sheet,
    too_wide,
)
from riser.connect.intake.strangers import refuse_archive, refuse_uncomputed
from riser.connect.rules.cells import Cell
from riser.foundation.errors import Refused, RiserError
from riser.foundation.speech import gettext as _


def open_book(file: Named) -> Iterable[Sheet]:
    """The sheets of a workbook. Raises Refused where it is damaged, locked or unpacks to far more."""
    _refuse_bomb(file)
    _refuse_odd_book(file)
    return [Sheet(name, _sheet_rows(file, name)) for name in _sheet_names(file)]


def _refuse_bomb(file: Named) -> None:
    """A small file that unpacks to a huge one is an attack, or broken."""
    try:
        with zipfile.ZipFile(file.path) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        raise _unreadable_xlsx(file) from error
    if unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * max(file.path.stat().st_size, 10_000):
        raise Refused(
            _("%(name)s unpacks to far more than its size. Save it again from your spreadsheet program.")
            % {"name": file.name}
        )


def _refuse_odd_book(file: Named) -> None:
    """What is packed is a workbook, and every formula in it has its result."""
    try:
        with zipfile.ZipFile(file.path) as archive:
            refuse_archive(archive, file.name)
            refuse_uncomputed(archive, file.name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise _unreadable_xlsx(file) from error


def _unreadable_xlsx(file: Named) -> Refused:
    return Refused(
        _("%(name)s is damaged or no XLSX file. Save it again as XLSX, or as CSV.") % {"name": file.name}
    )


def _sheet_names(file: Named) -> list[str]:
    with _book(file) as book:
        return [sheet.title for sheet in book.worksheets]


def _sheet_rows(file: Named, name: str) -> Callable[[], Iterator[Row]]:
    def rows() -> Iterator[Row]:
        with _book(file) as book:
            sheet = book[name]
            sheet.reset_dimensions()
            # The number of a row is the file's word: one row “30000000” would be padded with empty ones.
            for number, row in enumerate(sheet.iter_rows(values_only=True, max_row=MAX_ROWS), start=1):
                if any(cell is not None for cell in row[MAX_COLUMNS:]):
                    raise too_wide(file.name)
                yield number, [_plain(cell) for cell in row[:MAX_COLUMNS]]

    return rows


@contextmanager
def _book(file: Named) -> Iterator[Any]:
    """The open workbook. Whatever goes wrong inside it is said as a refusal."""
    import openpyxl

    # By handle: openpyxl refuses a path without .xlsx, and a kept upload is named by its digest.
    with file.path.open("rb") as stream:
        try:
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
            try:
                yield book
            finally:
                book.close()
        except RiserError:
            raise
        except Exception as error:  # openpyxl raises whatever its parsers raise
            raise _unreadable_xlsx(file) from error


def _plain(value: object) -> Cell:
    if value is None or isinstance(value, str | int | float):
        return value
    from datetime import date

    return value if isinstance(value, date) else str(value)
