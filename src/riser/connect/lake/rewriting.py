"""Parts of a table in which rows fit a condition are written anew, in one commit for each source."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from riser.connect.lake import table as lake
from riser.connect.lake.bench import bench
from riser.connect.lake.files import PartFile, exchange, files_by_part, stored_rows
from riser.connect.lake.tables import LakeTable

if TYPE_CHECKING:
    from deltalake import DeltaTable

Become = Callable[[str], str]


def rewrite(
    organisation_id: int, table: LakeTable, *, where: str, become: Become, marks: Mapping[str, str]
) -> int:
    """How many rows fit `where`, a condition in SQL; each part that holds one becomes `become` of its rows.

    Neither the condition nor what becomes of a row is written into the log of the table, only `marks`.
    """
    delta = lake.open_table(organisation_id, table)
    if delta is None:
        return 0
    sources = {part[0] for part in files_by_part(delta, table)}
    return sum(_in_source(delta, table, source, (where, become), marks) for source in sorted(sources))


def remove_old_files(organisation_id: int, table: LakeTable) -> None:
    """Removes at once every file that the newest state does not need; who is reading one has to ask again."""
    if delta := lake.open_table(organisation_id, table):
        delta.vacuum(retention_hours=0, enforce_retention_duration=False, dry_run=False, full=True)


def _in_source(
    delta: "DeltaTable", table: LakeTable, source: str, change: tuple[str, Become], marks: Mapping[str, str]
) -> int:
    written = [found for found in _rewritten(delta, table, source, change) if found[1]]
    if written:
        exchange(delta, table, [file for file, _count in written], marks)
    return sum(count for _file, count in written)


def _rewritten(
    delta: "DeltaTable", table: LakeTable, source: str, change: tuple[str, Become]
) -> Iterator[tuple[PartFile, int]]:
    """Each part of a source with how many of its rows fit; written anew where any did."""
    folder = Path(delta.table_uri.removeprefix("file://"))
    where, become = change
    for part, files in files_by_part(delta, table).items():
        if part[0] != source:
            continue
        target = PartFile(folder, table, part)
        stored = stored_rows(files, table, part)
        with bench() as desk:
            count = int(desk.rows(f"SELECT count(*) FROM {stored} WHERE {where}")[0][0])
            if count:
                target.write_query(desk, become(stored))
        yield target, count
