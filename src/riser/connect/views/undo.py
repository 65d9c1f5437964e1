"""A load is taken back: first what it would change, then a second yes."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from riser.connect.actions import UNDO, preview_undo, redo_load, undo_load
from riser.connect.views.words import path_to
from riser.foundation.errors import Refused
from riser.foundation.web import RiserRequest, member_view


@member_view(UNDO)
def undo(request: RiserRequest, load_id: str) -> HttpResponse:
    """What taking the load back would change; with POST it is taken back."""
    if request.method == "POST":
        undo_load(request.act, load_id, based_on=_based_on(request))
        messages.success(request, _("Undone. Its page can store it again."))
        return redirect("connect_load", load_id)
    found = preview_undo(request.act, load_id)
    spend = [(currency, before, dict(found.after).get(currency, 0)) for currency, before in found.before]
    context = {
        "undo": found,
        "load": found.load,
        "spend": spend,
        "crumbs": path_to(_("Undo"), (found.load.file_name, reverse("connect_load", args=[load_id]))),
    }
    return render(request, "connect/undo.html", context)


@require_POST
@member_view(UNDO)
def redo(request: RiserRequest, load_id: str) -> HttpResponse:
    """Stores the file of a load that was taken back again."""
    record = redo_load(request.act, load_id)
    messages.success(request, _("Stored again, as a load of its own."))
    return redirect("connect_load", record.id)


def _based_on(request: RiserRequest) -> int:
    text = request.POST.get("based_on", "")
    if not text.lstrip("-").isdecimal() or len(text) > 18:
        raise Refused(_("The form came incomplete. Load the page again."))
    return int(text)
