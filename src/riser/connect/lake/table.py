"""What is written to and read from one table of the lake. Its columns stand in `tables`.

The files lie under `$RISER_HOME/lake/<organisation>/<table>`. Every function takes the table it works on;
without one it is `ad_daily`.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pyarrow as pa

from riser.connect.lake.tables import AD_DAILY, LakeTable
from riser.foundation.home import home

if TYPE_CHECKING:
    from deltalake import DeltaTable

LOAD_KEY = "riser.load"  # name of the load id in the metadata of a commit
UNDO_KEY = "riser.undo"  # the same for the load that a commit takes back
ATTEMPTS = 5
KEPT_HOURS = 7 * 24

Scope = tuple[Any, ...]
Rows = dict[tuple[Any, ...], tuple[Any, ...]]  # values by key


@dataclass(frozen=True, slots=True)
class Changes:
    """What a load, or taking one back, does to the rows in its scope."""

    added: int
    changed: int
    vanished: int
    same: int

    @property
    def any(self) -> bool:
        """Whether anything differs from what is stored."""
        return bool(self.added or self.changed or self.vanished)


NO_CHANGES = Changes(0, 0, 0, 0)


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


def open_table(organisation_id: int, table: LakeTable = AD_DAILY) -> "DeltaTable | None":
    """The newest state of a table, or None where nothing was ever loaded into it."""
    from deltalake import DeltaTable

    path = _path(organisation_id, table)
    return DeltaTable(path) if DeltaTable.is_deltatable(path) else None


def stored_in_scope(organisation_id: int, rows: pa.Table, table: LakeTable = AD_DAILY) -> pa.Table:
    """The stored rows in the scopes that these rows name."""
    delta = open_table(organisation_id, table)
    if delta is None or not rows.num_rows:
        return table.schema.empty_table()
    return _in_scope(_same_partitions(delta, rows, table), rows, table)


def compare(organisation_id: int, rows: pa.Table, table: LakeTable = AD_DAILY) -> Changes:
    """What writing these rows would change, without writing."""
    return changes_between(stored_in_scope(organisation_id, rows, table), rows, table)


def replace(organisation_id: int, rows: pa.Table, *, load_id: str, table: LakeTable = AD_DAILY) -> Written:
    """The table with these rows in place of all others in their scopes, in one commit; none if all is equal.

    A scope that is stored just so keeps its load. A commit that another writer overtook is tried again on
    the new state.
    """

    def become(stored: pa.Table) -> pa.Table:
        return placed(stored, rows, table)

    return _write(organisation_id, rows, become, {LOAD_KEY: load_id}, table)


def take_back(
    organisation_id: int, rows: pa.Table, replayed: pa.Table, *, load_id: str, table: LakeTable = AD_DAILY
) -> Written:
    """The table with `replayed` in the scopes of `rows`, the rows of the load taken back, in one commit."""
    return _write(organisation_id, rows, lambda _stored: replayed, {UNDO_KEY: load_id}, table)


def replay(scopes: pa.Table, loads: Iterable[pa.Table], table: LakeTable = AD_DAILY) -> pa.Table:
    """What these loads, one after the other, leave in the scopes that the rows `scopes` name."""
    state = table.schema.empty_table()
    for load in loads:
        state = placed(state, _in_scope(load, scopes, table), table)
    return state


def placed(stored: pa.Table, rows: pa.Table, table: LakeTable) -> pa.Table:
    """The stored rows of some scopes after a load of `rows`: replaced where a scope differs, else kept."""
    before, after = _by_scope(stored, table), _by_scope(rows, table)
    same = {scope for scope, content in after.items() if before.get(scope) == content}
    kept = _filtered(stored, table, lambda scope: scope not in after or scope in same)
    fresh = _filtered(rows, table, lambda scope: scope not in same)
    return pa.concat_tables([kept, _keeping_first_load(stored, fresh, table)])


def changes_between(old: pa.Table, new: pa.Table, table: LakeTable) -> Changes:
    """How the rows differ, told apart by the table's key."""
    before, after = _by_key(old, table), _by_key(new, table)
    both = before.keys() & after.keys()
    changed = sum(before[key] != after[key] for key in both)
    return Changes(
        added=len(after) - len(both),
        changed=changed,
        vanished=len(before) - len(both),
        same=len(both) - changed,
    )


def find_commit(
    organisation_id: int, load_id: str, *, key: str = LOAD_KEY, table: LakeTable = AD_DAILY
) -> int | None:
    """The version that a load wrote, or None where it never reached the table."""
    delta = open_table(organisation_id, table)
    commits: Iterable[dict[str, Any]] = delta.history() if delta else ()
    return next((commit["version"] for commit in commits if commit.get(key) == load_id), None)


def tidy(organisation_id: int, table: LakeTable) -> dict[str, int] | None:
    """How many files the table had, has, and how many unneeded ones were removed; None without a table.

    Removed is only what no state of the last 7 days reads.
    """
    delta = open_table(organisation_id, table)
    if delta is None:
        return None
    before = len(delta.file_uris())
    delta.optimize.compact()
    delta.create_checkpoint()
    gone = delta.vacuum(retention_hours=KEPT_HOURS, dry_run=False)
    return {"files_before": before, "files_after": len(delta.file_uris()), "removed": len(gone)}


# --- one commit ------------------------------------------------------------------------------------------


def _write(
    organisation_id: int, rows: pa.Table, become: Any, marks: Mapping[str, str], table: LakeTable
) -> Written:
    from deltalake.exceptions import CommitFailedError

    for attempt in range(ATTEMPTS):
        try:
            return _write_once(organisation_id, rows, become, marks, table)
        except CommitFailedError:
            if attempt == ATTEMPTS - 1:
                raise
    raise AssertionError("unreachable")


def _write_once(
    organisation_id: int, rows: pa.Table, become: Any, marks: Mapping[str, str], table: LakeTable
) -> Written:
    from deltalake import CommitProperties, write_deltalake

    delta = _table(organisation_id, table)
    stored = _same_partitions(delta, rows, table)
    in_scope = _in_scope(stored, rows, table)
    after = become(in_scope)
    changes = changes_between(in_scope, after, table)
    if _cells(in_scope, table) == _cells(after, table):
        return Written(None, changes)
    write_deltalake(
        delta,
        pa.concat_tables([_out_of_scope(stored, rows, table), after]),
        mode="overwrite",
        predicate=_predicate(rows, table),
        commit_properties=CommitProperties(custom_metadata=dict(marks)),
    )
    return Written(delta.version(), changes)


def _table(organisation_id: int, table: LakeTable) -> "DeltaTable":
    """The table, made where there was none."""
    from deltalake import DeltaTable

    found = open_table(organisation_id, table)
    if found is not None:
        return found
    path = _path(organisation_id, table)
    path.parent.mkdir(parents=True, exist_ok=True)
    return DeltaTable.create(
        str(path),
        schema=table.schema,
        partition_by=list(table.partitions),
        mode="ignore",
        description=table.description,
    )


def _path(organisation_id: int, table: LakeTable) -> Path:
    return organisation_folder(organisation_id) / table.name


def _partition_values(rows: pa.Table, table: LakeTable) -> dict[str, list[str]]:
    """The values of each partition column in these rows."""
    return {name: sorted({str(value) for value in rows[name].to_pylist()}) for name in table.partitions}


def _same_partitions(delta: "DeltaTable", rows: pa.Table, table: LakeTable) -> pa.Table:
    wanted = [(name, "in", values) for name, values in _partition_values(rows, table).items()]
    stored = delta.to_pyarrow_table(filters=wanted)
    return stored.select(table.schema.names).cast(table.schema)


_SAFE = {"source": re.compile(r"[a-z][a-z0-9_]*"), "month": re.compile(r"\d{4}-\d{2}")}


def _predicate(rows: pa.Table, table: LakeTable) -> str:
    """The partitions to write. Delta binds no values, so nothing but slugs and months may stand here."""
    values = _partition_values(rows, table)
    if not all(_SAFE[name].fullmatch(value) for name, found in values.items() for value in found):
        raise ValueError("only a registered source and ISO months may stand in a predicate")
    return " AND ".join(_among(name, found) for name, found in values.items())


def _among(name: str, values: list[str]) -> str:
    listed = ", ".join(f"'{value}'" for value in values)
    return f"{name} = {listed}" if len(values) == 1 else f"{name} IN ({listed})"


# --- rows in and out of scope ----------------------------------------------------------------------------


def _scopes(rows: pa.Table, table: LakeTable) -> pa.Table:
    names = list(table.scope)
    return rows.select(names).group_by(names).aggregate([])


def _in_scope(old: pa.Table, rows: pa.Table, table: LakeTable) -> pa.Table:
    return _joined(old, rows, table, "left semi")


def _out_of_scope(old: pa.Table, rows: pa.Table, table: LakeTable) -> pa.Table:
    return _joined(old, rows, table, "left anti")


def _joined(
    old: pa.Table, rows: pa.Table, table: LakeTable, how: Literal["left semi", "left anti"]
) -> pa.Table:
    found = old.join(_scopes(rows, table), keys=list(table.scope), join_type=how)
    return found.select(table.schema.names).cast(table.schema)


def _filtered(rows: pa.Table, table: LakeTable, wanted: Any) -> pa.Table:
    mask = [wanted(scope) for scope in _tuples(rows, table.scope)]
    return rows.filter(pa.array(mask, pa.bool_()))


def _keeping_first_load(old: pa.Table, rows: pa.Table, table: LakeTable) -> pa.Table:
    """The new rows, each with the moment its scope first arrived."""
    first: dict[Scope, datetime] = {}
    for scope, (moment,) in zip(_tuples(old, table.scope), _tuples(old, ("first_loaded_at",)), strict=True):
        first[scope] = min(moment, first.get(scope, moment))
    own = _tuples(rows, ("first_loaded_at",))
    moments = [
        first.get(scope, moment) for scope, (moment,) in zip(_tuples(rows, table.scope), own, strict=True)
    ]
    place = table.schema.get_field_index("first_loaded_at")
    field = table.schema.field(place)
    return rows.set_column(place, field, pa.array(moments, field.type))


def _by_scope(rows: pa.Table, table: LakeTable) -> dict[Scope, Rows]:
    found: dict[Scope, Rows] = {}
    for scope, (key, values) in zip(_tuples(rows, table.scope), _by_key(rows, table).items(), strict=True):
        found.setdefault(scope, {})[key] = values
    return found


def _cells(rows: pa.Table, table: LakeTable) -> Rows:
    """Every cell, also which load a row came with."""
    return dict(zip(_tuples(rows, table.key), _tuples(rows, table.schema.names), strict=True))


def _by_key(rows: pa.Table, table: LakeTable) -> Rows:
    return dict(zip(_tuples(rows, table.key), _tuples(rows, table.values), strict=True))


def _tuples(rows: pa.Table, names: Iterable[str]) -> list[tuple[Any, ...]]:
    return list(zip(*(rows[name].to_pylist() for name in names), strict=True))
