"""Where rows wait while a file is read: those taken by month, the others as they are."""

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from pyarrow import compute

from riser.connect.intake.files import Row
from riser.connect.intake.months import Month
from riser.connect.intake.staged import STAGED
from riser.connect.lake.bench import Spool

if TYPE_CHECKING:
    from numpy.typing import NDArray

pc: Any = compute  # its stubs know few of the types that it takes
OPEN_FILES = 120
TEXTS = [field.name for field in STAGED if pa.types.is_dictionary(field.type)]


class Aside:
    """Where rows wait: those taken by month, the others as they are."""

    def __init__(self, spool: Spool) -> None:
        self.spool = spool
        self.months: dict[str, Month] = {}
        self._open: dict[str, Any] = {}
        self._later = spool.path(".json")
        self._rows = self._later.open("w", encoding="utf-8")
        self.waiting = 0

    def add(self, rows: pa.Table, marks: "NDArray[np.uint64]") -> None:
        """Puts accepted rows aside."""
        if not rows.num_rows:
            return
        day = rows["day"].combine_chunks()
        months = pc.add(pc.multiply(pc.year(day), 12), pc.subtract(pc.month(day), 1))
        found = pc.unique(months).to_pylist()
        for month in found:
            if len(found) == 1:
                self._put(month, rows, marks)
            else:
                here = pc.equal(months, month)
                self._put(month, compact(rows.filter(here)), marks[here.to_numpy(zero_copy_only=False)])

    def wait(self, rows: Iterable[Row]) -> None:
        """Puts rows aside that are read when the whole file is known."""
        for row in rows:
            self._rows.write(json.dumps(row) + "\n")
            self.waiting += 1

    def waited(self) -> Iterator[Row]:
        """The rows that waited, in their order."""
        self._rows.close()
        with self._later.open(encoding="utf-8") as file:
            for text in file:
                line, row = json.loads(text)
                yield line, row

    def close(self) -> None:
        """Nothing more comes."""
        self._rows.close()
        self._close_files()

    def _put(self, number: int, rows: pa.Table, marks: "NDArray[np.uint64]") -> None:
        name = f"{number // 12:04}-{number % 12 + 1:02}"
        month = self.months.setdefault(name, Month())
        self._writer(name, month).write_table(rows)
        month.marks.append(marks)

    def _writer(self, name: str, month: Month) -> Any:
        if name not in self._open:
            from pyarrow import parquet

            write: Any = parquet.ParquetWriter
            if len(self._open) >= OPEN_FILES:
                self._close_files()
            month.files.append(self.spool.path(".parquet"))
            self._open[name] = write(
                month.files[-1], STAGED, compression="lz4", use_dictionary=TEXTS, write_statistics=False
            )
        return self._open[name]

    def _close_files(self) -> None:
        for writer in self._open.values():
            writer.close()
        self._open.clear()


def compact(rows: pa.Table) -> pa.Table:
    """The same rows without texts that none of them holds, where those are many."""
    for place, column in enumerate(rows.columns):
        texts: Any = column.combine_chunks()
        if pa.types.is_dictionary(texts.type) and len(texts.dictionary) > rows.num_rows:
            again = texts.cast(texts.type.value_type).dictionary_encode()
            rows = rows.set_column(place, rows.schema.field(place), again)
    return rows
