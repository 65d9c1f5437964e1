"""A kept file without a person: written anew, under its new digest."""

import csv
import hashlib
import json
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from riser.connect.intake.files import MAX_TEXT_BYTES, OpenFile, open_file
from riser.connect.intake.recognise import recognise
from riser.connect.intake.record_files import is_parquet
from riser.connect.lake.bench import Spool
from riser.connect.rules.erasing import Erasure
from riser.connect.rules.event_mapping import is_events
from riser.connect.rules.mapping import Match, Shape
from riser.connect.rules.table_mapping import is_table
from riser.connect.rules.tables import Kind


@dataclass(frozen=True, slots=True)
class Named:
    """Where a file names persons: after which row, in which columns, and what those are called."""

    header_row: int
    places: Collection[int]
    names: Collection[str]


def rewritten(folder: Path, path: Path, source: str, erasure: Erasure) -> Path | None:
    """The file that takes the place of a kept one, in the same folder; None where nobody has to go.

    Raises Refused where the file cannot be read any more.
    """
    spool = Spool()
    fresh = spool.path()
    file = open_file(path, most=MAX_TEXT_BYTES)
    _sheet, match = recognise(file, source, path.name)
    written = _write(file, fresh, _named(match), erasure)
    return _at_its_digest(folder, fresh) if written else None


def _named(match: Match[Shape]) -> Named:
    fields = list(_person_fields(match))
    places = {match.fields[name] for name in fields if name in match.fields}
    paths = {path.rsplit(".", 1)[-1] for name in fields for path in match.shape.columns[name].names}
    return Named(match.header_row, places, paths)


def _person_fields(match: Match[Shape]) -> Iterator[str]:
    if is_events(match):
        yield from (name for name in ("person", "user") if name in match.shape.columns)
    elif is_table(match):
        for column in match.shape.table.columns:
            if column.kind == Kind.PERSON and column.name in match.shape.columns:
                yield column.name


def _write(file: OpenFile, fresh: Path, named: Named, erasure: Erasure) -> bool:
    """Whether the file named the person; then the other one is the same without."""
    if zipfile.is_zipfile(file.path):
        return _write_book(file.path, fresh, named, erasure)
    if is_parquet(file.path):
        return _write_parquet(file.path, fresh, named, erasure)
    return (_write_table if file.text else _write_records)(file, fresh, named, erasure)


def _write_table(file: OpenFile, fresh: Path, named: Named, erasure: Erasure) -> bool:
    assert file.text is not None  # noqa: S101 - a table of text
    found = False
    with file.path.open(encoding=file.text.encoding, newline="") as old:
        ending = "\r\n" if old.readline().endswith("\r\n") else "\n"
        old.seek(0)
        reader = csv.reader(old, delimiter=file.text.delimiter)
        with fresh.open("w", encoding=_plain(file.text.encoding), newline="") as new:
            writer = csv.writer(new, delimiter=file.text.delimiter, lineterminator=ending)
            line = 1
            for row in reader:
                kept = _row(row, named if line > named.header_row else None, erasure)
                found = found or kept != row
                writer.writerow(kept)
                line = reader.line_num + 1
    return found


def _row(row: list[str], named: Named | None, erasure: Erasure) -> list[str]:
    places = named.places if named else ()
    return [erasure.in_cell(cell, is_person=place in places) or "" for place, cell in enumerate(row)]


def _write_records(file: OpenFile, fresh: Path, named: Named, erasure: Erasure) -> bool:
    found = False
    with (
        file.path.open(encoding=file.encoding) as old,
        fresh.open("w", encoding=_plain(file.encoding)) as new,
    ):
        for part in _documents(old):
            kept = erasure.in_json(part, named.names) if part.strip() else part
            found = found or kept != part
            new.write(kept if kept.endswith("\n") else kept + "\n")
    return found


def _plain(encoding: str) -> str:
    """The same encoding without a mark before the first letter, which not every reader of JSON takes."""
    return encoding.removesuffix("-sig")


def _documents(lines: Any) -> Iterator[str]:
    """Each line where it is an object of its own, else the whole."""
    first = lines.readline()
    try:
        json.loads(first)
    except ValueError:
        yield first + lines.read()
    else:
        yield first
        yield from lines


def _write_book(path: Path, fresh: Path, named: Named, erasure: Erasure) -> bool:
    import openpyxl

    with path.open("rb") as stream:
        book = openpyxl.load_workbook(stream, data_only=True)
    cells = (cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)
    emptied = sum(_empty(cell, named, erasure) for cell in cells)
    book.save(fresh)
    return bool(emptied)


def _empty(cell: Any, named: Named, erasure: Erasure) -> bool:
    is_person = cell.column - 1 in named.places and cell.row > named.header_row
    kept = erasure.in_cell(cell.value, is_person=is_person)
    if kept == cell.value:
        return False
    cell.value = kept or None
    cell.hyperlink = cell.comment = None  # a spreadsheet links every address to itself
    return True


def _write_parquet(path: Path, fresh: Path, named: Named, erasure: Erasure) -> bool:
    import pyarrow as pa
    from pyarrow import parquet

    found = False
    with parquet.ParquetFile(path) as old, parquet.ParquetWriter(fresh, old.schema_arrow) as new:
        for batch in old.iter_batches():
            rows = batch.to_pylist()
            kept = erasure.in_data(rows, named.names)
            found = found or kept != rows
            new.write_batch(pa.RecordBatch.from_pylist(kept, schema=old.schema_arrow))
    return found


def _at_its_digest(folder: Path, fresh: Path) -> Path:
    with fresh.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    target = folder / digest[:2] / digest
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh.replace(target)
    return target
