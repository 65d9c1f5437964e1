"""Money, dates and shares as readers of the active language write them. Nothing is rounded silently."""

from datetime import date, datetime
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, Decimal

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal
from django.utils.translation import get_language

LOCALES = {"en": Locale("en"), "zh-hans": Locale("zh", script="Hans")}
EN_DASH = "–"

# Chinese writes the date in full in prose and as ISO in tables; English keeps one form for both.
DAY_PATTERNS = {
    "prose": {"en": "d MMM y", "zh-hans": "y 年 M 月 d 日"},
    "table": {"en": "d MMM y", "zh-hans": "yyyy-MM-dd"},
    "short": {"en": "d MMM", "zh-hans": "M 月 d 日"},
    "month": {"en": "MMM y", "zh-hans": "y 年 M 月"},
}


def language() -> str:
    """`zh-hans` for any Chinese, else `en`."""
    return "zh-hans" if (get_language() or "en").startswith("zh") else "en"


def money(amount: Decimal, currency: str, *, whole: bool = False) -> str:
    """An amount with its currency: "€33,180.24". `whole` rounds half-even to units, for headlines only.

    More than two places stay visible, so that a figure never looks rounder than it is.
    """
    if whole:
        units = amount.quantize(Decimal(1), rounding=ROUND_HALF_EVEN)
        return format_currency(
            units, currency, format=_units_pattern(), locale=_locale(), currency_digits=False
        )
    places = max(2, -int(amount.normalize().as_tuple().exponent))
    exact = amount.quantize(Decimal(1).scaleb(-places))
    pattern = _units_pattern().replace("0", "0." + "0" * places, 1)
    return format_currency(exact, currency, format=pattern, locale=_locale(), currency_digits=False)


def money_range(low: Decimal, high: Decimal, currency: str) -> str:
    """A range in whole units: "€8,100–13,700"; one figure where both ends are the same."""
    first, last = (
        money(low, currency, whole=True),
        number(high.quantize(Decimal(1), rounding=ROUND_HALF_EVEN)),
    )
    return first if low == high else f"{first}{EN_DASH}{last}"


def number(value: Decimal | int) -> str:
    """A number with group separators, all its places kept."""
    return format_decimal(value, locale=_locale(), decimal_quantization=False)


def day(value: date, form: str = "prose") -> str:
    """A day in words; `form` is prose, table, short or month."""
    plain = value.date() if isinstance(value, datetime) else value
    return format_date(plain, DAY_PATTERNS[form][language()], locale=_locale())


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


def sentences(*parts: str) -> str:
    """Sentences one after the other: a blank between them, none in Chinese. Empty ones are left out."""
    return ("" if language() == "zh-hans" else " ").join(str(part) for part in parts if part)


def _locale() -> Locale:
    return LOCALES[language()]


def _units_pattern() -> str:
    return "¤#,##0;-¤#,##0"
