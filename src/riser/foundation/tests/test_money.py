"""Money is exact, and two currencies never meet."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riser.foundation.errors import Refused
from riser.foundation.money import Money, currency_code, from_micros, to_micros

amounts = st.decimals(min_value=-(10**9), max_value=10**9, places=6, allow_nan=False)


@given(amounts)
def test_micros_hold_six_places_exactly(amount: Decimal) -> None:
    assert from_micros(to_micros(amount)) == amount


def test_half_a_micro_goes_to_the_even_neighbour() -> None:
    assert to_micros(Decimal("0.0000005")) == 0
    assert to_micros(Decimal("0.0000015")) == 2


def test_two_currencies_never_add() -> None:
    with pytest.raises(ValueError, match="cannot add USD to EUR"):
        Money(Decimal(1), "EUR") + Money(Decimal(1), "USD")


def test_a_currency_is_three_letters() -> None:
    assert currency_code(" usd ") == "USD"
    for wrong in ("", "EURO", "€", "E1R", "ЕUR"):
        with pytest.raises(Refused, match="not a currency"):
            currency_code(wrong)
