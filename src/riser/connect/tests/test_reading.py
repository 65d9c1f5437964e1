"""Whole files: what is a row, what is skipped, what is rejected, and where."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from riser.connect.intake.files import open_file
from riser.connect.mappings import sources
from riser.connect.rules.ad_mapping import is_ad
from riser.connect.rules.cells import BadCell, Cell, Wrong
from riser.connect.rules.facts import Level
from riser.connect.rules.mapping import Missing, find
from riser.connect.rules.reading import Reading, Row, Skipped, read
from riser.connect.tests.making import api_file, api_row, match_of

TODAY = date(2026, 3, 2)
INTERFACE = ["Campaign", "Day", "Currency code", "Cost", "Impr.", "Clicks", "Conversions"]


def read_rows(header: list[str], *rows: list[Cell]) -> Reading:
    """What a sheet of these cells says."""
    table: list[Row] = [(1, list(header)), *((n, list(row)) for n, row in enumerate(rows, start=2))]
    return read(lambda: table, match_of(header), today=TODAY)


def test_total_rows_are_skipped_and_a_campaign_named_total_care_survives() -> None:
    reading = read_rows(
        INTERFACE,
        ["Total Care", "2026-03-01", "EUR", "10.00", "100", "3", "0"],
        ["Total: Account", " --", "EUR", "10.00", "100", "3", "0"],
        ["Total: Search", " --", "EUR", "10.00", "100", "3", "0"],
    )
    assert [row.campaign for row in reading.rows] == ["Total Care"]
    assert [(row.line, row.why) for row in reading.skipped] == [(3, Skipped.TOTAL), (4, Skipped.TOTAL)]
    assert reading.own_total == Decimal("10.00") == reading.spend


@pytest.mark.parametrize("first", INTERFACE)
def test_total_rows_are_skipped_and_compared_whichever_column_stands_first(first: str) -> None:
    header = [first, *(name for name in INTERFACE if name != first)]
    care = {"Campaign": "Total Care", "Day": "2026-03-01", "Currency code": "EUR", "Cost": "10.00"}
    total = {"Cost": "10.00", "Impr.": "100", "Clicks": "3"} | {first: "Total: Account"}
    reading = read_rows(header, [care.get(name) for name in header], [total.get(name) for name in header])
    assert [row.campaign for row in reading.rows] == ["Total Care"]
    assert [(row.line, row.why) for row in reading.skipped] == [(3, Skipped.TOTAL)]
    assert reading.own_total == (None if first == "Cost" else Decimal("10.00"))
    assert reading.rejected == []


def test_a_campaign_that_begins_like_a_total_row_survives_because_it_has_a_day() -> None:
    reading = read_rows(INTERFACE, ["Total: everything", "2026-03-01", "EUR", "10.00", "1", "1", "0"])
    assert [row.campaign for row in reading.rows] == ["Total: everything"]


def test_title_lines_above_the_header_are_skipped_and_counted() -> None:
    table: list[Row] = [
        (1, ["Campaign report"]),
        (2, ["1 March 2026 - 1 March 2026"]),
        (3, list(INTERFACE)),
        (4, ["Terrace", "2026-03-01", "EUR", "1,234.50", "1,000", "10", "1"]),
        (5, [""] * 7),
    ]
    found = find(sources().values(), table)
    assert isinstance(found, list)
    assert is_ad(found[0])
    reading = read(lambda: table, found[0], today=TODAY)
    assert [row.why for row in reading.skipped] == [Skipped.TITLE, Skipped.TITLE]
    assert (reading.rows_read, reading.rows[0].spend) == (3, Decimal("1234.50"))


def test_a_rejected_row_names_its_line_its_column_and_what_is_wrong() -> None:
    reading = read_rows(
        INTERFACE,
        ["Terrace", "2026-03-01", "EUR", "oops", "100", "3", "0"],
        ["Terrace", "2026-03-05", "EUR", "1.00", "100", "3", "0"],
    )
    assert [(bad.line, bad.column, bad.wrong) for bad in reading.rejected] == [
        (2, "Cost", Wrong.NOT_A_NUMBER),
        (3, "Day", Wrong.FUTURE_DAY),
    ]


def test_the_same_campaign_and_day_twice_is_rejected_unless_a_segment_tells_them_apart() -> None:
    twice = read_rows(
        INTERFACE,
        ["Terrace", "2026-03-01", "EUR", "1.00", "100", "3", "0"],
        ["Terrace", "2026-03-01", "EUR", "2.00", "100", "3", "0"],
    )
    assert [(bad.line, bad.wrong, bad.facts["other"]) for bad in twice.rejected] == [(3, Wrong.REPEATED, "2")]
    apart = read_rows(
        [*INTERFACE, "Device"],
        ["Terrace", "2026-03-01", "EUR", "1.00", "100", "3", "0", "Computers"],
        ["Terrace", "2026-03-01", "EUR", "2.00", "100", "3", "0", "Mobile phones"],
    )
    assert [row.segment for row in apart.rows] == ["device=Computers", "device=Mobile phones"]


def test_two_currencies_in_one_file_are_refused() -> None:
    with pytest.raises(BadCell) as refusal:
        read_rows(
            INTERFACE,
            ["Terrace", "2026-03-01", "EUR", "1.00", "100", "3", "0"],
            ["Patio", "2026-03-01", "USD", "1.00", "100", "3", "0"],
        )
    assert refusal.value.wrong == Wrong.MIXED_CURRENCIES


def test_german_headers_and_numbers_are_read() -> None:
    reading = read_rows(
        ["Kampagne", "Tag", "Währungscode", "Kosten", "Impressionen", "Klicks"],
        ["Terrasse", "01.03.2026", "EUR", "1.234,50", "1.000", "12"],
        ["Gesamt: Konto", "--", "EUR", "1.234,50", "1.000", "12"],
    )
    assert (reading.rows[0].spend, reading.rows[0].impressions) == (Decimal("1234.50"), 1000)
    assert reading.own_total == Decimal("1234.50")


def test_chinese_headers_are_read() -> None:
    reading = read_rows(
        ["广告系列", "日期", "货币代码", "费用", "展示次数", "点击次数"],
        ["春季", "2026年3月1日", "CNY", "1,234.50", "1,000", "12"],
    )
    assert (reading.rows[0].campaign, reading.rows[0].currency) == ("春季", "CNY")


def test_google_micros_become_units_and_the_level_follows_the_columns() -> None:
    reading = read_rows(
        ["customer_id", "date", "cost_micros", "campaign_id", "ad_group_id", "ad_id"],
        ["77", "2026-03-01", "1500001", "11", "5", "9"],
    )
    assert reading.match.shape.level == Level.AD
    row = reading.rows[0]
    assert (row.spend, row.campaign, row.ad_group, row.ad) == (Decimal("1.500001"), "11", "5", "9")


def test_a_keyword_report_is_recognised_as_none_of_ours() -> None:
    header: list[Cell] = ["customer_id", "date", "cost_micros", "campaign_id", "ad_group_id", "clicks"]
    found = find(sources().values(), [(1, header)])
    assert isinstance(found, Missing)
    assert found.excess == ("campaign_id", "ad_group_id")


def test_a_file_without_a_day_says_what_it_lacks() -> None:
    found = find(sources().values(), [(1, ["Campaign", "Cost", "Clicks"])])
    assert isinstance(found, Missing)
    assert (found.shape.id, found.lacks) == ("interface_campaign", ("Day",))


def test_an_id_eaten_by_a_spreadsheet_rejects_its_row(tmp_path: Path) -> None:
    path = api_file(tmp_path / "a.csv", [api_row("2026-03-01", campaign="1.20253E+17")])
    file = open_file(path)
    found = find(sources().values(), file.sheets[0].head())
    assert isinstance(found, list)
    assert is_ad(found[0])
    reading = read(file.sheets[0].rows, found[0], today=TODAY)
    assert [(bad.column, bad.wrong) for bad in reading.rejected] == [("id", Wrong.DAMAGED_ID)]
