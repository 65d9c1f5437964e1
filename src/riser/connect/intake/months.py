"""What a file says, as it waits to be stored: the rows taken, by month, and what was left out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from pyarrow import compute

from riser.connect.lake.bench import Bench, Spool, quoted
from riser.connect.rules.ad_mapping import AdShape
from riser.connect.rules.gaps import Gap
from riser.connect.rules.mapping import Match
from riser.connect.rules.reading import Rejection, SkippedRow

if TYPE_CHECKING:
    from numpy.typing import NDArray

pc: Any = compute  # its stubs know few of the types that it takes
ROWS_AT_ONCE = 200_000


@dataclass
class Month:
    """The rows of one month: the files they wait in, and the lines that say again what an earlier one said.

    `marks` tell rows apart, see `marks_of`.
    """

    files: list[Path] = field(default_factory=list)
    marks: "list[NDArray[np.uint64]]" = field(default_factory=list)
    repeated: "pa.Array[Any] | None" = None

    def accepted(self, table: Bench) -> str:
        """The accepted rows, as a query on a bench."""
        files = ", ".join(quoted(path) for path in self.files)
        rows = f"SELECT * FROM read_parquet([{files}])"
        if self.repeated is None:
            return rows
        return f"{rows} ANTI JOIN {table.put(pa.table({'line': self.repeated}))} USING (line)"

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The accepted rows, some at a time."""
        from pyarrow import parquet

        for path in self.files:
            with parquet.ParquetFile(path) as file:
                for batch in file.iter_batches(ROWS_AT_ONCE):
                    yield batch if self.repeated is None else self._without_repeats(batch)

    def repeats_likely(self) -> bool:
        """Whether two rows share a mark."""
        marks = np.sort(np.concatenate(self.marks)) if self.marks else np.empty(0)
        return bool((marks[1:] == marks[:-1]).any())

    def _without_repeats(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        return batch.filter(pc.invert(pc.is_in(batch["line"], value_set=self.repeated)))


@dataclass
class Flagged:
    """Rows that are odd and yet taken: how many, and the line of the first, 0 without any."""

    count: int = 0
    line: int = 0

    def add(self, count: int, line: int | None) -> None:
        """Some more of them."""
        if count and line:
            self.count, self.line = self.count + count, min(line, self.line or line)


@dataclass
class Staged:
    """What a file says: the rows taken, by month, and those that were not.

    `skipped` and `rejected` hold the first thousand, their numbers count all. `currencies` are by the line
    that names them first. `spend` sums the accepted rows, `rounded` counts amounts with more decimals than
    are kept, `own_total` is the platform's own sum. `negative` have spend below zero, `overclicked` more
    clicks than impressions, `gaps` are the days without a row.
    """

    match: Match[AdShape]
    spool: Spool
    months: dict[str, Month]
    skipped: Sequence[SkippedRow]
    skipped_count: int
    rejected: Sequence[Rejection]
    rejected_count: int
    own_total: Decimal | None
    accepted: int = 0
    rounded: int = 0
    spend: Decimal = Decimal(0)
    days: Sequence[date] = ()
    named: Sequence[str | None] = ()
    negative: Flagged = field(default_factory=Flagged)
    overclicked: Flagged = field(default_factory=Flagged)
    currencies: Mapping[str, int] = field(default_factory=dict)
    gaps: Sequence[Gap] = ()

    @property
    def accounts(self) -> list[str]:
        """The accounts the file names."""
        return sorted(account for account in self.named if account)
