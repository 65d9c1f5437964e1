"""Kept files without a person: each file that names the person is written anew, under its new digest."""

import hashlib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

from riser.connect.intake.opened import Named
from riser.connect.intake.record_files import is_parquet
from riser.connect.intake.text_files import encoding_of
from riser.connect.rules.erasing import Erasure


def rewritten(folder: Path, erasure: Erasure) -> Iterator[tuple[Path, Path]]:
    """Each kept file below the folder that names the person, and the file that takes its place.

    Both are there; the caller lets the old one go as soon as nothing points to it.
    """
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        fresh = path.with_name(f"{path.name}.{uuid4().hex}")
        try:
            if _write(path, fresh, erasure):
                yield path, _at_its_digest(folder, fresh)
        finally:
            fresh.unlink(missing_ok=True)


def _write(path: Path, fresh: Path, erasure: Erasure) -> bool:
    """Whether the file named the person; then the other one is the same without."""
    if zipfile.is_zipfile(path):
        return _write_book(path, fresh, erasure)
    if is_parquet(path):
        return _write_parquet(path, fresh, erasure)
    return _write_text(path, fresh, erasure)


def _write_text(path: Path, fresh: Path, erasure: Erasure) -> bool:
    encoding, found = encoding_of(Named(path, path.name)), False
    with (
        path.open(encoding=encoding, newline="") as old,
        fresh.open("w", encoding=encoding, newline="") as new,
    ):
        for line in old:
            kept = erasure.in_text(line)
            found = found or kept != line
            new.write(kept)
    return found


def _write_book(path: Path, fresh: Path, erasure: Erasure) -> bool:
    import openpyxl

    with path.open("rb") as stream:
        book = openpyxl.load_workbook(stream, data_only=True)
    cells = (cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)
    emptied = sum(_empty(cell, erasure) for cell in cells)
    book.save(fresh)
    return bool(emptied)


def _empty(cell: Any, erasure: Erasure) -> bool:
    kept = erasure.in_data(cell.value)
    if kept == cell.value:
        return False
    cell.value = kept or None
    return True


def _write_parquet(path: Path, fresh: Path, erasure: Erasure) -> bool:
    import pyarrow as pa
    from pyarrow import parquet

    table = parquet.read_table(path)
    rows = table.to_pylist()
    kept = erasure.in_data(rows)
    parquet.write_table(pa.Table.from_pylist(kept, schema=table.schema), fresh)
    return bool(kept != rows)


def _at_its_digest(folder: Path, fresh: Path) -> Path:
    with fresh.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    target = folder / digest[:2] / digest
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh.replace(target)
    return target
