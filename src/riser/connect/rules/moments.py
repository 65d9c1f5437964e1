"""Moments as tools write them: with and without a time, with and without a zone. Nothing is guessed.

A time without a zone is the organisation's; a day without a time counts as its noon there, so that it stays
the same day wherever it is read.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import NamedTuple
from zoneinfo import ZoneInfo

from riser.connect.rules.cells import BadCell, Cell, DayOrder, Sample, Wrong, day, day_order, is_null

NOON = time(12)
_TIME = re.compile(
    r"(?P<day>.*?\d.*?)"
    r"(?:(?:T|,|\s)\s*(?P<before>上午|下午|AM|PM)?\s*(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d+)?)?"
    r"\s*(?P<after>[AaPp]\.?[Mm]\.?)?\s*(?P<zone>Z|UTC|GMT|[+-]\d\d:?\d\d)?)?"
)
_SHORT_YEAR = re.compile(r"(\d{1,2})([/.-])(\d{1,2}|[A-Za-z]{3,9})\2(\d\d)")
_NAMED_MONTH = re.compile(r"(\d{1,2})[/-]([A-Za-z]{3,9})[/-](\d{4})")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/\d{4}")


@dataclass(frozen=True, slots=True)
class MomentStyle:
    """How a file writes moments: which of two numbers is the day, None where that never matters; its zone."""

    order: DayOrder | None
    zone: ZoneInfo


class Moment(NamedTuple):
    """A moment in UTC, and what had to be added: the zone of the organisation, a time of day."""

    at: datetime
    zone_added: bool
    time_added: bool


def style_of(samples: Iterable[Sample], zone: ZoneInfo, said: DayOrder | None) -> MomentStyle:
    """How a file writes moments. `said` is the order of day and month that a person named.

    Raises BadCell where two cells contradict, or where 3/4/2026 stands and nothing settles what it means.
    """
    shown = [Sample(day_part(sample.text), sample.line, sample.column) for sample in samples]
    order = day_order(shown)
    if order and said and order != said:
        bad = next(one for one in shown if day_order([one]) == order)
        raise BadCell(Wrong.OTHER_DAY_ORDER, bad.text, row=str(bad.line), column=bad.column)
    if order is None and said is None:
        for one in _doubtful(shown):
            raise BadCell(Wrong.AMBIGUOUS_DAYS, one.text, row=str(one.line), column=one.column)
    return MomentStyle(order or said, zone)


def moment(cell: Cell, style: MomentStyle) -> Moment | None:
    """The moment in a cell, None where it says nothing. Raises BadCell."""
    if is_null(cell):
        return None
    if isinstance(cell, datetime):
        return _at(cell.date(), cell.time(), cell.tzinfo, style)
    if isinstance(cell, date):
        return _at(cell, None, None, style)
    text = str(cell).strip()
    found = _TIME.fullmatch(text)
    if found is None:
        raise BadCell(Wrong.NOT_A_MOMENT, text)
    try:
        whole = day(day_part(text), style.order)
        return _at(whole, _time(found), _zone(found["zone"]), style)
    except ValueError as error:
        if isinstance(error, BadCell) and error.wrong == Wrong.AMBIGUOUS_DAY:
            raise
        raise BadCell(Wrong.NOT_A_MOMENT, text) from error


def whole_day(cell: Cell, style: MomentStyle) -> date | None:
    """The day in a cell, in the zone it is written in; a time beside it is left out. Raises BadCell."""
    if is_null(cell):
        return None
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    found = moment(cell, style)
    return found.at.astimezone(style.zone).date() if found else None


def day_part(text: str) -> str:
    """The day in a text that may hold a time behind it, in a form that `cells.day` reads."""
    found = _TIME.fullmatch(text.strip())
    bare = (found["day"] if found else text).strip().rstrip(",")
    if short := _SHORT_YEAR.fullmatch(bare):
        first, mark, second, year = short.groups()
        bare = f"{first}{mark}{second}{mark}20{year}"
    if named := _NAMED_MONTH.fullmatch(bare):
        bare = " ".join(named.groups())
    return bare


def _doubtful(samples: Iterable[Sample]) -> Iterator[Sample]:
    for sample in samples:
        found = _SLASHED.fullmatch(sample.text)
        if found and int(found[1]) != int(found[2]):
            yield sample


def _at(whole: date, at: time | None, zone: timezone | object | None, style: MomentStyle) -> Moment:
    local = datetime.combine(whole, at or NOON)
    known = zone if isinstance(zone, timezone) else None
    aware = local.replace(tzinfo=known or style.zone)
    return Moment(aware.astimezone(UTC), known is None, at is None)


def _time(found: "re.Match[str]") -> time | None:
    if found["hour"] is None:
        return None
    hour = int(found["hour"])
    half = (found["before"] or found["after"] or "").replace(".", "").casefold()
    if half in {"pm", "下午"} and hour < 12:
        hour += 12
    if half in {"am", "上午"} and hour == 12:
        hour = 0
    return time(hour, int(found["minute"]), int(found["second"] or 0))


def _zone(text: str | None) -> timezone | None:
    if text is None:
        return None
    if text in {"Z", "UTC", "GMT"}:
        return UTC
    sign = -1 if text[0] == "-" else 1
    digits = text[1:].replace(":", "")
    return timezone(sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:])))
