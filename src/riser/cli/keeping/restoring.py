"""The way back: a home becomes what a backup holds; what stood there is kept aside."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import connection, connections
from django.utils.translation import gettext as _

from riser import __version__
from riser.cli.keeping.contents import database_file, holds_anything, home_folder
from riser.cli.keeping.readying import make_ready
from riser.connect.lake.lease import forget_leases
from riser.connect.lake.schemas import refuse_newer as refuse_newer_table
from riser.foundation.errors import Refused
from riser.foundation.presence import alone
from riser.foundation.safekeeping import manifest as manifests
from riser.foundation.safekeeping import postgres, swap
from riser.foundation.safekeeping.archive import manifest_in, room_for, unpack
from riser.foundation.safekeeping.manifest import FOLDERS, FORMAT, KEY, Manifest
from riser.foundation.safekeeping.stamp import Newer, refuse_newer
from riser.foundation.safekeeping.swap import Journal, Move

Progress = Callable[[int, int], None]  # bytes done, bytes in all
BESIDE = ("-wal", "-shm", "-journal")  # what SQLite keeps beside its file


@dataclass(frozen=True)
class Restored:
    """A restore that is through: the backup, and where what stood there before is kept ("" where nothing)."""

    manifest: Manifest
    home: Path
    aside: str


def check_backup(path: Path, *, progress: Progress) -> Manifest:
    """What the backup says of itself, after every file in it was read and found whole. Raises Refused."""
    manifest = _readable(path)
    unpack(path, manifest, None, _counted(manifest, progress))
    return manifest


def restore(path: Path, *, replace: bool, now: datetime, progress: Progress) -> Restored:
    """The home as the backup has it. Raises Refused, with nothing changed, where that cannot be.

    Everything is unpacked and verified first; then old and new change places. Killed before that, the old
    home is as it was; killed after, `continue_restore` brings it to its end.
    """
    home = home_folder()
    manifest = _readable(path)
    with alone(home):
        _refuse_cut_off(home)
        had = holds_anything(home)
        if had and not replace:
            raise Refused(
                _("There is something in %(home)s already. To put it aside and restore: --replace")
                % {"home": home}
            )
        _unpack_into(home, path, manifest, progress)
        journal = _plan(home, path, manifest, now)
        swap.write(home, journal)
        return _finish(home, journal)


def continue_restore() -> Restored:
    """The restore that was cut off, brought to its end. Raises Refused where there is none."""
    home = home_folder()
    with alone(home):
        journal = swap.read(home)
        if journal is None:
            raise Refused(_("No restore of %(home)s was cut off.") % {"home": home})
        return _finish(home, journal)


def _finish(home: Path, journal: Journal) -> Restored:
    manifest = manifests.from_text((home / swap.STAGING / manifests.NAME).read_text(encoding="utf-8"))
    connections.close_all()
    swap.move_all(journal.moves)
    if journal.dump and not postgres.is_marked(journal.mark):
        postgres.restore(Path(journal.dump), mark=journal.mark, keep_as=journal.keep_as, rows=manifest.rows)
    connections.close_all()
    forget_leases()
    make_ready(home)
    swap.end(home)
    return Restored(manifest, home, journal.aside if Path(journal.aside).exists() else "")


# --- before anything changes -----------------------------------------------------------------------------


def _readable(path: Path) -> Manifest:
    """The manifest of a backup that this program can restore into this database."""
    manifest = manifest_in(path)
    if manifest.format > FORMAT:
        raise Newer(
            _("%(file)s was made by a newer Riser (%(newer)s); this is %(ours)s. Install the newer one.")
            % {"file": path, "newer": manifest.program, "ours": __version__}
        )
    refuse_newer(set(manifest.migrations), manifest.program)
    for point in manifest.lake:
        refuse_newer_table(point.table, point.schema)
    if manifest.vendor != connection.vendor:
        raise Refused(
            _("%(file)s holds a database of %(theirs)s, and this home uses %(ours)s: see RISER_DATABASE_URL.")
            % {"file": path, "theirs": manifest.vendor, "ours": connection.vendor}
        )
    return manifest


def _refuse_cut_off(home: Path) -> None:
    if swap.read(home) is not None:
        raise Refused(
            _("A restore of %(home)s was cut off. Bring it to its end: riser restore --continue")
            % {"home": home}
        )


def _unpack_into(home: Path, path: Path, manifest: Manifest, progress: Progress) -> None:
    staging = home / swap.STAGING
    shutil.rmtree(staging, ignore_errors=True)  # of a restore that was killed before it changed anything
    if not room_for(home, manifest.size):
        raise Refused(
            _("%(home)s needs %(size)s MB more on its disk. Nothing was changed.")
            % {"home": home, "size": -(-manifest.size // 1_000_000)}
        )
    try:
        unpack(path, manifest, staging, _counted(manifest, progress))
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise
    (staging / manifests.NAME).write_text(manifests.as_text(manifest), encoding="utf-8")


def _plan(home: Path, path: Path, manifest: Manifest, now: datetime) -> Journal:
    label = f"before-restore-{now:%Y%m%d-%H%M%S}"
    aside, staging = home / label, home / swap.STAGING
    moves = [*_database_moves(staging / manifest.database.name, aside)]
    for name in FOLDERS:
        staged = staging / name
        moves.append(Move(str(staged) if staged.exists() else "", str(home / name), str(aside / name)))
    if manifest.has_key:
        moves.append(Move(str(staging / KEY), str(home / KEY), str(aside / KEY)))
    dump = str(staging / manifest.database.name) if manifest.vendor != "sqlite" else ""
    return Journal(
        backup=str(path.absolute()),
        aside=str(aside),
        mark=f"riser {label}",
        dump=dump,
        keep_as=f"riser_{label.replace('-', '_')}",
        moves=tuple(moves),
    )


def _database_moves(staged: Path, aside: Path) -> Iterator[Move]:
    """SQLite's own files go first: the log of one database must never lie beside another."""
    file = database_file()
    if file is None:
        return
    if file.parent != staged.parents[2]:  # perhaps on another disk, where a name cannot simply change
        staged = Path(shutil.move(staged, file.with_name(f"{file.name}.restoring")))
        aside = file.with_name(f"{file.name}.{aside.name}")
    for ending in BESIDE:
        yield Move("", f"{file}{ending}", str(aside / f"{file.name}{ending}"))
    yield Move(str(staged), str(file), str(aside / file.name))


def _counted(manifest: Manifest, progress: Progress) -> Callable[[int], None]:
    done = 0

    def more(size: int) -> None:
        nonlocal done
        done += size
        progress(done, manifest.size)

    return more
