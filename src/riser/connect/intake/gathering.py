"""Which files are meant by what a person named: files, folders, patterns."""

import glob
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from django.utils.translation import gettext as _

from riser.foundation.errors import Refused
from riser.ui.formats import listed

READABLE = (".csv", ".tsv", ".txt", ".xlsx", ".json", ".ndjson", ".jsonl", ".parquet")
PATTERN = frozenset("*?[")


class LeftOut(StrEnum):
    """Why something in a folder is not read."""

    LINK = "link"  # it may lead anywhere
    FOLDER = "folder"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Gathered:
    """The files to read, each once and in the order of names, and what was left out of folders."""

    files: tuple[Path, ...]
    left_out: tuple[tuple[Path, LeftOut], ...] = ()


def gather(named: Iterable[Path]) -> Gathered:
    """The files behind these names. Raises Refused where a folder or pattern holds none.

    A folder gives the files in it that end as exports do, not those of folders inside and no links: a link
    may lead out of the folder. A link that is named itself is followed. Hidden files are passed over.
    """
    files: list[Path] = []
    left_out: list[tuple[Path, LeftOut]] = []
    for path in named:
        found = list(_in_folder(path)) if path.is_dir() else [(one, None) for one in _matching(path)]
        files += _some([one for one, why in found if why is None], path)
        left_out += [(one, why) for one, why in found if why is not None]
    return Gathered(tuple(dict.fromkeys(files)), tuple(left_out))


def is_several(named: Iterable[Path]) -> bool:
    """Whether more than one plain file is meant, or may be."""
    paths = list(named)
    return len(paths) > 1 or any(path.is_dir() or _is_pattern(path) for path in paths)


def _in_folder(folder: Path) -> Iterator[tuple[Path, LeftOut | None]]:
    for path in sorted(folder.iterdir()):
        if not path.name.startswith("."):
            yield path, _why_left_out(path)


def _why_left_out(path: Path) -> LeftOut | None:
    if path.is_symlink():
        return LeftOut.LINK
    if path.is_dir():
        return LeftOut.FOLDER
    return None if path.suffix.lower() in READABLE else LeftOut.OTHER


def _matching(path: Path) -> list[Path]:
    """The files that a pattern means; a name without one is itself, whether it is there or not."""
    if not _is_pattern(path):
        return [path]
    return [Path(one) for one in sorted(glob.glob(str(path))) if Path(one).is_file()]


def _is_pattern(path: Path) -> bool:
    return not path.exists() and bool(PATTERN & set(str(path)))


def _some(files: list[Path], named: Path) -> list[Path]:
    if not files:
        raise Refused(
            _("%(path)s holds no file that can be read. An export ends in one of: %(known)s.")
            % {"path": named, "known": listed(READABLE)}
        )
    return files
