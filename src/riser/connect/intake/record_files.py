"""Opens files of records: JSON, a JSON object on each line, Parquet. Nested objects become dotted columns.

The names of the columns stand in row 0; records are numbered from 1.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import Any

from riser.connect.intake.opened import (
    HEAD_ROWS,
    MAX_COLUMNS,
    MAX_UNPACKED,
    WATCHED_ROWS,
    Named,
    Row,
    Sheet,
    Watch,
    refuse_large,
    too_wide,
)
from riser.connect.rules.cells import Cell
from riser.connect.rules.records import flat, records_of
from riser.foundation.errors import Refused
from riser.foundation.speech import gettext as _


@dataclass(frozen=True)
class RecordSheet(Sheet):
    """Records as a sheet. Its first rows know the columns of the first thousand records only."""

    begin: Callable[[], list[Row]]

    def head(self) -> list[Row]:
        """The first rows."""
        return self.begin()


Records = Callable[[], Iterator[Mapping[str, Any]]]
PARQUET = b"PAR1"
LONGEST_LINE = 16 * 1024 * 1024  # of a file with an object on each line; a longer one is a whole document
_START = 4096
HEAD_RECORDS = 1000


def is_parquet(path: Path) -> bool:
    """Whether a file begins as Parquet does."""
    with path.open("rb") as file:
        return file.read(len(PARQUET)) == PARQUET


def is_records(path: Path, encoding: str) -> bool:
    """Whether a text begins as an object or a list of objects does, which no header of a table does."""
    with path.open(encoding=encoding) as file:
        start = file.read(_START).lstrip()
    inside = start[1:].lstrip()
    return start.startswith("{") or (start.startswith("[") and inside[:1] in {"{", "[", "]"})


def open_records(file: Named, encoding: str, watch: Watch | None = None) -> Sheet:
    """The records of a JSON file, or of one with an object on each line, as one sheet."""
    if _is_by_line(file.path, encoding):
        return _sheet(file, lambda: _by_line(file, encoding, watch))
    return _sheet(file, lambda: _whole(file, encoding))


def open_parquet(file: Named) -> Sheet:
    """The records of a Parquet file as one sheet. Raises Refused where it is damaged or too large."""
    from pyarrow import ArrowException, parquet

    try:
        with parquet.ParquetFile(file.path) as found:
            groups = [found.metadata.row_group(at) for at in range(found.metadata.num_row_groups)]
            unpacked = sum(group.total_byte_size for group in groups)
    except (ArrowException, OSError) as error:
        raise _damaged_parquet(file) from error
    if unpacked > MAX_UNPACKED:
        raise Refused(_("%(name)s unpacks to more than 1 GB. Export a shorter period.") % {"name": file.name})
    return _sheet(file, lambda: _of_parquet(file))


def _sheet(file: Named, records: Records) -> Sheet:
    def rows() -> Iterator[Row]:
        return _rows(file, records, _names(file, records))

    def head() -> list[Row]:
        first = list(islice(records(), HEAD_RECORDS))
        return list(islice(_rows(file, lambda: iter(first), _names(file, lambda: iter(first))), HEAD_ROWS))

    return RecordSheet(file.name, rows, head)


def _rows(file: Named, records: Records, names: Sequence[str]) -> Iterator[Row]:
    yield 0, list(names)
    for number, record in enumerate(records(), start=1):
        found = _flat(file, record, number)
        yield number, [found.get(name) for name in names]


def _names(file: Named, records: Records) -> list[str]:
    """The names of all columns, in the order in which they first occur."""
    names: dict[str, None] = {}
    for number, record in enumerate(records(), start=1):
        names.update(dict.fromkeys(_flat(file, record, number)))
        if len(names) > MAX_COLUMNS:
            raise too_wide(file.name)
    return list(names)


def _flat(file: Named, record: Mapping[str, Any], number: int) -> dict[str, Cell]:
    try:
        return flat(record)
    except ValueError as deep:
        raise Refused(
            _("%(name)s, record %(number)s: objects are nested too deep. Export it as a table.")
            % {"name": file.name, "number": number}
        ) from deep


# --- JSON ------------------------------------------------------------------------------------------------


def _is_by_line(path: Path, encoding: str) -> bool:
    """Whether the first line is a whole object, and so every other line too."""
    with path.open(encoding=encoding) as file:
        first = file.readline(LONGEST_LINE)
    try:
        return isinstance(_read(first), dict)
    except (ValueError, RecursionError):
        return False


def _by_line(file: Named, encoding: str, watch: Watch | None) -> Iterator[Mapping[str, Any]]:
    size = file.path.stat().st_size
    with file.path.open("rb") as raw, TextIOWrapper(raw, encoding=encoding) as lines:
        for number, line in enumerate(lines, start=1):
            yield from _of_line(file, line, number)
            if watch and number % WATCHED_ROWS == 0:
                watch(raw.tell() / size)


def _of_line(file: Named, line: str, number: int) -> Iterator[Mapping[str, Any]]:
    if not line.strip():
        return
    try:
        yield from records_of(_read(line))
    except (ValueError, RecursionError) as bad:
        raise _no_json(file, number) from bad


def _whole(file: Named, encoding: str) -> Iterator[Mapping[str, Any]]:
    refuse_large(file.name, file.path.stat().st_size)
    try:
        yield from records_of(_read(file.path.read_text(encoding)))
    except json.JSONDecodeError as bad:
        raise _no_json(file, bad.lineno) from bad
    except (ValueError, RecursionError) as bad:
        raise _no_json(file, 1) from bad


def _read(text: str) -> Any:
    """The document in a text, its numbers as they are written: money and long ids lose nothing."""
    return json.loads(text, parse_float=str, parse_int=str, parse_constant=str)


def _no_json(file: Named, line: int) -> Refused:
    return Refused(
        _("%(name)s, line %(line)s: this is no JSON object. Export it again, or as CSV.")
        % {"name": file.name, "line": line}
    )


# --- Parquet ---------------------------------------------------------------------------------------------


def _of_parquet(file: Named) -> Iterator[Mapping[str, Any]]:
    from pyarrow import ArrowException, parquet

    try:
        with parquet.ParquetFile(file.path) as found:
            for batch in found.iter_batches(WATCHED_ROWS):
                yield from batch.to_pylist()
    except (ArrowException, OSError, UnicodeError) as error:
        raise _damaged_parquet(file) from error


def _damaged_parquet(file: Named) -> Refused:
    return Refused(_("%(name)s is a damaged Parquet file. Export it again.") % {"name": file.name})
