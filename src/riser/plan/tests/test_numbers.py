"""Numbers, amounts and dates as people type and paste them."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riser.plan.rules.dates import day
from riser.plan.rules.numbers import Amount, amount, number
from riser.plan.rules.trouble import Trouble, Unclear


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("22000", "22000"),
        ("22,000", "22000"),
        ("1,234,567.5", "1234567.5"),
        ("1.234,56", "1234.56"),
        ("1.234.567", "1234567"),
        ("22,5", "22.5"),
        ("0.500", "0.500"),
        ("12'345.10", "12345.10"),
        ("1 234,50", "1234.50"),
        ("30k", "30000"),
        ("3万", "30000"),
        ("３０，０００", "30000"),
        ("-5", "-5"),
        (" 7 ", "7"),
    ],
)
def test_a_number_is_read_as_its_writer_meant_it(typed: str, meant: str) -> None:
    assert number(typed) == Decimal(meant)


@pytest.mark.parametrize(
    ("typed", "readings"), [("22.000", ("22000", "22.00")), ("1.234", ("1234", "1.2340"))]
)
def test_a_number_with_two_readings_is_refused_and_both_are_offered(
    typed: str, readings: tuple[str, str]
) -> None:
    with pytest.raises(Unclear) as caught:
        number(typed)
    assert (caught.value.trouble, caught.value.offers) == (Trouble.AMBIGUOUS_NUMBER, readings)


@pytest.mark.parametrize(
    "typed", ["", "abc", "1,23,456", "1.2.3", "1e5", "1,", "٣٢", "10 0", "--5", "5%", "NaN"]
)
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(Unclear) as caught:
        number(typed)
    assert caught.value.trouble == Trouble.NOT_A_NUMBER


@given(st.decimals(min_value=0, max_value=10**12, places=2))
def test_an_amount_written_with_two_decimals_is_read_back_exactly(value: Decimal) -> None:
    assert number(f"{value:,.2f}") == value
    german = f"{value:,.2f}".replace(",", "_").replace(".", ",").replace("_", ".")
    assert number(german) == value


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_is_refused(typed: str) -> None:
    try:
        read = number(typed)
    except Unclear:
        return
    assert read.is_finite()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("€30,000", Amount(Decimal(30000), "EUR")),
        ("30000 EUR", Amount(Decimal(30000), "EUR")),
        ("30,000.50 €", Amount(Decimal("30000.50"), "EUR")),
        ("3万元", Amount(Decimal(30000), "CNY")),
        ("CHF 30k", Amount(Decimal(30000), "CHF")),
        ("12", Amount(Decimal(12), "")),
    ],
)
def test_an_amount_keeps_the_currency_written_beside_it(typed: str, meant: Amount) -> None:
    assert amount(typed) == meant


def test_a_sign_that_several_currencies_share_means_the_expected_one() -> None:
    assert amount("¥300", expected="JPY") == Amount(Decimal(300), "JPY")
    assert amount("$300", expected="AUD") == Amount(Decimal(300), "AUD")


@pytest.mark.parametrize(
    ("typed", "expected", "trouble"),
    [
        ("¥300", "", Trouble.UNCLEAR_CURRENCY),
        ("$300", "EUR", Trouble.OTHER_CURRENCY),
        ("300 USD", "EUR", Trouble.OTHER_CURRENCY),
        ("12 bananas", "", Trouble.NOT_A_NUMBER),
        ("22.000 €", "EUR", Trouble.AMBIGUOUS_NUMBER),
    ],
)
def test_an_amount_in_an_unclear_or_other_currency_is_refused(
    typed: str, expected: str, trouble: Trouble
) -> None:
    with pytest.raises(Unclear) as caught:
        amount(typed, expected=expected)
    assert caught.value.trouble == trouble


@pytest.mark.parametrize(
    "typed",
    [
        "2026-03-01",
        "2026/3/1",
        "2026年3月1日",
        "2026-03-01T00:00:00Z",
        "1 Mar 2026",
        "March 1, 2026",
        "01.03.2026",
        date(2026, 3, 1),
        datetime(2026, 3, 1),  # noqa: DTZ001 - as a spreadsheet hands it over
    ],
)
def test_a_date_is_read_as_its_writer_meant_it(typed: object) -> None:
    assert day(typed) == date(2026, 3, 1)


def test_a_day_above_twelve_tells_day_from_month() -> None:
    assert day("13/04/2026") == day("04/13/2026") == date(2026, 4, 13)


@pytest.mark.parametrize(
    ("typed", "trouble"),
    [
        ("03/04/2026", Trouble.AMBIGUOUS_DATE),
        ("3/4/26", Trouble.SHORT_YEAR),
        ("45000", Trouble.NOT_A_DATE),
        ("2026-02-30", Trouble.NOT_A_DATE),
        ("soon", Trouble.NOT_A_DATE),
        (datetime(2026, 3, 1, 14), Trouble.NOT_A_DATE),  # noqa: DTZ001
    ],
)
def test_a_date_that_is_unclear_is_refused(typed: object, trouble: Trouble) -> None:
    with pytest.raises(Unclear) as caught:
        day(typed)
    assert caught.value.trouble == trouble
