"""The table `ad_daily` of one organisation: Delta files under `$RISER_HOME/lake/<organisation>/ad_daily`.

Columns
    source            registered slug of the platform; partition
    month             ISO month of the day, 2026-03; partition
    account           the platform's account id
    level             account, campaign, ad_group or ad: how deep the row goes
    campaign          the platform's campaign id, or its name where the file has no id; "" at account level
    campaign_name     as the platform wrote it; null where unknown
    ad_group, ad      ids or names; "" where the level has none
    day               day in the account's own zone
    segment           what splits a day into several rows, as `device=MOBILE;network=SEARCH`; else ""
    impressions, clicks                   whole numbers; null where the platform said nothing
    spend, conversions, conversion_value  decimal(18,6); null where the platform said nothing
    currency          of spend
    currency_assumed  the file names no currency: the account record decides it when read, and says
                      whether a person has confirmed it
    account_assumed   neither file nor person named the account when the row was loaded
    final_url         landing page, where known
    channel           paid_search, shopping, display, video, paid_social, cross_network, other
    scope_key         SHA-256 of account, level, campaign: stands in for names that must not reach a predicate
    load_id, loaded_at                    the load that wrote the row, and when
    first_loaded_at   when this campaign's day first arrived; survives replacement

A load replaces exactly the (account, level, campaign, day) it names, in one commit that carries its id.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from riser.foundation.home import home

if TYPE_CHECKING:
    from deltalake import DeltaTable

LOAD_KEY = "riser.load"  # name of the load id in the metadata of a commit
ATTEMPTS = 5

FIELDS: "list[pa.Field[Any]]" = [
    pa.field("source", pa.string(), nullable=False),
    pa.field("month", pa.string(), nullable=False),
    pa.field("account", pa.string(), nullable=False),
    pa.field("level", pa.string(), nullable=False),
    pa.field("campaign", pa.string(), nullable=False),
    pa.field("campaign_name", pa.string()),
    pa.field("ad_group", pa.string(), nullable=False),
    pa.field("ad", pa.string(), nullable=False),
    pa.field("day", pa.date32(), nullable=False),
    pa.field("segment", pa.string(), nullable=False),
    pa.field("impressions", pa.int64()),
    pa.field("clicks", pa.int64()),
    pa.field("spend", pa.decimal128(18, 6)),
    pa.field("conversions", pa.decimal128(18, 6)),
    pa.field("conversion_value", pa.decimal128(18, 6)),
    pa.field("currency", pa.string(), nullable=False),
    pa.field("currency_assumed", pa.bool_(), nullable=False),
    pa.field("account_assumed", pa.bool_(), nullable=False),
    pa.field("final_url", pa.string()),
    pa.field("channel", pa.string(), nullable=False),
    pa.field("scope_key", pa.string(), nullable=False),
    pa.field("load_id", pa.string(), nullable=False),
    pa.field("loaded_at", pa.timestamp("us", tz="UTC"), nullable=False),
    pa.field("first_loaded_at", pa.timestamp("us", tz="UTC"), nullable=False),
]
SCHEMA = pa.schema(FIELDS)
PARTITIONS = ["source", "month"]
SCOPE = ["scope_key", "day"]
FIRST = ["first_loaded_at"]
KEY = ("scope_key", "ad_group", "ad", "day", "segment")
VALUES = (
    *("campaign_name", "impressions", "clicks", "spend", "conversions", "conversion_value"),
    *("currency", "currency_assumed", "account_assumed", "final_url", "channel"),
)


@dataclass(frozen=True, slots=True)
class Changes:
    """What a load does to the rows in its scope."""

    added: int
    changed: int
    vanished: int
    same: int

    @property
    def any(self) -> bool:
        """Whether anything differs from what is stored."""
        return bool(self.added or self.changed or self.vanished)


@dataclass(frozen=True, slots=True)
class Written:
    """The outcome of a write: `version` of the table, None where nothing differed and nothing was written."""

    version: int | None
    changes: Changes


def lake_folder() -> Path:
    """The folder that holds one folder per organisation."""
    return home() / "lake"


def organisation_folder(organisation_id: int) -> Path:
    """The folder of one organisation's tables; nothing outside it is ever read for that organisation."""
    return lake_folder() / str(int(organisation_id))


def open_table(organisation_id: int) -> "DeltaTable | None":
    """The newest state of the table, or None where nothing was ever loaded."""
    from deltalake import DeltaTable

    path = _path(organisation_id)
    return DeltaTable(path) if DeltaTable.is_deltatable(path) else None


def scope_key(*, account: str, level: str, campaign: str) -> str:
    """The hex digest that stands for one account, level and campaign."""
    return hashlib.sha256("\x1f".join((account, level, campaign)).encode()).hexdigest()


def compare(organisation_id: int, rows: pa.Table) -> Changes:
    """What writing these rows would change, without writing."""
    table = open_table(organisation_id)
    old = SCHEMA.empty_table() if table is None else _in_scope(_same_months(table, rows), rows)
    return _changes(old, rows)


def replace(organisation_id: int, rows: pa.Table, *, load_id: str) -> Written:
    """The table with these rows in place of all others in their scope, in one commit; none if all is equal.

    A commit that another writer overtook is tried again on the new state.
    """
    from deltalake.exceptions import CommitFailedError

    for attempt in range(ATTEMPTS):
        try:
            return _replace_once(organisation_id, rows, load_id)
        except CommitFailedError:
            if attempt == ATTEMPTS - 1:
                raise
    raise AssertionError("unreachable")


def find_commit(organisation_id: int, load_id: str) -> int | None:
    """The version that a load wrote, or None where it never reached the table."""
    table = open_table(organisation_id)
    commits: Iterable[dict[str, Any]] = table.history() if table else ()
    return next((commit["version"] for commit in commits if commit.get(LOAD_KEY) == load_id), None)


def _replace_once(organisation_id: int, rows: pa.Table, load_id: str) -> Written:
    from deltalake import CommitProperties, DeltaTable, write_deltalake

    table = open_table(organisation_id)
    if table is None:
        _path(organisation_id).parent.mkdir(parents=True, exist_ok=True)
        table = DeltaTable.create(
            str(_path(organisation_id)), schema=SCHEMA, partition_by=PARTITIONS, mode="ignore"
        )
    old = _same_months(table, rows)
    changes = _changes(_in_scope(old, rows), rows)
    if not changes.any:
        return Written(None, changes)
    write_deltalake(
        table,
        pa.concat_tables([_out_of_scope(old, rows), _keeping_first_load(old, rows)]),
        mode="overwrite",
        predicate=_months_predicate(rows),
        commit_properties=CommitProperties(custom_metadata={LOAD_KEY: load_id}),
    )
    return Written(table.version(), changes)


def _path(organisation_id: int) -> Path:
    return organisation_folder(organisation_id) / "ad_daily"


def _partition_values(rows: pa.Table) -> tuple[str, list[str]]:
    """The one source and the months of these rows."""
    (source,) = {str(value) for value in rows["source"].to_pylist()}
    return source, sorted({str(value) for value in rows["month"].to_pylist()})


def _same_months(table: "DeltaTable", rows: pa.Table) -> pa.Table:
    source, months = _partition_values(rows)
    stored = table.to_pyarrow_table(filters=[("source", "=", source), ("month", "in", months)])
    return stored.select(SCHEMA.names).cast(SCHEMA)


_SLUG = re.compile(r"[a-z][a-z0-9_]*")
_MONTH = re.compile(r"\d{4}-\d{2}")


def _months_predicate(rows: pa.Table) -> str:
    """The partitions to write. Delta binds no values, so nothing but slugs and months may stand here."""
    source, months = _partition_values(rows)
    if not _SLUG.fullmatch(source) or not all(map(_MONTH.fullmatch, months)):
        raise ValueError("only a registered source and ISO months may stand in a predicate")
    listed = ", ".join(f"'{month}'" for month in months)
    return f"source = '{source}' AND month IN ({listed})"


def _scopes(rows: pa.Table) -> pa.Table:
    return rows.select(SCOPE).group_by(SCOPE).aggregate([])


def _in_scope(old: pa.Table, rows: pa.Table) -> pa.Table:
    return old.join(_scopes(rows), keys=SCOPE, join_type="left semi")


def _out_of_scope(old: pa.Table, rows: pa.Table) -> pa.Table:
    return old.join(_scopes(rows), keys=SCOPE, join_type="left anti").select(SCHEMA.names).cast(SCHEMA)


def _keeping_first_load(old: pa.Table, rows: pa.Table) -> pa.Table:
    """The new rows, each with the moment its campaign's day first arrived."""
    first = old.group_by(SCOPE).aggregate([("first_loaded_at", "min")])
    known: dict[tuple[Any, ...], datetime] = {
        (row["scope_key"], row["day"]): row["first_loaded_at_min"] for row in first.to_pylist()
    }
    scopes = _tuples(rows, SCOPE)
    moments = [
        known.get(scope, moment) for scope, (moment,) in zip(scopes, _tuples(rows, FIRST), strict=True)
    ]
    place = SCHEMA.get_field_index("first_loaded_at")
    field = SCHEMA.field(place)
    return rows.set_column(place, field, pa.array(moments, field.type))


def _changes(old: pa.Table, new: pa.Table) -> Changes:
    before, after = _by_key(old), _by_key(new)
    both = before.keys() & after.keys()
    changed = sum(before[key] != after[key] for key in both)
    return Changes(
        added=len(after) - len(both),
        changed=changed,
        vanished=len(before) - len(both),
        same=len(both) - changed,
    )


def _by_key(rows: pa.Table) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    return dict(zip(_tuples(rows, KEY), _tuples(rows, VALUES), strict=True))


def _tuples(rows: pa.Table, names: Sequence[str]) -> list[tuple[Any, ...]]:
    return list(zip(*(rows[name].to_pylist() for name in names), strict=True))
