"""A place to work on more rows than fit into memory: DuckDB with a bound, and a folder for what spills over.

What is worked on are the files of one organisation's lake and what was put into the folder beforehand.
"""

import shutil
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from riser.foundation.home import home

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEMORY = "700MB"
KEPT_SECONDS = 24 * 3600


class Spool:
    """A folder of its own that is gone with its owner; what a killed process left is gone a day later."""

    def __init__(self) -> None:
        place = home() / "spool"
        place.mkdir(parents=True, exist_ok=True)
        _throw_away_old(place)
        self.folder = place / uuid4().hex
        self.folder.mkdir()
        self.close = weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)

    def path(self, ending: str = "") -> Path:
        """A new place in the folder."""
        return self.folder / f"{uuid4().hex}{ending}"


class Bench:
    """A connection, and tables registered on it under names that nobody else uses."""

    def __init__(self, connection: "DuckDBPyConnection") -> None:
        self.connection = connection
        self._count = 0

    def put(self, rows: Any) -> str:
        """The name under which a table or a dataset of Arrow can be asked."""
        self._count += 1
        name = f"given_{self._count}"
        self.connection.register(name, rows)
        return name

    def keep(self, sql: str) -> str:
        """The name of a table that holds the rows of a query while the bench stands."""
        self._count += 1
        name = f"kept_{self._count}"
        self.connection.execute(f"CREATE TEMP TABLE {name} AS {sql}")
        return name

    def drop(self, *names: str) -> None:
        """Clears kept tables away before the bench itself goes."""
        for name in names:
            self.connection.execute(f"DROP TABLE {name}")

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a query that has few."""
        return self.connection.execute(sql).fetchall()

    def table(self, sql: str) -> Any:
        """The rows of a query as an Arrow table."""
        return self.connection.execute(sql).to_arrow_table()

    def write(self, sql: str, path: Path) -> int:
        """Writes the rows of a query into a Parquet file; how many there were."""
        told = self.connection.execute(f"COPY ({sql}) TO {quoted(path)} (FORMAT parquet)").fetchall()
        return int(told[0][0])


@contextmanager
def bench() -> "Iterator[Bench]":
    """A bench that is cleared away afterwards."""
    import duckdb

    spool = Spool()
    connection = duckdb.connect()
    try:
        connection.execute(f"SET memory_limit = '{MEMORY}'")
        connection.execute(f"SET temp_directory = {quoted(spool.folder)}")
        connection.execute("SET preserve_insertion_order = false")
        connection.execute("SET TimeZone = 'UTC'")
        yield Bench(connection)
    finally:
        connection.close()
        spool.close()


def quoted(path: Path) -> str:
    """A path as SQL spells it."""
    return "'" + str(path).replace("'", "''") + "'"


def _throw_away_old(place: Path) -> None:
    oldest = time.time() - KEPT_SECONDS
    for path in place.iterdir():
        with suppress(OSError):
            if path.stat().st_mtime < oldest:
                shutil.rmtree(path)
