"""Exports of further ad platforms: recognised, to the cent, whole ranges refused, currency in a header."""

import os
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cast import Cast
from riser.connect.actions import import_file
from riser.connect.lake.reads import select_rows
from riser.connect.lake.tables import TABLES
from riser.connect.ledger import LoadRecord
from riser.connect.tests.boards import csv_file
from riser.connect.tests.making import NOW

REFERENCE = os.environ.get("RISER_REFERENCE_DATA")
MANAGER = ["Campaign name", "Reporting starts", "Reporting ends", "Impressions", "Link clicks"]
UNPROVEN = "it was never tried on a real export"
FILES: dict[str, tuple[Sequence[str], Sequence[str]]] = {
    "meta_ads": (
        ["account_id", "campaign_id", "date_start", "date_stop", "impressions", "clicks", "spend"],
        ["act_1", "c", "2026-01-01", "2026-01-01", "100", "3", "7.25"],
    ),
    "microsoft_ads": (
        ["AccountId", "CampaignId", "TimePeriod", "Impressions", "Clicks", "Spend", "CampaignType"],
        ["1", "c", "2026-01-01", "100", "3", "7.25", "Shopping"],
    ),
    "tiktok_ads": (
        ["advertiser_id", "campaign_id", "stat_time_day", "impressions", "clicks", "spend"],
        ["1", "c", "2026-01-01 00:00:00", "100", "3", "7.25"],
    ),
    "linkedin_ads": (
        [
            "Start Date (in UTC)",
            "Campaign ID",
            "Campaign Name",
            "Currency",
            "Impressions",
            "Clicks",
            "Total Spent",
        ],
        ["2026-01-01", "c", "Brand", "EUR", "100", "3", "7.25"],
    ),
    "ocean_engine": (
        ["日期", "账户ID", "项目ID", "项目名称", "展示数", "点击数", "消耗(元)"],
        ["2026-01-01", "1", "c", "品牌", "100", "3", "7.25"],
    ),
    "tencent_ads": (
        ["日期", "账户ID", "推广计划ID", "推广计划名称", "曝光次数", "点击次数", "花费(元)"],
        ["2026-01-01", "1", "c", "品牌", "100", "3", "7.25"],
    ),
    "baidu_ads": (
        ["日期", "账户", "计划ID", "推广计划", "展现", "点击", "消费"],
        ["2026-01-01", "1", "c", "品牌", "100", "3", "7.25"],
    ),
}


def load(cast: Cast, path: Path, **said: Any) -> LoadRecord:
    """Cleo imports the file."""
    return import_file(cast.act("Cleo", now=NOW), path, **said)


def stored(cast: Cast) -> list[dict[str, Any]]:
    """Every stored day of ads."""
    return select_rows(cast.id, TABLES["ad_daily"], lambda found: found.order_by(["day", "ad", "campaign"]))


@pytest.mark.parametrize("source", FILES)
def test_an_export_is_recognised_by_its_columns_and_says_that_nobody_has_tried_it(
    cast: Cast, tmp_path: Path, source: str
) -> None:
    head, row = FILES[source]
    record = load(cast, csv_file(tmp_path / "export.csv", head, [row]))
    assert (record.state, record.source, record.rows_accepted) == ("done", source, 1)
    assert any(UNPROVEN in note for note in record.notes)
    [found] = stored(cast)
    assert (found["campaign"], found["impressions"], found["clicks"], found["spend"]) == (
        "c",
        100,
        3,
        Decimal("7.25"),
    )


@pytest.mark.parametrize(
    ("header", "currency"),
    [("Amount spent (USD)", "USD"), ("Ausgegebener Betrag (CHF)", "CHF"), ("花费金额 (CNY)", "CNY")],
)
def test_the_currency_may_stand_in_the_header(cast: Cast, tmp_path: Path, header: str, currency: str) -> None:
    rows = [["Brand", f"2026-01-0{n}", f"2026-01-0{n}", "10", "1", "1.50"] for n in (1, 2)]
    record = load(cast, csv_file(tmp_path / "meta.csv", [*MANAGER, header], rows))
    assert (record.source, record.rows_accepted, record.currency_assumed) == ("meta_ads", 2, False)
    assert {row["currency"] for row in stored(cast)} == {currency}


def test_yuan_in_the_header_are_renminbi(cast: Cast, tmp_path: Path) -> None:
    head, row = FILES["ocean_engine"]
    load(cast, csv_file(tmp_path / "export.csv", head, [row]))
    assert [one["currency"] for one in stored(cast)] == ["CNY"]


@pytest.mark.parametrize("count", [1, 2000])
def test_a_row_without_any_name_that_sums_the_account_is_skipped_and_taken_as_its_total(
    cast: Cast, tmp_path: Path, count: int
) -> None:
    """Ads Manager writes it first: count rows of 1.50 add up to what it says."""
    good = [[f"C{n}", "2026-01-01", "2026-01-01", "10", "1", "1.50"] for n in range(count)]
    whole = ["", "2026-01-01", "2026-01-31", "10", "1", f"{count * 1.5:.2f}"]
    path = csv_file(tmp_path / "meta.csv", [*MANAGER, "Amount spent (EUR)"], [whole, *good])
    record = load(cast, path)
    assert (record.state, record.rows_skipped, record.rows_accepted) == ("done", 1, count)
    assert "The total equals the file's own total row to the cent." in record.notes


def test_one_day_without_a_name_is_left_to_a_person(cast: Cast, tmp_path: Path) -> None:
    """It may be a campaign that was deleted: its spend is somebody's."""
    rows = [["C", "2026-01-01", "2026-01-01", "10", "1", "1.50"], ["", *["2026-01-01"] * 2, "9", "1", "2.00"]]
    path = csv_file(tmp_path / "meta.csv", [*MANAGER, "Amount spent (EUR)"], rows)
    record = load(cast, path)
    assert (record.state, record.rows_rejected) == ("waiting", 1)


@pytest.mark.parametrize("count", [1, 2000])
def test_a_row_that_sums_a_range_of_days_is_rejected_with_the_remedy(
    cast: Cast, tmp_path: Path, count: int
) -> None:
    good = [[f"C{n}", "2026-01-01", "2026-01-01", "10", "1", "1.50"] for n in range(count)]
    whole = ["Brand", "2026-01-01", "2026-01-31", "300", "30", "45.00"]
    record = load(cast, csv_file(tmp_path / "meta.csv", [*MANAGER, "Amount spent (EUR)"], [*good, whole]))
    assert (record.state, record.rows_accepted, record.rows_rejected) == ("waiting", count, 1)
    assert "sums the days from 2026-01-01 to 2026-01-31" in record.rejections[0].reason
    assert "break it down by day" in record.rejections[0].reason
    assert record.rejections[0].column == "Reporting ends"


@pytest.mark.parametrize("count", [3, 3000])
def test_credits_and_odd_clicks_are_flagged_and_count(cast: Cast, tmp_path: Path, count: int) -> None:
    good = [[f"C{n}", "2026-01-01", "2026-01-01", "10", "1", "1.50"] for n in range(count)]
    credit = ["Credit", "2026-01-02", "2026-01-02", "0", "0", "-4.25"]
    clicked = ["Clicked", "2026-01-02", "2026-01-02", "1", "2", "1.00"]
    path = csv_file(
        tmp_path / "meta.csv",
        [*MANAGER, "Amount spent (EUR)"],
        [*good, credit, clicked, credit[:1] + ["2026-01-03"] * 2 + credit[3:]],
    )
    record = load(cast, path)
    assert (record.state, record.rows_accepted) == ("done", count + 3)
    assert any(
        f"Rows with spend below zero: 2, the first in row {count + 2}." in note for note in record.notes
    )
    assert any(
        f"Rows with more clicks than impressions: 1, the first in row {count + 3}." in note
        for note in record.notes
    )
    assert sum(row["spend"] for row in stored(cast)) == Decimal("1.50") * count - Decimal("7.50")


@pytest.mark.skipif(not REFERENCE, reason="RISER_REFERENCE_DATA is not set")
def test_metas_rows_add_up_to_the_cent_and_reach_is_not_read(cast: Cast) -> None:
    record = load(cast, Path(REFERENCE or "") / "ads/meta_ads/facebook_ads_basic_ad_data.csv", currency="EUR")
    found = stored(cast)
    assert (record.source, len(found)) == ("meta_ads", 10)
    assert not any(UNPROVEN in note for note in record.notes)
    assert sum(row["impressions"] for row in found) == 37275
    assert sum(row["clicks"] for row in found) == 149
    assert sum(row["spend"] for row in found) == Decimal("643.63")
    assert {row["level"] for row in found} == {"ad"}
