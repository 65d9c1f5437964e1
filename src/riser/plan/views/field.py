"""One field of a plan, changed where it stands: without JavaScript a page of its own, with it a part."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from riser.foundation.roles import require
from riser.foundation.web import RiserRequest, member_view
from riser.plan import actions
from riser.plan.actions import EDIT_BRIEFS, EDIT_PLANS
from riser.plan.actions.permissions import BRIEF_FIELDS
from riser.plan.forms.pages import CampaignForm
from riser.plan.queries import CampaignDetail
from riser.plan.views.campaign import newest, objectives, plan_of
from riser.plan.views.changing import Attempt, attempt
from riser.plan.views.shown import LONG, SHORT, shown_field

CHANGED = "plan-changed"  # the event by which the page hears that its other parts are old


@member_view(EDIT_BRIEFS)
def field(request: RiserRequest, campaign_id: int, name: str) -> HttpResponse:
    """The form of one field, or what stands there once it is stored."""
    if name not in (*SHORT, *LONG):
        raise Http404
    require(request.act, EDIT_BRIEFS if name in BRIEF_FIELDS else EDIT_PLANS)
    detail = newest(request, campaign_id)
    is_part = bool(request.htmx)  # type: ignore[attr-defined]  # set by the middleware of django-htmx
    if is_part and "shown" in request.GET:
        return _part(request, detail, name)
    tried = attempt(request, _form(request, detail, name), detail.version, _store(request, campaign_id))
    if not tried.done:
        return _form_page(request, detail, name, tried, is_part=is_part)
    if is_part:
        answer = _part(request, newest(request, campaign_id), name)
        answer["HX-Trigger"] = CHANGED
        return answer
    messages.success(request, _("Saved."))
    return redirect("plan_campaign", campaign_id)


def _form(request: RiserRequest, detail: CampaignDetail, name: str) -> CampaignForm:
    """The form of the plan with this one field left."""
    form = CampaignForm(
        request.POST or None,
        initial=plan_of(detail),
        objectives=objectives(request, serves=detail.objective_id),
        auto_id=f"{name}-of-plan-%s",
    )
    form.fields = {name: form.fields[name]}
    return form


def _store(request: RiserRequest, campaign_id: int) -> Any:
    return lambda values, seen: actions.update_campaign(
        request.act, campaign_id=campaign_id, based_on=seen, **values
    )


def _form_page(
    request: RiserRequest, detail: CampaignDetail, name: str, tried: Attempt, *, is_part: bool
) -> HttpResponse:
    context = {
        "detail": detail,
        "one": shown_field(detail, request.act, name, editable=True),
        "form": tried.form,
        "tried": tried,
        "editing": True,
    }
    template = "plan/parts/field.html" if is_part else "plan/field.html"
    return render(request, template, context, status=tried.status)


def _part(request: RiserRequest, detail: CampaignDetail, name: str) -> HttpResponse:
    context = {"detail": detail, "one": shown_field(detail, request.act, name, editable=True)}
    return render(request, "plan/parts/field.html", context)
