"""The list of campaigns."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from riser.foundation.roles import allows
from riser.foundation.web import RiserRequest, member_view
from riser.plan.actions import EDIT_PLANS, SEE_PLANS
from riser.plan.forms.bulk import VERB_NAMES
from riser.plan.queries import CampaignLine, campaign_lines, draft_from_spend, visible_ids
from riser.plan.rules.phases import phase
from riser.plan.views import narrowing
from riser.plan.views.first_run import first_run
from riser.plan.views.flights import flights_svg, flown, in_words

PAGE = 50


@member_view(SEE_PLANS)
def campaigns(request: RiserRequest) -> HttpResponse:
    """The campaigns asked for with their days, spend against cap, owner, objective and what is missing."""
    archived, only = request.GET.get("archived") == "yes", visible_ids(request.act)
    lines = campaign_lines(request.house.id, request.as_of, archived=archived, only=only)
    drafted = draft_from_spend(request.house.id, to_day=request.as_of) if only is None else []
    context = {
        "count": len(lines),
        "drafted": len(drafted),
        "of_the_house": only is None,
        "verbs": VERB_NAMES.items(),
        "incomplete": sum(bool(line.missing) for line in lines),
        "archived": archived,
        "first_run": first_run(request.house.id, planned=True) if lines and only is None else None,
        "may_edit": allows(request.act.actor, EDIT_PLANS),
    }
    return render(request, "plan/campaigns.html", context | _narrowed(request, lines))


def _narrowed(request: RiserRequest, lines: Sequence[CampaignLine]) -> dict[str, Any]:
    """The filter, one page of what it leaves, and the drawing of it."""
    asked = narrowing.read(request.GET)
    found = asked.of(lines, as_of=request.as_of)
    page, drawn = Paginator(found, PAGE).get_page(request.GET.get("page")), flown(found)
    return narrowing.offered(lines) | {
        "asked": asked,
        "sort": asked.sort,
        "found": len(found),
        "states": narrowing.STATE_NAMES.items(),
        "page": page,
        "rows": [(line, _phase(request, line)) for line in page],
        "flights": flights_svg(drawn, as_of=request.as_of) if drawn else "",
        "flights_say": in_words(drawn, request.as_of) if drawn else "",
        "flights_left": len(found) - len(drawn),
    }


def _phase(request: RiserRequest, line: CampaignLine) -> tuple[str, Any]:
    """The phase of a campaign and its word."""
    where = phase(line.start, line.end, as_of=request.as_of)
    return where, narrowing.PHASE_NAMES[where]
