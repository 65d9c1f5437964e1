"""Reading much at once: a SELECT of one's own, a table as a file. Nothing changes; who read what is told.

A query and an export take data out of Riser, so that each leaves an event in the trail.
"""

from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from riser.connect.actions.permissions import QUERY, SEE
from riser.connect.lake.exports import export
from riser.connect.lake.sandbox import Answer, answer
from riser.connect.queries.tables import table
from riser.foundation.errors import Refused
from riser.foundation.evidence import RecordRef
from riser.foundation.roles import Act, require
from riser.foundation.trail import record_event

TOLD = 2000  # characters of a query that the trail keeps


def ask_lake(act: Act, sql: str, *, limit: int) -> Answer:
    """What this organisation's tables say to one SELECT; administrators ask. Raises Refused for all else."""
    require(act, QUERY)
    found = answer(act.organisation_id, sql, limit=limit)
    after = {"query": sql.strip()[:TOLD], "rows": len(found.rows)}
    record_event(act, RecordRef("lake", "query"), "ask lake", after=after)
    return found


def export_table(
    act: Act,
    name: str,
    out: Path,
    *,
    from_day: date | None = None,
    to_day: date | None = None,
    is_forced: bool = False,
) -> int:
    """How many rows of the table now stand in the file. Raises Refused where a file stands there already."""
    require(act, SEE)
    found = table(act.organisation_id, name).table
    if from_day and to_day and from_day > to_day:
        raise Refused(_("The first day is after the last. Exchange them."))
    if out.exists() and not is_forced:
        raise Refused(_("%(file)s exists already. To replace it: --force") % {"file": out})
    rows = export(act.organisation_id, found.name, out, from_day=from_day, to_day=to_day)
    after = {"rows": rows, "as": out.suffix.lstrip("."), "from_day": from_day, "to_day": to_day}
    record_event(act, RecordRef("lake", found.name), "export table", after=after)
    return rows
