"""Which state of each table belongs to one moment of the database, and the files of that state.

A load has its row in the ledger before it writes, and writes while it holds the lease of its table. So the
commits that a moment of the ledger knows of come first in the log, and everything after the first one that
it does not know is younger than the moment. Nobody has to wait for an import, nor an import for a backup.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from riser.connect.lake import table as lake
from riser.connect.lake.schemas import schema_version
from riser.connect.lake.tables import TABLES
from riser.connect.mappings import table_name
from riser.connect.models import Load, LoadState
from riser.foundation.errors import Refused
from riser.foundation.models import Organisation

if TYPE_CHECKING:
    from deltalake import DeltaTable

# States in which the commit of a load, or of its undo, may be in the lake.
WRITTEN = frozenset(
    {LoadState.STARTED, LoadState.DONE, LoadState.FAILED, LoadState.UNDOING, LoadState.UNDONE}
)
TAKEN_BACK = frozenset({LoadState.UNDOING, LoadState.UNDONE})
LOG = "_delta_log"
NUMBERED = re.compile(r"(\d{20})\.")


@dataclass(frozen=True, slots=True)
class KnownLoad:
    """A load as one moment of the ledger has it."""

    organisation_id: int
    table: str
    state: str
    version: int | None


@dataclass(frozen=True, slots=True)
class Ledger:
    """What one moment of the database knows of the lake."""

    organisations: tuple[int, ...]
    loads: Mapping[str, KnownLoad]


@dataclass(frozen=True, slots=True)
class Point:
    """The state of one table that belongs to a moment: version of the table, version of its schema."""

    organisation_id: int
    table: str
    version: int
    schema: int


class Apart(Refused):
    """The ledger says that something is stored which is not in the lake."""


def ledger_at(alias: str) -> Ledger:
    """What the database behind this name knows of the lake."""
    columns = ("pk", "organisation_id", "source", "shape", "state", "delta_version")
    rows = Load.objects.using(alias).values_list(*columns)
    loads = {row[0]: KnownLoad(row[1], table_name(row[2], row[3]), row[4], row[5]) for row in rows}
    houses = Organisation.objects.using(alias).order_by("pk").values_list("pk", flat=True)
    return Ledger(tuple(houses), loads)


def points(ledger: Ledger) -> list[Point]:
    """The state of every table that belongs to this moment. Raises Apart where the lake has lost some."""
    found = []
    for organisation_id in ledger.organisations:
        for name, table in TABLES.items():
            delta = lake.open_table(organisation_id, table)
            version = _last_known(delta, ledger) if delta is not None else None
            _refuse_apart(ledger, organisation_id, name, version)
            if delta is not None and version is not None:
                found.append(Point(organisation_id, name, version, schema_version(delta)))
    return found


def files_of(point: Point) -> Iterator[Path]:
    """The files of this state: its part of the log and what it reads. Raises Apart where one is gone."""
    folder = lake.organisation_folder(point.organisation_id) / point.table
    yield from _log_of(folder / LOG, point.version)
    for path in _read_by(folder, point.version):
        if not path.is_file():
            raise _gone(path)
        yield path


def missing_files(organisation_id: int) -> list[Path]:
    """The files that the newest state of an organisation's tables needs and that are gone."""
    folders = (lake.organisation_folder(organisation_id) / name for name in TABLES)
    return [
        path
        for folder in folders
        if (folder / LOG).is_dir()
        for path in _read_by(folder)
        if not path.is_file()
    ]


def last_known(commits: Iterable[Mapping[str, Any]], states: Mapping[str, str]) -> int | None:
    """The version before the first commit that these loads do not account for; commits are oldest first.

    None where not even the first one is known.
    """
    last = None
    for commit in commits:
        load, undone = commit.get(lake.LOAD_KEY), commit.get(lake.UNDO_KEY)
        if load is not None and states.get(load) not in WRITTEN:
            break
        if undone is not None and states.get(undone) not in TAKEN_BACK:
            break
        last = int(commit["version"])
    return last


def _last_known(delta: "DeltaTable", ledger: Ledger) -> int | None:
    states = {load_id: load.state for load_id, load in ledger.loads.items()}
    return last_known(sorted(delta.history(), key=lambda commit: int(commit["version"])), states)


def _refuse_apart(ledger: Ledger, organisation_id: int, table: str, version: int | None) -> None:
    wanted = [
        load.version
        for load in ledger.loads.values()
        if load.organisation_id == organisation_id
        and load.table == table
        and load.state == LoadState.DONE
        and load.version is not None
    ]
    if wanted and (version is None or version < max(wanted)):
        raise Apart(
            _(
                "The lake has lost rows: loads up to version %(wanted)s of %(table)s are stored according to "
                "the ledger, and the lake ends at %(found)s. Restore a backup: riser restore FILE --replace"
            )
            % {"wanted": max(wanted), "table": f"{organisation_id}/{table}", "found": version}
        )


def _log_of(folder: Path, version: int) -> Iterator[Path]:
    """Commits and checkpoints up to a version; the pointer to the last checkpoint only where it is one."""
    checkpoints = []
    for path in sorted(folder.iterdir()):
        number = NUMBERED.match(path.name)
        if number and path.is_file() and int(number[1]) <= version:
            checkpoints += [int(number[1])] if ".checkpoint." in path.name else []
            yield path
    pointer = folder / "_last_checkpoint"
    if pointer.is_file() and f'"version":{max(checkpoints, default=-1)},' in pointer.read_text("utf-8"):
        yield pointer


def _read_by(folder: Path, version: int | None = None) -> list[Path]:
    from deltalake import DeltaTable

    return [Path(uri) for uri in DeltaTable(folder, version=version).file_uris()]


def _gone(path: Path) -> Apart:
    text = _("The lake is damaged: %(path)s is gone. Restore a backup: riser restore FILE --replace")
    return Apart(text % {"path": path})
