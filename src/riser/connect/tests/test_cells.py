"""Cells: what is taken, what is refused, and that nothing is guessed."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riser.connect.rules import cells
from riser.connect.rules.cells import BadCell, Cell, DayOrder, NumberStyle, Sample, Wrong


@pytest.mark.parametrize("text", ["", "--", " --", "-", "—", None])
def test_silence_is_null_and_not_zero(text: Cell) -> None:
    assert cells.amount(text, None) is None
    assert cells.count(text, None) is None


@pytest.mark.parametrize(
    ("text", "style", "value"),
    [
        ("1,234.56", None, "1234.56"),
        ("1.234,56", None, "1234.56"),
        ("12,5", None, "12.5"),
        ("12.5", None, "12.5"),
        ("1 234,56", None, "1234.56"),
        ("1'234.56", None, "1234.56"),
        ("22.000", NumberStyle.COMMA, "22000"),
        ("22.000", NumberStyle.POINT, "22.000"),
        ("4.416667", NumberStyle.PLAIN, "4.416667"),
        ("5e-05", NumberStyle.PLAIN, "0.00005"),
        (36.15, None, "36.15"),
        (7, None, "7"),
    ],
)
def test_a_number_is_read_exactly(text: Cell, style: NumberStyle | None, value: str) -> None:
    assert cells.number(text, style) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("22.000", Wrong.AMBIGUOUS_NUMBER),
        ("1,234", Wrong.AMBIGUOUS_NUMBER),
        ("4.1%", Wrong.PERCENT),
        ("NaN", Wrong.NAN),
        (float("nan"), Wrong.NAN),
        ("inf", Wrong.NAN),
        ("2.837E+08", Wrong.DAMAGED_NUMBER),
        ("twelve", Wrong.NOT_A_NUMBER),
        ("€12", Wrong.NOT_A_NUMBER),
        ("1,23,456.0", Wrong.NOT_A_NUMBER),
        ("-3", Wrong.NEGATIVE),
        ("1" * 13, Wrong.TOO_LARGE),
        (True, Wrong.NOT_A_NUMBER),
    ],
)
def test_a_number_that_is_none_or_two_is_refused(text: Cell, wrong: Wrong) -> None:
    with pytest.raises(BadCell) as refusal:
        cells.amount(text, None)
    assert refusal.value.wrong == wrong


def test_an_ambiguous_number_names_both_readings() -> None:
    with pytest.raises(BadCell) as refusal:
        cells.amount("22.000", None)
    assert refusal.value.facts == {"text": "22.000", "low": "22.000", "high": "22000"}


def test_in_a_column_of_counts_three_digits_after_a_mark_are_a_group() -> None:
    assert cells.count("1,234", None) == 1234
    assert cells.count("1.234", None) == 1234
    assert cells.count("1,000", None) == 1000


def test_half_an_impression_is_refused() -> None:
    with pytest.raises(BadCell) as refusal:
        cells.count("12.5", NumberStyle.PLAIN)
    assert refusal.value.wrong == Wrong.NOT_WHOLE


def test_one_telling_cell_settles_the_style_of_the_file() -> None:
    assert cells.number_style([Sample("22.000"), Sample("1.234,50")]) == NumberStyle.COMMA
    assert cells.number_style([Sample("22.000"), Sample("1,234", whole=True)]) == NumberStyle.POINT
    assert cells.number_style([Sample("22.000"), Sample("7")]) is None


def test_two_styles_in_one_file_are_refused_with_both_cells() -> None:
    with pytest.raises(BadCell) as refusal:
        cells.number_style([Sample("1.234,50", 4, "Cost"), Sample("1,234.50", 9, "Conversions")])
    assert refusal.value.wrong == Wrong.MIXED_NUMBERS
    assert refusal.value.facts == {
        "text": "1,234.50",
        "row": "9",
        "column": "Conversions",
        "other": "1.234,50",
        "other_row": "4",
        "other_column": "Cost",
    }


@given(st.decimals(min_value=0, max_value=Decimal("99999999.99"), places=2))
def test_what_either_style_writes_is_read_back(value: Decimal) -> None:
    english = f"{value:,.2f}"
    german = english.translate(str.maketrans(",.", ".,"))
    assert cells.number(english, NumberStyle.POINT) == value
    assert cells.number(german, NumberStyle.COMMA) == value
    assert cells.number(english, None) == value
    assert cells.number(german, None) == value


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-01",
        "2026-3-1",
        "2026/03/01",
        "20260301",
        "01.03.2026",
        "2026年3月1日",
        "Mar 1, 2026",
        "March 1, 2026",
        "1 Mar 2026",
        "2026-03-01 00:00:00",
        "2026-03-01T00:00:00.000Z",
        "2026-03-01 00:00:00+00:00",
        datetime(2026, 3, 1, tzinfo=UTC),
        date(2026, 3, 1),
    ],
)
def test_a_day_is_read_in_every_writing(text: Cell) -> None:
    assert cells.day(text, None) == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("2026-03-01 14:30:00", Wrong.TIME_OF_DAY),
        (datetime(2026, 3, 1, 14, 30, tzinfo=UTC), Wrong.TIME_OF_DAY),
        ("3/4/2026", Wrong.AMBIGUOUS_DAY),
        ("2026-02-30", Wrong.NOT_A_DAY),
        ("3/4/26", Wrong.NOT_A_DAY),
        ("yesterday", Wrong.NOT_A_DAY),
        (46082, Wrong.NOT_A_DAY),
        ("", Wrong.EMPTY),
    ],
)
def test_what_is_no_day_is_refused(text: Cell, wrong: Wrong) -> None:
    with pytest.raises(BadCell) as refusal:
        cells.day(text, None)
    assert refusal.value.wrong == wrong


def test_one_telling_cell_settles_whether_the_month_comes_first() -> None:
    assert cells.day_order([Sample("3/4/2026"), Sample("3/14/2026")]) == DayOrder.MONTH_FIRST
    assert cells.day_order([Sample("3/4/2026"), Sample("14/3/2026")]) == DayOrder.DAY_FIRST
    assert cells.day_order([Sample("3/4/2026")]) is None
    assert cells.day("3/4/2026", DayOrder.MONTH_FIRST) == date(2026, 3, 4)
    assert cells.day("3/4/2026", DayOrder.DAY_FIRST) == date(2026, 4, 3)


@pytest.mark.parametrize("text", ["1.20253E+17", "2E+10", 1.2e17, 120253000000000000, 12.5])
def test_an_id_that_a_spreadsheet_has_shortened_is_refused(text: Cell) -> None:
    with pytest.raises(BadCell) as refusal:
        cells.identifier(text)
    assert refusal.value.wrong == Wrong.DAMAGED_ID


def test_ids_lose_only_the_marks_that_the_mapping_names() -> None:
    assert cells.identifier("212-145-0128", drop="-") == "2121450128"
    assert cells.identifier(" 00123 ") == "00123"
    assert cells.identifier(9935249409) == "9935249409"
    assert cells.identifier(9935249409.0) == "9935249409"


def test_blanks_in_names_are_kept_because_they_tell_campaigns_apart() -> None:
    assert cells.words("Brand  - Search ") == "Brand  - Search "


def test_a_currency_is_three_letters() -> None:
    assert cells.currency(" eur ") == "EUR"
    with pytest.raises(BadCell):
        cells.currency("Euro")
