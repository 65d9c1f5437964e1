"""Numbers as people type and paste them. What can be read in two ways is refused, never guessed."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from riser.plan.rules.trouble import Trouble, Unclear

SCALES = {"k": 1_000, "千": 1_000, "万": 10_000}
SIGNS = {
    "€": ("EUR",),
    "£": ("GBP",),
    "$": ("USD", "AUD", "CAD", "SGD", "HKD"),
    "¥": ("CNY", "JPY"),
    "元": ("CNY",),
    "₹": ("INR",),
}
_BLANKS = re.compile(r"(?<=\d)[\s\u00a0\u202f'’_](?=\d{3}(?!\d))")  # all of them separate thousands somewhere
_NUMBER = re.compile(r"[+-]?[0-9][0-9.,\s\u00a0\u202f'’_]*")
_GROUPED = {mark: re.compile(rf"[1-9]\d{{0,2}}(?:{re.escape(mark)}\d{{3}})+") for mark in ",."}


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with the currency written beside it, or "" where none was."""

    value: Decimal
    currency: str


def folded(text: str) -> str:
    """The text with full-width forms made plain and without blanks at its ends."""
    return unicodedata.normalize("NFKC", text).strip()


def number(text: str) -> Decimal:
    """The number that `text` says.

    A comma before exactly three digits separates thousands, as in English and Chinese. A single point
    before exactly three digits ("22.000") is thousands to some and a fraction to others.
    Raises Unclear for that, and for what is no number.
    """
    plain = folded(text)
    scale = SCALES.get(plain[-1:].lower(), 1)
    plain = plain[:-1] if scale != 1 else plain
    sign = -1 if plain.startswith("-") else 1
    digits = _BLANKS.sub("", plain[1:] if plain[:1] in ("+", "-") else plain)
    return sign * scale * _decimal(digits, text)


def _decimal(digits: str, given: str) -> Decimal:
    points, commas = digits.count("."), digits.count(",")
    if points == 1 and commas == 0 and _GROUPED["."].fullmatch(digits):
        whole = digits.replace(".", "")
        raise Unclear(Trouble.AMBIGUOUS_NUMBER, given.strip(), whole, _shortest(digits))
    if points and commas:
        fraction = max(".,", key=digits.rindex)
        return _read(digits, given, thousands="," if fraction == "." else ".")
    mark = "." if points else ","
    is_grouped = _GROUPED[mark].fullmatch(digits) is not None
    return _read(digits, given, thousands=mark if is_grouped else _other(mark))


def _read(digits: str, given: str, *, thousands: str) -> Decimal:
    whole, point, fraction = digits.partition(_other(thousands))
    if not _is_whole(whole, thousands) or (point and not fraction.isdecimal()) or not fraction.isascii():
        raise Unclear(Trouble.NOT_A_NUMBER, given.strip())
    return Decimal(whole.replace(thousands, "") + (f".{fraction}" if fraction else ""))


def _is_whole(whole: str, thousands: str) -> bool:
    return whole.isascii() and (whole.isdecimal() or _GROUPED[thousands].fullmatch(whole) is not None)


def _other(mark: str) -> str:
    return "," if mark == "." else "."


def _shortest(digits: str) -> str:
    """The fraction, written so that nobody takes it for thousands: 22.000 -> 22.00, 1.234 -> 1.2340."""
    whole, _, fraction = digits.partition(".")
    return f"{whole}.00" if fraction == "000" else f"{digits}0"


def amount(text: str, *, expected: str = "") -> Amount:
    """The number and currency that `text` says, such as "€30,000", "30000 EUR", "3万元".

    A sign that several currencies share means `expected` where that is one of them. Raises Unclear where
    the currency is unclear or another one than expected, and where the number cannot be read.
    """
    plain = folded(text)
    found = _NUMBER.search(plain)
    if found is None:
        raise Unclear(Trouble.NOT_A_NUMBER, text.strip())
    # The scale follows the digits; what is left on both sides can only be a currency.
    head, tail = plain[: found.start()], plain[found.end() :]
    scale = tail[:1] if tail[:1].lower() in SCALES else ""
    mark = (head + tail[len(scale) :]).strip()
    return Amount(number(found.group().strip() + scale), _currency(mark, text.strip(), expected))


def _currency(mark: str, given: str, expected: str) -> str:
    if not mark:
        return ""
    codes = SIGNS.get(mark) or ((mark.upper(),) if re.fullmatch(r"[A-Za-z]{3}", mark) else ())
    if not codes:
        raise Unclear(Trouble.NOT_A_NUMBER, given)
    if expected in codes:
        return expected
    if expected:
        raise Unclear(Trouble.OTHER_CURRENCY, given, expected)
    if len(codes) > 1 and mark != "$":
        raise Unclear(Trouble.UNCLEAR_CURRENCY, given, *codes)
    return codes[0]
