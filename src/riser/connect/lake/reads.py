"""The rows of a table as Ibis expressions on DuckDB; those of `ad_daily` at one level, currency settled.

Each read opens its own in-memory DuckDB whose file access is limited to this organisation's folder.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from riser.connect.lake import table as lake
from riser.connect.lake.tables import AD_DAILY, LakeTable
from riser.connect.models import Account
from riser.connect.rules.levels import LevelCover, level_to_read

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from ibis.backends.duckdb import Backend

CENT = Decimal("0.01")
KEPT_STATES = 16  # one for each organisation that is looked at, and the state before
Rows = list[dict[str, Any]]
Build = Callable[["ir.Table"], "ir.Table"]
Open = Callable[[LakeTable], "ir.Table | None"]


@dataclass(frozen=True, slots=True)
class Stored:
    """One state of an organisation's table: what a cached read belongs to."""

    organisation_id: int
    folder: str
    version: int
    accounts: tuple[tuple[str, str, str, bool, bool], ...]


def stored(organisation_id: int) -> Stored | None:
    """The present state of the table and the account records, or None where nothing was ever loaded."""
    version = lake.newest_version(organisation_id)
    if version is None:
        return None
    records = Account.objects.filter(organisation_id=organisation_id).order_by("source", "account")
    accounts = records.values_list("source", "account", "currency", "currency_confirmed", "account_confirmed")
    folder = str(lake.organisation_folder(organisation_id))
    return Stored(organisation_id, folder, version, tuple(accounts))


def select(
    organisation_id: int, build: Build, *, from_day: date | None = None, to_day: date | None = None
) -> Rows:
    """The rows of an expression built on the readable rows of `ad_daily`; none where nothing is loaded.

    The expression sees every account at one level, and the currency that the account record settled.
    """
    with _relation(organisation_id) as (connection, table):
        if table is None:
            return []
        return _fetch(connection, build(_between(_at_level(table, organisation_id), from_day, to_day)))


def readable(stored: "ir.Table", organisation_id: int) -> "ir.Table":
    """Of the rows of `ad_daily` as they are stored those that figures are made of, their currency settled."""
    return _at_level(_with_accounts(stored, organisation_id), organisation_id)


def select_rows(organisation_id: int, table: LakeTable, build: Build) -> Rows:
    """The rows of an expression built on a table as it is stored; none where nothing is loaded."""
    with _stored_rows(organisation_id, table) as (connection, found):
        return [] if found is None else _fetch(connection, build(found))


def select_of(organisation_id: int, read: Callable[["Open"], "ir.Table | None"], build: Build) -> Rows:
    """The rows of an expression on what `read` makes of tables as they are stored; none where nothing is."""
    with _opened(organisation_id) as (connection, opened):
        found = read(opened)
        return [] if found is None else _fetch(connection, build(found))


def exact(value: Decimal | None) -> Decimal | None:
    """The sum without the zeros that decimal(18,6) appends, two places at least."""
    if value is None:
        return None
    cents = value.quantize(CENT)
    return cents if cents == value else value.normalize()


# --- the relation ----------------------------------------------------------------------------------------

ACCOUNT_COLUMNS = {
    "source": "string",
    "account": "string",
    "known_currency": "string",
    "currency_confirmed": "boolean",
    "account_confirmed": "boolean",
}
LEVEL_COLUMNS = {"source": "string", "account": "string", "level": "string"}


@contextmanager
def _relation(organisation_id: int) -> "Iterator[tuple[Backend, ir.Table | None]]":
    with _stored_rows(organisation_id, AD_DAILY) as (connection, raw):
        yield connection, None if raw is None else _with_accounts(raw, organisation_id)


@contextmanager
def _stored_rows(organisation_id: int, table: LakeTable) -> "Iterator[tuple[Any, ir.Table | None]]":
    with _opened(organisation_id) as (connection, opened):
        yield connection, opened(table)


@contextmanager
def _opened(organisation_id: int) -> "Iterator[tuple[Backend, Open]]":
    """A connection that is closed afterwards, and what opens a table on it; None where nothing is loaded."""
    connection = _connect(organisation_id)

    def opened(table: LakeTable) -> "ir.Table | None":
        delta = lake.open_table(organisation_id, table)
        files = delta.file_uris() if delta is not None else []
        if not files:
            return None
        return connection.read_parquet(
            files, union_by_name=True, hive_partitioning=True, hive_types_autocast=False
        )

    try:
        yield connection, opened
    finally:
        connection.disconnect()


def _connect(organisation_id: int) -> "Backend":
    import ibis

    connection = ibis.duckdb.connect()
    folder = str(lake.organisation_folder(organisation_id)).replace("'", "''")
    connection.raw_sql(f"SET allowed_directories = ['{folder}/']")
    connection.raw_sql("SET enable_external_access = false")
    connection.raw_sql("SET lock_configuration = true")
    return connection


def _with_accounts(raw: "ir.Table", organisation_id: int) -> "ir.Table":
    """Where the currency was assumed at loading, the account record decides, now and for good."""
    import ibis

    records = Account.objects.filter(organisation_id=organisation_id)
    known = records.values_list("source", "account", "currency", "currency_confirmed", "account_confirmed")
    joined = raw.left_join(_memory(list(known), ACCOUNT_COLUMNS), ["source", "account"])
    assumed = joined.currency_assumed & joined.known_currency.notnull()
    return joined.mutate(
        currency=ibis.ifelse(assumed, joined.known_currency, joined.currency),
        currency_assumed=joined.currency_assumed & ~joined.currency_confirmed.fill_null(False),
        account_assumed=joined.account_assumed & ~joined.account_confirmed.fill_null(False),
    ).select(AD_DAILY.schema.names)


def _at_level(table: "ir.Table", organisation_id: int) -> "ir.Table":
    folder, version = str(lake.organisation_folder(organisation_id)), lake.newest_version(organisation_id)
    levels = _levels(organisation_id, folder, version)
    return table.inner_join(_memory(levels, LEVEL_COLUMNS), ["source", "account", "level"])


@lru_cache(maxsize=KEPT_STATES)
def _levels(organisation_id: int, _folder: str, _version: int | None) -> tuple[tuple[str, str, str], ...]:
    """The one level at which each account is read. All its days decide, so it is kept for a state."""
    covers = select_rows(
        organisation_id,
        AD_DAILY,
        lambda table: table.group_by(["source", "account", "level"]).aggregate(days=table.day.nunique()),
    )
    by_account: dict[tuple[str, str], list[LevelCover]] = {}
    for row in covers:
        cover = LevelCover(row["level"], row["days"])
        by_account.setdefault((row["source"], row["account"]), []).append(cover)
    return tuple((*account, level_to_read(found)) for account, found in by_account.items())


def _between(table: "ir.Table", from_day: date | None, to_day: date | None) -> "ir.Table":
    """The rows of these days. The month is said as well: of months outside no file is opened."""
    if from_day is not None:
        table = table.filter(table.month >= f"{from_day:%Y-%m}", table.day >= from_day)
    if to_day is not None:
        table = table.filter(table.month <= f"{to_day:%Y-%m}", table.day <= to_day)
    return table


def _memory(rows: Sequence[tuple[Any, ...]], columns: dict[str, str]) -> "ir.Table":
    import ibis

    data = [dict(zip(columns, row, strict=True)) for row in rows]
    return ibis.memtable(data, schema=ibis.schema(columns))


def _fetch(connection: "Backend", expression: "ir.Table") -> Rows:
    found: Rows = connection.to_pyarrow(expression).to_pylist()
    return found
