"""A table as a file: whole or not at all, the same rows in each kind, no text taken for a formula."""

import csv
import json
from datetime import date
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from cast import Cast
from riser.connect.actions import export_table, import_file
from riser.connect.commands import connect
from riser.connect.tests.making import NOW, api_file, api_row
from riser.foundation.errors import NotFound, Refused

FORMULA = "=1+1"


@pytest.fixture
def stored(cast: Cast, tmp_path: Path) -> Cast:
    """Two days of ads of a campaign with a dangerous name."""
    rows = [api_row("2026-02-01", name=FORMULA), api_row("2026-02-02", name=FORMULA)]
    import_file(cast.act("Cleo", now=NOW), api_file(tmp_path / "ads.csv", rows), currency="EUR")
    return cast


def test_each_kind_holds_the_same_rows_and_no_formula(stored: Cast, tmp_path: Path) -> None:
    act = stored.act("Vera", now=NOW)
    files = [tmp_path / f"out.{ending}" for ending in ("csv", "xlsx", "parquet")]
    assert [export_table(act, "ad_daily", one) for one in files] == [2, 2, 2]
    with files[0].open(newline="") as file:
        names = [row["campaign_name"] for row in csv.DictReader(file)]
    head, *lines = openpyxl.load_workbook(files[1]).worksheets[0].iter_rows(values_only=True)
    assert names == [line[head.index("campaign_name")] for line in lines] == [f"'{FORMULA}"] * 2
    assert pq.read_table(files[2])["campaign_name"].to_pylist() == [FORMULA] * 2
    assert not list(tmp_path.glob("*.part")) + list(tmp_path.glob(".*.part"))


def test_days_bound_what_is_written(stored: Cast, tmp_path: Path) -> None:
    act, out = stored.act("Vera", now=NOW), tmp_path / "out.parquet"
    assert export_table(act, "ad_daily", out, from_day=date(2026, 2, 2), to_day=date(2026, 2, 2)) == 1
    assert pq.read_table(out)["day"].to_pylist() == [date(2026, 2, 2)]


def test_an_empty_table_is_a_head_without_rows(stored: Cast, tmp_path: Path) -> None:
    assert export_table(stored.act("Vera", now=NOW), "deal", tmp_path / "deal.csv") == 0
    assert (tmp_path / "deal.csv").read_text().startswith("source,")


def test_what_stands_there_is_replaced_only_when_told(stored: Cast, tmp_path: Path) -> None:
    act, out = stored.act("Vera", now=NOW), tmp_path / "out.csv"
    out.write_text("mine")
    with pytest.raises(Refused, match="--force"):
        export_table(act, "ad_daily", out)
    assert out.read_text() == "mine"
    assert export_table(act, "ad_daily", out, is_forced=True) == 2


def test_what_cannot_be_written_is_one_sentence(stored: Cast, tmp_path: Path) -> None:
    act = stored.act("Vera", now=NOW)
    with pytest.raises(Refused, match="parquet"):
        export_table(act, "ad_daily", tmp_path / "out.doc")
    with pytest.raises(Refused, match="cannot be written"):
        export_table(act, "ad_daily", tmp_path / "nowhere" / "out.csv")
    with pytest.raises(Refused, match="has no days"):
        export_table(act, "account", tmp_path / "out.csv", from_day=date(2026, 2, 2))
    with pytest.raises(NotFound, match="ad_daily"):
        export_table(act, "ad_days", tmp_path / "out.csv")


def test_the_shell_says_how_many_rows(stored: Cast, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    told = CliRunner().invoke(
        connect, ["export", "ad_daily", "--out", str(out), "--json", "--org", "northwind"]
    )
    assert json.loads(told.output) == {"table": "ad_daily", "file": str(out), "rows": 2}
