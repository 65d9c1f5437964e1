"""Pulls: the connections with what is due, a form for one more, and what came of each pull."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from riser.connect.actions import IMPORT, SEE
from riser.connect.actions.permissions import CONNECT
from riser.connect.actions.pulls import Said, forget_connection, keep_connection
from riser.connect.forms import ConnectionForm
from riser.connect.jobs import ask_for_pull
from riser.connect.pulling import connection_of
from riser.connect.queries.pulls import connections
from riser.connect.queries.pulls import pulls as history
from riser.connect.views.words import path_to
from riser.foundation.errors import Refused
from riser.foundation.roles import allows
from riser.foundation.web import RiserRequest, member_view


@member_view(SEE)
def pulls(request: RiserRequest) -> HttpResponse:
    """The connections and the newest pulls; POST keeps a connection."""
    if request.method != "POST":
        return _page(request, ConnectionForm())
    form = ConnectionForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    said = form.cleaned_data
    try:
        keep_connection(request.act, Said(**said | {"secret": said["secret"] or None}))
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, form, status=422)
    messages.success(request, _("The connection is kept."))
    return redirect("connect_pulls")


@require_POST
@member_view(IMPORT)
def pull_now(request: RiserRequest, connection_id: int) -> HttpResponse:
    """Asks for a pull; the page of the job shows how far it is."""
    row = connection_of(request.house.id, connection_id)
    return redirect("job", ask_for_pull(request.act, row.pk))


@require_POST
@member_view(CONNECT)
def forget(request: RiserRequest, connection_id: int) -> HttpResponse:
    """Forgets a connection and its token."""
    forget_connection(request.act, connection_id)
    messages.success(request, _("The connection is forgotten. What was loaded stays."))
    return redirect("connect_pulls")


def _page(request: RiserRequest, form: ConnectionForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "connections": connections(request.house.id),
        "pulls": history(request.house.id),
        "may_connect": allows(request.act.actor, CONNECT),
        "may_pull": allows(request.act.actor, IMPORT),
        "crumbs": path_to(_("Pulls")),
    }
    return render(request, "connect/pulls.html", context, status=status)
