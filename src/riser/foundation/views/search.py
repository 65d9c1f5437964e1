"""The search page: what was found, grouped by kind; before anything is asked, what was opened last."""

from django.http import HttpResponse
from django.shortcuts import render

from riser.foundation.registries import records
from riser.foundation.search import LONGEST, SEARCH, recent, search, words_of
from riser.foundation.web import RiserRequest, member_view

ALL_OF_A_KIND = 50


@member_view(SEARCH)
def search_page(request: RiserRequest) -> HttpResponse:
    """Everything that holds every word of `q`; `kind` shows more of one kind."""
    text = request.GET.get("q", "")[:LONGEST]
    kind = request.GET.get("kind", "")
    kinds = (kind,) if kind in records else ()
    groups = search(request.act, text, kinds=kinds, each=ALL_OF_A_KIND if kinds else 8)
    context = {
        "q": text,
        "kind": kind,
        "asked": bool(words_of(text)),
        "groups": groups,
        "count": sum(len(group.hits) for group in groups),
        "recent": recent(request.act),
    }
    return render(request, "foundation/search.html", context)
