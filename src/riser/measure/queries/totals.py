"""Reads: totals of what the platforms delivered."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from riser.connect import queries as connect
from riser.connect.queries import Total, TotalsBy
from riser.foundation.errors import Refused
from riser.foundation.roles import READERS, Act, Permission, require

SEE = Permission("measure.see", READERS, gettext_lazy("see what was measured"))


def totals(
    act: Act, *, by: TotalsBy, from_day: date | None = None, to_day: date | None = None
) -> list[Total]:
    """Sums by source, campaign or day from one day to another, both included. One row per currency."""
    require(act, SEE)
    if from_day and to_day and to_day < from_day:
        raise Refused(
            _("The last day (%(to)s) is before the first (%(from)s).") % {"from": from_day, "to": to_day}
        )
    return connect.totals(act.organisation_id, by=by, from_day=from_day, to_day=to_day)
