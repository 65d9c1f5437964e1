"""Working days are counted from Monday to Friday."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from riser.foundation.periods import (
    Period,
    is_working,
    minus_working_days,
    month_of,
    quarter_of,
    working_days_after,
)

days = st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1))


def test_friday_to_monday_is_one_working_day() -> None:
    assert working_days_after(date(2026, 3, 6), date(2026, 3, 9)) == 1


def test_a_weekend_holds_no_working_day() -> None:
    assert working_days_after(date(2026, 3, 6), date(2026, 3, 8)) == 0


@given(days, st.integers(min_value=0, max_value=60))
def test_counting_equals_looking_at_every_day(start: date, span: int) -> None:
    end = start + timedelta(days=span)
    assert working_days_after(start, end) == sum(
        is_working(start + timedelta(days=n + 1)) for n in range(span)
    )


@given(days, st.integers(min_value=0, max_value=40))
def test_going_back_passes_that_many_working_days(day: date, count: int) -> None:
    back = minus_working_days(day, count)
    passed = sum(is_working(back + timedelta(days=n)) for n in range((day - back).days))
    assert passed == count


@given(days)
def test_month_and_quarter_hold_their_day(day: date) -> None:
    assert day in month_of(day)
    assert day in quarter_of(day)
    assert quarter_of(day).from_day.month in (1, 4, 7, 10)
    assert quarter_of(day).days in (90, 91, 92)


def test_periods_that_share_a_day_overlap() -> None:
    march = month_of(date(2026, 3, 5))
    assert march.overlaps(Period(date(2026, 3, 31), date(2026, 4, 2)))
    assert not march.overlaps(month_of(date(2026, 4, 1)))
