"""The files of a home that belong in a backup, and whether there is anything in a home."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection

from riser.foundation.safekeeping.manifest import FOLDERS, KEY

# Raw files, attachments and uploads bear their SHA-256 as name; what bears another is still being written.
DIGEST = re.compile(r"[0-9a-f]{64}")
BY_DIGEST = tuple(name for name in FOLDERS if name != "lake")
VANISHING = "uploads"  # thrown away after a day, also while a backup reads them


def kept_files(home: Path) -> Iterator[Path]:
    """The files beside database and lake: what came in, and the signing key where it lies here."""
    for folder in BY_DIGEST:
        for path in sorted((home / folder).rglob("*")):
            if DIGEST.fullmatch(path.name) and path.is_file():
                yield path
    if (home / KEY).is_file():
        yield home / KEY


def database_file() -> Path | None:
    """The SQLite file of the settings; None on PostgreSQL."""
    name = connection.settings_dict["NAME"]
    return Path(name).absolute() if connection.vendor == "sqlite" else None


def holds_anything(home: Path) -> bool:
    """Whether a restore into this home would take the place of something. A signing key alone is nothing."""
    if any((home / folder).is_dir() and any((home / folder).iterdir()) for folder in FOLDERS):
        return True
    file = database_file()
    return file.exists() if file else bool(connection.introspection.table_names())


def home_folder() -> Path:
    """The home that the settings name."""
    return Path(settings.RISER_HOME)
