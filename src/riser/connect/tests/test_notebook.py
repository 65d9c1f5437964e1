"""A table of the lake in a notebook: another process, without Django, in a loop of events."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from riser.connect.tests.making import api_file, api_row

SHELL = "from riser.cli import main; main()"
CELL = """
import asyncio
from riser.connect import lake

async def cell():
    found = lake.table("ad_daily", organisation="")
    print(found.count().execute(), found.spend.sum().execute().normalize())
    print(lake.table("session").count().execute(), lake.table("deal").count().execute())

asyncio.run(cell())
"""


def told(home: Path, *said: str, **more: str) -> subprocess.CompletedProcess[str]:
    """What a process of its own on this home says."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("DJANGO_", "RISER_"))}
    return subprocess.run(
        [sys.executable, "-c", *said],
        env=kept | {"RISER_HOME": str(home), "LC_ALL": "C.UTF-8"} | more,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with two days of ads, of 1.50 each."""
    place = tmp_path_factory.mktemp("notebook")
    file = api_file(place / "ads.csv", [api_row("2026-02-01"), api_row("2026-02-02")])
    steps = (
        ["setup", "--non-interactive"],
        ["connect", "import", str(file), "--source", "google_ads", "--currency", "EUR"],
    )
    for step in steps:
        done = told(place / "home", SHELL, *step)
        assert done.returncode == 0, done.stderr
    return place / "home"


def test_a_notebook_reads_tables_and_views_without_setting_anything_up(home: Path) -> None:
    found = told(home, CELL)
    assert found.stdout.split() == ["2", "3", "0", "0"], found.stderr


def test_an_unknown_table_names_those_there_are(home: Path) -> None:
    found = told(home, "from riser.connect import lake; lake.table('ad_days')")
    assert "There are: account, ad, " in found.stderr


def test_the_module_stays_one(home: Path) -> None:
    asked = "from riser.connect.lake import table; print(table.open_table.__name__)"
    assert told(home, asked).stdout.strip() == "open_table"
