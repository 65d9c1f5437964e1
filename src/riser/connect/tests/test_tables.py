"""Files of CRM, ledger, backend and settings: what is stored, what a file replaces, what never arrives."""

import json
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cast import Cast
from riser.connect import queries
from riser.connect.actions import import_file, preview_undo, undo_load
from riser.connect.commands import connect
from riser.connect.lake import table as lake
from riser.connect.lake.reads import select_rows
from riser.connect.lake.tables import TABLES
from riser.connect.ledger import LoadRecord
from riser.connect.mappings import MappingError, mapping_from
from riser.connect.privacy import person_key
from riser.connect.tables import every_table
from riser.connect.tests.boards import csv_file
from riser.connect.tests.making import NOW
from riser.foundation.errors import Refused
from riser.foundation.models import AuditEvent

COST = ["Vendor", "Invoice", "Item", "Month", "Category", "Amount", "Currency"]
ORDERS = ["Order ID", "Goal", "Ordered at", "Email", "Value", "Currency", "Cancelled"]


def load(cast: Cast, path: Path, *, days: int = 0, **said: Any) -> LoadRecord:
    """Cleo imports the file so many days after the tests' now."""
    return import_file(cast.act("Cleo", now=NOW + timedelta(days=days)), path, **said)


def rows(cast: Cast, table: str) -> list[dict[str, Any]]:
    """Every stored row of a table."""
    return select_rows(cast.id, TABLES[table], lambda found: found.order_by("scope_key"))


def ledger(path: Path, *lines: Sequence[str]) -> Path:
    """A ledger of invoice lines."""
    return csv_file(path, COST, lines)


def test_a_ledger_becomes_cost_by_vendor_invoice_and_month(cast: Cast, tmp_path: Path) -> None:
    file = ledger(
        tmp_path / "ledger.csv",
        ["Google Ireland", "G-1", "Search", "2026-01", "Media", "1.200,50", "EUR"],
        ["Studio Nord", "S-9", "Film", "15.01.2026", "Produktion", "900,00", "EUR"],
        ["Google Ireland", "G-2", "Credit", "2026-02", "Ad spend", "-200,00", "EUR"],
        ["Total", "", "", "", "", "1.900,50", ""],
    )
    record = load(cast, file)
    assert (record.state, record.source, record.table) == ("done", "ledger", "cost")
    assert (record.rows_accepted, record.rows_skipped) == (3, 1)
    found = {row["invoice"]: row for row in rows(cast, "cost")}
    assert {name: row["amount"] for name, row in found.items()} == {
        "G-1": Decimal("1200.500000"),
        "S-9": Decimal("900.000000"),
        "G-2": Decimal("-200.000000"),
    }
    assert (found["S-9"]["kind"], found["S-9"]["period"]) == ("production", date(2026, 1, 1))
    assert {row["load_id"] for row in found.values()} == {record.id}
    event = AuditEvent.objects.get(organisation_id=cast.id, case_kind="load")
    assert (event.verb, event.after and event.after["rows_accepted"]) == ("import file", 3)


def test_a_line_taken_off_the_ledger_is_gone_and_other_months_and_vendors_stay(
    cast: Cast, tmp_path: Path
) -> None:
    january = ["Google", "G-1", "Search", "2026-01", "media", "100", "EUR"]
    mistaken = ["Google", "G-2", "Booked twice", "2026-01", "media", "100", "EUR"]
    others = [
        ["Google", "G-3", "Search", "2026-02", "media", "7", "EUR"],
        ["Studio", "S-1", "Film", "2026-01", "agency", "50", "EUR"],
    ]
    load(cast, ledger(tmp_path / "first.csv", january, mistaken, *others))
    second = load(cast, ledger(tmp_path / "second.csv", january), days=1)
    assert sorted(row["invoice"] for row in rows(cast, "cost")) == ["G-1", "G-3", "S-1"]
    told = preview_undo(cast.act("Cleo", now=NOW + timedelta(days=2)), second.id)
    assert (told.changes.added, told.replayed, told.items) == (1, 1, 1)
    undo_load(cast.act("Cleo", now=NOW + timedelta(days=2)), second.id, based_on=told.based_on)
    assert sorted(row["invoice"] for row in rows(cast, "cost")) == ["G-1", "G-2", "G-3", "S-1"]


def test_the_same_file_again_changes_nothing(cast: Cast, tmp_path: Path) -> None:
    file = ledger(tmp_path / "l.csv", ["Google", "G-1", "Search", "2026-01", "media", "100", "EUR"])
    load(cast, file)
    assert load(cast, file, days=1).unchanged


@pytest.mark.parametrize(
    ("line", "column", "reason"),
    [
        (["", "G-1", "x", "2026-01", "media", "1", "EUR"], "Vendor", "empty"),
        (["Google", "G-1", "x", "2026-01", "sweets", "1", "EUR"], "Category", "media, production, agency"),
        (["Google", "G-1", "x", "soon", "media", "1", "EUR"], "Month", "soon"),
        (["Google", "G-1", "x", "2026-01", "media", "", "EUR"], "Amount", "empty"),
        (["Google", "G-1", "x", "2026-01", "media", "1", "QQQ"], "Currency", "not a currency"),
        (["Google", "1.20253E+17", "x", "2026-01", "media", "1", "EUR"], "Invoice", "digits are lost"),
    ],
)
def test_a_line_that_cannot_be_read_waits_with_its_column_and_reason(
    cast: Cast, tmp_path: Path, line: list[str], column: str, reason: str
) -> None:
    good = ["Google", "G-7", "Search", "2026-01", "media", "100", "EUR"]
    record = load(cast, ledger(tmp_path / "l.csv", good, line))
    (rejected,) = record.rejections
    assert (record.state, rejected.row, rejected.column) == ("waiting", 3, column)
    assert reason in rejected.reason
    assert rows(cast, "cost") == []


def test_a_line_that_stands_twice_is_rejected_and_names_the_first(cast: Cast, tmp_path: Path) -> None:
    line = ["Google", "G-1", "Search", "2026-01", "media", "100", "EUR"]
    (rejected,) = load(cast, ledger(tmp_path / "l.csv", line, line)).rejections
    assert (rejected.row, "Row 2" in rejected.reason) == (3, True)


def test_days_that_could_be_months_are_refused_until_somebody_says_so(cast: Cast, tmp_path: Path) -> None:
    file = csv_file(tmp_path / "o.csv", ORDERS, [["1", "purchase", "03/04/2026", "", "10", "EUR", ""]])
    with pytest.raises(Refused, match="03/04/2026"):
        load(cast, file)
    record = load(cast, file, day_order="dmy")
    assert (record.state, record.from_day) == ("done", date(2026, 4, 3))


def test_another_currency_than_the_file_says_is_refused(cast: Cast, tmp_path: Path) -> None:
    file = ledger(tmp_path / "l.csv", ["Google", "G-1", "Search", "2026-01", "media", "100", "USD"])
    with pytest.raises(Refused, match="USD, not EUR"):
        load(cast, file, currency="EUR")


# --- persons ----------------------------------------------------------------------------------------------


def orders(path: Path, *lines: Sequence[str]) -> Path:
    """Orders of the own shop."""
    return csv_file(path, ORDERS, lines)


def test_nobodys_address_reaches_the_lake(cast: Cast, tmp_path: Path) -> None:
    file = orders(
        tmp_path / "orders.csv",
        ["A-1", "purchase", "2026-01-05 10:00:00", "ada@example.org", "20", "EUR", "no"],
        ["A-2", "purchase", "2026-01-06 10:00:00", " Ada@Example.org", "30", "EUR", "yes"],
    )
    record = load(cast, file)
    found = rows(cast, "conversion")
    assert {row["person"] for row in found} == {person_key(cast.id, "ada@example.org")}
    assert person_key(cast.id, "ada@example.org") != person_key(cast.id + 1, "ada@example.org")
    stored = b"".join(
        path.read_bytes() for path in lake.organisation_folder(cast.id).rglob("*") if path.is_file()
    )
    assert b"example.org" not in stored.lower()
    assert sorted(row["deleted"] for row in found) == [False, True]
    assert any("deleted: 1" in note for note in record.notes)
    assert queries.table(cast.id, "conversion").deleted == 1


def test_campaigns_of_salesforce_are_kept_through_time(cast: Cast, tmp_path: Path) -> None:
    header = ["Id", "Name", "Status", "Type", "IsActive", "LastModifiedDate"]
    for status, day in (("Planned", "01"), ("In Progress", "09")):
        row = ["701xx1", "Autumn fair", status, "Trade Show", "true", f"2026-01-{day}T10:00:00Z"]
        assert load(cast, csv_file(tmp_path / f"{day}.csv", header, [row])).table == "campaign"
    assert sorted(row["status"] for row in rows(cast, "campaign")) == ["In Progress", "Planned"]


# --- real shapes ------------------------------------------------------------------------------------------

REFERENCE = {
    "ads/google_ads/account_history_data.csv": ("google_ads", "account", 1),
    "ads/google_ads/campaign_history_data.csv": ("google_ads", "campaign_setting", 10),
    "ads/google_ads/ad_history_data.csv": ("google_ads", "ad", 10),
    "ads/google_ads/ad_group_history_data.csv": ("google_ads", "ad_group", 3),
    "ads/linkedin_ads/linkedin_campaign_history_data.csv": ("linkedin_ads", "campaign", 100),
    "ads/linkedin_ads/linkedin_monthly_ad_analytics_by_member_country_data.csv": (
        "linkedin_ads",
        "ad_breakdown",
        10,
    ),
    "crm/hubspot/deal_data.csv": ("hubspot", "deal", 44),
    "crm/hubspot/contact_data.csv": ("hubspot", "lead_handoff", 22),
}


@pytest.mark.parametrize("name", REFERENCE)
def test_a_real_export_is_recognised_and_stored_whole(cast: Cast, reference_data: Path, name: str) -> None:
    source, table, count = REFERENCE[name]
    record = load(cast, reference_data / name)
    assert (record.state, record.source, record.table) == ("done", source, table)
    assert len(rows(cast, table)) == record.rows_accepted == count


def test_an_amount_that_nobody_entered_is_null_and_not_zero(cast: Cast, reference_data: Path) -> None:
    load(cast, reference_data / "crm/hubspot/deal_data.csv")
    assert {row["amount"] for row in rows(cast, "deal")} == {None}


def test_a_breakdown_is_never_added_to_the_days_of_ads(cast: Cast, reference_data: Path) -> None:
    days = reference_data / "ads/linkedin_ads/linkedin_ad_analytics_by_campaign_data.csv"
    load(cast, days)
    before = [day.spend for day in queries.campaign_days(cast.id, to_day=date.max)]
    name = "ads/linkedin_ads/linkedin_monthly_ad_analytics_by_member_country_data.csv"
    load(cast, reference_data / name)
    assert [day.spend for day in queries.campaign_days(cast.id, to_day=date.max)] == before
    # 10 rows of the file, its column cost_in_local_currency.
    told = (reference_data / name).read_text().splitlines()[1:]
    assert sum(row["spend"] for row in rows(cast, "ad_breakdown")) == sum(
        Decimal(line.split(",")[6]) for line in told
    )


# --- tables and mappings as data --------------------------------------------------------------------------


def test_every_table_says_in_both_languages_what_its_rows_and_columns_mean() -> None:
    for table in every_table().values():
        said = [table.title, table.grain, *(column.means for column in table.columns)]
        assert all(words["en"] and words["zh"] and words["en"] != words["zh"] for words in said), table.name


MAPPING = """
source: mine
name: Mine
kind: ledger
shapes:
  - id: cost
    title: {{en: Mine, zh: 自己的}}
    proof: sample
    table: {table}
    numbers: plain
    columns:
      vendor: {{names: [A]}}
      period: {{names: [B]}}
      kind: {{names: [C]}}
      {column}: {{names: [D]}}
"""


@pytest.mark.parametrize(
    ("table", "column", "says"),
    [
        ("dinners", "amount", "“dinners” is no table"),
        ("cost", "colour", "cost has no column colour"),
        ("cost", "item", "amount must come from a column"),
    ],
)
def test_a_mapping_that_cannot_fill_its_table_says_which_column(table: str, column: str, says: str) -> None:
    with pytest.raises(MappingError, match=says):
        mapping_from(MAPPING.format(table=table, column=column), name="mine.yaml")


# --- faces ------------------------------------------------------------------------------------------------


def test_a_dropped_ledger_is_shown_stored_and_found_in_the_dictionary(
    cast: Cast, client_of: Callable[[str], Client]
) -> None:
    cleo = client_of("Cleo")
    text = "\n".join([",".join(COST), "Google,G-1,Search,2026-01,media,100.00,EUR"])
    answer = cleo.post("/connect/drop/", {"file": SimpleUploadedFile("ledger.csv", text.encode())})
    page = cleo.get(answer["Location"])
    assert "Billed cost" in page.content.decode()
    assert "Store these rows" in page.content.decode()
    stored = cleo.post(answer["Location"].split("?")[0] + "store/", {"source": "ledger"})
    assert "G-1" in cleo.get(stored["Location"]).content.decode()
    dictionary = cleo.get("/connect/tables/").content.decode()
    assert "/connect/tables/cost/" in dictionary
    table = cleo.get("/connect/tables/cost/").content.decode()
    assert "Who is paid." in table
    assert "G-1" in table


def test_shell_and_rest_tell_the_same_of_the_tables(
    cast: Cast, tmp_path: Path, client_of: Callable[[str], Client]
) -> None:
    load(cast, ledger(tmp_path / "l.csv", ["Google", "G-1", "Search", "2026-01", "media", "100", "EUR"]))
    told = json.loads(shell("--json").output)["tables"]
    assert (told[0]["table"], told[0]["rows"]) == ("cost", 1)
    assert client_of("Cleo").get("/api/v1/connect/tables").json() == told
    unknown = shell("dinners")
    assert unknown.exit_code == 2
    assert "There is no table “dinners”" in unknown.output


def shell(*words: str) -> Result:
    """`riser connect tables` as Cleo."""
    told = ["tables", "--org", "northwind", "--as", "cleo@northwind.example", *words]
    return CliRunner().invoke(connect, told)
