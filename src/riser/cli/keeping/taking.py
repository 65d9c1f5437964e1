"""A backup: database, lake and files as they stood at one moment, while everybody goes on working."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.utils.translation import gettext as _

from riser import __version__
from riser.cli.keeping.contents import BY_DIGEST, VANISHING, home_folder, kept_files
from riser.connect.lake.lease import VACUUM, Busy, writing
from riser.connect.lake.points import Ledger, Point, files_of, ledger_at, points
from riser.foundation.errors import Later, Refused
from riser.foundation.models import Organisation
from riser.foundation.safekeeping.archive import Packing, packing
from riser.foundation.safekeeping.manifest import LakePoint, Manifest
from riser.foundation.safekeeping.snapshot import Snapshot, applied_migrations, row_counts, snapshot
from riser.foundation.safekeeping.stamp import applied

Progress = Callable[[int, int], None]  # bytes done, bytes in all
PATIENCE = timedelta(seconds=10)


@dataclass(frozen=True)
class Taken:
    """A backup that is through. `doubts` are files that were damaged before it began."""

    file: Path
    size: int
    manifest: Manifest
    doubts: tuple[str, ...]


@dataclass(frozen=True)
class Moment:
    """What was read of the database at the moment of the backup."""

    snapshot: Snapshot
    rows: dict[str, int]
    migrations: tuple[tuple[str, str], ...]
    ledger: Ledger


def take_backup(target: Path, *, now: datetime, progress: Progress) -> Taken:
    """The backup under this name. Raises Refused where something that belongs in it is gone from the disk."""
    if not applied() or not Organisation.objects.exists():
        raise Refused(_("There is nothing to back up yet. Run “riser setup” first."))
    count = Count(progress)
    try:
        with writing(VACUUM, patience=PATIENCE) as renew, packing(target, count.more) as pack:
            manifest, doubts = _pack(pack, count, renew, now)
            pack.close(manifest)
    except Busy:
        text = _(
            "Another backup, or the nightly tidying of the lake, is at work. Try again in a few minutes."
        )
        raise Later(text) from None
    return Taken(target, target.stat().st_size, manifest, tuple(doubts))


class Count:
    """Bytes done of bytes in all, and who is told."""

    def __init__(self, progress: Progress) -> None:
        self.done, self.of, self._progress = 0, 0, progress

    def more(self, size: int) -> None:
        """So many more bytes are through."""
        self.done += size
        self._progress(self.done, max(self.of, self.done))


def _pack(
    pack: Packing, count: Count, renew: Callable[[], None], now: datetime
) -> tuple[Manifest, list[str]]:
    home = home_folder()
    moment = _moment(pack.scratch)
    found = points(moment.ledger)
    files = [*_lake_files(found), *kept_files(home)]
    count.of = moment.snapshot.file.stat().st_size + sum(_size(path) for path in files)
    pack.add(moment.snapshot.name, moment.snapshot.file)
    doubts = []
    for path in files:
        renew()
        if _add(pack, home, path):
            doubts.append(str(path))
    manifest = Manifest(
        made_at=now,
        program=__version__,
        vendor=moment.snapshot.vendor,
        rows=moment.rows,
        migrations=moment.migrations,
        lake=tuple(LakePoint(one.organisation_id, one.table, one.version, one.schema) for one in found),
        pieces=tuple(pack.pieces),
    )
    return manifest, doubts


def _moment(folder: Path) -> Moment:
    with snapshot(folder) as seen:
        return Moment(seen, row_counts(seen.alias), applied_migrations(seen.alias), ledger_at(seen.alias))


def _lake_files(found: list[Point]) -> Iterator[Path]:
    for point in found:
        yield from files_of(point)


def _add(pack: Packing, home: Path, path: Path) -> bool:
    """Whether the file, now in the backup, is not what its name says it is."""
    name = path.relative_to(home)
    try:
        piece = pack.add(name.as_posix(), path)
    except FileNotFoundError:
        if name.parts[0] == VANISHING:
            return False
        raise
    return name.parts[0] in BY_DIGEST and piece.sha256 != path.name


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
