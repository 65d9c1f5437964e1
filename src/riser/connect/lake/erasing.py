"""Takes a person out of the tables of the lake, and every older file in which the person stood.

No predicate and no message of a commit carries the person's hash: the log of a table is never forgotten.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from riser.connect.lake import table as lake
from riser.connect.lake.bench import bench
from riser.connect.lake.files import PartFile, exchange, files_by_part, stored_rows
from riser.connect.lake.tables import LakeTable
from riser.connect.rules.tables import Kind
from riser.connect.tables import every_table

if TYPE_CHECKING:
    from deltalake import DeltaTable

ERASE_KEY = "riser.erase"  # in the metadata of a commit; its value says nothing


def person_columns(table: LakeTable) -> tuple[str, ...]:
    """The columns of a table that hold persons."""
    return tuple(one.name for one in every_table()[table.name].columns if one.kind == Kind.PERSON)


def erase(organisation_id: int, table: LakeTable, person: str) -> int:
    """How many rows named this person; they name nobody now, or are gone where they must name somebody.

    `person` is a hash. The files that held it are removed at once: who is reading them has to ask again.
    """
    delta = lake.open_table(organisation_id, table)
    if delta is None:
        return 0
    changed = 0
    for source in {part[0] for part in files_by_part(delta, table)}:
        changed += _in_source(delta, table, source, person)
    delta.vacuum(retention_hours=0, enforce_retention_duration=False, dry_run=False, full=True)
    return changed


def _in_source(delta: "DeltaTable", table: LakeTable, source: str, person: str) -> int:
    written = [found for found in _rewritten(delta, table, source, person) if found[1]]
    if written:
        exchange(delta, table, [file for file, _count in written], {ERASE_KEY: "1"})
    return sum(count for _file, count in written)


def _rewritten(
    delta: "DeltaTable", table: LakeTable, source: str, person: str
) -> Iterator[tuple[PartFile, int]]:
    """Each part of a source with how many of its rows named the person; written anew where any did."""
    folder = Path(delta.table_uri.removeprefix("file://"))
    names = person_columns(table)
    named = " OR ".join(f"\"{name}\" = '{person}'" for name in names)
    for part, files in files_by_part(delta, table).items():
        if part[0] != source:
            continue
        target = PartFile(folder, table, part)
        stored = stored_rows(files, table, part)
        with bench() as desk:
            count = int(desk.rows(f"SELECT count(*) FROM {stored} WHERE {named}")[0][0])
            if count:
                target.write_query(desk, _without(stored, table, person))
        yield target, count


def _without(stored: str, table: LakeTable, person: str) -> str:
    """The rows without the person: a column that may be empty is emptied, else the row is left out."""
    needed = [name for name in person_columns(table) if not table.schema.field(name).nullable]
    emptied = [name for name in person_columns(table) if name not in needed]
    kept = " AND ".join(f"\"{name}\" <> '{person}'" for name in needed) or "true"
    columns = ", ".join(f'nullif("{name}", \'{person}\') AS "{name}"' for name in emptied)
    shown = f"* REPLACE ({columns})" if columns else "*"
    return f"SELECT {shown} FROM {stored} WHERE {kept}"
