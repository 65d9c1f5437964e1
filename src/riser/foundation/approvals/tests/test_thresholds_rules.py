"""Which threshold an amount reaches; two currencies never compare."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riser.foundation.approvals.rules import OtherCurrency, Threshold, all_reached, reached
from riser.foundation.money import Money


def threshold(amount: str, currency: str = "EUR") -> Threshold:
    return Threshold(
        int(Decimal(amount)), "plan", Decimal(amount), currency, frozenset({"manager"}), frozenset()
    )


EUROS = [threshold("1000"), threshold("5000")]


@pytest.mark.parametrize(
    ("amount", "expected"),
    [("999.99", None), ("1000", "1000"), ("4999.99", "1000"), ("5000", "5000"), ("9000000", "5000")],
)
def test_the_highest_threshold_at_or_below_counts(amount: str, expected: str | None) -> None:
    found = reached(EUROS, Money(Decimal(amount), "EUR"))
    assert (found.from_amount if found else None) == (Decimal(expected) if expected else None)


def test_without_thresholds_every_currency_is_free() -> None:
    assert reached([], Money(Decimal(10), "JPY")) is None


def test_an_amount_in_another_currency_is_refused_and_names_both() -> None:
    with pytest.raises(OtherCurrency) as other:
        reached(EUROS, Money(Decimal(1), "USD"))
    assert (other.value.amount.currency, other.value.known) == ("USD", ("EUR",))


def test_several_amounts_reach_a_threshold_each() -> None:
    rules = [*EUROS, threshold("10", "USD")]
    found = all_reached(rules, [Money(Decimal(1200), "EUR"), Money(Decimal(10), "USD")])
    assert [(one.from_amount, one.currency) for one in found] == [
        (Decimal(1000), "EUR"),
        (Decimal(10), "USD"),
    ]


@given(st.lists(st.integers(0, 10**9), unique=True, min_size=1), st.integers(0, 10**9))
def test_more_money_never_reaches_a_lower_threshold(starts: list[int], amount: int) -> None:
    rules = [threshold(str(start)) for start in starts]
    less, more = (reached(rules, Money(Decimal(one), "EUR")) for one in (amount, amount + 1))
    assert (less.from_amount if less else -1) <= (more.from_amount if more else -1)
