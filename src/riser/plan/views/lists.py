"""Lists: campaigns and objectives."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from riser.foundation.errors import NotFound
from riser.foundation.roles import allows, require
from riser.foundation.web import RiserRequest, member_view
from riser.plan import actions
from riser.plan.actions import EDIT_PLANS, SEE_PLANS
from riser.plan.forms.bulk import VERB_NAMES
from riser.plan.forms.pages import ObjectiveForm
from riser.plan.queries import campaign_lines, draft_from_spend, objective_lines, visible_ids
from riser.plan.queries.objectives import ObjectiveLine
from riser.plan.views.changing import attempt
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


@member_view(SEE_PLANS)
def objectives(request: RiserRequest) -> HttpResponse:
    """Every objective, and a form for a new one."""
    if request.method == "POST":
        require(request.act, EDIT_PLANS)
    form = ObjectiveForm(request.POST or None)
    tried = attempt(
        request, form, None, lambda values, _seen: actions.create_objective(request.act, **values)
    )
    if tried.done:
        messages.success(request, _("“%(name)s” is stored.") % {"name": form.cleaned_data["name"]})
        return redirect("plan_objectives")
    context = {
        "lines": objective_lines(request.house.id, visible_ids(request.act)),
        "form": form,
        "may_edit": allows(request.act.actor, EDIT_PLANS),
    }
    return render(request, "plan/objectives.html", context, status=tried.status)


@member_view(SEE_PLANS)
def objective(request: RiserRequest, objective_id: int) -> HttpResponse:
    """One objective with the campaigns that serve it, to read and to change."""
    if request.method == "POST":
        require(request.act, EDIT_PLANS)
    line, only = _line(request, objective_id), visible_ids(request.act)
    initial = {name: getattr(line, name) for name in ObjectiveForm.base_fields}
    tried = attempt(
        request,
        ObjectiveForm(request.POST or None, initial=initial),
        line.version,
        lambda values, seen: actions.update_objective(
            request.act, objective_id=objective_id, based_on=seen, **values
        ),
    )
    if tried.done:
        messages.success(request, _("Saved."))
        return redirect("plan_objective", objective_id)
    serving = campaign_lines(request.house.id, request.as_of, only=only)
    context = {
        "line": line,
        "form": tried.form,
        "tried": tried,
        "serving": [one for one in serving if one.objective == line.name],
        "may_edit": allows(request.act.actor, EDIT_PLANS),
    }
    return render(request, "plan/objective.html", context, status=tried.status)


def _line(request: RiserRequest, objective_id: int) -> ObjectiveLine:
    for line in objective_lines(request.house.id, visible_ids(request.act)):
        if line.id == objective_id:
            return line
    raise NotFound(_("There is no such objective in this organisation."))
