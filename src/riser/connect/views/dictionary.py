"""The data dictionary: every table of the lake, what a row and a column mean, and the newest rows."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from riser.connect import queries
from riser.connect.actions import SEE
from riser.connect.actions.permissions import QUERY
from riser.connect.forms import ExportForm
from riser.connect.tables import in_words
from riser.connect.views.retention import retention_of
from riser.connect.views.words import path_to
from riser.connect.words import column_kind
from riser.foundation.roles import allows
from riser.foundation.web import RiserRequest, member_view


@member_view(SEE)
def tables(request: RiserRequest) -> HttpResponse:
    """Every table with its title, what a row is, and how many rows are stored."""
    lines = [
        (one, in_words(one.table.title), in_words(one.table.grain))
        for one in queries.tables(request.house.id)
    ]
    may_ask = allows(request.act.actor, QUERY)
    context = {"lines": lines, "may_ask": may_ask, "crumbs": path_to(_("Data dictionary"))}
    return render(request, "connect/tables.html", context)


@member_view(SEE)
def table(request: RiserRequest, table: str) -> HttpResponse:
    """One table: its columns in words, and its newest rows."""
    found = queries.table(request.house.id, table)
    columns = [(one, column_kind(one.kind), in_words(one.means)) for one in found.table.columns]
    context = {
        "state": found,
        "title": in_words(found.table.title),
        "grain": in_words(found.table.grain),
        "columns": columns,
        "shown": queries.table_rows(request.house.id, table),
        "export_form": ExportForm(),
        "crumbs": path_to(in_words(found.table.title), (_("Data dictionary"), reverse("connect_tables"))),
    }
    return render(request, "connect/table.html", context | retention_of(request, table))
