"""What a file of unknown origin is once it is open: sheets of cells, within limits.

Nothing is trusted: size, columns and the unpacked size are bounded before anything is read.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from riser.connect.rules.cells import Cell
from riser.foundation.errors import Refused
from riser.foundation.speech import gettext as _

MAX_BYTES = 200 * 1024 * 1024  # of an upload, of a workbook, and of what a work tool exports
MAX_TEXT_BYTES = 8 * 1024 * 1024 * 1024  # of an ad export that lies on this machine already
MAX_COLUMNS = 500
MAX_ROWS = 1_048_576  # of a sheet; no spreadsheet program writes more
MAX_UNPACKED = 1024 * 1024 * 1024
MAX_RATIO = 100
HEAD_ROWS = 40

WATCHED_ROWS = 5000

Row = tuple[int, list[Cell]]
Watch = Callable[[float], None]


@dataclass(frozen=True)
class Sheet:
    """One table of a file. `rows` gives its rows, numbered from 1, from the start each time it is called."""

    name: str
    rows: Callable[[], Iterator[Row]]

    def head(self) -> list[Row]:
        """The first rows, enough to find the header."""
        return list(islice(self.rows(), HEAD_ROWS))


@dataclass(frozen=True, slots=True)
class Named:
    """A file and the name people know it by: an upload is kept under another one."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class OpenText:
    """A file of text by what its reader has to know. `name` is what a refusal calls it."""

    path: Path
    name: str
    encoding: str
    delimiter: str


@dataclass(frozen=True)
class OpenFile:
    """A file that can be read: its digest, its sheets, how its text is written ("" and None for XLSX)."""

    path: Path
    sha256: str
    sheets: tuple[Sheet, ...]
    encoding: str
    text: OpenText | None = None


def refuse_large(name: str, size: int, most: int | None = None) -> None:
    """Raises Refused where a file has more bytes than are read, by default more than an upload may have."""
    if size > (MAX_BYTES if most is None else most):
        if most is None:
            raise Refused(_("%(name)s is larger than 200 MB. Export a shorter period.") % {"name": name})
        raise Refused(_("%(name)s is larger than 8 GB. Export a shorter period.") % {"name": name})


def too_wide(name: str) -> Refused:
    """What is said of a row with more columns than are read."""
    return Refused(
        _("%(name)s has more than %(most)s columns. Export only the columns you need.")
        % {"name": name, "most": MAX_COLUMNS}
    )
