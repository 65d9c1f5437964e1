"""What a backup says of itself: when, by which program, what is in it. No Django, no files."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

FORMAT = 1
TABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
NAME = "manifest.json"
FOLDERS = ("lake", "raw", "attachments", "uploads")  # of a home; what lies elsewhere is made anew
KEY = "secret_key"
DATABASE = "database"
PLACES = frozenset({*FOLDERS, KEY, DATABASE})


class NoManifest(ValueError):
    """The text is not the manifest of a backup."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One file in the backup: its path there, its size in bytes, its SHA-256."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class LakePoint:
    """The state of one table of the lake: version of the Delta table, version of its schema."""

    organisation_id: int
    table: str
    version: int
    schema: int


@dataclass(frozen=True)
class Manifest:
    """The whole of a backup. `rows` counts every table of the database, `migrations` are those it has had."""

    made_at: datetime
    program: str
    vendor: str
    rows: Mapping[str, int]
    migrations: tuple[tuple[str, str], ...]
    lake: tuple[LakePoint, ...]
    pieces: tuple[Piece, ...]
    format: int = FORMAT

    @property
    def size(self) -> int:
        """Bytes of everything in it, unpacked."""
        return sum(piece.size for piece in self.pieces)

    @property
    def has_key(self) -> bool:
        """Whether the signing key is in it; else the environment brings it."""
        return any(piece.name == KEY for piece in self.pieces)

    @property
    def database(self) -> Piece:
        """The file that holds the database."""
        return next(piece for piece in self.pieces if PurePosixPath(piece.name).parts[0] == DATABASE)


def as_text(manifest: Manifest) -> str:
    """The manifest as JSON."""
    return json.dumps(asdict(manifest) | {"made_at": manifest.made_at.isoformat()}, indent=1)


def from_text(text: str) -> Manifest:
    """The manifest behind the text of `as_text`. Raises NoManifest for anything else.

    A newer format is read as far as its number goes: whoever restores it has to look at `format`.
    """
    try:
        return _manifest(json.loads(text))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise NoManifest(str(error)) from error


def _manifest(data: Mapping[str, Any]) -> Manifest:
    made_at, program = datetime.fromisoformat(data["made_at"]), str(data["program"])
    if data["format"] != FORMAT:
        return Manifest(made_at, program, "", {}, (), (), (), format=int(data["format"]))
    found = Manifest(
        made_at=made_at,
        program=program,
        vendor=str(data["vendor"]),
        rows={str(table): int(count) for table, count in data["rows"].items()},
        migrations=tuple((str(app), str(name)) for app, name in data["migrations"]),
        lake=tuple(LakePoint(**point) for point in data["lake"]),
        pieces=tuple(Piece(**piece) for piece in data["pieces"]),
    )
    if not all(TABLE.fullmatch(table) for table in found.rows):
        raise NoManifest("a table has a strange name")
    if not all(is_within(piece.name) for piece in found.pieces):
        raise NoManifest("a piece lies outside the places of a home")
    if sum(PurePosixPath(piece.name).parts[0] == DATABASE for piece in found.pieces) != 1:
        raise NoManifest("there is no database, or more than one")
    return found


def is_within(name: str) -> bool:
    """Whether a path of a piece stays inside the places that a home has."""
    path = PurePosixPath(name)
    return (
        not path.is_absolute()
        and ".." not in path.parts
        and "\\" not in name
        and str(path) == name
        and path.parts[:1] != ()
        and path.parts[0] in PLACES
    )
