"""One cell of a file becomes one typed value, or says what is wrong with it. Nothing is guessed."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from riser.foundation.currencies import is_currency

Cell = str | int | float | date | datetime | None

NULLS = frozenset({"", "--", "-", "—", "null", "n/a"})
LARGEST = Decimal(10) ** 12  # decimal(18,6) holds twelve digits before the point
LONGEST_TEXT = 255
EXACT_DIGITS = 15  # a spreadsheet keeps fifteen digits of a number; the rest become zeros


class Wrong(StrEnum):
    """What can be wrong with a cell, a row or a file."""

    EMPTY = "empty"
    NOT_A_NUMBER = "not_a_number"
    NAN = "nan"
    PERCENT = "percent"
    AMBIGUOUS_NUMBER = "ambiguous_number"
    DAMAGED_NUMBER = "damaged_number"
    NEGATIVE = "negative"
    NOT_WHOLE = "not_whole"
    TOO_LARGE = "too_large"
    NOT_A_DAY = "not_a_day"
    AMBIGUOUS_DAY = "ambiguous_day"
    TIME_OF_DAY = "time_of_day"
    FUTURE_DAY = "future_day"
    EARLY_DAY = "early_day"
    WHOLE_RANGE = "whole_range"
    DAMAGED_ID = "damaged_id"
    TOO_LONG = "too_long"
    NOT_A_CURRENCY = "not_a_currency"
    REPEATED = "repeated"
    MIXED_NUMBERS = "mixed_numbers"
    MIXED_DAYS = "mixed_days"
    MIXED_CURRENCIES = "mixed_currencies"
    NOT_A_MOMENT = "not_a_moment"
    FUTURE_MOMENT = "future_moment"
    AMBIGUOUS_DAYS = "ambiguous_days"
    OTHER_DAY_ORDER = "other_day_order"
    NOT_A_CHOICE = "not_a_choice"
    UNKNOWN_KIND = "unknown_kind"
    LACKS = "lacks"
    REPEATED_ITEM = "repeated_item"
    REPEATED_RECORD = "repeated_record"


class BadCell(ValueError):
    """A cell that cannot be taken; `facts` fill the blanks of its sentence."""

    def __init__(self, wrong: Wrong, text: object, **facts: str) -> None:
        super().__init__(wrong, str(text))
        self.wrong = wrong
        self.facts = {"text": str(text)} | facts


class NumberStyle(StrEnum):
    """How a file writes twelve hundred and a half."""

    POINT = "1,200.5"
    COMMA = "1.200,5"
    PLAIN = "1200.5"  # written by a program: a point is always the decimal point


class DayOrder(StrEnum):
    """Which of the first two numbers in 3/4/2026 is the month."""

    MONTH_FIRST = "mdy"
    DAY_FIRST = "dmy"


@dataclass(frozen=True, slots=True)
class Styles:
    """How this file writes numbers and days, None where no cell settles it; which columns split a day."""

    number: NumberStyle | None
    day_order: DayOrder | None = None
    segment: Mapping[str, int] = field(default_factory=dict)


class Sample(NamedTuple):
    """A cell that may show how its file writes things, and where it stands; `whole` where it counts."""

    text: str
    line: int = 0
    column: str = ""
    whole: bool = False


def is_null(cell: Cell) -> bool:
    """Whether the cell says nothing."""
    return cell is None or (isinstance(cell, str) and cell.strip().lower() in NULLS)


# --- numbers ---------------------------------------------------------------------------------------------

_SPACES = re.compile(r"[\s'’]")
_SHAPES: Mapping[NumberStyle, re.Pattern[str]] = {
    NumberStyle.POINT: re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)?(\.\d+)?"),
    NumberStyle.COMMA: re.compile(r"[+-]?(\d{1,3}(\.\d{3})+|\d+)?(,\d+)?"),
    NumberStyle.PLAIN: re.compile(r"[+-]?\d*(\.\d*)?([eE]-\d+)?"),
}
_BY_SPREADSHEET = re.compile(r"[+-]?\d+([.,]\d+)?[eE]\+?\d+")


def readings(text: str, *, whole: bool = False) -> dict[NumberStyle, Decimal]:
    """The number this text stands for in each of the two human styles.

    Where it counts things (`whole`), three digits after a mark are a group, never a fraction.
    """
    read = ((style, _read(text, style)) for style in (NumberStyle.POINT, NumberStyle.COMMA))
    found = {style: value for style, value in read if value is not None}
    if whole and len(set(found.values())) == 2:
        found = {style: value for style, value in found.items() if value == max(found.values())}
    return found


def number_style(samples: Iterable[Sample]) -> NumberStyle | None:
    """The one style in which every sample can be read, None where both would do.

    Raises BadCell where one sample can only be read one way and another only the other way.
    """
    witness: dict[NumberStyle, Sample] = {}
    for sample in samples:
        style = shown_style(sample.text, whole=sample.whole)
        if style is not None:
            witness.setdefault(style, sample)
        settled_style(witness)
    return settled_style(witness)


def shown_style(text: str, *, whole: bool = False) -> NumberStyle | None:
    """The one human style in which this text can be read, None where both or none will do."""
    found = readings(text, whole=whole)
    return next(iter(found)) if len(found) == 1 else None


def settled_style(witness: Mapping[NumberStyle, Sample]) -> NumberStyle | None:
    """The style that these witnesses show, in the order of the file. Raises BadCell where they differ."""
    if len(witness) == 2:
        raise _two_ways(Wrong.MIXED_NUMBERS, *witness.values())
    return next(iter(witness), None)


def _two_ways(wrong: Wrong, first: Sample, second: Sample) -> BadCell:
    """What is wrong with a file that writes these two, with the place of each."""
    facts = {"row": str(second.line), "column": second.column}
    other = {"other": first.text, "other_row": str(first.line), "other_column": first.column}
    return BadCell(wrong, second.text, **facts, **other)


def number(cell: Cell, style: NumberStyle | None) -> Decimal | None:
    """The exact number in a cell, None where it says nothing. Raises BadCell."""
    if is_null(cell):
        return None
    value = _text_number(cell, style) if isinstance(cell, str) else _typed_number(cell)
    if abs(value) >= LARGEST:
        raise BadCell(Wrong.TOO_LARGE, cell)
    return value


def amount(cell: Cell, style: NumberStyle | None) -> Decimal | None:
    """A number that is not below zero."""
    value = number(cell, style)
    if value is not None and value < 0:
        raise BadCell(Wrong.NEGATIVE, cell)
    return value


def count(cell: Cell, style: NumberStyle | None) -> int | None:
    """A whole number that is not below zero."""
    if style is None and isinstance(cell, str) and len(found := readings(cell.strip(), whole=True)) == 1:
        style = next(iter(found))
    value = amount(cell, style)
    if value is None:
        return None
    if value % 1:
        raise BadCell(Wrong.NOT_WHOLE, cell)
    return int(value)


def _read(text: str, style: NumberStyle) -> Decimal | None:
    bare = _SPACES.sub("", text)
    if not any(c.isdigit() for c in bare) or not _SHAPES[style].fullmatch(bare):
        return None
    if style == NumberStyle.COMMA:
        bare = bare.replace(".", "").replace(",", ".")
    return Decimal(bare.replace(",", "") if style == NumberStyle.POINT else bare)


def _text_number(text: str, style: NumberStyle | None) -> Decimal:
    text = text.strip()
    _refuse_no_number(text)
    if style is not None:
        value = _read(text, style)
        if value is None:
            raise BadCell(Wrong.NOT_A_NUMBER, text)
        return value
    found = set(readings(text).values())
    if len(found) == 2:
        raise BadCell(Wrong.AMBIGUOUS_NUMBER, text, low=f"{min(found):f}", high=f"{max(found):f}")
    if not found:
        raise BadCell(Wrong.NOT_A_NUMBER, text)
    return found.pop()


def _refuse_no_number(text: str) -> None:
    if text.lower().lstrip("+-") in {"nan", "inf", "infinity"}:
        raise BadCell(Wrong.NAN, text)
    if text.endswith(("%", "％")):
        raise BadCell(Wrong.PERCENT, text)
    if _BY_SPREADSHEET.fullmatch(text):
        raise BadCell(Wrong.DAMAGED_NUMBER, text)


def _typed_number(cell: Cell) -> Decimal:
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        raise BadCell(Wrong.NOT_A_NUMBER, cell)
    value = Decimal(repr(cell))
    if not value.is_finite():
        raise BadCell(Wrong.NAN, cell)
    return value


# --- days ------------------------------------------------------------------------------------------------

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MIDNIGHT = r"(?:[T ]00:00(?::00(?:\.0+)?)?(?:Z|[+-]\d\d:?\d\d)?)?"
_ANY_TIME = re.compile(r"(\d{4}[-/]\d{1,2}[-/]\d{1,2})[T ]\d{1,2}:\d\d.*")
_YEAR_FIRST = (
    re.compile(rf"(\d{{4}})-(\d{{1,2}})-(\d{{1,2}}){_MIDNIGHT}"),
    re.compile(rf"(\d{{4}})/(\d{{1,2}})/(\d{{1,2}}){_MIDNIGHT}"),
    re.compile(r"(\d{4})(\d\d)(\d\d)"),
    re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日"),
)
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_NAMED = (
    re.compile(r"(?P<m>[A-Za-z]{3,9})\.? (?P<d>\d{1,2}), (?P<y>\d{4})"),
    re.compile(r"(?P<d>\d{1,2})[ -](?P<m>[A-Za-z]{3,9})\.?[ -](?P<y>\d{4})"),
)


def day_order(samples: Iterable[Sample]) -> DayOrder | None:
    """Whether 3/4/2026 lies in March or April, None where no sample settles it. Raises BadCell on a clash."""
    witness: dict[DayOrder, Sample] = {}
    for sample in samples:
        order = shown_order(sample.text)
        if order is not None:
            witness.setdefault(order, sample)
        settled_order(witness)
    return settled_order(witness)


def shown_order(text: str) -> DayOrder | None:
    """The one order of day and month in which this text can be read, None where it does not show."""
    found = _SLASHED.fullmatch(text.strip())
    if found and int(found[1]) > 12:
        return DayOrder.DAY_FIRST
    return DayOrder.MONTH_FIRST if found and int(found[2]) > 12 else None


def settled_order(witness: Mapping[DayOrder, Sample]) -> DayOrder | None:
    """The order that these witnesses show, in the order of the file. Raises BadCell where they differ."""
    if len(witness) == 2:
        raise _two_ways(Wrong.MIXED_DAYS, *witness.values())
    return next(iter(witness), None)


def day(cell: Cell, order: DayOrder | None) -> date:
    """The day in a cell; a time stamp at midnight is a day. Raises BadCell, also where the cell is empty."""
    if is_null(cell):
        raise BadCell(Wrong.EMPTY, "")
    if isinstance(cell, datetime):
        if cell.time() != cell.time().min:
            raise BadCell(Wrong.TIME_OF_DAY, cell)
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = str(cell).strip()
    try:
        return _text_day(text, order)
    except ValueError as error:
        if isinstance(error, BadCell):
            raise
        raise BadCell(Wrong.NOT_A_DAY, text) from error


def _text_day(text: str, order: DayOrder | None) -> date:
    for pattern in _YEAR_FIRST:
        if found := pattern.fullmatch(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
    if _ANY_TIME.fullmatch(text):
        raise BadCell(Wrong.TIME_OF_DAY, text)
    if found := _DOTTED.fullmatch(text):
        return date(int(found[3]), int(found[2]), int(found[1]))
    if found := _SLASHED.fullmatch(text):
        return _slashed(text, (int(found[1]), int(found[2]), int(found[3])), order)
    for pattern in _NAMED:
        if found := pattern.fullmatch(text):
            return date(int(found["y"]), _month(found["m"]), int(found["d"]))
    raise BadCell(Wrong.NOT_A_DAY, text)


def _slashed(text: str, parts: tuple[int, int, int], order: DayOrder | None) -> date:
    first, second, year = parts
    if order is None and first != second:
        raise BadCell(Wrong.AMBIGUOUS_DAY, text)
    month_first = order != DayOrder.DAY_FIRST
    return date(year, first, second) if month_first else date(year, second, first)


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


# --- words -----------------------------------------------------------------------------------------------


def identifier(cell: Cell, *, drop: str = "") -> str | None:
    """An id as text, without the characters in `drop`. Raises BadCell where a spreadsheet ate digits."""
    if is_null(cell):
        return None
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _typed_identifier(cell)
    text = str(cell).strip()
    if _BY_SPREADSHEET.fullmatch(text):
        raise BadCell(Wrong.DAMAGED_ID, text)
    for character in drop:
        text = text.replace(character, "")
    return _short(text)


def _typed_identifier(cell: int | float) -> str:
    value = Decimal(repr(cell))
    if value % 1 or len(f"{abs(value):.0f}") > EXACT_DIGITS:
        raise BadCell(Wrong.DAMAGED_ID, cell)
    return f"{value:.0f}"


def words(cell: Cell) -> str | None:
    """Text as the platform wrote it: blanks inside and around a name are kept, they tell campaigns apart."""
    return None if is_null(cell) else _short(str(cell))


def currency(cell: Cell) -> str | None:
    """A currency code in capitals. Raises BadCell where nobody pays with it."""
    if is_null(cell):
        return None
    code = str(cell).strip().upper()
    if not is_currency(code):
        raise BadCell(Wrong.NOT_A_CURRENCY, code)
    return code


def _short(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise BadCell(Wrong.TOO_LONG, text[:60] + "…", most=str(LONGEST_TEXT))
    return text
