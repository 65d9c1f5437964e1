"""Spend as platforms tell it against what was billed, by month and platform."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from riser.connect.actions import SEE
from riser.connect.mappings import source_name
from riser.connect.queries.reconciliation import reconciliation as read
from riser.connect.rules.reconciling import BillState
from riser.connect.views.words import path_to
from riser.foundation.web import RiserRequest, member_view
from riser.ui import formats


@member_view(SEE)
def reconciliation(request: RiserRequest) -> HttpResponse:
    """Month by month, the newest first."""
    found = read(request.house.id, to_day=request.act.now.date())
    words = _words()
    context = {
        "lines": [
            (one, source_name(one.source), words[one.state], formats.listed(one.invoices))
            for one in found.rows
        ],
        "tolerance": formats.share(found.tolerance, 1),
        "unassigned": formats.listed(found.unassigned),
        "crumbs": path_to(_("Spend and invoices")),
    }
    return render(request, "connect/reconciliation.html", context)


def _words() -> dict[BillState, str]:
    return {
        BillState.AGREES: _("agrees"),
        BillState.DIFFERS: _("differs"),
        BillState.NOT_BILLED: _("not billed yet"),
        BillState.NOT_REPORTED: _("billed, but no spend imported"),
    }
