"""Writes: the lake is tidied, without changing what it holds."""

from typing import Any

from riser.connect.actions.permissions import UPKEEP
from riser.connect.actions.settling import lease_of
from riser.connect.lake.lease import VACUUM, writing
from riser.connect.lake.table import tidy
from riser.connect.lake.tables import TABLES
from riser.foundation.roles import Act, require


def compact_lake(act: Act) -> list[dict[str, Any]]:
    """What was tidied in each table: how many files there were and are, and how many old ones went.

    Small files become large ones, the log gets a checkpoint, and files that no state of the last 7 days
    needs are removed. Whoever is reading goes on: the files under a reader stay. Raises Busy where an import
    is being written or a backup is being taken.
    """
    require(act, UPKEEP)
    found = []
    for table in TABLES.values():
        with writing(VACUUM), writing(lease_of(table, act.organisation_id)):
            tidied = tidy(act.organisation_id, table)
        if tidied is not None:
            found.append({"table": table.name, **tidied})
    return found
