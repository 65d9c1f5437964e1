"""Which days of a load their source may still change, which it lacks, and what the load says about it."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from cast import Cast
from riser.connect import queries
from riser.connect.actions import import_file
from riser.connect.mappings import ad_platforms, sources
from riser.connect.rules.gaps import days_of_mask, gaps
from riser.connect.rules.restating import Open, still_open
from riser.connect.tests.making import NOW

TODAY = date(2026, 6, 30)
DAYS = st.dates(date(2026, 1, 1), TODAY)


def test_the_days_within_the_window_are_open_and_the_last_is_settled_the_day_after_it() -> None:
    """With 4 days, on 30 June the 26th is the oldest that may change; the 29th is settled on 4 July."""
    found = still_open([date(2026, 6, 1), date(2026, 6, 29)], today=TODAY, restated_days=4)
    assert found == Open(since=date(2026, 6, 26), settled_on=date(2026, 7, 4))


def test_a_load_that_begins_within_the_window_is_open_from_its_first_day() -> None:
    found = still_open([date(2026, 6, 28), date(2026, 6, 29)], today=TODAY, restated_days=4)
    assert found is not None
    assert found.since == date(2026, 6, 28)


@pytest.mark.parametrize(("last", "open_still"), [(date(2026, 6, 26), True), (date(2026, 6, 25), False)])
def test_the_window_ends_on_its_very_day(last: date, open_still: bool) -> None:
    assert (still_open([last, last], today=TODAY, restated_days=4) is not None) is open_still


def test_a_source_that_changes_nothing_leaves_no_day_open() -> None:
    assert still_open([TODAY, TODAY], today=TODAY, restated_days=0) is None
    assert still_open([], today=TODAY, restated_days=30) is None


@given(first=DAYS, length=st.integers(0, 90), window=st.integers(1, 60), wait=st.integers(0, 120))
def test_on_the_day_it_names_nothing_is_open_any_more(
    first: date, length: int, window: int, wait: int
) -> None:
    days = [first, first + timedelta(days=length)]
    found = still_open(days, today=days[1] + timedelta(days=wait), restated_days=window)
    assert (found is None) is (wait > window)
    if found:
        assert still_open(days, today=found.settled_on, restated_days=window) is None
        assert days[0] <= found.since <= days[1]


def test_every_ad_platform_says_how_long_it_goes_on_changing_a_day() -> None:
    assert {one.slug: one.restated_days for one in ad_platforms() if not 28 <= one.restated_days <= 30} == {}
    assert sources()["ga4"].restated_days == 4


def exported(folder: Path, day: date) -> Path:
    """A Google Ads interface export of one row."""
    path = folder / f"{day}.csv"
    path.write_text(f"Campaign,Day,Cost,Currency code,Customer ID\nspring,{day},10.50,EUR,77\n")
    return path


def test_a_load_says_which_of_its_days_the_platform_may_still_change(cast: Cast, tmp_path: Path) -> None:
    yesterday = NOW.date() - timedelta(days=1)
    record = import_file(cast.act("Cleo"), exported(tmp_path, yesterday))
    told = [one for one in record.notes if one.startswith("Google Ads may still change the days from")]
    assert len(told) == 1
    assert "that load takes their place." in told[0]
    with override("zh-hans"):
        assert any("可能还会改动" in note for note in queries.load(cast.id, record.id).notes)


def test_a_load_of_settled_days_says_nothing_of_it(cast: Cast, tmp_path: Path) -> None:
    record = import_file(cast.act("Cleo"), exported(tmp_path, NOW.date() - timedelta(days=31)))
    assert not any("may still change" in note for note in record.notes)


def test_a_load_names_the_days_that_an_account_lacks(cast: Cast, tmp_path: Path) -> None:
    """Account 77 has the 1st, 2nd and 5th: two days are missing. Account 78 has no gap."""
    path = tmp_path / "gaps.csv"
    told = [("77", "01"), ("77", "02"), ("77", "05"), ("78", "28"), ("78", "27")]
    rows = (f"spring,2026-01-{day},10.50,EUR,{account}" for account, day in told)
    path.write_text("\n".join(["Campaign,Day,Cost,Currency code,Customer ID", *rows, ""]))
    notes = import_file(cast.act("Cleo"), path).notes
    assert [one for one in notes if one.startswith("Days without a row")] == [
        "Days without a row of account 77: 2, between 3 Jan 2026 and 4 Jan 2026. "
        "Nothing ran, or they were not exported."
    ]


@given(days=st.sets(st.dates(date(2026, 1, 1), date(2026, 4, 30)), min_size=1))
def test_present_and_missing_days_fill_the_span_exactly(days: set[date]) -> None:
    span = (max(days) - min(days)).days + 1
    assert len(days) + sum(gap.days for gap in gaps({"a": days})) == span


@given(days=st.sets(st.integers(1, 31), min_size=1))
def test_a_mask_gives_back_its_days(days: set[int]) -> None:
    mask = sum(1 << (day - 1) for day in days)
    assert days_of_mask("2026-01", mask) == {date(2026, 1, day) for day in days}
