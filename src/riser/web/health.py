"""The state of what the product stands on."""

from typing import Any

from django.db import DatabaseError, connection

import riser


def state() -> dict[str, Any]:
    """`{"ok", "version", "database", "lake"}`: each part "ok" or the reason it is not."""
    from riser.connect.queries import lake_state

    parts = {"database": _database(), "lake": lake_state()}
    return {"ok": all(part == "ok" for part in parts.values()), "version": riser.__version__, **parts}


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM foundation_organisation")
    except DatabaseError as error:
        return f"{type(error).__name__}: not ready"
    return "ok"
