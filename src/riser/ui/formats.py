"""Money, dates and shares as readers of the active language write them. Nothing is rounded silently."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, Decimal
from functools import lru_cache

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal
from django.conf import settings
from django.utils.translation import get_language

LOCALES = {"en": Locale("en"), "zh-hans": Locale("zh", script="Hans")}
EN_DASH = "–"
WRITTEN = 20_000  # figures kept as they were written, of each kind

# Chinese writes the date in full in prose and as ISO in tables; English keeps one form for both.
DAY_PATTERNS = {
    "prose": {"en": "d MMM y", "zh-hans": "y 年 M 月 d 日"},
    "table": {"en": "d MMM y", "zh-hans": "yyyy-MM-dd"},
    "short": {"en": "d MMM", "zh-hans": "M 月 d 日"},
    "month": {"en": "MMM y", "zh-hans": "y 年 M 月"},
}


def language() -> str:
    """`zh-hans` for any Chinese, else `en`; also where Django is not set up, as in commands on files."""
    if not settings.configured:
        return "en"
    return "zh-hans" if (get_language() or "en").startswith("zh") else "en"


def money(amount: Decimal, currency: str, *, whole: bool = False) -> str:
    """An amount with its currency: "€33,180.24". `whole` rounds half-even to units, for headlines only.

    More than two places stay visible, so that a figure never looks rounder than it is.
    """
    return _money(amount, currency, whole, language())


def money_range(low: Decimal, high: Decimal, currency: str) -> str:
    """A range in whole units: "€8,100–13,700"; one figure where both ends are the same."""
    first, last = (
        money(low, currency, whole=True),
        number(high.quantize(Decimal(1), rounding=ROUND_HALF_EVEN)),
    )
    return first if low == high else f"{first}{EN_DASH}{last}"


def number(value: Decimal | int) -> str:
    """A number with group separators, all its places kept."""
    return _number(str(value), language())


def day(value: date, form: str = "prose") -> str:
    """A day in words; `form` is prose, table, short or month."""
    plain = value.date() if isinstance(value, datetime) else value
    return _day(plain, form, language())


def moment(value: datetime) -> str:
    """A day and its time, as tables write it: "20 Nov 2026 09:40"; in Chinese the day is ISO."""
    return f"{day(value, 'table')} {value:%H:%M}"


def share(part: Decimal | int, whole: Decimal | int) -> str:
    """A share in percent with at most one decimal; just below a whole percent never reads as it.

    10 of 15 is 66.7 %, 79.99 of 100 is 79.9 %, not 80 %; a dash of nothing.
    """
    if not whole:
        return EN_DASH
    exact = Decimal(part) * 100 / Decimal(whole)
    shown = exact.quantize(Decimal("0.1"), rounding=ROUND_HALF_EVEN)
    if shown > exact and shown == shown.to_integral_value():
        shown = exact.quantize(Decimal("0.1"), rounding=ROUND_DOWN)
    percent = f"{shown.normalize():f}"
    return f"{percent} %" if language() == "en" else f"{percent}%"


def portion(part: Decimal | int, whole: Decimal | int) -> str:
    """One of the portions of a whole, in percent with one place, half-even; a dash of nothing.

    No bound hangs on it, so 6.97 % is 7.0 %: portions rounded down would visibly not add up.
    """
    if not whole:
        return EN_DASH
    percent = (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.1"), rounding=ROUND_HALF_EVEN)
    return f"{percent} %" if language() == "en" else f"{percent}%"


def listed(parts: Iterable[str]) -> str:
    """Several words in a row, with the comma of the language; empty ones are left out."""
    return list_comma().join(str(part) for part in parts if part)


def list_comma() -> str:
    """What stands between words in a row: the enumeration comma in Chinese."""
    return "、" if language() == "zh-hans" else ", "


def comma() -> str:
    """What stands between parts of one sentence: full-width in Chinese, with a blank after it else."""
    return "，" if language() == "zh-hans" else ", "


def colon() -> str:
    """What stands between a word and what it is about: full-width in Chinese, with a blank after it else."""
    return "：" if language() == "zh-hans" else ": "


def sentences(*parts: str) -> str:
    """Sentences one after the other: a blank between them, none in Chinese. Empty ones are left out."""
    return ("" if language() == "zh-hans" else " ").join(str(part) for part in parts if part)


# Babel reads its patterns anew for every figure, and a long page repeats many: the same is written once.
@lru_cache(maxsize=WRITTEN)
def _money(amount: Decimal, currency: str, whole: bool, tongue: str) -> str:
    if whole:
        places, exact = 0, amount.quantize(Decimal(1), rounding=ROUND_HALF_EVEN)
    else:
        places = max(2, -int(amount.normalize().as_tuple().exponent))
        exact = amount.quantize(Decimal(1).scaleb(-places))
    pattern = _units_pattern().replace("0", "0." + "0" * places, 1) if places else _units_pattern()
    return format_currency(exact, currency, format=pattern, locale=LOCALES[tongue], currency_digits=False)


@lru_cache(maxsize=WRITTEN)
def _number(value: str, tongue: str) -> str:
    return format_decimal(Decimal(value), locale=LOCALES[tongue], decimal_quantization=False)


@lru_cache(maxsize=WRITTEN)
def _day(value: date, form: str, tongue: str) -> str:
    return format_date(value, DAY_PATTERNS[form][tongue], locale=LOCALES[tongue])


def _units_pattern() -> str:
    return "¤#,##0;-¤#,##0"
