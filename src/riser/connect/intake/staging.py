"""The rows of an ad export on their way: aside by month, counted, repeats found. Nothing is stored yet.

A file of any size goes through here in one pass and in little memory. Rows that are not plain wait aside
until the whole file has shown how it writes numbers and days; then the reader of rows takes or refuses each.
"""

import heapq
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from pyarrow import compute

from riser.connect.intake.blocks import Block, Blocks, LooseRows
from riser.connect.intake.columns import Columns, Shown
from riser.connect.intake.files import OpenText, Row, Watch, in_utf8
from riser.connect.intake.staged import STAGED, marks_of, typed_rows
from riser.connect.lake.bench import Bench, Spool, bench, quoted
from riser.connect.lake.reads import exact
from riser.connect.rules.ad_mapping import AdShape
from riser.connect.rules.cells import BadCell, Styles, Wrong, settled_order, settled_style
from riser.connect.rules.mapping import Match
from riser.connect.rules.reading import (
    KEPT_REJECTIONS,
    Reading,
    Rejection,
    Skipped,
    SkippedRow,
    last_column,
    shown_by,
    take,
    text_of,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

pc: Any = compute  # its stubs know few of the types that it takes
ROWS_AT_ONCE = 200_000
KEY = ("account", "campaign", "ad_group", "ad", "day", "segment")
AHEAD = 3  # blocks under way at once
HEAD_ROWS = 1000
BATCH = 20_000
OPEN_FILES = 120
TEXTS = [field.name for field in STAGED if pa.types.is_dictionary(field.type)]


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
class Staged:
    """What a file says: the rows taken, by month, and those that were not.

    `skipped` and `rejected` hold the first thousand, their numbers count all. `currencies` are by the line
    that names them first. `spend` sums the accepted rows, `rounded` counts amounts with more decimals than
    are kept, `own_total` is the platform's own sum.
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
    currencies: Mapping[str, int] = field(default_factory=dict)

    @property
    def accounts(self) -> list[str]:
        """The accounts the file names."""
        return sorted(account for account in self.named if account)


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


def stage_text(
    text: OpenText, match: Match[AdShape], *, head: Sequence[Row], today: date, watch: Watch | None = None
) -> Staged:
    """The rows of a text file put aside, after one pass through it.

    Raises BadCell where it writes numbers, days or currencies in two ways that contradict, Refused where it
    cannot be read.
    """
    spool = Spool()
    aside = Aside(spool)
    try:
        columns = Columns(match, today=today)
        blocks = Blocks(
            in_utf8(text, spool.path()),
            after=match.header_row,
            wanted=columns.wanted,
            numbers=columns.numbers,
            watch=watch,
        )
        shown = _pass_through(blocks, columns, aside)
        settled_style(shown.numbers)
        settled_order(shown.orders)
        left = _take_waiting(aside, columns, columns.styles(shown), head)
    finally:
        aside.close()
    return _looked_through(_staged(match, spool, aside, left))


def stage_reading(reading: Reading) -> Staged:
    """The rows of a smaller sheet, read one by one, put aside."""
    spool = Spool()
    aside = Aside(spool)
    _add_rows(aside, reading)
    aside.close()
    return _looked_through(_staged(reading.match, spool, aside, reading))


# --- one pass through the file ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Converted:
    """What became of a block."""

    shown: Shown
    waiting: Sequence[Row]
    rows: pa.Table | None = None
    marks: "NDArray[np.uint64] | None" = None


def _pass_through(blocks: Blocks, columns: Columns, aside: Aside) -> Shown:
    """What the file shows; its plain rows are put aside as taken, the others to wait."""
    shown = _of_rows(islice(blocks.head(), HEAD_ROWS), columns)
    for found in _converted(blocks, columns, shown):
        shown.add(found.shown)
        if found.rows is not None and found.marks is not None:
            aside.add(found.rows, found.marks)
        aside.wait(found.waiting)
    return shown


def _converted(blocks: Blocks, columns: Columns, shown: Shown) -> Iterator[Converted]:
    """The blocks converted, in their order, some at once: Arrow computes without holding up Python."""
    under_way: list[Future[Converted]] = []
    with ThreadPoolExecutor(2) as pool:
        for block in blocks:
            under_way.append(pool.submit(_convert, block, columns, shown.copy()))
            if len(under_way) >= AHEAD:
                yield under_way.pop(0).result()
        for future in under_way:
            yield future.result()


def _convert(block: Block | LooseRows, columns: Columns, known: Shown) -> Converted:
    if isinstance(block, LooseRows):
        return Converted(_of_rows(block.rows, columns), block.rows)
    shown = columns.shown(block, known)
    known.add(shown)
    rows, odd = columns.typed(block, columns.styles(known))
    return Converted(shown, list(block.rows(odd)), rows, marks_of(rows))


def _of_rows(rows: Iterable[Row], columns: Columns) -> Shown:
    return columns.shown_by(*shown_by(rows, columns.match))


def compact(rows: pa.Table) -> pa.Table:
    """The same rows without texts that none of them holds, where those are many."""
    for place, column in enumerate(rows.columns):
        texts: Any = column.combine_chunks()
        if pa.types.is_dictionary(texts.type) and len(texts.dictionary) > rows.num_rows:
            again = texts.cast(texts.type.value_type).dictionary_encode()
            rows = rows.set_column(place, rows.schema.field(place), again)
    return rows


# --- the rows that waited --------------------------------------------------------------------------------


def _take_waiting(aside: Aside, columns: Columns, styles: Styles, head: Sequence[Row]) -> Reading:
    """What became of the rows that were not plain; the good ones among them join the others."""
    left = Reading(columns.match)
    for line, row in head:
        if line < columns.match.header_row:
            left.skip(SkippedRow(line, Skipped.TITLE, text_of(row)))
    for numbered in aside.waited():
        take(left, numbered, styles=styles, today=columns.today, seen={})
        if len(left.rows) >= BATCH:
            _add_rows(aside, left)
    _add_rows(aside, left)
    return left


def _add_rows(aside: Aside, reading: Reading) -> None:
    """Puts the rows aside that were read one by one."""
    rows = typed_rows(reading.rows)
    aside.add(rows, marks_of(rows))
    reading.rows.clear()


def _staged(match: Match[AdShape], spool: Spool, aside: Aside, left: Reading) -> Staged:
    months = dict(sorted(aside.months.items()))
    return Staged(
        match=match,
        spool=spool,
        months=months,
        skipped=left.skipped,
        skipped_count=left.skipped_count,
        rejected=left.rejected,
        rejected_count=left.rejected_count,
        own_total=left.own_total,
    )


# --- looked through as a whole ---------------------------------------------------------------------------


def _looked_through(staged: Staged) -> Staged:
    """With the repeats rejected, and the sums of what is left. Raises BadCell where two currencies stand."""
    repeats: list[Iterable[Rejection]] = []
    days: list[date] = []
    named: dict[str | None, None] = {}
    lines: dict[str, int] = {}
    with bench() as table:
        for month in staged.months.values():
            if month.repeats_likely():
                repeats.append(_reject_repeats(table, month, staged))
            month.marks.clear()
            for account, currency, line, count, first, last, spend, rounded in table.rows(
                "SELECT account, currency, min(line), count(*), min(day), max(day), sum(spend), sum(rounded)"
                f" FROM ({month.accepted(table)}) GROUP BY account, currency"
            ):
                staged.accepted += count
                staged.rounded += int(rounded)
                staged.spend += exact(spend) or 0
                days += [first, last]
                named[account] = None
                if currency:
                    lines[currency] = min(line, lines.get(currency, line))
    staged.rejected = _first([staged.rejected, *repeats])
    staged.days = [min(days), max(days)] if days else []
    staged.named = list(named)
    staged.currencies = dict(sorted(lines.items(), key=lambda item: item[1]))
    _refuse_two_currencies(staged.currencies)
    return staged


def _reject_repeats(table: Bench, month: Month, staged: Staged) -> list[Rejection]:
    """The first of those rows that say again what an earlier row of the file says."""
    rows, key = month.accepted(table), ", ".join(KEY)
    suspects = table.keep(f"SELECT hash({key}) AS h FROM ({rows}) GROUP BY h HAVING count(*) > 1")
    found = table.table(
        f"SELECT * FROM (SELECT line, day, campaign, min(line) OVER (PARTITION BY {key}) AS first"
        f" FROM ({rows}) WHERE hash({key}) IN (SELECT h FROM {suspects})) WHERE line > first ORDER BY line"
    )
    if found.num_rows:
        month.repeated = found["line"].combine_chunks()
        staged.rejected_count += found.num_rows
    return [_repeat(row, staged.match) for row in found.slice(0, KEPT_REJECTIONS).to_pylist()]


def _repeat(row: Mapping[str, Any], match: Match[AdShape]) -> Rejection:
    bad = BadCell(Wrong.REPEATED, row["day"].isoformat(), other=str(row["first"]), campaign=row["campaign"])
    return Rejection(row["line"], last_column(match), bad.wrong, bad.facts)


def _first(found: Iterable[Iterable[Rejection]]) -> list[Rejection]:
    return list(islice(heapq.merge(*found, key=lambda one: one.line), KEPT_REJECTIONS))


def _refuse_two_currencies(lines: Mapping[str, int]) -> None:
    """Raises BadCell where the accepted rows name two currencies, with the first line of each."""
    if len(lines) > 1:
        (first, line), (second, other) = list(lines.items())[:2]
        facts = {"row": str(other), "other": first, "other_row": str(line)}
        raise BadCell(Wrong.MIXED_CURRENCIES, second, **facts)
