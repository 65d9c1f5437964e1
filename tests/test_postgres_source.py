"""Tables of somebody's own PostgreSQL as a source: read only, kept as a file, undone and redone like one."""

import json
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner

from cast import NOW, Cast
from riser.connect import queries
from riser.connect.actions import import_table, preview_undo, redo_load, undo_load
from riser.connect.commands import connect
from riser.connect.lake.reads import select_rows
from riser.connect.lake.tables import TABLES
from riser.connect.models import Load
from riser.foundation.errors import NotPermitted, Refused
from riser.foundation.home import home
from riser.foundation.models import AuditEvent
from services.postgres import NoPostgres, private_cluster

ORDERS = """
CREATE SCHEMA sales;
CREATE TABLE sales.orders ("Order ID" text, "Goal" text, "Ordered at" timestamptz, "Email" text,
    "Value" numeric(12, 2), "Currency" text, "Cancelled" boolean);
INSERT INTO sales.orders VALUES
    ('O-1', 'purchase', '2026-01-05 10:00+00', 'ann@mail.example', 10.10, 'EUR', false),
    ('O-2', 'purchase', '2026-01-06 10:00+00', E'joe\\n@mail.example', 1234567890.12, 'EUR', true);
CREATE TABLE nothing (a int);
"""


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    """The address of a database with two orders."""
    try:
        with private_cluster() as url:
            with psycopg.connect(url) as connection:
                connection.execute(ORDERS)
            yield url
    except NoPostgres as missing:
        pytest.skip(str(missing))


def test_a_table_takes_the_path_of_a_file(cast: Cast, database: str) -> None:
    record = import_table(cast.act("Cleo"), database, "sales.orders")
    assert (record.state, record.source, record.file_name) == ("done", "backend", "sales.orders.ndjson")
    rows = select_rows(cast.id, TABLES["conversion"], lambda found: found.order_by("conversion"))
    assert [(row["conversion"], str(row["value"]), row["deleted"]) for row in rows] == [
        ("O-1", "10.100000", False),
        ("O-2", "1234567890.120000", True),
    ]
    assert not any(b"ann@mail" in path.read_bytes() for path in (home() / "lake").rglob("*.parquet"))
    assert not any((home() / "spool").iterdir())


def test_the_shell_imports_a_table(cast: Cast, database: str) -> None:
    said = ["import-table", "sales.orders", "--from", database, "--org", "northwind", "--json"]
    done = CliRunner().invoke(connect, said)
    assert (done.exit_code, json.loads(done.output)["rows_accepted"]) == (0, 2)
    assert CliRunner().invoke(connect, [*said[:1], "sales.none", *said[2:]]).exit_code == 2


def test_it_is_undone_and_stored_again_without_asking_the_database(cast: Cast, database: str) -> None:
    act = cast.act("Cleo")
    record = import_table(act, database, "sales.orders")
    undo_load(act, record.id, based_on=preview_undo(act, record.id).based_on)
    assert queries.table(cast.id, "conversion").rows == 0
    assert redo_load(act, record.id).rows_accepted == 2


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ("sales.missing", "There is no table “sales.missing”"),
        ('orders"; DROP TABLE sales.orders; --', "There is no table"),
        ("nothing", "The table nothing holds no rows"),
        ("pg_catalog.pg_class", "not recognised"),
    ],
)
def test_what_is_no_source_is_refused_and_nothing_is_stored(
    cast: Cast, database: str, table: str, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        import_table(cast.act("Cleo"), database, table)
    assert not Load.objects.exists()
    with psycopg.connect(database) as connection:
        assert connection.execute("SELECT count(*) FROM sales.orders").fetchone() == (2,)


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("postgresql://ann:secret@localhost/shop", "Leave the password out of the address"),
        ("postgresql://ann@localhost/shop?password=secret", "Leave the password out of the address"),
        ("mysql://localhost/shop", "Write the database as postgresql"),
        ("postgresql://localhost:1/shop", "cannot be read"),
    ],
)
def test_an_odd_address_is_refused_without_repeating_a_secret(cast: Cast, url: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence) as refusal:
        import_table(cast.act("Cleo"), url, "orders")
    assert "secret" not in str(refusal.value)


def test_the_address_stands_nowhere_and_a_reader_may_not(cast: Cast, database: str, tmp_path: Path) -> None:
    with pytest.raises(NotPermitted):
        import_table(cast.act("Vera"), database, "sales.orders")
    import_table(cast.act("Cleo", now=NOW), database, "sales.orders")
    told = [str(event.after) for event in AuditEvent.objects.all()] + [
        str(vars(one)) for one in Load.objects.all()
    ]
    assert not any("postgresql://" in text for text in told)
