"""Writes the rows of a table into a file as they are read: CSV, XLSX or Parquet, chosen by its ending.

The file stands there whole or not at all. No text in a CSV or XLSX is taken for a formula.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pyarrow as pa
from django.utils.translation import gettext as _

from riser.connect.lake.bench import bench
from riser.connect.lake.doors import doors
from riser.connect.tables import every_table
from riser.foundation.errors import Refused
from riser.ui.documents.cells import cell
from riser.ui.formats import listed

if TYPE_CHECKING:
    from pyarrow import RecordBatchReader

BATCH = 20_000
MOST_IN_SHEET = 1_048_575  # rows of a sheet below its head


def export(
    organisation_id: int, name: str, out: Path, *, from_day: date | None = None, to_day: date | None = None
) -> int:
    """How many rows were written. Raises Refused for an ending nobody writes, or where `out` cannot be."""
    write = WRITERS.get(out.suffix.lower())
    if write is None:
        told = _("%(file)s cannot be written: its name has to end in %(known)s.")
        raise Refused(told % {"file": out.name, "known": listed(WRITERS)})
    part = out.with_name(f".{out.name}.{uuid4().hex}.part")
    try:
        with bench() as desk, doors(organisation_id, desk.connection):
            sql = f'SELECT * FROM "{name}"{_where(name, from_day, to_day)}'
            rows = write(desk.connection.execute(sql).to_arrow_reader(BATCH), part)
        part.replace(out)
    except OSError as error:
        told = _("%(file)s cannot be written: %(why)s. Choose another folder.")
        raise Refused(told % {"file": out, "why": error.strerror or error}) from error
    finally:
        part.unlink(missing_ok=True)
    return rows


def _where(name: str, from_day: date | None, to_day: date | None) -> str:
    bounds = [
        f"day {sign} DATE '{day.isoformat()}'" for sign, day in ((">=", from_day), ("<=", to_day)) if day
    ]
    if bounds and every_table()[name].column("day") is None:
        raise Refused(_("The table %(name)s has no days. Leave --from and --to out.") % {"name": name})
    return f" WHERE {' AND '.join(bounds)}" if bounds else ""


def _csv(rows: "RecordBatchReader", path: Path) -> int:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(rows.schema.names)
        return sum(1 for row in _lines(rows) if writer.writerow(row))


def _xlsx(rows: "RecordBatchReader", path: Path) -> int:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    # The stubs of openpyxl know a sheet that is written at once, not one that is written row by row.
    sheet: Any = book.create_sheet("rows")
    sheet.append(rows.schema.names)
    count = 0
    for count, row in enumerate(_lines(rows), start=1):
        if count > MOST_IN_SHEET:
            raise Refused(_("A sheet holds no more than 1,048,575 rows. Ask for fewer days, or for CSV."))
        sheet.append(row)
    book.save(path)
    return count


def _parquet(rows: "RecordBatchReader", path: Path) -> int:
    import pyarrow.parquet as pq

    count = 0
    with pq.ParquetWriter(path, rows.schema) as writer:
        for batch in rows:
            writer.write_batch(batch)
            count += batch.num_rows
    return count


def _lines(rows: Iterable[pa.RecordBatch]) -> Iterator[Sequence[Any]]:
    for batch in rows:
        for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            yield [cell(value) for value in row]


WRITERS: Mapping[str, Callable[["RecordBatchReader", Path], int]] = {
    ".csv": _csv,
    ".xlsx": _xlsx,
    ".parquet": _parquet,
}
