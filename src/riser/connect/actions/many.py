"""Writes: several files come in, one after the other; what cannot be read does not keep the others out."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from riser.connect.actions.loads import import_file
from riser.connect.actions.permissions import IMPORT
from riser.connect.intake.files import Watch
from riser.connect.intake.gathering import LeftOut, gather
from riser.connect.ledger import LoadRecord
from riser.connect.models import LoadState
from riser.foundation.errors import Refused
from riser.foundation.roles import Act, require

Watching = Callable[[Path], AbstractContextManager[Watch | None]]  # shows how far one file is read


@dataclass(frozen=True, slots=True)
class FileLoad:
    """What became of one file: its load, or the sentence that says why it cannot be read."""

    file: Path
    load: LoadRecord | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class ManyLoads:
    """What became of several files, in the order in which they were read."""

    files: tuple[FileLoad, ...]
    left_out: tuple[tuple[Path, LeftOut], ...]

    @property
    def done(self) -> int:
        """How many are stored."""
        return sum(one.load is not None and one.load.state == LoadState.DONE for one in self.files)

    @property
    def waiting(self) -> int:
        """How many wait for a person."""
        return sum(one.load is not None and one.load.waits for one in self.files)

    @property
    def unreadable(self) -> int:
        """How many cannot be read at all."""
        return sum(one.load is None for one in self.files)

    @property
    def rows_accepted(self) -> int:
        """How many rows are stored by them; those that wait hold none yet."""
        loads = [one.load for one in self.files if one.load and one.load.state == LoadState.DONE]
        return sum(load.rows_accepted for load in loads)


def import_files(
    act: Act, named: Iterable[Path], *, watching: Watching = lambda _file: nullcontext(), **said: Any
) -> ManyLoads:
    """The loads of these files, folders and patterns, in the order of names.

    Of two files that tell of the same days the later one counts. Raises Refused, with nothing read, where a
    folder or pattern holds no file to read.
    """
    require(act, IMPORT)
    found = gather(named)
    return ManyLoads(tuple(_load(act, file, watching, said) for file in found.files), found.left_out)


def _load(act: Act, file: Path, watching: Watching, said: dict[str, Any]) -> FileLoad:
    try:
        with watching(file) as watch:
            return FileLoad(file, import_file(act, file, watch=watch, **said))
    except Refused as refusal:
        return FileLoad(file, None, str(refusal))
