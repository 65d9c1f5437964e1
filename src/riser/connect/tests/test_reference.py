"""Real exports: totals to the cent, and the interface export made as its platform makes it."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from cast import Cast
from exports import google_ads_interface
from riser.connect import queries
from riser.connect.actions import import_file

pytestmark = pytest.mark.reference
TO_CENT = Decimal("0.01")


def expected(folder: Path, name: str) -> list[list[str]]:
    """The known answer of a file."""
    rows: list[list[str]] = json.loads((folder / "ads" / "expected_totals.json").read_text())[name]["rows"]
    return rows


@pytest.mark.parametrize(
    ("file", "answer"),
    [
        ("campaign_stats_data.csv", "google_ads_campaign_totals"),
        ("account_stats_data.csv", "google_ads_account_totals"),
        ("ad_group_stats_data.csv", "google_ads_ad_group_totals"),
        ("ad_stats_data.csv", "google_ads_ad_totals"),
    ],
)
def test_google_totals_are_exact_at_every_level(
    cast: Cast, reference_data: Path, file: str, answer: str
) -> None:
    path = reference_data / "ads" / "google_ads" / file
    record = import_file(cast.act("Cleo"), path, source="google_ads", currency="USD")
    rows, impressions, clicks, spend = expected(reference_data, answer)[0][:4]
    (total,) = queries.totals(cast.id, by="source")
    assert record.rows_accepted == int(rows)
    assert (total.impressions, total.clicks) == (int(impressions), int(clicks))
    assert total.spend == Decimal(spend)


def test_google_campaign_days_are_exact(cast: Cast, reference_data: Path) -> None:
    path = reference_data / "ads" / "google_ads" / "campaign_stats_data.csv"
    import_file(cast.act("Cleo"), path, currency="USD")
    found = [
        (day.key.campaign, day.day.isoformat(), day.impressions, day.clicks, day.spend)
        for day in queries.campaign_days(cast.id, to_day=date.max)
    ]
    assert found == [
        (campaign, day, int(impressions), int(clicks), Decimal(spend))
        for campaign, day, impressions, clicks, spend in expected(
            reference_data, "google_ads_by_campaign_day"
        )
    ]


def test_linkedin_totals_are_exact_and_null_impressions_stay_null(cast: Cast, reference_data: Path) -> None:
    path = reference_data / "ads" / "linkedin_ads" / "linkedin_ad_analytics_by_campaign_data.csv"
    import_file(cast.act("Cleo"), path, account="demo", currency="USD")
    rows, impressions, clicks, _usd, local = expected(reference_data, "linkedin_totals")[0]
    (total,) = queries.totals(cast.id, by="source")
    assert (total.impressions, total.clicks, total.spend) == (int(impressions), int(clicks), Decimal(local))
    days = queries.campaign_days(cast.id, to_day=date.max)
    assert len(days) == int(rows)
    assert sum(day.impressions is None for day in days) == 9


def test_the_two_files_of_the_tour_stand_side_by_side(cast: Cast, reference_data: Path) -> None:
    ads = reference_data / "ads"
    import_file(cast.act("Cleo"), ads / "google_ads" / "campaign_stats_data.csv", currency="USD")
    linkedin = ads / "linkedin_ads" / "linkedin_ad_analytics_by_campaign_data.csv"
    import_file(cast.act("Cleo"), linkedin, account="demo", currency="USD")
    found = {total.label: total.spend for total in queries.totals(cast.id, by="source")}
    assert found == {"google_ads": Decimal("231.33"), "linkedin_ads": Decimal("530.62")}


def test_the_interface_export_keeps_its_total_and_its_total_care(cast: Cast, tmp_path: Path) -> None:
    made = google_ads_interface(tmp_path / "export.csv", last_day=date(2026, 2, 28))
    record = import_file(cast.act("Cleo"), made.path)
    assert (record.rows_accepted, record.rows_rejected) == (made.rows, 0)
    assert record.rows_skipped == made.rows_of_totals + 2
    assert any("to the cent" in note for note in record.notes)
    campaigns = {campaign.name: campaign for campaign in queries.platform_campaigns(cast.id)}
    assert set(campaigns) == set(made.campaigns)
    assert sum(campaign.spend for campaign in campaigns.values()) == made.spend
    (total,) = queries.account_totals(cast.id)
    assert total.amount == made.spend
