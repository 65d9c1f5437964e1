"""The database at one moment: what is read under `alias` and what is kept in `file` are the same."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, connections, transaction
from django.db.migrations.recorder import MigrationRecorder

from riser.foundation.safekeeping import postgres

ALIAS = "riser_snapshot"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One moment of the database: the name under which it can be read, and the file that holds it."""

    vendor: str
    alias: str
    file: Path

    @property
    def name(self) -> str:
        """What the file is called in a backup."""
        return "database/riser.sqlite3" if self.vendor == "sqlite" else "database/riser.sql"


@contextmanager
def snapshot(folder: Path) -> Iterator[Snapshot]:
    """The database as it stands now, for the length of the block; others go on reading and writing.

    Read what has to fit together quickly: on PostgreSQL a transaction is held open meanwhile.
    """
    if connection.vendor == "sqlite":
        with _of_sqlite(folder) as found:
            yield found
    else:
        with _of_postgres(folder) as found:
            yield found


def row_counts(alias: str) -> dict[str, int]:
    """How many rows each table of the database has."""
    database = connections[alias]
    with database.cursor() as cursor:
        counts = {}
        for table in sorted(database.introspection.table_names(cursor)):
            cursor.execute(f"SELECT COUNT(*) FROM {database.ops.quote_name(table)}")  # noqa: S608 - quoted
            counts[table] = cursor.fetchone()[0]
    return counts


def applied_migrations(alias: str) -> tuple[tuple[str, str], ...]:
    """The migrations that the database has had."""
    return tuple(sorted(MigrationRecorder(connections[alias]).applied_migrations()))


@contextmanager
def _of_sqlite(folder: Path) -> Iterator[Snapshot]:
    file = folder / "riser.sqlite3"
    connection.ensure_connection()
    with closing(sqlite3.connect(file)) as copy:
        connection.connection.backup(copy)  # all pages at once: a writer goes on in its log
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
    connections.databases[ALIAS] = connection.settings_dict | {"NAME": str(file), "OPTIONS": {}}
    try:
        yield Snapshot("sqlite", ALIAS, file)
    finally:
        connections[ALIAS].close()
        del connections[ALIAS], connections.databases[ALIAS]


@contextmanager
def _of_postgres(folder: Path) -> Iterator[Snapshot]:
    """The dump takes place inside the transaction whose view of the data it shares."""
    file = folder / "riser.sql"
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            seen = cursor.fetchone()[0]
        postgres.dump(file, seen)
        yield Snapshot("postgresql", connection.alias, file)
