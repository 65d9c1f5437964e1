"""What is written to and read from one table of the lake. Its columns stand in `tables`.

The files lie under `$RISER_HOME/lake/<organisation>/<table>`. Every function takes the table it works on;
without one it is `ad_daily`.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from riser.connect.lake.bench import Bench, Spool, bench
from riser.connect.lake.files import PartFile, exchange, files_by_part, refuse_odd_parts, stored_rows
from riser.connect.lake.merging import (
    NO_CHANGES,
    Changes,
    changes,
    changes_between,
    compared,
    counted,
    differing_scopes,
    differs,
    fresh,
    in_scope,
    out_of_scope,
    replay,
)
from riser.connect.lake.rows import Batches, Part, Rows, Told, of_query, rows_of
from riser.connect.lake.tables import AD_DAILY, LakeTable
from riser.connect.rules.tables import Kind, TableColumn
from riser.connect.tables import every_table
from riser.foundation.home import home

if TYPE_CHECKING:
    from deltalake import DeltaTable

__all__ = [
    "LOAD_KEY",
    "NO_CHANGES",
    "UNDO_KEY",
    "Changes",
    "Rows",
    "Step",
    "Written",
    "changes_between",
    "compare",
    "find_commit",
    "lake_folder",
    "open_table",
    "organisation_folder",
    "replace",
    "replay",
    "stored_in_scope",
    "take_back",
    "tidy",
    "unheard",
]

LOAD_KEY = "riser.load"  # name of the load id in the metadata of a commit
UNDO_KEY = "riser.undo"  # the same for the load that a commit takes back
ATTEMPTS = 5
NEW_AT_ONCE = 2  # files of new parts: Arrow packs one while the next is read
KEPT_HOURS = 7 * 24
# A person may be erased; the log, which keeps the extremes of columns for good, must never have known one.
NO_STATISTICS = {"delta.dataSkippingNumIndexedCols": "0"}

Step = Callable[[float], None]


def unheard(_share: float) -> None:
    """Where nobody asks how far it is."""


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


def newest_version(organisation_id: int, table: LakeTable = AD_DAILY) -> int | None:
    """The number of a table's newest commit, None where nothing was ever loaded into it.

    It is told by the names in the log: to read the log itself takes twenty milliseconds, and every page asks.
    """
    log = _path(organisation_id, table) / "_delta_log"
    names = (entry.name.partition(".") for entry in os.scandir(log)) if log.is_dir() else ()
    return max((int(number) for number, _dot, kind in names if _is_commit(number, kind)), default=None)


def _is_commit(number: str, kind: str) -> bool:
    """Whether a name of the log stands for a version: a commit, or a checkpoint in place of older ones."""
    return number.isdecimal() and (kind == "json" or kind.startswith("checkpoint"))


def stored_in_scope(organisation_id: int, rows: Told, table: LakeTable = AD_DAILY) -> Rows:
    """The stored rows in the scopes that these rows name."""
    told, spool = rows_of(rows, table), Spool()
    delta = open_table(organisation_id, table)
    files = files_by_part(delta, table) if delta else {}
    found: dict[Part, Batches] = {}
    with bench() as desk:
        for part in told.parts:
            if part in files:
                new, stored = told.put(desk, part), stored_rows(files[part], table, part)
                found[part] = of_query(desk, in_scope(stored, new, table), spool)
                desk.drop(new)
    return Rows(table, found, spool)


def compare(organisation_id: int, rows: Told, table: LakeTable = AD_DAILY) -> Changes:
    """What writing these rows would change, without writing."""
    told = rows_of(rows, table)
    return changes_between(stored_in_scope(organisation_id, told, table), told, table)


def replace(
    organisation_id: int, rows: Told, *, load_id: str, table: LakeTable = AD_DAILY, step: Step = unheard
) -> Written:
    """The table with these rows in place of all others in their scopes, in one commit; none if all is equal.

    A scope that is stored just so keeps its load. A commit that another writer overtook is tried again on
    the new state. `step` is told which share of the way is done.
    """

    def become(desk: Bench, _part: Part, stored: str, new: str) -> Become:
        found = desk.keep(compared(stored, new, table))
        changed = counted(desk, found)
        if not changed.any:
            return Become(changed)
        differing = desk.keep(differing_scopes(found, table))
        kept = out_of_scope(stored, differing, table)
        return Become(changed, f"{kept} UNION ALL BY NAME {fresh(stored, new, differing, table)}")

    told = rows_of(rows, table)
    return _write(organisation_id, _Write(told, told, become, {LOAD_KEY: load_id}, step))


def take_back(
    organisation_id: int, rows: Told, replayed: Told, *, load_id: str, table: LakeTable = AD_DAILY
) -> Written:
    """The table with `replayed` in the scopes of `rows`, the rows of the load taken back, in one commit."""
    left = rows_of(replayed, table)

    def become(desk: Bench, part: Part, stored: str, new: str) -> Become:
        before, after = desk.keep(in_scope(stored, new, table)), left.put(desk, part)
        changed = changes(desk, before, after, table)
        if not differs(desk, before, after, table):
            return Become(changed)
        rest = out_of_scope(stored, new, table)
        return Become(changed, f"{rest} UNION ALL BY NAME SELECT * FROM {after}")

    return _write(organisation_id, _Write(rows_of(rows, table), left, become, {UNDO_KEY: load_id}))


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
    gone = delta.vacuum(retention_hours=KEPT_HOURS, dry_run=False, full=True)
    return {"files_before": before, "files_after": len(delta.file_uris()), "removed": len(gone)}


# --- one commit ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Become:
    """How the rows in scope of a part change, and the query of its rows afterwards, "" where none does."""

    changes: Changes
    sql: str = ""


@dataclass(frozen=True)
class _Write:
    """A write: a part becomes what `become` makes of rows stored and told, just `fresh` where none are."""

    rows: Rows
    fresh: Rows
    become: Callable[[Bench, Part, str, str], Become]
    marks: Mapping[str, str]
    step: Step = unheard


def _write(organisation_id: int, wanted: _Write) -> Written:
    from deltalake.exceptions import CommitFailedError

    refuse_odd_parts(wanted.rows.table, wanted.rows.parts)
    for attempt in range(ATTEMPTS):
        try:
            return _write_once(organisation_id, wanted)
        except CommitFailedError:
            if attempt == ATTEMPTS - 1:
                raise
    raise AssertionError("unreachable")


def _write_once(organisation_id: int, wanted: _Write) -> Written:
    """Writes a file for each part that becomes another, then exchanges the files in one commit."""
    table = wanted.rows.table
    delta = _table(organisation_id, table)
    files = files_by_part(delta, table)
    targets = [PartFile(_path(organisation_id, table), table, part) for part in wanted.rows.parts]
    changed = NO_CHANGES
    for done, of_part in enumerate(_made(targets, files, wanted), start=1):
        changed += of_part
        wanted.step(done / len(targets))
    written = [target for target in targets if target.is_written]
    if not written:
        return Written(None, changed)
    return Written(exchange(delta, table, written, wanted.marks), changed)


def _made(
    targets: Sequence[PartFile], files: Mapping[Part, Sequence[Path]], wanted: _Write
) -> Iterator[Changes]:
    """How each part changes, its file written: new ones two at once, those that DuckDB compares alone."""

    def make(target: PartFile) -> Changes:
        if target.part in files:
            return _rewrite(target, files[target.part], wanted)
        return Changes(target.write_batches(wanted.fresh.of(target.part)), 0, 0, 0)

    at_once = 1 if any(target.part in files for target in targets) else NEW_AT_ONCE
    with ThreadPoolExecutor(at_once) as pool:
        yield from pool.map(make, targets)


def _rewrite(target: PartFile, files: Sequence[Path], wanted: _Write) -> Changes:
    """How a part changes; its new file is written where any cell does."""
    with bench() as desk:
        stored = stored_rows(files, wanted.rows.table, target.part)
        found = wanted.become(desk, target.part, stored, wanted.rows.put(desk, target.part))
        if found.sql:
            target.write_query(desk, found.sql)
        return found.changes


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
        configuration=NO_STATISTICS if any(map(_is_person, every_table()[table.name].columns)) else None,
    )


def _is_person(column: TableColumn) -> bool:
    return column.kind == Kind.PERSON


def _path(organisation_id: int, table: LakeTable) -> Path:
    return organisation_folder(organisation_id) / table.name
