"""Every line of VAL 2.1, the order among them, and what holds of any flight."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riser.foundation.periods import Period
from riser.measure.rules import FlightFacts, MonthFacts, Reading, decided_in_flight, read_every_month
from riser.measure.rules.checkpoints import Reach, day_of_share, reach_on
from riser.plan.rules.caps import CapLine, CapStep

LIMITS = {
    name: Decimal(value)
    for name, value in {
        "first_share": "0.35",
        "second_share": "0.70",
        "largely_share": "0.50",
        "decide_days": "2",
        "short_flight_days": "10",
        "largely_months": "1",
        "continue_run": "10",
        "missed_share": "0.30",
    }.items()
}
MONDAY = date(2026, 3, 2)
CAP = Decimal(1000)


def at(share: str, *, after: int | None = 0, on: date = MONDAY) -> Reading:
    """A reading at a share of the cap, decided so many days after the last day of its figures."""
    decided = None if after is None else on + timedelta(days=after)
    return Reading(on, decided, Reach(Decimal(share) * CAP, CAP))


def flown(*readings: Reading, days: int = 30) -> FlightFacts:
    later = (replace(one, data_day=MONDAY + timedelta(days=n)) for n, one in enumerate(readings))
    moved = (
        replace(one, decided_on=one.data_day + (old.decided_on - old.data_day) if old.decided_on else None)
        for one, old in zip(later, readings, strict=True)
    )
    return FlightFacts(tuple(moved), days)


@pytest.mark.parametrize(
    ("facts", "value"),
    [
        (flown(), "DM"),
        (flown(at("0.20", after=None)), "PM"),
        (flown(at("0.35"), at("0.70")), "FM"),
        (flown(at("0.10"), at("0.12")), "FM"),
        (flown(at("0.3501"), at("0.70")), "LM"),
        (flown(at("0.3501"), at("0.50")), "LM"),
        (flown(at("0.35"), at("0.7001")), "LM"),
        (flown(at("0.35")), "LM"),
        (flown(at("0.35"), at("0.60", after=None)), "LM"),
        (flown(at("0.35"), days=9), "FM"),
        (flown(at("0.35"), days=10), "LM"),
        (flown(at("0.3501"), days=9), "LM"),
        (flown(at("0.50")), "LM"),
        (flown(at("0.5001")), "PM"),
        (flown(at("0.90")), "PM"),
    ],
)
def test_a_campaign_counts_by_what_was_left_when_it_was_decided(facts: FlightFacts, value: str) -> None:
    assert decided_in_flight(facts, LIMITS).value == value


def test_two_records_on_the_same_figures_are_one_reading() -> None:
    facts = FlightFacts((at("0.30"), at("0.30")), days=30)
    assert decided_in_flight(facts, LIMITS).value == "LM"


@pytest.mark.parametrize(("after", "value"), [(2, "FM"), (3, "PM")])
def test_a_decision_counts_for_two_working_days(after: int, value: str) -> None:
    assert decided_in_flight(flown(at("0.20", after=after), days=5), LIMITS).value == value


def test_a_weekend_is_no_working_day() -> None:
    friday = date(2026, 3, 6)
    facts = FlightFacts((at("0.20", after=4, on=friday),), days=5)  # Tuesday
    assert decided_in_flight(facts, LIMITS).value == "FM"


def test_without_a_cap_in_force_nobody_knows_the_share() -> None:
    rated = decided_in_flight(FlightFacts((Reading(MONDAY, MONDAY),), days=5), LIMITS)
    assert (rated.value, rated.reason) == ("PM", "no_cap")


@pytest.mark.parametrize(("spent", "value"), [("349.99", "NY"), ("350", "DM")])
def test_nothing_is_due_while_less_than_the_first_share_is_spent(spent: str, value: str) -> None:
    facts = FlightFacts((), days=30, reach=Reach(Decimal(spent), CAP))
    assert decided_in_flight(facts, LIMITS).value == value


MONTHS = tuple(date(2026, month, 1) for month in (1, 2, 3))


def read_in(*months: int, after: int | None = 0) -> tuple[Reading, ...]:
    days = (date(2026, month, 12) for month in months)
    return tuple(Reading(day, None if after is None else day + timedelta(days=after)) for day in days)


@pytest.mark.parametrize(
    ("readings", "value"),
    [
        (read_in(), "DM"),
        (read_in(1, 2, 3), "FM"),
        (read_in(1, 3), "LM"),
        (read_in(2), "PM"),
        (read_in(1, 2, 3, after=None), "PM"),
        (read_in(1, 2, 3, after=30), "PM"),
    ],
)
def test_a_programme_is_read_in_every_month(readings: tuple[Reading, ...], value: str) -> None:
    assert read_every_month(MonthFacts(readings, MONTHS), LIMITS).value == value


def test_a_quarter_whose_first_month_runs_is_not_due() -> None:
    assert read_every_month(MonthFacts((), ()), LIMITS).value == "NY"


def line(amount: str, first: int, last: int, *, since: int = 1) -> CapLine:
    window = Period(date(2026, 3, first), date(2026, 3, last))
    return CapLine("1", "EUR", (CapStep(date(2026, 3, since), Decimal(amount), window),))


SPEND = {date(2026, 3, day): Decimal(10) for day in range(1, 31)}


def test_the_share_is_read_inside_the_window_of_the_cap() -> None:
    reach = reach_on([line("100", 11, 20)], SPEND, date(2026, 3, 13))
    assert reach == Reach(Decimal(30), Decimal(100))
    assert reach_on([line("100", 11, 20)], SPEND, date(2026, 3, 21)) is None


def test_a_cap_counts_from_its_approval_on() -> None:
    assert reach_on([line("100", 1, 20, since=5)], SPEND, date(2026, 3, 4)) is None
    assert reach_on([line("100", 1, 20, since=5)], SPEND, date(2026, 3, 5)) is not None


def test_of_two_windows_the_tighter_one_counts() -> None:
    lines = [line("1000", 1, 30), line("100", 11, 20)]
    assert reach_on(lines, SPEND, date(2026, 3, 15)) == Reach(Decimal(50), Decimal(100))


def test_the_day_on_which_a_share_was_passed() -> None:
    assert day_of_share([line("100", 1, 20)], SPEND, Decimal("0.35"), sorted(SPEND)) == date(2026, 3, 4)


shares = st.integers(min_value=0, max_value=120).map(lambda percent: f"{percent / 100:.2f}")
readings = st.lists(
    st.tuples(shares, st.sampled_from([None, 0, 1, 2, 9])).map(lambda pair: at(pair[0], after=pair[1])),
    max_size=6,
)
SCALE = ("FM", "LM", "PM", "DM")


@given(readings, shares, st.integers(min_value=1, max_value=60))
def test_a_decided_reading_more_never_makes_it_worse(some: list[Reading], share: str, days: int) -> None:
    before = decided_in_flight(flown(*some, days=days), LIMITS).value
    after = decided_in_flight(flown(*some, at(share), days=days), LIMITS).value
    assert SCALE.index(after) <= SCALE.index(before)


@given(readings, st.integers(min_value=1, max_value=60))
def test_the_order_of_the_records_decides_nothing(some: list[Reading], days: int) -> None:
    facts = flown(*some, days=days)
    turned = replace(facts, readings=facts.readings[::-1])
    assert decided_in_flight(facts, LIMITS).value == decided_in_flight(turned, LIMITS).value
