"""What a file splits by hour, device or network is summed to its day and stands in `ad_breakdown` besides."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cast import Cast
from riser.connect import queries
from riser.connect.actions import import_file, preview_undo, undo_load
from riser.connect.lake.breakdowns import kinds
from riser.connect.lake.views import select_table
from riser.connect.mappings import ad_platforms
from riser.connect.tests.boards import csv_file
from riser.connect.tests.making import NOW

HEADER = [
    "Campaign",
    "Day",
    "Hour of day",
    "Device",
    "Cost",
    "Impr.",
    "Clicks",
    "Currency code",
    "Customer ID",
]


def hourly(folder: Path) -> Path:
    """A day of three hours on two devices."""
    told = [
        ("9", "Computers", "1.10", "10"),
        ("9", "Mobile phones", "2.20", "20"),
        ("23", "Computers", "4.40", "40"),
    ]
    rows = [["spring", "2026-01-05", hour, on, cost, seen, "1", "EUR", "77"] for hour, on, cost, seen in told]
    return csv_file(folder / "hours.csv", HEADER, rows)


def shown(cast: Cast, kind: str) -> list[dict[str, Any]]:
    """The rows of a kind, by value."""
    return select_table(
        cast.id, "ad_breakdown", lambda rows: rows.filter(rows.kind == kind).order_by(["day", "value"])
    )


def test_hours_add_up_to_the_day_and_stay_as_hours(cast: Cast, tmp_path: Path) -> None:
    """1.10 + 2.20 + 4.40 = 7.70 on the day; 3.30 in the hour from 9, 4.40 in that from 23."""
    record = import_file(cast.act("Cleo", now=NOW), hourly(tmp_path))
    assert (record.state, record.rows_accepted) == ("done", 3)
    assert [str(one.spend) for one in queries.totals(cast.id, by="day")] == ["7.70"]
    hours = [(one["hour"], one["spend"], one["impressions"]) for one in shown(cast, "hour")]
    assert hours == [(23, Decimal("4.40"), 40), (9, Decimal("3.30"), 30)]
    assert {one["load_id"] for one in shown(cast, "hour")} == {record.id}


def test_a_device_is_one_row_whatever_else_split_the_day(cast: Cast, tmp_path: Path) -> None:
    import_file(cast.act("Cleo", now=NOW), hourly(tmp_path))
    devices = [(one["value"], one["spend"], one["hour"]) for one in shown(cast, "device")]
    assert devices == [("Computers", Decimal("5.50"), -1), ("Mobile phones", Decimal("2.20"), -1)]
    assert queries.table(cast.id, "ad_breakdown").rows == 4


def test_undone_the_hours_are_gone_with_the_day(cast: Cast, tmp_path: Path) -> None:
    act = cast.act("Cleo", now=NOW)
    record = import_file(act, hourly(tmp_path))
    undo_load(act, record.id, based_on=preview_undo(act, record.id).based_on)
    assert shown(cast, "hour") == []


def test_a_breakdown_that_came_as_a_file_stands_beside_those_of_the_days(
    cast: Cast, tmp_path: Path, reference_data: Path
) -> None:
    act = cast.act("Cleo", now=NOW)
    name = "ads/linkedin_ads/linkedin_monthly_ad_analytics_by_member_country_data.csv"
    stored = import_file(act, reference_data / name)
    import_file(act, hourly(tmp_path))
    assert len(shown(cast, "country")) == stored.rows_accepted
    assert len(shown(cast, "hour")) == 2
    assert queries.table_rows(cast.id, "ad_breakdown").rows


@pytest.mark.parametrize("source", [one.slug for one in ad_platforms()])
def test_every_column_that_splits_a_day_is_of_exactly_one_kind(source: str) -> None:
    mine = next(one for one in ad_platforms() if one.slug == source)
    split = {name for shape in mine.shapes for name in getattr(shape, "segment", ())}
    told = [name for names in kinds().get(source, {}).values() for name in names]
    assert sorted(split) == sorted(set(told))
    assert len(told) == len(set(told))
