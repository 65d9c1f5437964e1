"""Opens CSV and TSV files: their encoding and separator are found out, their rows are read one by one."""

import csv
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from io import TextIOWrapper
from itertools import islice
from pathlib import Path

from riser.connect.intake.opened import (
    HEAD_ROWS,
    MAX_COLUMNS,
    WATCHED_ROWS,
    Named,
    OpenText,
    Row,
    Sheet,
    Watch,
    too_wide,
)
from riser.connect.rules.cells import Cell
from riser.foundation.errors import Refused
from riser.foundation.speech import gettext as _


def open_text(file: Named, encoding: str, watch: Watch | None) -> tuple[Sheet, OpenText]:
    """The one sheet of a CSV or TSV file in this encoding, and what a reader of its text has to know."""
    delimiter = _delimiter(file.path, encoding)
    sheet = Sheet(file.name, lambda: _csv_rows(file, encoding, delimiter, watch))
    return sheet, OpenText(file.path, file.name, encoding, delimiter)


def encoding_of(file: Named) -> str:
    """The encoding of a file of text. Raises Refused where it is none that is read."""
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
