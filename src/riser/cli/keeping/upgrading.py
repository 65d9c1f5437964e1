"""The next version of the program on the data of the last one: a backup first, then database and lake."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from riser import __version__
from riser.cli.keeping.contents import home_folder
from riser.cli.keeping.readying import make_ready
from riser.cli.keeping.taking import take_backup
from riser.connect.actions import outdated_tables
from riser.foundation.models import Organisation
from riser.foundation.presence import alone, present
from riser.foundation.safekeeping.stamp import applied, of_home, pending, refuse_newer, set_stamp

Progress = Callable[[int, int], None]
BACKUPS = "backups"  # a folder of the home; never part of a backup
UNDERWAY = "upgrading"  # names the backup from before an upgrade that is not through


@dataclass(frozen=True)
class Upgraded:
    """What an upgrade did: from which version to which, what was migrated, and the backup from before."""

    before: str
    after: str
    migrations: tuple[str, ...]
    tables: tuple[str, ...]
    backup: str
    is_empty: bool = False

    @property
    def any(self) -> bool:
        """Whether there was anything to do."""
        return bool(self.migrations or self.tables)


def upgrade(*, backup: Path | None, now: datetime, progress: Progress) -> Upgraded:
    """The home brought up to date with this program. Raises Newer where a newer one made it.

    Cut off, the same again goes on where it stopped, and keeps the backup that was taken before it began.
    """
    home = home_folder()
    with present(home):  # nobody has to stop for being told that there is nothing to do
        found = _look(home)
        if found.is_empty or not (found.any or _underway(home)):
            return found
    with alone(home):
        found = _look(home)
        kept = _backup_before(home, backup, now, progress)
        make_ready(home)
        _note(home).unlink()
        return replace(found, backup=kept)


def _look(home: Path) -> Upgraded:
    """What there is to do. Raises Newer."""
    done, before = applied(), of_home(home)
    refuse_newer(done, before)
    if not done or not Organisation.objects.exists():
        return Upgraded(before, __version__, (), (), "", is_empty=True)
    found = Upgraded(before, __version__, tuple(pending()), _tables(), "")
    if not (found.any or _underway(home)):
        set_stamp(home)
    return found


def _tables() -> tuple[str, ...]:
    return tuple(f"{organisation_id}/{name}" for organisation_id, name in outdated_tables())


def _backup_before(home: Path, wanted: Path | None, now: datetime, progress: Progress) -> str:
    """The backup of the home as it was before the upgrade began, by this run or by one that was cut off."""
    if kept := _underway(home):
        return kept
    target = wanted or home / BACKUPS / f"before-{__version__}-{now:%Y%m%d-%H%M%S}.zip"
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    take_backup(target, now=now, progress=progress)
    passing = home / f"{UNDERWAY}.part"
    passing.write_text(f"{target.absolute()}\n", encoding="utf-8")
    passing.rename(_note(home))
    return str(target.absolute())


def _note(home: Path) -> Path:
    return home / UNDERWAY


def _underway(home: Path) -> str:
    """The backup from before an upgrade that was cut off; "" where none was."""
    return _note(home).read_text(encoding="utf-8").strip() if _note(home).is_file() else ""
