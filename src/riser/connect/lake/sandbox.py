"""One SELECT that a person typed, on one organisation's tables and on nothing else.

The tables are handed to DuckDB as datasets, so that it needs no file at all: access to files, network and
extensions is off, the configuration is locked, memory and time are bounded.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Timer
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from django.utils.translation import gettext as _

from riser.connect.lake.bench import bench
from riser.connect.lake.doors import doors
from riser.connect.rules.free_sql import Forbidden, Part, forbidden
from riser.connect.tables import every_table
from riser.foundation.errors import Refused
from riser.ui.formats import listed

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SECONDS = 20.0
MOST_BYTES = 64 * 1024 * 1024  # of an answer: as objects of Python it takes many times that
LONGEST = 100_000  # characters of a query
LOCKS = (
    "SET preserve_insertion_order = true",
    "SET max_temp_directory_size = '2GB'",
    "SET autoinstall_known_extensions = false",
    "SET autoload_known_extensions = false",
    "SET python_enable_replacements = false",
    "SET enable_external_access = false",
    "SET lock_configuration = true",
)


@dataclass(frozen=True, slots=True)
class Answer:
    """Columns and rows of a query; `is_cut` where there are more rows than were asked for."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    is_cut: bool


def answer(organisation_id: int, sql: str, *, limit: int, seconds: float = SECONDS) -> Answer:
    """What the tables say to one SELECT. Raises Refused for anything else, and for what takes too long."""
    import duckdb

    _only_one_select(sql)
    with bench() as desk, doors(organisation_id, desk.connection):
        for lock in LOCKS:
            desk.connection.execute(lock)
        try:
            with _interrupted_after(desk.connection, seconds):
                return _rows(desk.connection, sql, limit)
        except duckdb.InterruptException as error:
            raise Refused(_too_long(seconds)) from error
        except (duckdb.Error, pa.ArrowException, OSError, MemoryError) as error:
            raise Refused(_("DuckDB says: %(said)s") % {"said": _first_line(error)}) from error
        except (OverflowError, ValueError) as error:  # a moment that Python's calendar does not reach
            told = _("The answer holds a value that cannot be shown: %(said)s. Cast it to VARCHAR.")
            raise Refused(told % {"said": _first_line(error)}) from error


def _rows(connection: "DuckDBPyConnection", sql: str, limit: int) -> Answer:
    """The rows by way of Arrow, which knows moments with their zone; no more is read than is asked for."""
    batches = connection.execute(sql).to_arrow_reader(limit + 1)
    columns, rows = _apart(batches.schema.names), list[tuple[Any, ...]]()
    size = 0
    for batch in batches:
        size += batch.nbytes
        if size > MOST_BYTES:
            raise Refused(
                _("The answer is larger than 64 MB. Ask for fewer rows or columns, or sum them up.")
            )
        rows += zip(*(_values(column) for column in batch.columns), strict=True)
        if len(rows) > limit:
            break
    return Answer(columns, tuple(rows[:limit]), len(rows) > limit)


def _values(column: Any) -> list[Any]:
    """The values of a column. DuckDB adds whole numbers up into one that Arrow takes for a decimal."""
    found: list[Any] = column.to_pylist()
    is_whole = pa.types.is_decimal(column.type) and column.type.scale == 0
    return [None if one is None else int(one) for one in found] if is_whole else found


def _apart(names: list[str]) -> tuple[str, ...]:
    """The names, the second of a kind with a number: each row is an object in JSON."""
    return tuple(
        f"{name}_{names[:place].count(name) + 1}" if name in names[:place] else name
        for place, name in enumerate(names)
    )


# --- what is let in ----------------------------------------------------------------------------------------


def _only_one_select(sql: str) -> None:
    if len(sql) > LONGEST or "\x00" in sql:
        raise Refused(_("This is no query: it is too long, or holds characters that no query has."))
    found = _tree(sql)
    if found.get("error"):
        told = _("Only one SELECT can be asked. DuckDB says: %(said)s")
        raise Refused(told % {"said": str(found.get("error_message"))[:300]})
    if len(found["statements"]) != 1:
        raise Refused(_("Only one SELECT can be asked at once."))
    part = forbidden(found["statements"], every_table())
    if part is not None:
        raise Refused(_sentence(part))


def _tree(sql: str) -> dict[str, Any]:
    import duckdb

    with duckdb.connect() as parser:
        try:
            told = parser.execute("SELECT json_serialize_sql(?)", [sql]).fetchall()
            found: dict[str, Any] = json.loads(told[0][0])
        except (duckdb.Error, RecursionError) as error:
            return {"error": True, "error_message": _first_line(error)}
        return found


def _sentence(part: Part) -> str:
    if part.why == Forbidden.TABLE:
        told = _("There is no table “%(name)s”. There are: %(known)s.")
        return told % {"name": part.name[:60], "known": listed(every_table())}
    told = _("“%(name)s” is not allowed in a query: it reads the tables of the lake, nothing else.")
    return told % {"name": part.name[:60]}


def _too_long(seconds: float) -> str:
    told = _("The query took longer than %(seconds)s seconds and was stopped. Ask for fewer days or rows.")
    return told % {"seconds": f"{seconds:g}"}


def _first_line(error: BaseException) -> str:
    return str(error).partition("\n")[0][:300]


@contextmanager
def _interrupted_after(connection: "DuckDBPyConnection", seconds: float) -> Iterator[None]:
    timer = Timer(seconds, connection.interrupt)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
