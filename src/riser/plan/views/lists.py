"""Lists: campaigns and objectives."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from riser.foundation.errors import NotFound, Refused
from riser.foundation.roles import allows
from riser.foundation.web import RiserRequest, member_view
from riser.plan import actions
from riser.plan.actions import EDIT_PLANS, SEE_PLANS
from riser.plan.forms.pages import ObjectiveForm, tell
from riser.plan.queries import campaign_lines, draft_from_spend, objective_lines
from riser.plan.queries.objectives import ObjectiveLine
from riser.plan.views.first_run import first_run


@member_view(SEE_PLANS)
def campaigns(request: RiserRequest) -> HttpResponse:
    """Every campaign with spend against cap, owner, objective and what is missing."""
    archived = request.GET.get("archived") == "yes"
    lines = campaign_lines(request.house.id, request.as_of, archived=archived)
    drafted = draft_from_spend(request.house.id, to_day=request.as_of)
    context = {
        "lines": lines,
        "drafted": len(drafted),
        "incomplete": sum(bool(line.missing) for line in lines),
        "archived": archived,
        "first_run": first_run(request.house.id, planned=True) if lines else None,
        "may_edit": allows(request.act.actor, EDIT_PLANS),
    }
    return render(request, "plan/campaigns.html", context)


@member_view(SEE_PLANS)
def objectives(request: RiserRequest) -> HttpResponse:
    """Every objective, and a form for a new one."""
    form = ObjectiveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create_objective(request.act, **form.cleaned_data)
        except Refused as refusal:
            tell(form, refusal.problems, str(refusal), {})
        else:
            messages.success(request, _("“%(name)s” is stored.") % {"name": made.name})
            return redirect("plan_objectives")
    context = {
        "lines": objective_lines(request.house.id),
        "form": form,
        "may_edit": allows(request.act.actor, EDIT_PLANS),
    }
    return render(request, "plan/objectives.html", context, status=422 if form.errors else 200)


@member_view(SEE_PLANS)
def objective(request: RiserRequest, objective_id: int) -> HttpResponse:
    """One objective, to read and to change."""
    line = _line(request, objective_id)
    initial = {name: getattr(line, name) for name in ObjectiveForm.base_fields}
    form = ObjectiveForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.update_objective(request.act, objective_id=objective_id, **form.cleaned_data)
        except Refused as refusal:
            tell(form, refusal.problems, str(refusal), {})
        else:
            messages.success(request, _("Saved."))
            return redirect("plan_objective", objective_id)
    context = {"line": line, "form": form, "may_edit": allows(request.act.actor, EDIT_PLANS)}
    return render(request, "plan/objective.html", context, status=422 if form.errors else 200)


def _line(request: RiserRequest, objective_id: int) -> ObjectiveLine:
    for line in objective_lines(request.house.id):
        if line.id == objective_id:
            return line
    raise NotFound(_("There is no such objective in this organisation."))
