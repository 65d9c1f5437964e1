"""The rows of an ad export on their way: aside by month, counted, repeats found. Nothing is stored yet.

A file of any size goes through here in one pass and in little memory. Rows that are not plain wait aside
until the whole file has shown how it writes numbers and days; then the reader of rows takes or refuses each.
"""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from riser.connect.intake.aside import Aside
from riser.connect.intake.blocks import Block, Blocks, LooseRows
from riser.connect.intake.columns import Columns
from riser.connect.intake.files import OpenText, Row, Watch, in_utf8
from riser.connect.intake.looked_through import looked_through
from riser.connect.intake.months import Staged
from riser.connect.intake.shown import Shown, shown_by_texts, shown_in, styles_of
from riser.connect.intake.staged import marks_of, typed_rows
from riser.connect.intake.typed import typed
from riser.connect.lake.bench import Spool
from riser.connect.rules.ad_mapping import AdShape
from riser.connect.rules.cells import Styles, settled_order, settled_style
from riser.connect.rules.mapping import Match
from riser.connect.rules.reading import Reading, Skipped, SkippedRow, shown_by, take, text_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

AHEAD = 3  # blocks under way at once
HEAD_ROWS = 1000
BATCH = 20_000


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
        left = _take_waiting(aside, columns, styles_of(columns, shown), head)
    finally:
        aside.close()
    return looked_through(_staged(match, spool, aside, left))


def stage_reading(reading: Reading) -> Staged:
    """The rows of a smaller sheet, read one by one, put aside."""
    spool = Spool()
    aside = Aside(spool)
    _add_rows(aside, reading)
    aside.close()
    return looked_through(_staged(reading.match, spool, aside, reading))


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
    shown = shown_in(columns, block, known)
    known.add(shown)
    rows, odd = typed(columns, block, styles_of(columns, known))
    return Converted(shown, list(block.rows(odd)), rows, marks_of(rows))


def _of_rows(rows: Iterable[Row], columns: Columns) -> Shown:
    return shown_by_texts(*shown_by(rows, columns.match))


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
