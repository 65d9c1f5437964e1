"""Conversions by action: every type and attribution is kept, and the same sale counts once."""

import os
from decimal import Decimal
from pathlib import Path

import pytest

from cast import Cast
from riser.connect.actions import import_file, preview_undo, undo_load
from riser.connect.lake.views import select_table
from riser.connect.tables import every_table
from riser.connect.tests.boards import csv_file
from riser.connect.tests.making import NOW

REFERENCE = os.environ.get("RISER_REFERENCE_DATA")
META = ["ad_id", "date", "action_type", "value", "_1_d_view", "_7_d_click"]
GOOGLE = [
    "Customer ID",
    "Campaign",
    "Day",
    "Conversion action",
    "Conversions",
    "Conv. value",
    "Currency code",
]


def rows(cast: Cast, table: str) -> list[tuple[object, ...]]:
    """Action, attribution or goal, number and value of every row."""
    other = "goal" if table == "ad_goal_daily" else "attribution"
    found = select_table(cast.id, table, lambda rows: rows.order_by(["ad", "action", "day", other]))
    return [(one["action"], one[other], one["conversions"], one["conversion_value"]) for one in found]


def meta(path: Path) -> Path:
    """One sale under three types, and a lead."""
    sale = [["7", "2026-01-05", kind, "3", "1", "2"] for kind in ("purchase", "omni_purchase")]
    pixel = ["7", "2026-01-05", "offsite_conversion.fb_pixel_purchase", "3", "", "2"]
    return csv_file(path, META, [*sale, pixel, ["7", "2026-01-05", "lead", "4", "", ""]])


def test_one_sale_under_three_types_counts_once_and_every_type_stays(cast: Cast, tmp_path: Path) -> None:
    act = cast.act("Cleo", now=NOW)
    record = import_file(act, meta(tmp_path / "actions.csv"))
    assert (record.state, record.table) == ("done", "ad_conversion_daily")
    stored = rows(cast, "ad_conversion_daily")
    assert len(stored) == 3 + 3 + 2 + 1
    assert ("omni_purchase", "7d_click", Decimal(2), None) in stored
    [goal, *_rest] = select_table(cast.id, "ad_goal_daily", lambda rows: rows)
    assert tuple(goal) == (*every_table()["ad_goal_daily"].names, "load_id", "loaded_at")
    assert rows(cast, "ad_goal_daily") == [
        ("lead", "lead", Decimal(4), None),
        ("omni_purchase", "purchase", Decimal(3), None),
    ]
    undo_load(act, record.id, based_on=preview_undo(act, record.id).based_on)
    assert rows(cast, "ad_conversion_daily") == []


def test_values_do_not_replace_the_numbers_of_the_same_ad(cast: Cast, tmp_path: Path) -> None:
    import_file(cast.act("Cleo", now=NOW), meta(tmp_path / "actions.csv"))
    lines = [["7", "2026-01-05", "omni_purchase", "99.50", "99.50"]]
    header = ["ad_id", "date", "action_type", "value", "_7_d_click"]
    import_file(cast.act("Cleo", now=NOW), csv_file(tmp_path / "values.csv", header, lines))
    counted = [one for one in rows(cast, "ad_goal_daily") if one[1] == "purchase"]
    assert [one[2:] for one in counted] == [(Decimal(3), None), (None, Decimal("99.5"))]


def test_google_by_conversion_action_leaves_out_the_total(cast: Cast, tmp_path: Path) -> None:
    lines = [
        ["123-4", "Brand", "2026-01-05", "Purchase", "2.5", "80.00", "EUR"],
        ["123-4", "Brand", "2026-01-05", "Newsletter", "9", "0.00", "EUR"],
        ["Total: Account", "", "", "", "11.5", "80.00", "EUR"],
    ]
    record = import_file(cast.act("Cleo", now=NOW), csv_file(tmp_path / "google.csv", GOOGLE, lines))
    assert (record.rows_accepted, record.rows_skipped) == (2, 1)
    assert rows(cast, "ad_goal_daily") == [("Purchase", "purchase", Decimal("2.5"), Decimal(80))]


@pytest.mark.parametrize("bad", ["some", "1.2E+3x"])
def test_a_number_that_is_none_waits_with_its_own_column(cast: Cast, tmp_path: Path, bad: str) -> None:
    file = csv_file(tmp_path / "a.csv", META, [["7", "2026-01-05", "lead", "4", bad, ""]])
    record = import_file(cast.act("Cleo", now=NOW), file)
    assert [one.column for one in record.rejections] == ["_1_d_view"]


@pytest.mark.skipif(not REFERENCE, reason="needs the reference data")
def test_the_public_sample_is_read_whole(cast: Cast) -> None:
    folder = Path(str(REFERENCE)) / "ads" / "meta_ads"
    for name, tells in (("actions", "count"), ("action_values", "value")):
        record = import_file(cast.act("Cleo", now=NOW), folder / f"facebook_ads_basic_ad_{name}_data.csv")
        assert (record.state, record.rows_rejected, record.table) == ("done", 0, "ad_conversion_daily")
        found = select_table(cast.id, "ad_conversion_daily", lambda rows: rows.select("tells"))
        assert tells in {one["tells"] for one in found}
