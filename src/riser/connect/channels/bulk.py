"""The links of a file: one a line, or a column of a CSV, TSV or XLSX. Reads; needs no database."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from riser.foundation.speech import gettext as _

LARGEST = 64 * 1024 * 1024  # bytes, of a file in the shell
MOST = 500_000  # links
URL_NAMES = frozenset(
    {
        "url",
        "urls",
        "link",
        "links",
        "final url",
        "landing page",
        "landing page url",
        "address",
        "website url",
    }
    | {"destination url", "网址", "链接", "落地页", "落地页网址", "最终到达网址", "地址"}
)
REFERRER_NAMES = frozenset({"referrer", "referer", "来源页"})
HEAD = 10  # rows among which the names of the columns may stand
DELIMITERS = "\t,;"
_ZIP = b"PK\x03\x04"


class BulkError(ValueError):
    """A file of links cannot be read. The text names file and remedy."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One link to look at, and the page it stands on where the file tells."""

    url: str
    referrer: str = ""


def links_in(path: Path, *, name: str = "", largest: int = LARGEST, most: int = MOST) -> list[Asked]:
    """The links of a file, in its order, blank lines left out. Raises BulkError."""
    told = name or path.name
    try:
        if path.stat().st_size > largest:
            raise _too_large(told, largest)
        data = path.read_bytes()
    except OSError as error:
        raise BulkError(_("%(name)s cannot be opened. Check how it is spelt.") % {"name": told}) from error
    found = _from_book(path, told, most) if data.startswith(_ZIP) else _from_text(_decoded(data, told), told)
    return _bounded(found, told, most)


def links_of_lines(text: str) -> list[Asked]:
    """The links of a text, one a line."""
    return [Asked(line.strip()) for line in text.splitlines() if line.strip()]


def _bounded(found: list[Asked], name: str, most: int) -> list[Asked]:
    if not found:
        raise BulkError(_("%(name)s holds no link. Put one on each line.") % {"name": name})
    if len(found) > most:
        text = _("%(name)s holds %(count)s links; %(most)s are taken at once. Split the file.")
        raise BulkError(text % {"name": name, "count": len(found), "most": most})
    return found


def _too_large(name: str, largest: int) -> BulkError:
    text = _("%(name)s is larger than %(most)s MB. Split the file.")
    return BulkError(text % {"name": name, "most": largest // (1024 * 1024)})


def _decoded(data: bytes, name: str) -> str:
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise BulkError(_("%(name)s cannot be read as UTF-8 text. Check what it is.") % {"name": name})


def _from_text(text: str, name: str) -> list[Asked]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    for delimiter in DELIMITERS:
        columns = _columns([cell.strip('" ') for cell in first.split(delimiter)])
        if columns:
            return list(_from_rows(_rows(text, delimiter, name), columns))
    return links_of_lines(text)


def _rows(text: str, delimiter: str, name: str) -> Iterator[Sequence[str]]:
    rows = csv.reader((line for line in text.splitlines(keepends=True) if line.strip()), delimiter=delimiter)
    try:
        next(rows)
        yield from rows
    except csv.Error as error:
        said = _("%(name)s, line %(line)s: the cells cannot be told apart. Look for an open quotation mark.")
        raise BulkError(said % {"name": name, "line": rows.line_num}) from error


def _columns(header: Sequence[str]) -> tuple[int, int] | None:
    """Where link and referrer stand (-1: nowhere); None where no cell is called like a link."""
    names = [cell.strip().lower() for cell in header]
    url = next((place for place, cell in enumerate(names) if cell in URL_NAMES), None)
    referrer = next((place for place, cell in enumerate(names) if cell in REFERRER_NAMES), -1)
    return None if url is None else (url, referrer)


def _from_rows(rows: Iterable[Sequence[str]], columns: tuple[int, int]) -> Iterator[Asked]:
    url, referrer = columns
    for row in rows:
        cell = row[url].strip() if url < len(row) else ""
        if cell:
            yield Asked(cell, row[referrer].strip() if 0 <= referrer < len(row) else "")


def _from_book(path: Path, name: str, most: int) -> list[Asked]:
    """The links of a workbook: of the first sheet with a column of links, else the first column."""
    from riser.connect.intake.files import open_file
    from riser.foundation.errors import Refused

    try:
        found = open_file(path, name=name).sheets
        sheets = [[_texts(row) for _number, row in islice(sheet.rows(), most + HEAD)] for sheet in found]
    except Refused as error:
        raise BulkError(str(error)) from error
    for rows in sheets:
        for place, row in enumerate(rows[:HEAD]):
            if columns := _columns(row):
                return list(_from_rows(rows[place + 1 :], columns))
    return list(_from_rows((row for rows in sheets for row in rows), (0, -1)))


def _texts(row: Iterable[object]) -> list[str]:
    return ["" if cell is None else str(cell) for cell in row]
