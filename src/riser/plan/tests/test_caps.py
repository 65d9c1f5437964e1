"""Spend against the cap in force, with the sums worked by hand."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from riser.foundation.periods import Period
from riser.plan.rules.caps import CapLine, CapStep, above_by_day, capped_share, first_above, standings

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))
START = date(2026, 3, 1)


def line(*steps: tuple[date, int], window: Period = MARCH) -> CapLine:
    return CapLine("1", "EUR", tuple(CapStep(day, Decimal(amount), window) for day, amount in steps))


def spend(*amounts: int, first: date = START) -> dict[date, Decimal]:
    return {first + timedelta(days=place): Decimal(amount) for place, amount in enumerate(amounts)}


def test_what_lies_above_the_cap_is_the_part_of_the_day_beyond_it() -> None:
    """Cap 100. Days 60, 60, 10: totals 60, 120, 130. Above: 0, 120 - 100 = 20, then all 10. Sum 30."""
    above = above_by_day([line((START, 100))], spend(60, 60, 10))
    assert above == {date(2026, 3, 2): Decimal(20), date(2026, 3, 3): Decimal(10)}


def test_a_later_raise_does_not_heal_what_was_spent_before() -> None:
    """Cap 100, raised to 150 on day 3. Days 60, 60, 10: day 2 is 20 above; day 3 stands at 130 of 150."""
    above = above_by_day([line((START, 100), (date(2026, 3, 3), 150))], spend(60, 60, 10))
    assert above == {date(2026, 3, 2): Decimal(20)}


def test_a_day_of_twice_the_daily_budget_is_no_breach() -> None:
    """Cap 310 for 31 days is 10 a day. A day of 20 within a total of 25 lies above nothing."""
    assert above_by_day([line((START, 310))], spend(5, 20)) == {}


def test_days_before_the_approval_have_no_cap_but_count_in_the_total() -> None:
    """Cap 100 approved on day 2. Days 80, 30: no cap on day 1; on day 2 the total is 110, 10 above."""
    capped = line((date(2026, 3, 2), 100))
    assert [stand.day for stand in standings(capped, spend(80, 30))] == [date(2026, 3, 2)]
    assert above_by_day([capped], spend(80, 30)) == {date(2026, 3, 2): Decimal(10)}
    assert capped_share([capped], spend(80, 30)) == (1, 2)


def test_each_window_has_a_total_of_its_own() -> None:
    """April starts from zero: 90 in March and 90 in April are both within 100."""
    april = line((START, 100), window=Period(date(2026, 4, 1), date(2026, 4, 30)))
    money = spend(90) | spend(90, first=date(2026, 4, 1))
    assert above_by_day([line((START, 100)), april], money) == {}


def test_where_windows_overlap_a_day_counts_once_with_its_larger_part() -> None:
    """Cap 100 and cap 80 over the same March, one day of 120: 20 and 40 above. Counted: 40, not 60."""
    assert above_by_day([line((START, 100)), line((START, 80))], spend(120)) == {START: Decimal(40)}


def test_the_tolerance_is_a_multiple_of_the_cap() -> None:
    """Total 101 of 100 is 1.01 x the cap exactly: not passed. 102 is."""
    tolerance = Decimal("1.01")
    assert first_above(standings(line((START, 100)), spend(101)), tolerance=tolerance) is None
    passed = first_above(standings(line((START, 100)), spend(102)), tolerance=tolerance)
    assert passed is not None
    assert passed.ratio == Decimal("1.02")


amounts = st.lists(st.integers(min_value=0, max_value=1000), min_size=1, max_size=20)


@given(amounts, st.integers(min_value=1, max_value=3000), st.integers(min_value=0, max_value=19))
def test_no_day_is_above_by_more_than_it_spent_and_a_raise_never_adds(
    days: list[int], cap: int, raised_on: int
) -> None:
    money = spend(*days)
    plain = above_by_day([line((START, cap))], money)
    raised = above_by_day([line((START, cap), (START + timedelta(days=raised_on), cap * 2))], money)
    assert all(0 < above <= money[day] for day, above in plain.items())
    assert all(above <= plain[day] for day, above in raised.items())
    before = {day: above for day, above in plain.items() if day < START + timedelta(days=raised_on)}
    assert {day: above for day, above in raised.items() if day in before} == before


@given(amounts, st.integers(min_value=1, max_value=3000))
def test_all_that_is_above_adds_up_to_total_less_cap(days: list[int], cap: int) -> None:
    above = above_by_day([line((START, cap))], spend(*days))
    assert sum(above.values()) == max(sum(days) - cap, 0)
