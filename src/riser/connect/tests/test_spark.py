"""The same tables on another engine: Sail answers over Spark Connect what DuckDB answers here."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cast import Cast
from riser.connect.actions import import_file
from riser.connect.lake.days import daily
from riser.connect.lake.doors import dataset
from riser.connect.lake.reads import readable
from riser.connect.lake.tables import TABLES, LakeTable
from riser.connect.lake.views import shown
from riser.connect.metrics import metrics, parts
from riser.connect.queries.metrics import grouped
from riser.connect.tables import every_table
from riser.connect.tests.boards import csv_file
from riser.connect.tests.making import NOW, api_file, api_row
from riser.connect.tests.test_breakdowns import hourly
from riser.connect.tests.test_conversions import meta
from riser.connect.tests.test_erasing import ORDERS
from riser.connect.tests.test_notebook import home, told
from riser.connect.tests.test_web_events import event, export

__all__ = ["home"]  # a fixture of another file

sail = pytest.importorskip(
    "pysail.spark", reason="the extra sail is not installed: no engine to compare with"
)

FILLED = {
    "ad_daily",
    "ad_breakdown",
    "ad_goal_daily",
    "web_event",
    "session",
    "person_activity",
    "conversion",
}


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """An engine on a free port of this machine."""
    server = sail.SparkConnectServer("127.0.0.1", 0)
    server.start(background=True)
    host, port = server.listening_address
    yield f"sc://{host}:{port}"
    server.stop()


@pytest.fixture
def stored(cast: Cast, tmp_path: Path) -> Cast:
    """Ads of two platforms and months, hours, a sale told twice, visits, orders."""
    act = cast.act("Cleo", now=NOW)
    rows = [api_row(day) for day in ("2026-01-31", "2026-02-01", "2026-02-02")]
    orders = [["O-1", "purchase", "2026-01-05T10:00:00Z", "ann@mail.example", "10", "EUR", ""]]
    visits = [
        event("session_start", after=0),
        event(after=9),
        event("purchase", after=20),
        event(after=90_000),
    ]
    for path in (
        api_file(tmp_path / "ads.csv", rows),
        hourly(tmp_path),
        meta(tmp_path / "actions.csv"),
        csv_file(tmp_path / "orders.csv", ORDERS, orders),
        export(tmp_path / "events.json", visits),
    ):
        import_file(act, path)
    return cast


class Engines:
    """The tables of an organisation on both engines."""

    def __init__(self, organisation_id: int, url: str) -> None:
        import ibis

        from riser.connect.lake.spark import connected

        self.id = organisation_id
        self.duck, self.sail = ibis.duckdb.connect(), connected(url)

    def table(self, name: str) -> tuple[Any, Any]:
        """A table or view on DuckDB and on Sail, as figures are made of it."""
        from riser.connect.lake.spark import stored_on

        def here(table: LakeTable) -> Any:
            self.duck.con.register(table.name, dataset(self.id, table))
            return self.duck.table(table.name)

        def there(table: LakeTable) -> Any:
            return stored_on(self.sail, self.id, table)

        if name == "ad_daily":
            return tuple(readable(stored(TABLES[name]), self.id) for stored in (here, there))
        return tuple(shown(name, lambda of, stored=stored: stored(TABLES[of])) for stored in (here, there))  # type: ignore[return-value, misc]

    def answers(self, here: Any, there: Any) -> tuple[list[Any], list[Any]]:
        """The rows of both expressions, in one order."""
        rows = self.duck.to_pyarrow(here).to_pylist(), self.sail.to_pyarrow(there).to_pylist()
        first, second = (sorted((sorted(row.items()) for row in found), key=str) for found in rows)
        return first, second


def test_every_table_and_view_holds_the_same_rows_on_both_engines(stored: Cast, url: str) -> None:
    engines = Engines(stored.id, url)
    differing, filled = [], set()
    for name in every_table():
        here, there = engines.answers(*engines.table(name))
        filled |= {name} if here else set()
        differing += [name] if here != there else []
    assert differing == []
    assert filled >= FILLED


def test_days_and_totals_are_the_same_on_both_engines(stored: Cast, url: str) -> None:
    engines = Engines(stored.id, url)
    here, there = (
        daily(rows, ["source", "account", "campaign", "day"]) for rows in engines.table("ad_daily")
    )
    first, second = engines.answers(here, there)
    assert first == second
    assert len(first) == 4


@pytest.mark.parametrize("name", ["roas", "cvr", "retention_1", "aov"])
def test_the_parts_of_a_metric_are_the_same_on_both_engines(stored: Cast, url: str, name: str) -> None:
    engines = Engines(stored.id, url)
    for part in (parts()[one] for one in metrics()[name].part_ids):
        sums = [
            grouped(rows, [part], (date(2026, 1, 1), date(2026, 3, 31)), "")
            for rows in engines.table(part.table)
        ]
        first, second = engines.answers(*sums)
        assert first == second, part.id


CELL = """
from riser.connect import lake
found = lake.table("ad_daily")
print(found.get_backend().name, found.count().execute(), found.spend.sum().execute().normalize())
"""


def test_a_notebook_asks_the_engine_that_is_named(home: Path, url: str) -> None:
    assert told(home, CELL).stdout.split() == ["duckdb", "2", "3"]
    assert told(home, CELL, RISER_LAKE_URL=url).stdout.split()[-3:] == ["pyspark", "2", "3"]
