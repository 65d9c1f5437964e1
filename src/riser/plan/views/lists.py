"""The list of campaigns."""

from django.http import HttpResponse
from django.shortcuts import render

from riser.foundation.roles import allows
from riser.foundation.web import RiserRequest, member_view
from riser.plan.actions import EDIT_PLANS, SEE_PLANS
from riser.plan.forms.bulk import VERB_NAMES
from riser.plan.queries import campaign_lines, draft_from_spend, visible_ids
from riser.plan.views.first_run import first_run


@member_view(SEE_PLANS)
def campaigns(request: RiserRequest) -> HttpResponse:
    """Every campaign with spend against cap, owner, objective and what is missing."""
    archived, only = request.GET.get("archived") == "yes", visible_ids(request.act)
    lines = campaign_lines(request.house.id, request.as_of, archived=archived, only=only)
    drafted = draft_from_spend(request.house.id, to_day=request.as_of) if only is None else []
    context = {
        "lines": lines,
        "drafted": len(drafted),
        "of_the_house": only is None,
        "verbs": VERB_NAMES.items(),
        "incomplete": sum(bool(line.missing) for line in lines),
        "archived": archived,
        "first_run": first_run(request.house.id, planned=True) if lines and only is None else None,
        "may_edit": allows(request.act.actor, EDIT_PLANS),
    }
    return render(request, "plan/campaigns.html", context)
