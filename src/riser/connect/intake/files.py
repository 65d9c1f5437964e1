"""Opens CSV, TSV and XLSX files of unknown origin as sheets of cells, within limits.

Nothing is trusted: size, columns and the unpacked size of an XLSX are bounded before anything is read.
"""

import csv
import hashlib
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from io import TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import Any

from riser.connect.intake.strangers import (
    refuse_archive,
    refuse_page,
    refuse_strangers,
    refuse_uncomputed,
)
from riser.connect.rules.cells import Cell
from riser.foundation.errors import Refused, RiserError
from riser.foundation.speech import gettext as _

MAX_BYTES = 200 * 1024 * 1024  # of an upload, of a workbook, and of what a work tool exports
MAX_TEXT_BYTES = 8 * 1024 * 1024 * 1024  # of an ad export that lies on this machine already
MAX_COLUMNS = 500
MAX_ROWS = 1_048_576  # of a sheet; no spreadsheet program writes more
MAX_UNPACKED = 1024 * 1024 * 1024
MAX_RATIO = 100
HEAD_ROWS = 40

WATCHED_ROWS = 5000
READ_SHARE = 0.45  # of the whole way, for each of the two times a file is read; the rest is writing it

Row = tuple[int, list[Cell]]
Watch = Callable[[float], None]


@dataclass(frozen=True)
class Sheet:
    """One table of a file. `rows` gives its rows, numbered from 1, from the start each time it is called."""

    name: str
    rows: Callable[[], Iterator[Row]]

    def head(self) -> list[Row]:
        """The first rows, enough to find the header."""
        return list(islice(self.rows(), HEAD_ROWS))


@dataclass(frozen=True, slots=True)
class Named:
    """A file and the name people know it by: an upload is kept under another one."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class OpenText:
    """A file of text by what its reader has to know. `name` is what a refusal calls it."""

    path: Path
    name: str
    encoding: str
    delimiter: str


@dataclass(frozen=True)
class OpenFile:
    """A file that can be read: its digest, its sheets, how its text is written ("" and None for XLSX)."""

    path: Path
    sha256: str
    sheets: tuple[Sheet, ...]
    encoding: str
    text: OpenText | None = None


def open_file(path: Path, *, name: str = "", watch: Watch | None = None, most: int | None = None) -> OpenFile:
    """The sheets of a CSV, TSV or XLSX file. Raises Refused where it cannot be read or is too large.

    `name` is what a refusal calls the file, by default the name of its path. `watch` is told, from time to
    time, which share of the file has been read; it starts again each time the rows are read anew. `most` is
    how many bytes of text are read, by default those of an upload.
    """
    file = Named(path, name or path.name)
    if path.is_dir():
        raise Refused(_("%(path)s is a folder. Name a file in it.") % {"path": path})
    if not path.is_file():
        raise Refused(_("There is no file %(path)s. Check how it is spelt.") % {"path": path})
    size = path.stat().st_size
    if size == 0:
        raise Refused(_("%(name)s is empty. Export it again.") % {"name": file.name})
    refuse_large(file.name, size, most)
    digest = _digest(path)
    if zipfile.is_zipfile(path):
        refuse_large(file.name, size)
        return OpenFile(path, digest, tuple(_xlsx_sheets(file)), "")
    refuse_strangers(path, file.name)
    encoding = _encoding(file)
    refuse_page(path, encoding, file.name)
    delimiter = _delimiter(path, encoding)
    sheet = Sheet(file.name, lambda: _csv_rows(file, encoding, delimiter, watch))
    return OpenFile(path, digest, (sheet,), encoding, OpenText(path, file.name, encoding, delimiter))


def refuse_large(name: str, size: int, most: int | None = None) -> None:
    """Raises Refused where a file has more bytes than are read, by default more than an upload may have."""
    if size > (MAX_BYTES if most is None else most):
        if most is None:
            raise Refused(_("%(name)s is larger than 200 MB. Export a shorter period.") % {"name": name})
        raise Refused(_("%(name)s is larger than 8 GB. Export a shorter period.") % {"name": name})


def passes(watch: Watch | None) -> Watch | None:
    """Makes one way of the two times that a file is read: first for how it writes things, then for what."""
    if watch is None:
        return None
    last, done = 0.0, 0.0

    def told(share: float) -> None:
        nonlocal last, done
        if share < last:
            done = min(done + READ_SHARE, 1 - READ_SHARE)
        last = share
        watch(done + share * READ_SHARE)

    return told


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# --- text ------------------------------------------------------------------------------------------------


def _encoding(file: Named) -> str:
    with file.path.open("rb") as stream:
        start = stream.read(4)
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _checked(file, "utf-16")
    if b"\x00" in start:
        return _checked(file, "utf-16-le" if start[1:2] == b"\x00" else "utf-16-be")
    if _decodes(file.path, "utf-8-sig"):
        return "utf-8-sig"
    if _decodes(file.path, "gb18030") and _reads_as_chinese(file.path):
        return "gb18030"
    raise _unreadable_text(file)


def _checked(file: Named, encoding: str) -> str:
    if not _decodes(file.path, encoding):
        raise _unreadable_text(file)
    return encoding


def _unreadable_text(file: Named) -> Refused:
    return Refused(
        _("%(name)s is neither a table in UTF-8, UTF-16 or GB18030 nor an XLSX file. Save it as “CSV UTF-8”.")
        % {"name": file.name}
    )


def _decodes(path: Path, encoding: str) -> bool:
    try:
        with path.open(encoding=encoding, newline="") as file:
            while chunk := file.read(1 << 20):
                if "\x00" in chunk:
                    return False
    except UnicodeError:
        return False
    return True


def _reads_as_chinese(path: Path) -> bool:
    """Whether the characters are everyday Chinese. Western text misread as GB18030 gives rare ones."""
    with path.open(encoding="gb18030", newline="") as file:
        foreign = [c for c in file.read(1 << 20) if ord(c) > 127]
    everyday = sum(_in_gb2312(character) for character in foreign)
    return everyday >= 0.9 * len(foreign)


def in_utf8(text: OpenText, place: Path) -> OpenText:
    """The same text in UTF-8: itself, or a copy at this place."""
    if text.encoding == "utf-8-sig":
        return text
    with text.path.open(encoding=text.encoding, newline="") as file, place.open("wb") as copy:
        while chunk := file.read(1 << 20):
            copy.write(chunk.encode())
    return replace(text, path=place, encoding="utf-8")


def _in_gb2312(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _delimiter(path: Path, encoding: str) -> str:
    """The separator under which most of the first lines are equally wide; the wider where that is even.

    A cell may hold any number of the others: tasks by semicolon, amounts by comma.
    """
    with path.open(encoding=encoding, newline="") as file:
        lines = list(islice(file, HEAD_ROWS))
    return max("\t,;", key=lambda mark: _agreement(lines, mark))


def _agreement(lines: list[str], delimiter: str) -> tuple[int, int]:
    """How many lines share the commonest number of cells above one, and that number."""
    rows = csv.reader(lines, delimiter=delimiter)
    widths: Counter[int] = Counter()
    with suppress(csv.Error):  # the one who reads the file says where it breaks
        widths.update(len(row) for row in rows if len(row) > 1)
    return max(((count, width) for width, count in widths.items()), default=(0, 0))


def _csv_rows(file: Named, encoding: str, delimiter: str, watch: Watch | None = None) -> Iterator[Row]:
    with file.path.open("rb") as raw, TextIOWrapper(raw, encoding=encoding, newline="") as stream:
        reader = csv.reader(stream, delimiter=delimiter)
        line, size = 1, file.path.stat().st_size
        try:
            for row in reader:
                if len(row) > MAX_COLUMNS:
                    raise too_wide(file.name)
                cells: list[Cell] = list(row)
                yield line, cells
                if watch and line % WATCHED_ROWS == 0:
                    watch(raw.tell() / size)
                line = reader.line_num + 1
        except csv.Error as error:
            raise endless_cell(file.name, line) from error


def endless_cell(name: str, line: int) -> Refused:
    """What is said where a cell never ends."""
    return Refused(
        _(
            "%(name)s, line %(line)s: no cell ends from here on. "
            "Look for a single quotation mark, or export it again."
        )
        % {"name": name, "line": line}
    )


def too_wide(name: str) -> Refused:
    """What is said of a row with more columns than are read."""
    return Refused(
        _("%(name)s has more than %(most)s columns. Export only the columns you need.")
        % {"name": name, "most": MAX_COLUMNS}
    )


# --- XLSX ------------------------------------------------------------------------------------------------


def _xlsx_sheets(file: Named) -> Iterable[Sheet]:
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
