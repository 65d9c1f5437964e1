"""What was restored takes the place of what was there, in steps of which each can be done again.

Everything has been unpacked and verified before the journal is written. From then on there is only one way,
forward: whoever finds a journal goes through all steps, and those that were done already do nothing.
No Django: a home is looked at before anything else works.
"""

import json
import os
import shutil
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from riser.foundation.presence import CUT_OFF

STAGING = "restoring"  # a folder of the home


@dataclass(frozen=True, slots=True)
class Move:
    """A file or folder: where its new content waits ("" where it has none), its place, and the old one's."""

    staged: str
    target: str
    aside: str


@dataclass(frozen=True, slots=True)
class Journal:
    """A restore from the moment at which it cannot be given up any more.

    `dump` is what PostgreSQL is to take ("" on SQLite), `mark` what it then says of itself, and `keep_as` the
    name under which it keeps what it held.
    """

    backup: str
    aside: str
    mark: str
    dump: str
    keep_as: str
    moves: tuple[Move, ...]


def write(home: Path, journal: Journal) -> None:
    """Begins the swap: from now on nobody else works in this home."""
    passing = home / f"{CUT_OFF}.part"
    with passing.open("w", encoding="utf-8") as file:
        json.dump(asdict(journal), file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    passing.rename(home / CUT_OFF)


def read(home: Path) -> Journal | None:
    """The journal of a restore that was cut off, or None."""
    path = home / CUT_OFF
    if not path.exists():
        return None
    data = json.loads(path.read_text(encoding="utf-8"))
    return Journal(**data | {"moves": tuple(Move(**move) for move in data["moves"])})


def move_all(moves: Iterable[Move]) -> None:
    """Every file and folder in its place, what stood there aside."""
    for move in moves:
        _move(move)


def end(home: Path) -> None:
    """Ends the swap: the home is everybody's again."""
    shutil.rmtree(home / STAGING, ignore_errors=True)
    (home / CUT_OFF).unlink(missing_ok=True)


def _move(move: Move) -> None:
    staged, target, aside = (Path(move.staged) if move.staged else None, Path(move.target), Path(move.aside))
    if staged is None:
        if target.exists() and not aside.exists():
            _put(target, aside)
    elif staged.exists():
        if target.exists():
            _put(target, _free(aside))
        _put(staged, target)


def _put(source: Path, target: Path) -> None:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    source.rename(target)


def _free(path: Path) -> Path:
    """The name, with a number behind it where it is taken: nothing put aside is ever lost."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.name}.{number}")
    return free
