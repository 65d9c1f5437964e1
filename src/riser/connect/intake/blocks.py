"""The text of a large file cut into blocks of rows, each a set of columns instead of rows of cells.

A block is parsed by Arrow where that is certain to find the same cells as Python's reader: where each line
is one row and all rows are equally wide. What is not so plain, a blank line, a title, a text over two lines,
goes through Python's reader, row by row, as every row of a smaller sheet does.
"""

import csv
from codecs import BOM_UTF8
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from io import StringIO, TextIOWrapper
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from riser.connect.intake.files import MAX_COLUMNS, OpenText, Row, Watch, endless_cell, too_wide

if TYPE_CHECKING:
    from numpy.typing import NDArray

BLOCK_BYTES = 16 << 20
PIECE_BYTES = 64 << 10  # how much goes to Python's reader where a block is not plain
NEWLINE = 10
DISTINCT = pa.dictionary(pa.int32(), pa.string())


@dataclass(frozen=True)
class Block:
    """Rows that follow each other: row `i` stands in line `first + i` and is `raw[ends[i-1]:ends[i]]`.

    `columns` are the wanted ones by their place in a row: numbers as texts, all else as its distinct texts.
    """

    first: int
    columns: dict[int, Any]
    raw: bytes
    ends: "NDArray[np.int64]"
    delimiter: str

    def __len__(self) -> int:
        return len(self.ends)

    def rows(self, places: Sequence[int]) -> Iterator[Row]:
        """These rows as every other sheet gives them: line and cells."""
        for place in places:
            start = 0 if place == 0 else int(self.ends[place - 1])
            text = self.raw[start : int(self.ends[place])].decode()
            (cells,) = csv.reader(StringIO(text, newline=""), delimiter=self.delimiter)
            yield self.first + place, list(cells)


@dataclass(frozen=True)
class LooseRows:
    """Rows that had to be read one by one."""

    rows: list[Row]


class Blocks:
    """The rows of a text file after a header, in their order, as blocks and as loose rows."""

    def __init__(
        self,
        text: OpenText,
        *,
        after: int,
        wanted: Collection[int],
        numbers: Collection[int] = (),
        watch: Watch | None = None,
    ) -> None:
        self.text, self.watch, self.numbers = text, watch, frozenset(numbers)
        self.wanted = sorted(wanted)
        self.line, self.offset, self.width = 1, _behind_mark(text), 0
        self._skip(after)

    def __iter__(self) -> Iterator[Block | LooseRows]:
        size = self.text.path.stat().st_size
        while self.offset < size:
            raw = self._read(BLOCK_BYTES)
            block = self._block(raw)
            if block is not None:
                self._pass(block)
                yield block
            else:
                yield from self._in_pieces(self.offset + len(raw))
            if self.watch:
                self.watch(min(self.offset / size, 1.0))

    def head(self) -> Iterator[Row]:
        """The rows from here on, one by one, without passing them."""
        return Reader(self.text, self.offset, self.line).rows()

    def _skip(self, after: int) -> None:
        """Passes the header and what stands above it, and sees how wide the rows below are."""
        for _line, _row in self._one_by_one(until=lambda: self.line > after):
            pass
        self.width = next((len(row) for _line, row in self.head()), 0)

    def _in_pieces(self, end: int) -> Iterator[Block | LooseRows]:
        while self.offset < end:
            raw = self._read(min(PIECE_BYTES, end - self.offset))
            block = self._block(raw)
            if block is not None:
                self._pass(block)
                yield block
                continue
            stop = self.offset + len(raw)
            yield LooseRows(list(self._one_by_one(until=partial(self._is_at, stop))))

    def _is_at(self, stop: int) -> bool:
        return self.offset >= stop

    def _one_by_one(self, until: Callable[[], bool]) -> Iterator[Row]:
        reader = Reader(self.text, self.offset, self.line)
        for row in reader.rows():
            self.offset, self.line = reader.offset, reader.line
            yield row
            if until():
                return
        self.offset, self.line = reader.offset, reader.line

    def _read(self, size: int) -> bytes:
        """The whole lines of the next so many bytes; one line at least."""
        with self.text.path.open("rb") as file:
            file.seek(self.offset)
            raw = file.read(size)
            if raw.endswith(b"\n"):
                return raw
            cut = raw.rfind(b"\n") + 1
            return raw[:cut] if cut else raw + file.readline()

    def _pass(self, block: Block) -> None:
        self.offset += len(block.raw)
        self.line += len(block)

    def _block(self, raw: bytes) -> Block | None:
        """These lines as a block, None where they are not plain."""
        ends = np.flatnonzero(np.frombuffer(raw, np.uint8) == NEWLINE).astype(np.int64) + 1
        if not raw.endswith(b"\n"):
            ends = np.append(ends, len(raw))
        if not self.width or not self._is_plain(raw, ends):
            return None
        columns = self._parsed(raw, len(ends))
        return None if columns is None else Block(self.line, columns, raw, ends, self.text.delimiter)

    def _is_plain(self, raw: bytes, ends: "NDArray[np.int64]") -> bool:
        """Whether each line may be a row.

        No lone carriage return ends one, no cell is beyond all measure, and the last line is not cut within
        a text in quotes that goes on in the next block.
        """
        if int(np.diff(ends, prepend=0).max(initial=0)) > csv.field_size_limit():
            return False
        if b"\r" in raw and raw.count(b"\r") != raw.count(b"\r\n"):
            return False
        last = raw[int(ends[-2]) if len(ends) > 1 else 0 :].decode()
        return not any("\n" in cell for row in self._reader([last]) for cell in row)

    def _reader(self, lines: Iterable[str]) -> Iterator[list[str]]:
        return csv.reader(lines, delimiter=self.text.delimiter)

    def _parsed(self, raw: bytes, rows: int) -> dict[int, Any] | None:
        from pyarrow import csv as parser

        arrow: Any = parser

        names = [str(place) for place in range(self.width)]
        wanted = [names[place] for place in self.wanted if place < self.width]
        try:
            table = arrow.read_csv(
                pa.BufferReader(raw),
                read_options=arrow.ReadOptions(column_names=names, block_size=PIECE_BYTES * 32),
                parse_options=arrow.ParseOptions(
                    delimiter=self.text.delimiter,
                    newlines_in_values=b'"' in raw,
                    ignore_empty_lines=False,
                ),
                convert_options=arrow.ConvertOptions(
                    include_columns=wanted,
                    column_types={name: self._kind(int(name)) for name in wanted},
                    strings_can_be_null=False,
                ),
            )
        except pa.ArrowInvalid:
            return None
        if table.num_rows != rows:
            return None
        table = table.unify_dictionaries()
        return {int(name): _whole(table[name]) for name in wanted}

    def _kind(self, place: int) -> pa.DataType:
        return pa.string() if place in self.numbers else DISTINCT


def _behind_mark(text: OpenText) -> int:
    """Where the text begins: behind a byte-order mark, if there is one."""
    with text.path.open("rb") as file:
        return len(BOM_UTF8) if file.read(len(BOM_UTF8)) == BOM_UTF8 else 0


def _whole(column: Any) -> Any:
    found = column.combine_chunks()
    return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found


class Reader:
    """Python's reader from any place of a file on; knows where the row after the one it gave begins."""

    def __init__(self, text: OpenText, offset: int, line: int) -> None:
        self.text, self.offset, self.line = text, offset, line

    def rows(self) -> Iterator[Row]:
        """The rows, each with the line it begins in. Raises Refused where they cannot be read."""
        first = self.line
        with self.text.path.open("rb") as raw:
            raw.seek(self.offset)
            stream = TextIOWrapper(raw, encoding="utf-8", newline="")
            reader = csv.reader(self._counted(stream), delimiter=self.text.delimiter)
            try:
                for row in reader:
                    if len(row) > MAX_COLUMNS:
                        raise too_wide(self.text.name)
                    line, self.line = self.line, first + reader.line_num
                    yield line, list(row)
            except csv.Error as error:
                raise endless_cell(self.text.name, self.line) from error

    def _counted(self, stream: TextIOWrapper) -> Iterator[str]:
        for line in stream:
            self.offset += len(line.encode())
            yield line
