"""One campaign: its page, and the forms that change what hangs on it."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from riser.foundation.errors import NotFound, Refused
from riser.foundation.roles import allows
from riser.foundation.web import RiserRequest, member_view
from riser.plan import actions
from riser.plan.actions import APPROVE_PLANS, DECIDE_CAPS, EDIT_PLANS, SEE_PLANS
from riser.plan.forms.pages import (
    CampaignForm,
    CapForm,
    CheckForm,
    DecisionForm,
    KeyForm,
    LinkForm,
    RequirementForm,
    tell,
)
from riser.plan.models import BudgetLine, Campaign, Requirement
from riser.plan.queries import CampaignDetail, campaign_detail, draft_from_spend, objective_lines
from riser.plan.rules.keys import mark
from riser.plan.views.drawing import pacing_svg
from riser.plan.words import CheckResult, Decision, Topic

# The columns that actions name, where a form calls the field otherwise.
PLACES = {"cap": "cap", "to": "to_day", "objective": "objective_id"}


@member_view(SEE_PLANS)
def campaign(request: RiserRequest, campaign_id: int) -> HttpResponse:
    """The campaign with everything that hangs on it."""
    return _page(request, campaign_id)


@member_view(EDIT_PLANS)
def campaign_new(request: RiserRequest) -> HttpResponse:
    """A form for a new campaign."""
    form = CampaignForm(request.POST or None, objectives=_objectives(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create_campaign(request.act, **form.cleaned_data)
        except Refused as refusal:
            tell(form, refusal.problems, str(refusal), PLACES)
        else:
            return redirect("plan_campaign", made.pk)
    return render(request, "plan/campaign_form.html", {"form": form}, status=422 if form.errors else 200)


@member_view(EDIT_PLANS)
def campaign_edit(request: RiserRequest, campaign_id: int) -> HttpResponse:
    """A form that changes the plan; a changed plan waits for approval again."""
    detail = campaign_detail(request.house.id, campaign_id, request.act.now.date())
    form = CampaignForm(request.POST or None, initial=_plan(detail), objectives=_objectives(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.update_campaign(request.act, campaign_id=campaign_id, **form.cleaned_data)
        except Refused as refusal:
            tell(form, refusal.problems, str(refusal), PLACES)
        else:
            messages.success(request, _("Saved."))
            return redirect("plan_campaign", campaign_id)
    context = {"form": form, "detail": detail}
    return render(request, "plan/campaign_form.html", context, status=422 if form.errors else 200)


@require_POST
@member_view(EDIT_PLANS)
def campaign_archive(request: RiserRequest, campaign_id: int) -> HttpResponse:
    """Takes the campaign out of the lists; it stays evidence."""
    actions.archive_campaign(request.act, campaign_id=campaign_id)
    messages.success(request, _("Archived. What it spent still counts."))
    return redirect("plan")


@require_POST
@member_view(APPROVE_PLANS)
def campaign_approve(request: RiserRequest, campaign_id: int) -> HttpResponse:
    """Approves plan, cap or launch as a second person."""
    try:
        topic = Topic(request.POST.get("topic", ""))
    except ValueError:
        raise Refused(_("There is nothing of this kind to approve.")) from None
    actions.approve(request.act, campaign_id=campaign_id, topic=topic)
    messages.success(request, _("Approved."))
    return redirect("plan_campaign", campaign_id)


@require_POST
@member_view(EDIT_PLANS)
def requirement_add(request: RiserRequest, campaign_id: int) -> HttpResponse:
    """Adds a requirement."""
    return _take(request, campaign_id, "requirement", lambda values: actions.add_requirement(
        request.act, campaign_id=campaign_id, **values
    ))  # fmt: skip


@require_POST
@member_view(EDIT_PLANS)
def cap_set(request: RiserRequest, campaign_id: int) -> HttpResponse:
    """Sets the cap of a window; it waits for approval."""
    return _take(request, campaign_id, "cap", lambda values: actions.set_cap(
        request.act,
        campaign_id=campaign_id,
        amount=values["cap"].value,
        currency=values["currency"],
        from_day=values["from_day"],
        to_day=values["to_day"],
    ))  # fmt: skip


@require_POST
@member_view(EDIT_PLANS)
def key_map(request: RiserRequest, campaign_id: int) -> HttpResponse:
    """Maps a platform campaign to the campaign."""
    return _take(request, campaign_id, "key", lambda values: actions.map_key(
        request.act, campaign_id=campaign_id, **values
    ))  # fmt: skip


@require_POST
@member_view(EDIT_PLANS)
def link_add(request: RiserRequest, campaign_id: int) -> HttpResponse:
    """Adds a landing link and checks it."""
    return _take(request, campaign_id, "link", lambda values: actions.add_link(
        request.act, campaign_id=campaign_id, **values
    ))  # fmt: skip


@require_POST
@member_view(EDIT_PLANS)
def check_record(request: RiserRequest, campaign_id: int) -> HttpResponse:
    """Records the check of platform budgets against the cap."""
    return _take(request, campaign_id, "check", lambda values: actions.record_check(
        request.act,
        campaign_id=campaign_id,
        result=CheckResult(values["result"]),
        note=values["note"],
    ))  # fmt: skip


@require_POST
@member_view(DECIDE_CAPS)
def cap_decide(request: RiserRequest, line_id: int) -> HttpResponse:
    """Raises a cap or stops the spend."""
    campaign_id = _campaign_of(BudgetLine, request, line_id)
    return _take(request, campaign_id, "decision", lambda values: actions.decide_cap(
        request.act, line_id=line_id, decision=Decision(values["decision"]), amount=values["amount"]
    ))  # fmt: skip


@member_view(SEE_PLANS)
def requirement(request: RiserRequest, requirement_id: int) -> HttpResponse:
    """The requirement on its campaign's page."""
    campaign_id = _campaign_of(Requirement, request, requirement_id)
    return redirect(f"{_url(campaign_id)}#requirement-{requirement_id}")


@member_view(SEE_PLANS)
def line(request: RiserRequest, line_id: int) -> HttpResponse:
    """The cap on its campaign's page."""
    return redirect(f"{_url(_campaign_of(BudgetLine, request, line_id))}#cap-{line_id}")


@member_view(EDIT_PLANS)
def requirement_edit(request: RiserRequest, requirement_id: int) -> HttpResponse:
    """A form that changes a requirement; the earlier bound stays on record."""
    campaign_id = _campaign_of(Requirement, request, requirement_id)
    detail = campaign_detail(request.house.id, campaign_id, request.act.now.date())
    stored = next(one for one in detail.requirements if one.id == requirement_id)
    initial = {name: getattr(stored, name, None) for name in RequirementForm.base_fields}
    initial |= {"window_from": stored.from_day, "window_to": stored.to_day}
    form = RequirementForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.update_requirement(request.act, requirement_id=requirement_id, **form.cleaned_data)
        except Refused as refusal:
            tell(form, refusal.problems, str(refusal), {"to": "window_to"})
        else:
            return redirect("plan_requirement", requirement_id)
    context = {"form": form, "detail": detail, "requirement": stored}
    return render(request, "plan/requirement_form.html", context, status=422 if form.errors else 200)


def _take(
    request: RiserRequest, campaign_id: int, name: str, act: Callable[[dict[str, Any]], object]
) -> HttpResponse:
    """Does what one of the page's forms asks; a refusal shows the page again with everything typed."""
    detail = campaign_detail(request.house.id, campaign_id, request.act.now.date())
    form = _forms(request, detail, {name: request.POST})[name]
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except Refused as refusal:
            tell(form, refusal.problems, str(refusal), PLACES)
        else:
            messages.success(request, _("Saved."))
            return redirect("plan_campaign", campaign_id)
    return _page(request, campaign_id, refused={name: form})


def _page(
    request: RiserRequest, campaign_id: int, refused: Mapping[str, forms.Form] | None = None
) -> HttpResponse:
    detail = campaign_detail(request.house.id, campaign_id, request.as_of)
    context = {
        "detail": detail,
        "line": detail.line,
        "forms": _forms(request, detail, {}) | dict(refused or {}),
        "refused": next(iter(refused), "") if refused else "",
        "drawing": pacing_svg(detail.series, request.as_of) if detail.series else None,
        "may_edit": allows(request.act.actor, EDIT_PLANS),
        "member_id": request.act.actor.member_id,
        "may_approve": allows(request.act.actor, APPROVE_PLANS),
        "may_decide": allows(request.act.actor, DECIDE_CAPS),
    }
    return render(request, "plan/campaign.html", context, status=422 if refused else 200)


def _forms(request: RiserRequest, detail: CampaignDetail, posted: Mapping[str, Any]) -> dict[str, forms.Form]:
    requirements = [(one.id, one.name) for one in detail.requirements]
    window = {"from_day": detail.line.start, "to_day": detail.line.end, "currency": request.house.currency}
    return {
        "requirement": RequirementForm(posted.get("requirement")),
        "cap": CapForm(posted.get("cap"), initial=window),
        "key": KeyForm(posted.get("key"), keys=_keys(request, detail), requirements=requirements),
        "link": LinkForm(posted.get("link"), requirements=requirements),
        "check": CheckForm(posted.get("check")),
        "decision": DecisionForm(posted.get("decision")),
    }


def _keys(request: RiserRequest, detail: CampaignDetail) -> list[tuple[str, str]]:
    """Those without a plan, and those of this campaign: choosing one again changes what it serves."""
    free = [(one.key, one.name) for one in draft_from_spend(request.house.id, to_day=request.act.now.date())]
    mine = [(one.key, one.name or one.key.campaign) for one in detail.keys]
    return [(mark(key), f"{name} · {key.source}") for key, name in mine + free]


def _plan(detail: CampaignDetail) -> dict[str, Any]:
    same = ("name", "kind", "campaign_class", "owner", "channels", "start", "end")
    return {name: getattr(detail.line, name) for name in same} | {
        "objective_id": detail.objective_id,
        "audience": detail.audience,
        "deliverables": detail.deliverables,
    }


def _objectives(request: RiserRequest) -> list[tuple[int, str]]:
    return [(one.id, one.name) for one in objective_lines(request.house.id)]


def _campaign_of(model: type[BudgetLine] | type[Requirement], request: RiserRequest, pk: int) -> int:
    """The campaign a record hangs on. Raises NotFound outside the organisation."""
    mine = Campaign.objects.filter(organisation_id=request.house.id)
    rows = model.objects.filter(pk=pk, campaign__in=mine)
    found = rows.values_list("campaign_id", flat=True).first()
    if found is None:
        raise NotFound(_("There is no such record in this organisation."))
    return int(found)


def _url(campaign_id: int) -> str:
    return reverse("plan_campaign", args=[campaign_id])
