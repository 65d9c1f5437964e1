"""A large file is read in blocks: the same rows, refusals and sums as where each row is read by itself."""

import csv
import tempfile
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riser.connect.intake import blocks
from riser.connect.intake.files import open_file
from riser.connect.intake.recognise import recognise
from riser.connect.intake.staging import stage_reading, stage_text
from riser.connect.rules.ad_mapping import is_ad
from riser.connect.rules.cells import BadCell
from riser.connect.rules.reading import SMALLEST, read
from riser.foundation.errors import Refused

TODAY = date(2026, 3, 2)
API = ["customer_id", "date", "id", "base_campaign", "campaign_name", "cost_micros", "impressions", "clicks"]
INTERFACE = ["Campaign", "Day", "Currency code", "Cost", "Impr.", "Clicks", "Conversions", "Device"]

ids = st.sampled_from(["11", "12", "1.20253E+17", "", "--", " 13 ", "x" * 300, "007"])
names = st.sampled_from(
    ["spring", "Total: Account", "Total: ", "", 'a "b', "two\nlines", "=1+1", "春季", "N/A", "a,b", "x\r\ny"]
)
days = st.sampled_from(
    [
        "2026-03-01",
        "2026-02-28",
        "20260301",
        "01.03.2026",
        "2026-03-01T00:00",
        "2026-03-01 12:00",
        "",
        "--",
        "2027-01-01",
        "1899-12-30",
        "3/4/2026",
        "13/2/2026",
        "Feb 3, 2026",
        "Total: Account",
        "31.02.2026",
    ]
)
amounts = st.sampled_from(
    [
        "0",
        "1.5",
        "1500000",
        "1,234.50",
        "1.234,50",
        "1,234",
        "1.234",
        "",
        "--",
        "-3",
        "12%",
        "1E+5",
        "abc",
        "0.12345678",
        ".5",
        "5.",
        "999999999999",
        "1000000000000",
        " 7 ",
        "NaN",
        "1'000.25",
        "0x1F",
        "+5",
        "1e3",
    ]
)
currencies = st.sampled_from(["EUR", "EUR", "EUR", "eur ", "", "USD", "EURO"])
devices = st.sampled_from(["", "Computers", "Mobile; phones"])

api_rows = st.tuples(ids, days, ids, names, names, amounts, amounts, amounts)
interface_rows = st.tuples(names, days, currencies, amounts, amounts, amounts, amounts, devices)
plain_rows = st.tuples(
    st.sampled_from(["a", "b"]),
    st.sampled_from(["2026-03-01", "2026-02-28"]),
    st.just("EUR"),
    st.sampled_from(["1.50", "2.25", "1,234.50"]),
    st.sampled_from(["1", "1,000"]),
    st.just("1"),
    st.just("0"),
    devices,
)
odd_lines = st.sampled_from(
    ["", "one cell", "a,b,c,d,e,f,g,h,i,j,k", ",,,,,,,", '"', "\r", 'x"y,z', "\ufeff"]
)


def told(rows: Sequence[Sequence[str]], header: list[str], extra: Sequence[tuple[int, str]], end: str) -> str:
    """The text of a file: a title, the header, rows as a program writes them, some lines as they are."""
    lines = []
    for row in rows:
        out = StringIO()
        csv.writer(out, lineterminator="").writerow(row)
        lines.append(out.getvalue())
    for place, line in extra:
        lines.insert(place % (len(lines) + 1), line)
    return end.join(["A title", ",".join(header), *lines]) + end


def both(text: str, folder: Path) -> tuple[Any, Any]:
    """What a file says, read in blocks and read row by row; what is wrong with it where it is refused."""
    path = folder / "a.csv"
    path.write_bytes(text.encode())
    file = open_file(path)
    sheet, match = recognise(file, "google_ads", "a.csv")
    assert is_ad(match)
    assert file.text is not None
    return (
        _outcome(lambda: stage_text(file.text, match, head=sheet.head(), today=TODAY)),
        _outcome(lambda: stage_reading(read(sheet.rows, match, today=TODAY))),
    )


def _outcome(stage: Any) -> Any:
    try:
        found = stage()
    except BadCell as bad:
        return bad.wrong, bad.facts
    except Refused as refusal:
        return str(refusal)
    rows = [row for month in found.months.values() for batch in month.batches() for row in batch.to_pylist()]
    return {
        "rows": sorted(rows, key=lambda row: row["line"]),
        "rejected": [(one.line, one.column, one.wrong, dict(one.facts)) for one in found.rejected],
        "skipped": [(one.line, one.why, one.text) for one in found.skipped],
        "counts": (found.accepted, found.rejected_count, found.skipped_count, found.rounded),
        "sums": (found.spend.quantize(SMALLEST), found.own_total, list(found.days)),
        "whose": (sorted(map(str, found.named)), dict(found.currencies)),
    }


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few rows make a file of many blocks."""
    monkeypatch.setattr(blocks, "BLOCK_BYTES", 400)
    monkeypatch.setattr(blocks, "PIECE_BYTES", 120)


extras = st.lists(st.tuples(st.integers(0, 40), odd_lines), max_size=3)
ends = st.sampled_from(["\n", "\r\n"])


@settings(max_examples=120, deadline=None)
@given(st.lists(api_rows, min_size=1, max_size=25), extras, ends)
def test_rows_of_an_api_are_read_alike(
    rows: list[tuple[str, ...]], extra: list[tuple[int, str]], end: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        in_blocks, row_by_row = both(told(rows, API, extra, end), Path(folder))
    assert in_blocks == row_by_row


@settings(max_examples=120, deadline=None)
@given(st.lists(st.one_of(plain_rows, interface_rows), min_size=1, max_size=25), extras, ends)
def test_rows_of_an_interface_are_read_alike(
    rows: list[tuple[str, ...]], extra: list[tuple[int, str]], end: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        in_blocks, row_by_row = both(told(rows, INTERFACE, extra, end), Path(folder))
    assert in_blocks == row_by_row


@settings(max_examples=60, deadline=None)
@given(st.lists(plain_rows, min_size=1, max_size=60), st.sampled_from([",", "."]))
def test_plain_rows_are_read_alike_and_cast(rows: list[tuple[str, ...]], point: str) -> None:
    swap = str.maketrans(",.", ".,") if point == "," else str.maketrans("", "")
    written = [(*row[:3], row[3].translate(swap), row[4].translate(swap), *row[5:]) for row in rows]
    with tempfile.TemporaryDirectory() as folder:
        in_blocks, row_by_row = both(told(written, INTERFACE, [], "\n"), Path(folder))
    assert in_blocks == row_by_row
    assert in_blocks["counts"][0] == len({(row[0], row[1], row[7]) for row in rows})


def test_the_spend_of_many_rows_is_exact(tmp_path: Path) -> None:
    rows = [["77", "2026-03-01", str(n), "b", "spring", str(n), "1", "1"] for n in range(1, 2001)]
    in_blocks, row_by_row = both(told(rows, API, [], "\n"), tmp_path)
    assert in_blocks == row_by_row
    assert in_blocks["sums"][0] == Decimal("2.001")
