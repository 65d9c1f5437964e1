"""How long a table is kept: what its page shows, and the answer to its form."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from riser.connect.actions import set_retention
from riser.connect.actions.permissions import RETAIN
from riser.connect.forms import RetentionForm
from riser.connect.queries.retention import retention
from riser.connect.words import kept_for
from riser.foundation.errors import Refused
from riser.foundation.roles import allows
from riser.foundation.web import RiserRequest, member_view
from riser.ui import formats


@require_POST
@member_view(RETAIN)
def keep(request: RiserRequest, table: str) -> HttpResponse:
    """Keeps the rows of a table for so long from now on."""
    form = RetentionForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(formats.sentences(*map(str, form.errors["months"])))
        kept = set_retention(request.act, table, form.cleaned_data["months"])
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(table)s: %(kept)s") % {"table": table, "kept": kept_for(kept)})
    return redirect("connect_table", table)


def retention_of(request: RiserRequest, table: str) -> dict[str, Any]:
    """What the page of a table shows of it; nothing where rows tell no age."""
    found = retention(request.house.id, request.house.day(request.act.now))
    kept = next((one for one in found if one.table.name == table), None)
    if kept is None:
        return {}
    return {
        "kept": kept,
        "kept_for": kept_for(kept),
        "may_retain": allows(request.act.actor, RETAIN),
        "retention_form": RetentionForm(initial={"months": kept.months}),
    }
