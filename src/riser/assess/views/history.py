"""The page of the rating history."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from riser.assess import library
from riser.assess.pages import history as pages
from riser.assess.views.way import SEE_PROFILE, crumbs, links
from riser.foundation.web import RiserRequest, member_view


@member_view(SEE_PROFILE)
def history_page(request: RiserRequest) -> HttpResponse:
    """What moved when; kept every night, changes only."""
    model = library.model()
    kept = pages.changes(request.house.id, model.id, links(request), as_of=request.as_of)
    statements = {id_: str(one.statement) for id_, one in model.practices.items()}
    context = {
        "page": pages.page(kept, statements, as_of=request.as_of),
        "crumbs": crumbs(request, _("Rating history")),
    }
    return render(request, "assess/history.html", context)
