"""Rows of a file become rows of a table of the lake; totals are skipped, what cannot be read is rejected."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from riser.connect.rules import cells
from riser.connect.rules.cells import BadCell, Cell, DayOrder, NumberStyle, Sample, Wrong, is_null
from riser.connect.rules.mapping import Match
from riser.connect.rules.moments import MomentStyle, moment, style_of, whole_day
from riser.connect.rules.reading import (
    Rejection,
    Row,
    RowsAgain,
    Skipped,
    SkippedRow,
    day_of,
    kept_amount,
    text_of,
)
from riser.connect.rules.table_mapping import ABSENT, BY_US, TableShape, beside, divisor
from riser.connect.rules.tables import Kind, TableColumn

LONGEST = 4000
NUMBERS = frozenset({Kind.NUMBER, Kind.MONEY, Kind.WHOLE, Kind.LINE})
MOMENTS = frozenset({Kind.DAY, Kind.MOMENT})
YES = frozenset({"true", "yes", "y", "1", "是", "ja", "wahr", "oui"})
NO = frozenset({"false", "no", "n", "0", "否", "nein", "falsch", "non"})


class TableRow(NamedTuple):
    """One row as the file tells it: its values by column; a currency that it does not name is None."""

    line: int
    values: dict[str, Any]


@dataclass
class TableReading:
    """What one table of a file says."""

    match: Match[TableShape]
    rows: list[TableRow] = field(default_factory=list)
    skipped: list[SkippedRow] = field(default_factory=list)
    rejected: list[Rejection] = field(default_factory=list)
    rounded: int = 0
    zone_added: bool = False

    @property
    def deleted(self) -> int:
        """How many rows are kept and never count, because their source has deleted them."""
        return sum(bool(row.values.get("deleted")) for row in self.rows)

    @property
    def currencies(self) -> list[str]:
        """The currencies the file names."""
        return sorted({row.values["currency"] for row in self.rows if row.values.get("currency")})


@dataclass(frozen=True, slots=True)
class Known:
    """What is known before the file is read: today, the organisation's zone, the order a person named."""

    today: date
    zone: ZoneInfo
    order: DayOrder | None = None


def read_table(again: RowsAgain, match: Match[TableShape], known: Known) -> TableReading:
    """What the file says under this match. `again` gives its rows from the start, several times.

    Raises BadCell where the file writes numbers or days in two ways, or days that could be months.
    """
    reading = TableReading(match)
    reader = _Reader(reading, _numbers(again, match), _moments(again, match, known), known.today)
    for line, row in again():
        if line < match.header_row:
            reading.skipped.append(SkippedRow(line, Skipped.TITLE, text_of(row)))
        elif line > match.header_row and any(not is_null(cell) for cell in row):
            reader.take(line, row)
    return reading


class _Reader:
    """Reads one row after the other; `column` is the one read last, to name it in a rejection."""

    def __init__(
        self, reading: TableReading, number: NumberStyle | None, moments: MomentStyle, today: date
    ) -> None:
        self.reading, self.shape = reading, reading.match.shape
        self.number, self.moments, self.today = number, moments, today
        self.seen: dict[tuple[Any, ...], int] = {}
        self.column = ""
        self.beside = beside(reading.match)

    def take(self, line: int, row: Sequence[Cell]) -> None:
        if self._is_total(row):
            self.reading.skipped.append(SkippedRow(line, Skipped.TOTAL, text_of(row)))
            return
        try:
            values = {
                one.name: self.value(one, row)
                for one in self.shape.table.columns
                if one.name not in {"source", "month", "currency_assumed"}
            }
            found = list(self._spread(values, row))
            for one in found:
                self._refuse_repeat(line, one)
        except BadCell as bad:
            self.reading.rejected.append(Rejection(line, self.column, bad.wrong, bad.facts))
        else:
            self.reading.rows.extend(TableRow(line, one) for one in found)

    def _spread(self, values: dict[str, Any], row: Sequence[Cell]) -> Iterator[dict[str, Any]]:
        """The rows behind one row of the file: several where it holds numbers side by side."""
        if self.shape.spread is None:
            yield values
            return
        into, of = self.shape.spread.into, self.shape.spread.of
        number = self.shape.table.column(of)
        for name, index in self.beside:
            cell = row[index] if index < len(row) else None
            if number and not is_null(cell):
                self.column = self.reading.match.headers[index]
                yield {**values, into: name, of: self._read(number, cell)}

    def value(self, column: TableColumn, row: Sequence[Cell]) -> Any:
        """The value of a column. Raises BadCell, also where it must hold something and does not."""
        self.column = self.reading.match.header(column.name)
        if column.name in self.shape.constants:
            return self.shape.constants[column.name]
        index = self.reading.match.fields.get(column.name)
        cell = row[index] if index is not None and index < len(row) else None
        found = None if is_null(cell) else self._read(column, cell)
        return self._absent(column, cell) if found is None else found

    def _absent(self, column: TableColumn, cell: Cell) -> Any:
        spec = self.shape.columns.get(column.name)
        if not column.is_required or column.name in BY_US:
            return None
        if (spec and spec.required) or column.kind not in ABSENT:
            raise _unlisted(column, cell) if not is_null(cell) else BadCell(Wrong.EMPTY, "")
        if column.choices and not is_null(cell):
            raise _unlisted(column, cell)
        return ABSENT[column.kind]

    def _read(self, column: TableColumn, cell: Cell) -> Any:
        how = self.shape.how(column.name)
        if how.words:
            return how.words.get(str(cell).strip().casefold())
        if column.choices:
            return _choice(column, cell)
        if column.name == "currency":
            return cells.currency(cell)
        if column.kind in NUMBERS:
            return self._number(column, cell)
        if column.kind == Kind.DAY:
            return self._day(column, cell)
        if column.kind == Kind.MOMENT:
            return self._moment(cell)
        return _READ[column.kind](cell) if column.kind in _READ else self._identifier(column, cell)

    def _number(self, column: TableColumn, cell: Cell) -> Decimal | int | None:
        if column.kind in {Kind.WHOLE, Kind.LINE}:
            return cells.count(cell, self.number)
        is_share = self.shape.how(column.name).is_share and str(cell).strip().endswith(("%", "％"))
        bare = str(cell).strip().rstrip("%％").strip() if is_share else cell
        value = cells.number(bare, self.number)
        if value is None:
            return None
        kept, lost = kept_amount(value / (100 if is_share else divisor(self.shape, column.name)))
        self.reading.rounded += lost
        return kept

    def _day(self, column: TableColumn, cell: Cell) -> date | None:
        if self.shape.how(column.name).is_month:
            return _first_of_month(cell, self.moments)
        if column.name == "day":
            return day_of(cell, self.moments.order, today=self.today)
        return whole_day(cell, self.moments)

    def _moment(self, cell: Cell) -> datetime | None:
        found = moment(cell, self.moments)
        if found is None:
            return None
        self.reading.zone_added = self.reading.zone_added or found.zone_added
        return found.at

    def _identifier(self, column: TableColumn, cell: Cell) -> str | None:
        spec = self.shape.columns.get(column.name)
        return cells.identifier(cell, drop=spec.drop if spec else "")

    def _is_total(self, row: Sequence[Cell]) -> bool:
        label = " ".join(str(next((cell for cell in row if not is_null(cell)), "")).split()).casefold()
        return bool(self.shape.totals) and label.startswith(self.shape.totals)

    def _refuse_repeat(self, line: int, values: dict[str, Any]) -> None:
        table = self.shape.table
        names = [*table.scope_key, *(name for name in table.key if name != "scope_key")]
        key = tuple(values.get(name) for name in names)
        first = self.seen.setdefault(key, line)
        if first != line:
            raise BadCell(Wrong.REPEATED_RECORD, "", other=str(first))


def _choice(column: TableColumn, cell: Cell) -> str | None:
    word = str(cell).strip().casefold()
    if word in column.choices:
        return word
    raise _unlisted(column, cell)


def _unlisted(column: TableColumn, cell: Cell) -> BadCell:
    choices = column.choices or ("true", "false")
    return BadCell(Wrong.NOT_A_CHOICE, str(cell)[:60], choices=", ".join(choices))


def _flag(cell: Cell) -> bool:
    word = str(cell).strip().casefold()
    if word in YES or word in NO:
        return word in YES
    raise BadCell(Wrong.NOT_A_CHOICE, str(cell)[:60], choices="true, false")


def _text(cell: Cell) -> str:
    text = str(cell).strip()
    if len(text) > LONGEST:
        raise BadCell(Wrong.TOO_LONG, text[:60] + "…", most=str(LONGEST))
    return text


_READ = {Kind.TEXT: _text, Kind.FLAG: _flag}


def _first_of_month(cell: Cell, style: MomentStyle) -> date | None:
    """The first day of the month in a cell that holds a month or any day of it."""
    text = str(cell).strip()
    whole = f"{text}-01" if isinstance(cell, str) and len(text) == len("2026-03") else cell
    found = whole_day(whole, style)
    return found.replace(day=1) if found else None


# --- how the file writes numbers and days -----------------------------------------------------------------


def _numbers(again: RowsAgain, match: Match[TableShape]) -> NumberStyle | None:
    if match.shape.plain_numbers:
        return NumberStyle.PLAIN
    return cells.number_style(_samples(again(), match, NUMBERS))


def _moments(again: RowsAgain, match: Match[TableShape], known: Known) -> MomentStyle:
    samples = [one for one in _samples(again(), match, MOMENTS) if len(one.text) > len("2026-03")]
    return style_of(samples, known.zone, known.order)


def _samples(rows: Iterable[Row], match: Match[TableShape], kinds: frozenset[Kind]) -> Iterator[Sample]:
    """The texts in the columns of these kinds."""
    wanted = [one for one in match.shape.table.columns if one.kind in kinds and one.name in match.fields]
    places = [(match.fields[one.name], match.header(one.name), one.kind == Kind.WHOLE) for one in wanted]
    for line, row in rows:
        if line <= match.header_row:
            continue
        for index, column, whole in places:
            cell = row[index] if index < len(row) else None
            if isinstance(cell, str) and not is_null(cell):
                yield Sample(cell.strip().rstrip("%％ "), line, column, whole)
