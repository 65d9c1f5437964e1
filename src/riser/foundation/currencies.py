"""Which three letters are a currency. No Django here: rules of every room may ask."""

from datetime import date
from functools import cache

SINCE, UNTIL = date(1999, 1, 1), date(2999, 12, 31)


def is_currency(code: str) -> bool:
    """Whether people somewhere have paid with it since 1999. XXX, XTS and metals are codes, no currencies."""
    return code in _tender()


@cache
def _tender() -> frozenset[str]:
    from babel.core import get_global
    from babel.numbers import get_territory_currencies

    places = get_global("territory_currencies")
    found = (get_territory_currencies(place, start_date=SINCE, end_date=UNTIL) for place in places)
    return frozenset(code for codes in found for code in codes)
