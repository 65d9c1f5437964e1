"""Objectives: their list, the page of one, and what goes to the archive and comes back."""

from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from riser.foundation.errors import NotFound, Refused
from riser.foundation.kept import keep
from riser.foundation.roles import allows, require
from riser.foundation.web import RiserRequest, member_view
from riser.plan import actions
from riser.plan.actions import EDIT_PLANS, SEE_PLANS
from riser.plan.forms.pages import ObjectiveForm
from riser.plan.queries import campaign_lines, objective_lines, visible_ids
from riser.plan.queries.objectives import ObjectiveLine
from riser.plan.views.changing import Attempt, attempt


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
    return _list(request, form, status=tried.status)


@member_view(SEE_PLANS)
def objective(request: RiserRequest, objective_id: int) -> HttpResponse:
    """One objective with the campaigns that serve it, to read and to change."""
    if request.method == "POST":
        require(request.act, EDIT_PLANS)
    line = _line(request, objective_id)
    tried = attempt(
        request,
        ObjectiveForm(request.POST or None, initial=_initial(line)),
        line.version,
        lambda values, seen: actions.update_objective(
            request.act, objective_id=objective_id, based_on=seen, **values
        ),
    )
    if tried.done:
        messages.success(request, _("Saved."))
        return redirect("plan_objective", objective_id)
    return _page(request, line, tried, status=tried.status)


@require_POST
@member_view(EDIT_PLANS)
def objective_archive(request: RiserRequest, objective_id: int) -> HttpResponse:
    """Takes the objective out of the lists; refused, its page says what runs for it."""
    try:
        actions.archive_objective(request.act, objective_id=objective_id)
    except Refused as refusal:
        line = _line(request, objective_id)
        tried = Attempt(ObjectiveForm(initial=_initial(line)), line.version)
        return _page(request, line, tried, refusal=refusal, status=422)
    messages.success(request, _("Archived. What served it still counts."))
    return redirect("plan_objectives")


@require_POST
@member_view(EDIT_PLANS)
def objective_restore(request: RiserRequest, objective_id: int) -> HttpResponse:
    """Brings the objective back into the lists."""
    actions.restore_objective(request.act, objective_id=objective_id)
    messages.success(request, _("The objective is back in the list."))
    return redirect("plan_objective", objective_id)


@require_POST
@member_view(EDIT_PLANS)
def objectives_archive(request: RiserRequest) -> HttpResponse:
    """Archives the ticked objectives: all of them, or none with the reasons beside the ticks."""
    said = set(request.POST.getlist("objective"))
    chosen = [line.id for line in objective_lines(request.house.id, archived=True) if str(line.id) in said]
    try:
        done = actions.archive_objectives(request.act, objective_ids=chosen)
    except Refused as refusal:
        return _list(request, ObjectiveForm(), chosen=chosen, refusal=refusal, status=422)
    text = ngettext("%(count)d objective archived.", "%(count)d objectives archived.", len(done))
    messages.success(request, text % {"count": len(done)})
    return redirect("plan_objectives")


def _list(
    request: RiserRequest,
    form: forms.Form,
    *,
    chosen: Collection[int] = (),
    refusal: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    archived, only = request.GET.get("archived") == "yes", visible_ids(request.act)
    house, key = request.house.id, ("objectives", only, archived)
    context = {
        "lines": keep(house, key, lambda: objective_lines(house, only, archived=archived)),
        "archived": archived,
        "form": form,
        "chosen": chosen,
        "refusal": refusal,
        "may_edit": allows(request.act.actor, EDIT_PLANS),
    }
    return render(request, "plan/objectives.html", context, status=status)


def _page(
    request: RiserRequest,
    line: ObjectiveLine,
    tried: Attempt,
    *,
    refusal: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "line": line,
        "form": tried.form,
        "tried": tried,
        "refusal": refusal,
        "serving": _serving(request, line),
        "may_edit": allows(request.act.actor, EDIT_PLANS),
    }
    return render(request, "plan/objective.html", context, status=status)


def _serving(request: RiserRequest, line: ObjectiveLine) -> Sequence[Any]:
    """The campaigns behind it; of an archived one also the archived ones, which are what is left."""
    only = visible_ids(request.act)
    lines = campaign_lines(request.house.id, request.as_of, archived=line.archived, only=only)
    return [one for one in lines if one.objective == line.name]


def _initial(line: ObjectiveLine) -> dict[str, Any]:
    return {name: getattr(line, name) for name in ObjectiveForm.base_fields}


def _line(request: RiserRequest, objective_id: int) -> ObjectiveLine:
    for line in objective_lines(request.house.id, visible_ids(request.act), archived=True):
        if line.id == objective_id:
            return line
    raise NotFound(_("There is no such objective in this organisation."))
