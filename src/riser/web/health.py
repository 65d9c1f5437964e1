"""The state of what the product stands on."""

from typing import Any

from django.db import DatabaseError, connection

import riser
from riser.connect.queries import lake_state


def state() -> dict[str, Any]:
    """`{"ok", "version", "database", "lake"}`: each part "ok" or the reason it is not."""
    parts = {"database": _database(), "lake": lake_state()}
    return {"ok": all(part == "ok" for part in parts.values()), "version": riser.__version__, **parts}


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM foundation_organisation")
    except DatabaseError:
        return "not ready: run “riser setup”"
    return "ok"
