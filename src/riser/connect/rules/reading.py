"""Rows of a file become rows of `ad_daily`; known non-data rows are skipped, the rest is rejected."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from riser.connect.rules import cells
from riser.connect.rules.ad_mapping import AdShape, segment_columns
from riser.connect.rules.cells import BadCell, Cell, NumberStyle, Sample, Styles, Wrong, is_null
from riser.connect.rules.facts import Level
from riser.connect.rules.mapping import Column, Match
from riser.foundation.periods import FIRST_DAY

Row = tuple[int, Sequence[Cell]]
RowsAgain = Callable[[], Iterable[Row]]

COUNTS = ("impressions", "clicks")
AMOUNTS = ("spend", "conversions", "conversion_value")
NAMED = ("campaign", "campaign_name", "ad_group", "ad")
KEPT_REJECTIONS = 1000
SMALLEST = Decimal("0.000001")  # the lake keeps six decimals


class AdRow(NamedTuple):
    """One row of `ad_daily` as the file tells it; account and currency are None where the file is silent."""

    line: int
    account: str | None
    campaign: str
    campaign_name: str | None
    ad_group: str
    ad: str
    day: date
    segment: str
    impressions: int | None
    clicks: int | None
    spend: Decimal | None
    conversions: Decimal | None
    conversion_value: Decimal | None
    currency: str | None
    final_url: str | None
    channel: str
    rounded: int = 0  # how many of its amounts had more decimals than are kept


class Skipped(StrEnum):
    """Why a row is no data."""

    TITLE = "title"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A known non-data row."""

    line: int
    why: Skipped
    text: str


@dataclass(frozen=True, slots=True)
class Rejection:
    """A row that cannot be taken: where, what; `facts` fill the blanks of its sentence."""

    line: int
    column: str
    wrong: Wrong
    facts: Mapping[str, str]


@dataclass
class Reading:
    """What a file says: the rows taken, skipped and rejected, and the platform's own total if it has one.

    Of the rows skipped and rejected the first thousand are kept, all are counted.
    """

    match: Match[AdShape]
    rows: list[AdRow] = field(default_factory=list)
    skipped: list[SkippedRow] = field(default_factory=list)
    rejected: list[Rejection] = field(default_factory=list)
    skipped_count: int = 0
    rejected_count: int = 0
    own_total: Decimal | None = None

    def skip(self, row: SkippedRow) -> None:
        """Counts a row that is no data."""
        self.skipped_count += 1
        if len(self.skipped) < KEPT_REJECTIONS:
            self.skipped.append(row)

    def reject(self, row: Rejection) -> None:
        """Counts a row that cannot be taken."""
        self.rejected_count += 1
        if len(self.rejected) < KEPT_REJECTIONS:
            self.rejected.append(row)

    @property
    def rows_read(self) -> int:
        """Every row except the header and empty ones."""
        return len(self.rows) + self.skipped_count + self.rejected_count

    @property
    def currencies(self) -> list[str]:
        """The currencies the file names."""
        return sorted({row.currency for row in self.rows if row.currency})

    @property
    def accounts(self) -> list[str]:
        """The accounts the file names."""
        return sorted({row.account for row in self.rows if row.account})

    @property
    def spend(self) -> Decimal:
        """The sum of the accepted rows."""
        return sum((row.spend for row in self.rows if row.spend is not None), Decimal(0))


def read(again: RowsAgain, match: Match[AdShape], *, today: date) -> Reading:
    """What the file says under this match. `again` gives its rows from the start, twice.

    Raises BadCell where the file writes numbers, days or currencies in two ways that contradict.
    """
    styles = _styles(again, match)
    reading = Reading(match)
    seen: dict[tuple[object, ...], int] = {}
    for line, row in again():
        if line < match.header_row:
            reading.skip(SkippedRow(line, Skipped.TITLE, text_of(row)))
        elif line > match.header_row:
            take(reading, (line, row), styles=styles, today=today, seen=seen)
    _refuse_two_currencies(reading)
    return reading


def take(
    reading: Reading, numbered: Row, *, styles: Styles, today: date, seen: dict[tuple[object, ...], int]
) -> None:
    """Puts a row below the header where it belongs.

    `seen` are the lines of the rows taken so far, by what tells rows apart.
    """
    line, row = numbered
    if all(is_null(cell) for cell in row):
        return
    cell = _Cells(reading.match, row, styles)
    if (whole := _is_account_row(cell)) or _is_total(cell):
        reading.skip(SkippedRow(line, Skipped.TOTAL, text_of(row)))
        _note_own_total(reading, cell, whole=whole)
        return
    try:
        found = _ad_row(line, cell, today)
        _refuse_repeat(found, seen)
    except BadCell as bad:
        reading.reject(Rejection(line, cell.column, bad.wrong, bad.facts))
    else:
        reading.rows.append(found._replace(rounded=cell.rounded) if cell.rounded else found)


class _Cells:
    """The cells of one row by field; `column` remembers the one read last, to name it in a rejection."""

    def __init__(self, match: Match[AdShape], row: Sequence[Cell], styles: Styles) -> None:
        self.match, self.row, self.styles = match, row, styles
        self.column = ""
        self.rounded = 0

    def raw(self, name: str) -> Cell:
        index = self.match.fields.get(name)
        self.column = self.match.header(name) if index is not None else ""
        return self.row[index] if index is not None and index < len(self.row) else None

    def spec(self, name: str) -> Column:
        return self.match.shape.columns[name]

    def identifier(self, name: str) -> str | None:
        cell = self.raw(name)
        return None if cell is None else cells.identifier(cell, drop=self.spec(name).drop)

    def amount(self, name: str) -> Decimal | None:
        cell = self.raw(name)
        value = None if cell is None else figure(name)(cell, self.styles.number)
        return None if value is None else self._kept(value / self.spec(name).divide)

    def _kept(self, value: Decimal) -> Decimal:
        found, rounded = kept_amount(value)
        self.rounded += rounded
        return found

    def words(self, name: str) -> str | None:
        return cells.words(self.raw(name))


def figure(name: str) -> Callable[[Cell, cells.NumberStyle | None], Decimal | None]:
    """How the cells of a column of amounts are read. Spend may be below zero: platforms write credits so."""
    return cells.number if name == "spend" else cells.amount


def kept_amount(value: Decimal) -> tuple[Decimal, bool]:
    """The amount as it can be stored, and whether it was longer than that."""
    found = value.quantize(SMALLEST)
    return (value, False) if found == value else (found, True)


def day_of(cell: Cell, order: cells.DayOrder | None, *, today: date) -> date:
    """The day of a row: not in the future, nor where a spreadsheet puts empty cells. Raises BadCell."""
    day = cells.day(cell, order)
    if day > today:
        raise BadCell(Wrong.FUTURE_DAY, day.isoformat(), today=today.isoformat())
    if day < FIRST_DAY:
        raise BadCell(Wrong.EARLY_DAY, day.isoformat(), first=FIRST_DAY.isoformat())
    return day


def last_column(match: Match[AdShape]) -> str:
    """The column that is read last: a row which is wrong as a whole is shown there."""
    name = match.shape.channel.field or "final_url"
    return match.header(name) if name in match.fields else ""


def _ad_row(line: int, cell: _Cells, today: date) -> AdRow:
    day = day_of(cell.raw("day"), cell.styles.day_order, today=today)
    _refuse_range(cell, day)
    name = cell.words("campaign_name")
    level = cell.match.shape.level
    return AdRow(
        line=line,
        account=cell.identifier("account"),
        campaign=_key(cell, "campaign", name) if cell.match.shape.names_campaigns else "",
        campaign_name=name,
        ad_group=_key(cell, "ad_group", None)
        if level == Level.AD_GROUP
        else cell.identifier("ad_group") or "",
        ad=_key(cell, "ad", None) if level == Level.AD else "",
        day=day,
        segment=_segment(cell),
        impressions=cells.count(cell.raw("impressions"), cell.styles.number),
        clicks=cells.count(cell.raw("clicks"), cell.styles.number),
        spend=cell.amount("spend"),
        conversions=cell.amount("conversions"),
        conversion_value=cell.amount("conversion_value"),
        currency=cells.currency(_currency(cell)),
        final_url=url_of(cell.raw("final_url")),
        channel=_channel(cell),
    )


def _refuse_range(cell: _Cells, day: date) -> None:
    """A row that sums several days is none of them."""
    last = cell.raw("day_end")
    if not is_null(last) and cells.day(last, cell.styles.day_order) != day:
        raise BadCell(Wrong.WHOLE_RANGE, str(last), first=day.isoformat())


def _currency(cell: _Cells) -> Cell:
    """The currency in the row, else the one in the header of the spend."""
    return cell.raw("currency") if "currency" in cell.match.fields else cell.match.header_currency


def _key(cell: _Cells, name: str, fallback: str | None) -> str:
    """The id by which the platform knows it; where the file has none, its name."""
    found = cell.identifier(name) or fallback
    if not found:
        raise BadCell(Wrong.EMPTY, "")
    return found


def _segment(cell: _Cells) -> str:
    parts = []
    for name, index in cell.styles.segment.items():
        value = cell.row[index] if index < len(cell.row) else None
        if not is_null(value):
            parts.append(f"{name.lower()}={value}")
    return ";".join(parts)


def _channel(cell: _Cells) -> str:
    rule = cell.match.shape.channel
    value = cell.raw(rule.field) if rule.field else None
    return rule.channel(None if value is None else str(value))


def url_of(value: Cell) -> str | None:
    """The landing page in a cell, None where it says nothing."""
    # A landing page may be longer than a name; what is longer than 2,000 characters is no address.
    return None if is_null(value) else str(value).strip().strip("[]")[:2000] or None


def _is_total(cell: _Cells) -> bool:
    rule = cell.match.shape.totals
    label = _label(cell.row)
    if not rule.begins or not label.startswith(rule.begins):
        return False
    # The label stands in the first column, whichever that is: also in the one that totals leave empty.
    kept_empty = cell.raw(rule.when_empty)
    return is_null(kept_empty) or _plain_text(kept_empty) == label


def _is_account_row(cell: _Cells) -> bool:
    """Whether it sums the whole account over all days: it names nothing of it, and ends after it began.

    One day of an account without a name may be a campaign that was deleted: that is left to a person.
    """
    named = [name for name in NAMED if name in cell.match.fields]
    if not named or not all(is_null(cell.raw(name)) for name in named):
        return False
    first, last = cell.raw("day"), cell.raw("day_end")
    return not is_null(last) and _plain_text(first) != _plain_text(last)


def _note_own_total(reading: Reading, cell: _Cells, *, whole: bool) -> None:
    told = whole or _label(cell.row) in reading.match.shape.totals.whole
    if reading.own_total is not None or not told:
        return
    try:
        reading.own_total = cell.amount("spend")
    except BadCell:
        reading.own_total = None


def _label(row: Sequence[Cell]) -> str:
    return _plain_text(next((cell for cell in row if not is_null(cell)), None))


def _plain_text(cell: Cell) -> str:
    return " ".join(str(cell or "").split()).casefold()


def _refuse_repeat(row: AdRow, seen: dict[tuple[object, ...], int]) -> None:
    key = (row.account, row.campaign, row.ad_group, row.ad, row.day, row.segment)
    first = seen.setdefault(key, row.line)
    if first != row.line:
        raise BadCell(Wrong.REPEATED, row.day.isoformat(), other=str(first), campaign=row.campaign)


def _refuse_two_currencies(reading: Reading) -> None:
    if len(reading.currencies) < 2:
        return
    rows = {row.currency: row.line for row in reversed(reading.rows)}
    first, second = sorted(reading.currencies, key=lambda one: rows[one])[:2]
    facts = {"row": str(rows[second]), "other": first, "other_row": str(rows[first])}
    raise BadCell(Wrong.MIXED_CURRENCIES, second, **facts)


def text_of(row: Sequence[Cell]) -> str:
    """The cells of a row in one line, to show what was skipped."""
    return " · ".join(str(cell) for cell in row if not is_null(cell))[:200]


# --- how the file writes numbers and days -----------------------------------------------------------------


def _styles(again: RowsAgain, match: Match[AdShape]) -> Styles:
    plain = match.shape.plain_numbers
    style = NumberStyle.PLAIN if plain else cells.number_style(_numbers(again(), match))
    return Styles(style, _day_order(again, match), segment_columns(match))


def _day_order(again: RowsAgain, match: Match[AdShape]) -> cells.DayOrder | None:
    return cells.day_order(_samples(again(), match, ["day"]))


def shown_by(rows: Iterable[Row], match: Match[AdShape]) -> tuple[list[Sample], list[Sample]]:
    """The texts in these rows that may show how the file writes numbers, and how it orders day and month."""
    kept = list(rows)
    plain = match.shape.plain_numbers
    return [] if plain else list(_numbers(kept, match)), list(_samples(kept, match, ["day"]))


def _numbers(rows: Iterable[Row], match: Match[AdShape]) -> Iterator[Sample]:
    return _samples(rows, match, [name for name in (*COUNTS, *AMOUNTS) if name in match.fields])


def _samples(rows: Iterable[Row], match: Match[AdShape], names: Sequence[str]) -> Iterator[Sample]:
    """The texts in the columns of these fields."""
    places = [(match.fields[name], match.header(name), name in COUNTS) for name in names]
    for line, row in rows:
        if line <= match.header_row:
            continue
        for index, column, whole in places:
            cell = row[index] if index < len(row) else None
            if isinstance(cell, str) and not is_null(cell):
                yield Sample(cell.strip(), line, column, whole)
