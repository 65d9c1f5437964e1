"""Reads: a table of the lake as a file of the reader's own."""

from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from riser.connect.actions.permissions import SEE
from riser.connect.lake.exports import export
from riser.connect.queries.tables import table
from riser.foundation.errors import Refused
from riser.foundation.roles import Act, require


def exported(
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
    return export(act.organisation_id, found.name, out, from_day=from_day, to_day=to_day)
