"""Money, days and shares as people write them in English and Chinese."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from riser.ui import formats

FINDING_DAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("amount", "currency", "said"),
    [
        ("33180.24", "EUR", "€33,180.24"),
        ("33180", "USD", "$33,180.00"),
        ("-5.5", "EUR", "-€5.50"),
        ("0.000123", "USD", "$0.000123"),
        ("0", "CHF", "CHF0.00"),
        ("1200", "JPY", "¥1,200.00"),
    ],
)
def test_money_is_exact_and_never_looks_rounder_than_it_is(amount: str, currency: str, said: str) -> None:
    assert formats.money(Decimal(amount), currency).replace("\xa0", "") == said


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=6))
def test_no_digit_of_an_amount_is_lost(amount: Decimal) -> None:
    written = formats.money(amount, "EUR").replace("€", "").replace(",", "")
    assert Decimal(written) == amount


@pytest.mark.parametrize(("amount", "said"), [("2.5", "€2"), ("3.5", "€4"), ("33180.24", "€33,180")])
def test_headlines_round_half_to_even(amount: str, said: str) -> None:
    assert formats.money(Decimal(amount), "EUR", whole=True) == said


def test_a_range_names_its_currency_once() -> None:
    assert formats.money_range(Decimal(8100), Decimal("13700.40"), "EUR") == "€8,100–13,700"
    assert formats.money_range(Decimal(8100), Decimal(8100), "EUR") == "€8,100"


@pytest.mark.parametrize(
    ("form", "english", "chinese"),
    [
        ("prose", "20 Nov 2026", "2026 年 11 月 20 日"),
        ("table", "20 Nov 2026", "2026-11-20"),
        ("short", "20 Nov", "11 月 20 日"),
        ("month", "Nov 2026", "2026 年 11 月"),
    ],
)
def test_a_day_reads_as_the_language_writes_it(form: str, english: str, chinese: str) -> None:
    assert formats.day(FINDING_DAY, form) == english
    with override("zh-hans"):
        assert formats.day(FINDING_DAY, form) == chinese


def test_a_moment_is_shown_as_its_day() -> None:
    assert formats.day(datetime(2026, 11, 20, 23, 59, tzinfo=UTC)) == "20 Nov 2026"


def test_a_share_just_below_a_bound_never_reads_as_the_bound() -> None:
    assert formats.share(Decimal("79.99"), 100) == "79.9 %"
    assert formats.share(4, 5) == "80 %"
    assert formats.share(10, 15) == "66.7 %"
    assert formats.share(1, 0) == "–"


def test_a_portion_is_rounded_to_one_place() -> None:
    assert formats.portion(Decimal("6073.70"), Decimal("87127.71")) == "7.0 %"
    assert formats.portion(Decimal("14573.15"), Decimal("87127.71")) == "16.7 %"
    assert formats.portion(0, 0) == "–"
    with override("zh-hans"):
        assert formats.portion(1, 1) == "100.0%"


def test_sentences_stand_apart_in_english_and_together_in_chinese() -> None:
    assert formats.sentences("One.", "", "Two.") == "One. Two."
    with override("zh-hans"):
        assert formats.sentences("一。", "二。") == "一。二。"
