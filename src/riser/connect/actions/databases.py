"""Writes: a table of another database imported as if it were a file."""

from typing import Any

from django.utils.translation import gettext as _

from riser.connect.actions.loads import import_file
from riser.connect.actions.permissions import IMPORT
from riser.connect.intake.database import write_table
from riser.connect.lake.bench import Spool
from riser.connect.ledger import LoadRecord
from riser.foundation.errors import Refused
from riser.foundation.roles import Act, require


def import_table(act: Act, url: str, table: str, **said: Any) -> LoadRecord:
    """The load that the rows of a PostgreSQL table became, kept as a file, so that undo and redo work.

    `said` is what stands beside a file: source, account, currency, mapping. The address is nowhere kept.
    """
    require(act, IMPORT)
    spool = Spool()
    try:
        path = spool.path(".ndjson")
        if not write_table(url, table, path):
            raise Refused(_("The table %(table)s holds no rows.") % {"table": table[:60]})
        return import_file(act, path, file_name=f"{table}.ndjson", **said)
    finally:
        spool.close()
