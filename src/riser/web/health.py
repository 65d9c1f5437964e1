"""The state of what the product stands on."""

from dataclasses import asdict
from typing import Any

from django.db import DatabaseError, connection

import riser
from riser.connect.queries import lake_state


def state() -> dict[str, Any]:
    """`{"ok", "version", "database": {"ok", "problem"}, "lake": {"ok", "tables", "problem"}}`."""
    database = _database()
    # Without its database nobody knows which organisations have a lake.
    lake = (
        asdict(lake_state()) if database["ok"] else {"ok": False, "problem": "unknown"}
    )
    return {
        "ok": database["ok"] and lake["ok"],
        "version": riser.__version__,
        "database": database,
        "lake": lake,
    }


def _database() -> dict[str, Any]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM foundation_organisation")
    except DatabaseError:
        return {"ok": False, "problem": "not ready: run “riser setup”"}
    return {"ok": True, "problem": ""}
