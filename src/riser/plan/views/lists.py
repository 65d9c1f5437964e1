"""The list of campaigns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from riser.foundation.kept import keep
from riser.foundation.roles import allows
from riser.foundation.web import RiserRequest, member_view
from riser.plan.actions import EDIT_PLANS, SEE_PLANS
from riser.plan.forms.bulk import VERB_NAMES
from riser.plan.queries import CampaignLine, campaign_lines, draft_from_spend, visible_ids
from riser.plan.rules.phases import phase
from riser.plan.views import narrowing
from riser.plan.views.first_run import first_run
from riser.plan.views.flights import flights_svg, flown, in_words
from riser.plan.views.narrowing import Narrowing

PAGE = 50


@member_view(SEE_PLANS)
def campaigns(request: RiserRequest) -> HttpResponse:
    """The campaigns asked for with their days, spend against cap, owner, objective and what is missing."""
    archived, only = request.GET.get("archived") == "yes", visible_ids(request.act)
    asked = narrowing.read(request.GET)
    lines = campaign_lines(request.house.id, request.as_of, archived=archived, only=only)
    drafted = draft_from_spend(request.house.id, to_day=request.as_of) if only is None else []
    context = {
        "count": len(lines),
        "drafted": len(drafted),
        "of_the_house": only is None,
        "verbs": VERB_NAMES.items(),
        "archived": archived,
        "first_run": first_run(request.house.id, planned=True) if lines and only is None else None,
        "may_edit": allows(request.act.actor, EDIT_PLANS),
    }
    key = ("narrowed", request.as_of, archived, only, asked)
    found = keep(request.house.id, key, lambda: _narrowed(lines, asked, request.as_of))
    return render(request, "plan/campaigns.html", context | _shown(request, found))


@dataclass(frozen=True)
class Narrowed:
    """What the filter leaves, with the drawing of it, and what can be chosen in it."""

    asked: Narrowing
    lines: Sequence[CampaignLine]
    incomplete: int
    offered: Mapping[str, Sequence[str]]
    flights: str
    flights_say: str
    flights_left: int


def _narrowed(lines: Sequence[CampaignLine], asked: Narrowing, as_of: date) -> Narrowed:
    found = asked.of(lines, as_of=as_of)
    drawn = flown(found)
    return Narrowed(
        asked=asked,
        lines=found,
        incomplete=sum(bool(line.missing) for line in lines),
        offered=narrowing.offered(lines),
        flights=flights_svg(drawn, as_of=as_of) if drawn else "",
        flights_say=in_words(drawn, as_of) if drawn else "",
        flights_left=len(found) - len(drawn),
    )


def _shown(request: RiserRequest, found: Narrowed) -> dict[str, Any]:
    """The filter, one page of what it leaves, and the drawing."""
    page = Paginator(found.lines, PAGE).get_page(request.GET.get("page"))
    return {
        **found.offered,
        "asked": found.asked,
        "sort": found.asked.sort,
        "found": len(found.lines),
        "incomplete": found.incomplete,
        "states": narrowing.STATE_NAMES.items(),
        "page": page,
        "rows": [(line, _phase(line, request.as_of)) for line in page],
        "flights": found.flights,
        "flights_say": found.flights_say,
        "flights_left": found.flights_left,
    }


def _phase(line: CampaignLine, as_of: date) -> tuple[str, Any]:
    """The phase of a campaign and its word."""
    where = phase(line.start, line.end, as_of=as_of)
    return where, narrowing.PHASE_NAMES[where]
