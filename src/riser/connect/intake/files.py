"""Opens files of unknown origin as sheets of cells: CSV, TSV, XLSX, JSON, NDJSON and Parquet."""

import hashlib
import zipfile
from pathlib import Path

from riser.connect.intake.books import open_book
from riser.connect.intake.opened import (
    MAX_BYTES,
    MAX_COLUMNS,
    MAX_TEXT_BYTES,
    Named,
    OpenFile,
    OpenText,
    Row,
    Sheet,
    Watch,
    refuse_large,
    too_wide,
)
from riser.connect.intake.record_files import is_parquet, is_records, open_parquet, open_records
from riser.connect.intake.strangers import refuse_page, refuse_strangers
from riser.connect.intake.text_files import encoding_of, endless_cell, in_utf8, open_text
from riser.foundation.errors import Refused
from riser.foundation.speech import gettext as _

__all__ = [
    "MAX_BYTES",
    "MAX_COLUMNS",
    "MAX_TEXT_BYTES",
    "OpenFile",
    "OpenText",
    "Row",
    "Sheet",
    "Watch",
    "endless_cell",
    "in_utf8",
    "open_file",
    "passes",
    "refuse_large",
    "too_wide",
]

READ_SHARE = 0.45  # of the whole way, for each of the two times a file is read; the rest is writing it


def open_file(path: Path, *, name: str = "", watch: Watch | None = None, most: int | None = None) -> OpenFile:
    """The sheets of a file. Raises Refused where it cannot be read or is too large.

    `name` is what a refusal calls the file, by default the name of its path. `watch` is told, from time to
    time, which share of the file has been read; it starts again each time the rows are read anew. `most` is
    how many bytes of text are read, by default those of an upload.
    """
    file = Named(path, name or path.name)
    _refuse_none(file)
    size = path.stat().st_size
    refuse_large(file.name, size, most)
    if zipfile.is_zipfile(path):
        refuse_large(file.name, size)
        return OpenFile(path, _digest(path), tuple(open_book(file)), "")
    if is_parquet(path):
        refuse_large(file.name, size)
        return OpenFile(path, _digest(path), (open_parquet(file),), "")
    refuse_strangers(path, file.name)
    return _open_text(file, watch)


def _open_text(file: Named, watch: Watch | None) -> OpenFile:
    digest = _digest(file.path)
    encoding = encoding_of(file)
    refuse_page(file.path, encoding, file.name)
    if is_records(file.path, encoding):
        return OpenFile(file.path, digest, (open_records(file, encoding, watch),), encoding)
    sheet, text = open_text(file, encoding, watch)
    return OpenFile(file.path, digest, (sheet,), encoding, text)


def _refuse_none(file: Named) -> None:
    """Raises Refused where there is no file, or nothing in it."""
    if file.path.is_dir():
        raise Refused(_("%(path)s is a folder. Name a file in it.") % {"path": file.path})
    if not file.path.is_file():
        raise Refused(_("There is no file %(path)s. Check how it is spelt.") % {"path": file.path})
    if file.path.stat().st_size == 0:
        raise Refused(_("%(name)s is empty. Export it again.") % {"name": file.name})


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
