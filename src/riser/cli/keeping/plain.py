"""Backups as programs read them."""

from typing import Any

from riser.cli.keeping.taking import Taken
from riser.foundation.safekeeping.manifest import Manifest


def manifest_json(manifest: Manifest) -> dict[str, Any]:
    """What a backup says of itself, its files counted and not listed."""
    return {
        "made_at": manifest.made_at.isoformat(),
        "version": manifest.program,
        "database": manifest.vendor,
        "files": len(manifest.pieces),
        "bytes": manifest.size,
        "signing_key": manifest.has_key,
        "rows": dict(manifest.rows),
        "lake": [
            {"organisation": one.organisation_id, "table": one.table, "version": one.version}
            for one in manifest.lake
        ],
    }


def taken_json(taken: Taken) -> dict[str, Any]:
    """A backup that was just taken."""
    return manifest_json(taken.manifest) | {
        "file": str(taken.file),
        "file_bytes": taken.size,
        "damaged": list(taken.doubts),
    }
