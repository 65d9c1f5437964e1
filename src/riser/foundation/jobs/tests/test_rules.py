"""When a job is tried again, and when a chore is due."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riser.foundation.jobs.rules import DAY, LONGEST_PAUSE, NIGHT_HOUR, next_due, pause_after

ZONES = ["UTC", "Europe/Berlin", "Asia/Shanghai", "America/New_York", "Australia/Lord_Howe"]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_pauses_grow_fourfold_up_to_an_hour() -> None:
    assert [pause_after(n).total_seconds() for n in (1, 2, 3, 4, 5, 99)] == [30, 120, 480, 1920, 3600, 3600]


@given(st.integers(1, 10_000))
def test_no_pause_is_longer_than_the_longest(attempts: int) -> None:
    assert timedelta(0) < pause_after(attempts) <= LONGEST_PAUSE


@pytest.mark.parametrize(
    ("after", "every", "zone", "due"),
    [
        ("2026-03-02 09:00", DAY, "UTC", "2026-03-03 03:00"),
        ("2026-03-02 02:59", DAY, "UTC", "2026-03-02 03:00"),
        ("2026-03-02 03:00", DAY, "UTC", "2026-03-03 03:00"),
        ("2026-03-02 09:00", DAY, "Asia/Shanghai", "2026-03-02 19:00"),
        ("2026-03-28 12:00", DAY, "Europe/Berlin", "2026-03-29 01:00"),  # the night that skips an hour
        ("2026-10-24 12:00", DAY, "Europe/Berlin", "2026-10-25 02:00"),  # the night that repeats one
        ("2026-03-02 09:00", 7 * DAY, "UTC", "2026-03-09 03:00"),
        ("2026-03-02 09:20", timedelta(hours=1), "UTC", "2026-03-02 10:00"),
        ("2026-03-02 23:50", timedelta(hours=1), "UTC", "2026-03-03 00:00"),
    ],
)
def test_chores_are_due_at_the_organisations_night(after: str, every: timedelta, zone: str, due: str) -> None:
    assert next_due(at(after), every=every, zone=ZoneInfo(zone)) == at(due)


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)),  # noqa: DTZ001 - the zone is added below
    st.sampled_from(ZONES),
    st.integers(1, 30),
)
def test_the_next_night_is_later_and_never_further_than_the_period(
    after: datetime, zone: str, days: int
) -> None:
    moment = after.replace(tzinfo=UTC)
    due = next_due(moment, every=days * DAY, zone=ZoneInfo(zone))
    assert moment < due <= moment + days * DAY + timedelta(hours=1)  # a day may have 25 hours
    assert due.astimezone(ZoneInfo(zone)).hour == NIGHT_HOUR
