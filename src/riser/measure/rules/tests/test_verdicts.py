"""Every line of VAL 2.2, the order among them, and what a turned verdict is worth."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riser.foundation.periods import LAST_DAY, working_days_after
from riser.measure.rules import (
    Agreed,
    Given,
    VerdictFacts,
    Weakness,
    due_day,
    judged_requirement,
    last_day_in_time,
    mismatches,
    standing,
)

LIMITS = {"due_days": Decimal(20), "largely_days": Decimal(40), "undecidable_share": Decimal("0.25")}
FIRST, END = date(2026, 3, 2), date(2026, 3, 31)  # a Tuesday
AGREED = Agreed("cost per order", FIRST, END, "Shop orders")


def after(working_days: int) -> date:
    return last_day_in_time(END, working_days)


def said(day: date, **changes: Any) -> Given:
    base = Given(
        at=datetime.combine(day, time(9), UTC),
        day=day,
        result="met",
        metric="Cost per  order",
        from_day=FIRST,
        to_day=END,
        source="shop orders",
        n=120,
    )
    return replace(base, **changes)


def facts(verdict: Given | None, *, as_of: date = date(2026, 12, 31)) -> VerdictFacts:
    return VerdictFacts(AGREED, END, as_of, verdict, verdict.day if verdict else None)


@pytest.mark.parametrize(
    ("verdict", "value"),
    [
        (said(after(20)), "FM"),
        (said(after(20), n=0), "FM"),
        (said(after(20), n=None), "LM"),
        (said(after(21)), "LM"),
        (said(after(40)), "LM"),
        (said(after(41)), "PM"),
        (said(after(5), metric="cost per click"), "PM"),
        (said(after(5), to_day=END + timedelta(days=7)), "PM"),
        (said(after(5), from_day=FIRST + timedelta(days=1)), "PM"),
        (said(after(5), source="ad platform"), "PM"),
        (said(after(5), source=""), "PM"),
        (said(after(5), result="undecidable"), "FM"),
    ],
)
def test_a_verdict_counts_by_its_day_and_by_what_was_agreed(verdict: Given, value: str) -> None:
    assert judged_requirement(facts(verdict), LIMITS).value == value


@pytest.mark.parametrize(("days", "value"), [(0, "NY"), (20, "NY"), (21, "DM")])
def test_silence_is_no_verdict_from_the_twenty_first_working_day(days: int, value: str) -> None:
    assert judged_requirement(facts(None, as_of=after(days)), LIMITS).value == value


def test_a_requirement_without_a_window_never_comes_due() -> None:
    silent = VerdictFacts(AGREED, None, date(2026, 12, 31))
    assert judged_requirement(silent, LIMITS).value == "NY"


def test_a_swapped_metric_is_critical_and_another_source_is_not() -> None:
    swapped = judged_requirement(facts(said(after(5), metric="cost per click")), LIMITS)
    assert (swapped.value, swapped.critical) == ("PM", Weakness.METRIC_SWAPPED)
    assert judged_requirement(facts(said(after(5), source="ad platform")), LIMITS).critical is None


def test_nothing_was_agreed_where_the_requirement_came_after_the_first_spend() -> None:
    late = replace(facts(said(after(5))), agreed=None)
    rated = judged_requirement(late, LIMITS)
    assert (rated.value, rated.reason, rated.critical) == ("PM", "written_afterwards", None)


def test_what_was_never_agreed_cannot_be_the_same() -> None:
    empty = Agreed("", None, None, "")
    assert mismatches(empty, said(END)) == ("metric", "window", "source")
    assert mismatches(AGREED, said(END)) == ()


def test_a_lag_moves_the_day_and_never_beyond_our_time() -> None:
    assert due_day(END, 14) == date(2026, 4, 14)
    assert due_day(date.max, 14) == LAST_DAY + timedelta(days=14)


def test_a_turned_verdict_counts_from_the_day_it_was_turned() -> None:
    first, turned = said(after(3), result="undecidable"), said(after(30), result="met")
    verdict, day = standing([turned, first]) or (None, None)
    assert (verdict, day) == (turned, after(30))


def test_a_corrected_count_moves_nothing() -> None:
    first, corrected = said(after(3), n=119), said(after(30), n=120)
    assert standing([first, corrected]) == (corrected, after(3))


def test_a_verdict_turned_back_counts_from_the_day_it_was_turned_back() -> None:
    met, missed, again = said(after(3)), said(after(10), result="missed"), said(after(30))
    assert standing([met, missed, again]) == (again, after(30))


@pytest.mark.parametrize(
    ("day", "as_of", "value"),
    [
        (date(2026, 3, 4), date(2026, 3, 30), "NY"),
        (date(2026, 3, 4), END, "PM"),
        (date(2026, 3, 30), date(2026, 12, 31), "PM"),
        (END, END, "FM"),
    ],
)
def test_what_is_said_while_the_window_runs_is_nothing_then_and_partly_met_after(
    day: date, as_of: date, value: str
) -> None:
    for swapped in (False, True):
        verdict = said(day, metric="impressions") if swapped else said(day)
        rated = judged_requirement(replace(facts(verdict, as_of=as_of), ends=END), LIMITS)
        assert rated.value == ("PM" if swapped and value == "FM" else value)
        assert bool(rated.critical) is (swapped and value != "NY")


def test_a_verdict_confirmed_after_the_window_is_given_then() -> None:
    early, confirmed = said(date(2026, 3, 4)), said(after(30), n=300)
    assert standing([early, confirmed], END) == (confirmed, after(30))
    assert standing([early], END) == (early, early.day)


def test_without_a_verdict_none_stands() -> None:
    assert standing([]) is None


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(min_value=0, max_value=60))
def test_the_last_day_in_time_is_the_last_one(due: date, days: int) -> None:
    last = last_day_in_time(due, days)
    assert working_days_after(due, last) == days
    later = last + timedelta(days=3)  # over a weekend at the most
    assert working_days_after(due, later) > days


@given(st.integers(min_value=0, max_value=300), st.integers(min_value=1, max_value=300))
def test_later_is_never_better(days: int, more: int) -> None:
    scale = ("FM", "LM", "PM", "DM")
    early = judged_requirement(facts(said(END + timedelta(days=days))), LIMITS).value
    late = judged_requirement(facts(said(END + timedelta(days=days + more))), LIMITS).value
    assert scale.index(late) >= scale.index(early)
