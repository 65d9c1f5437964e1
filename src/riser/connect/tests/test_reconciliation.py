"""Spend against invoices: worked by hand, null where a side is silent, currencies kept apart."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.test import Client

from cast import Cast
from riser.connect.actions import import_file
from riser.connect.commands import connect
from riser.connect.queries.quality import quality
from riser.connect.queries.reconciliation import reconciliation, vendors
from riser.connect.rules.reconciling import Billed, BillState, Spent, platform_of, reconcile
from riser.connect.tests.boards import csv_file
from riser.connect.tests.making import NOW, api_file, api_row

MONTH = date(2026, 1, 1)
LEDGER = ["Vendor", "Invoice", "Item", "Month", "Category", "Amount", "Currency"]


@pytest.mark.parametrize(
    ("vendor", "platform", "belongs"),
    [
        ("GOOGLE  Ireland, Ltd.", "", "google_ads"),
        ("Googleplex Catering", "", ""),
        ("Agency", "meta_ads", "meta_ads"),
        ("Studio", "", ""),
    ],
)
def test_a_bill_belongs_to_the_platform_it_names_or_whose_vendor_it_is(
    vendor: str, platform: str, belongs: str
) -> None:
    line = Billed(MONTH, vendor, platform, "", "EUR", Decimal(1))
    assert platform_of(line, vendors()) == belongs


@pytest.mark.parametrize(
    ("billed", "state"),
    [("99", BillState.AGREES), ("98.99", BillState.DIFFERS), ("101.02", BillState.DIFFERS)],
)
def test_the_tolerance_is_a_share_of_the_larger_side(billed: str, state: BillState) -> None:
    spent = [Spent(MONTH, "meta_ads", "EUR", Decimal(100))]
    lines = [Billed(MONTH, "Meta", "", "M-1", "EUR", Decimal(billed))]
    [row] = reconcile(spent, lines, vendors=vendors(), tolerance=Decimal("0.01")).rows
    assert row.state == state


def test_currencies_are_never_held_against_each_other() -> None:
    spent = [Spent(MONTH, "meta_ads", "EUR", Decimal(100))]
    lines = [Billed(MONTH, "Meta", "", "M-1", "USD", Decimal(100))]
    found = reconcile(spent, lines, vendors=vendors(), tolerance=Decimal("0.01")).rows
    assert [(one.currency, one.state, one.difference) for one in found] == [
        ("EUR", BillState.NOT_BILLED, None),
        ("USD", BillState.NOT_REPORTED, None),
    ]


@pytest.fixture
def books(cast: Cast, tmp_path: Path) -> Cast:
    """January 60.10 + 40.15 = 100.25 spent, 120.25 less a credit of 10.00 billed; February is not billed."""
    spent = {"2026-01-05": 60_100_000, "2026-01-31": 40_150_000, "2026-02-01": 7_000_000}
    days = [api_row(day, micros=micros) for day, micros in spent.items()]
    act = cast.act("Cleo", now=NOW)
    import_file(act, api_file(tmp_path / "ads.csv", days), currency="EUR")
    bills = [
        ["Google Ireland Ltd", "G-1", "Search", "2026-01", "media", "120.25", "EUR"],
        ["Google Ireland Ltd", "G-2", "Credit", "2026-01", "media", "-10.00", "EUR"],
        ["Google Ireland Ltd", "G-3", "Training", "2026-01", "other", "500.00", "EUR"],
        ["Poster King", "P-1", "Posters", "2026-01", "media", "30.00", "EUR"],
    ]
    import_file(act, csv_file(tmp_path / "ledger.csv", LEDGER, bills))
    return cast


def test_a_month_worked_by_hand(books: Cast) -> None:
    found = reconciliation(books.id, to_day=NOW.date())
    february, january = found.rows
    assert (january.spent, january.billed) == (Decimal("100.25"), Decimal("110.25"))
    assert (january.difference, january.share) == (Decimal("10.00"), Decimal("10.00") / Decimal("110.25"))
    assert (january.invoices, january.state) == (("G-1", "G-2"), BillState.DIFFERS)
    assert (february.spent, february.billed, february.difference, february.share) == (Decimal(7), *[None] * 3)
    assert found.unassigned == ("Poster King",)
    [rule] = [one for one in quality(books.id, today=NOW.date()) if one.rule.id == "platform_vs_billed"]
    assert (rule.found.checked, rule.found.failing) == (1, 1)
    assert rule.found.sample == ("google_ads 2026-01 EUR",)


def test_page_shell_and_rest_tell_the_same(books: Cast, client_of: Callable[[str], Client]) -> None:
    page = client_of("Cleo").get("/connect/reconciliation/").content.decode()
    told = client_of("Cleo").get("/api/v1/connect/reconciliation").json()
    words = ["reconciliation", "--json", "--as", "cleo@northwind.example", "--org", "northwind"]
    told_by_shell = CliRunner().invoke(connect, words)
    assert "110.25" in page
    assert "Poster King" in page
    assert "G-1" in page
    assert json.loads(told_by_shell.output) == told
    assert told["rows"][0]["billed"] is None
    assert told["rows"][1]["difference"] == "10.00"
