"""Dates as people type and paste them. What can be read in two ways is refused, never guessed."""

import re
from datetime import date, datetime

from riser.plan.rules.numbers import folded
from riser.plan.rules.trouble import Trouble, Unclear

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")
_DAY_MONTH = re.compile(r"(\d{1,2})\.? ([A-Za-z]{3,9})\.?,? (\d{4})")
_MONTH_DAY = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})")
_SHORT = re.compile(r"\d{1,2}[-/. ](?:\d{1,2}|[A-Za-z]{3,9})[-/. ]\d{2}")


def day(value: object) -> date:
    """The date behind a cell: a date, a midnight time stamp, or text.

    Text may be 2026-03-01, 2026/3/1, 1 Mar 2026, Mar 1, 2026, 01.03.2026 or 2026年3月1日.
    "03/04/2026" is two dates, and "3/4/26" has no century. Raises Unclear for both and for what is no date.
    """
    if isinstance(value, datetime):
        return _midnight(value)
    if isinstance(value, date):
        return value
    return _text(folded(str(value)))


def _midnight(value: datetime) -> date:
    if value.hour or value.minute or value.second:
        raise Unclear(Trouble.NOT_A_DATE, value.isoformat(" "))
    return value.date()


def _text(text: str) -> date:
    if found := _YEAR_FIRST.fullmatch(text):
        return _date(text, *found.groups())
    if found := _DOTTED.fullmatch(text):
        return _date(text, *reversed(found.groups()))
    if found := _SLASHED.fullmatch(text):
        return _slashed(text, *(int(part) for part in found.groups()))
    if found := _DAY_MONTH.fullmatch(text):
        return _date(text, found[3], _month(found[2], text), found[1])
    if found := _MONTH_DAY.fullmatch(text):
        return _date(text, found[3], _month(found[1], text), found[2])
    raise Unclear(Trouble.SHORT_YEAR if _SHORT.fullmatch(text) else Trouble.NOT_A_DATE, text)


def _slashed(text: str, first: int, second: int, year: int) -> date:
    if first <= 12 and second <= 12 and first != second:
        raise Unclear(
            Trouble.AMBIGUOUS_DATE, text, f"{year}-{second:02}-{first:02}", f"{year}-{first:02}-{second:02}"
        )
    month, day_of_month = (second, first) if first > 12 else (first, second)
    return _date(text, year, month, day_of_month)


def _month(name: str, text: str) -> int:
    if name[:3].lower() not in MONTHS:
        raise Unclear(Trouble.NOT_A_DATE, text)
    return MONTHS.index(name[:3].lower()) + 1


def _date(text: str, year: str | int, month: str | int, day_of_month: str | int) -> date:
    try:
        return date(int(year), int(month), int(day_of_month))
    except ValueError:
        raise Unclear(Trouble.NOT_A_DATE, text) from None
