"""One campaign: its page, and the forms of the plan itself."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from riser.foundation.errors import Refused
from riser.foundation.queries import people
from riser.foundation.roles import READERS, Role, allows
from riser.foundation.web import RiserRequest, member_view
from riser.plan import actions
from riser.plan.actions import APPROVE_PLANS, DECIDE_CAPS, EDIT_BRIEFS, EDIT_PLANS, SEE_PLANS
from riser.plan.forms.pages import (
    CampaignForm,
    CapForm,
    CopyForm,
    DecisionForm,
    GuestForm,
    KeyForm,
    LinkForm,
    RequirementForm,
    RoleForm,
)
from riser.plan.queries import (
    CampaignDetail,
    ObjectiveLine,
    campaign_detail,
    draft_from_spend,
    find_visible,
    objective_lines,
    visible_ids,
)
from riser.plan.rules.keys import mark
from riser.plan.sentences import ROLE_NAMES
from riser.plan.views.approval_panel import approval_panel
from riser.plan.views.changing import attempt
from riser.plan.views.drawing import pacing_svg
from riser.plan.views.shown import shown_fields
from riser.plan.words import Topic


@member_view(SEE_PLANS)
def campaign(request: RiserRequest, campaign_id: int) -> HttpResponse:
    """The campaign with everything that hangs on it."""
    return page(request, campaign_id)


@member_view(EDIT_PLANS)
def campaign_new(request: RiserRequest) -> HttpResponse:
    """A form for a new campaign."""
    form = CampaignForm(request.POST or None, objectives=objectives(request))
    made = []
    tried = attempt(
        request,
        form,
        None,
        lambda values, _seen: made.append(actions.create_campaign(request.act, **values)),
    )
    if tried.done:
        return redirect("plan_campaign", made[0].pk)
    return render(request, "plan/campaign_form.html", {"form": form}, status=tried.status)


@member_view(EDIT_PLANS)
def campaign_edit(request: RiserRequest, campaign_id: int) -> HttpResponse:
    """A form that changes the plan; a changed plan waits for approval again."""
    detail = newest(request, campaign_id)
    form = CampaignForm(
        request.POST or None,
        initial=plan_of(detail),
        objectives=objectives(request, serves=detail.objective_id),
    )
    tried = attempt(
        request,
        form,
        detail.version,
        lambda values, seen: actions.update_campaign(
            request.act, campaign_id=campaign_id, based_on=seen, **values
        ),
    )
    if tried.done:
        messages.success(request, _("Saved."))
        return redirect("plan_campaign", campaign_id)
    context = {"form": tried.form, "detail": detail, "tried": tried}
    return render(request, "plan/campaign_form.html", context, status=tried.status)


@require_POST
@member_view(EDIT_PLANS)
def campaign_archive(request: RiserRequest, campaign_id: int) -> HttpResponse:
    """Takes the campaign out of the lists; it stays evidence."""
    actions.archive_campaign(request.act, campaign_id=campaign_id)
    messages.success(request, _("Archived. What it spent still counts."))
    return redirect("plan")


@require_POST
@member_view(EDIT_PLANS)
def campaign_restore(request: RiserRequest, campaign_id: int) -> HttpResponse:
    """Brings the campaign back into the lists."""
    row = actions.restore_campaign(request.act, campaign_id=campaign_id)
    messages.success(request, _("The campaign is back in the list."))
    if row.objective and row.objective.archived_at:
        text = _("Its objective “%(name)s” is in the archive. Bring it back too, or name another one.")
        messages.warning(request, text % {"name": row.objective.name})
    return redirect("plan_campaign", campaign_id)


@member_view(EDIT_PLANS)
def campaign_copy(request: RiserRequest, campaign_id: int) -> HttpResponse:
    """A form for a copy: its name, and the day from which all other days are counted."""
    detail = newest(request, campaign_id)
    form = CopyForm(request.POST or None, initial={"start": detail.line.start})
    made = []
    tried = attempt(
        request,
        form,
        None,
        lambda values, _seen: made.append(
            actions.duplicate_campaign(request.act, campaign_id=campaign_id, **values)
        ),
    )
    if tried.done:
        messages.success(request, _("Copied. Nothing of it is approved, and nothing is mapped to it."))
        if detail.objective_id and made[0].objective_id is None:
            messages.warning(request, _("The objective of the old one is archived: name one for this one."))
        return redirect("plan_campaign", made[0].pk)
    context = {"form": form, "detail": detail}
    return render(request, "plan/copy.html", context, status=tried.status)


@require_POST
@member_view(APPROVE_PLANS)
def campaign_approve(request: RiserRequest, campaign_id: int) -> HttpResponse:
    """Approves plan, cap or launch as a second person."""
    try:
        topic = Topic(request.POST.get("topic", ""))
    except ValueError:
        raise Refused(_("There is nothing of this kind to approve.")) from None
    line = request.POST.get("line", "")
    line_id = int(line) if line.isascii() and line.isdecimal() and len(line) < 19 else None
    actions.approve(request.act, campaign_id=campaign_id, topic=topic, line_id=line_id)
    messages.success(request, _("Approved."))
    return redirect("plan_campaign", campaign_id)


def newest(request: RiserRequest, campaign_id: int) -> CampaignDetail:
    """The campaign as it stands now. Raises NotFound, for a campaign that a guest may not see too."""
    find_visible(request.act, campaign_id)
    return campaign_detail(request.house.id, campaign_id, request.act.now.date())


def page(
    request: RiserRequest, campaign_id: int, refused: Mapping[str, forms.Form] | None = None
) -> HttpResponse:
    """The campaign's page; with a refused form everything typed is still in it."""
    find_visible(request.act, campaign_id)
    detail = campaign_detail(request.house.id, campaign_id, request.as_of)
    is_now = request.as_of == request.act.now.date()
    context = {
        "detail": detail,
        "line": detail.line,
        "fields": shown_fields(detail, request.act, editable=is_now),
        "roles": [(one, ROLE_NAMES[one.role]) for one in detail.roles],
        "forms": page_forms(request, detail, {}) | dict(refused or {}),
        "refused": next(iter(refused), "") if refused else "",
        "drawing": pacing_svg(detail.series, request.as_of) if detail.series else None,
        "may_edit": allows(request.act.actor, EDIT_PLANS),
        "may_edit_brief": allows(request.act.actor, EDIT_BRIEFS),
        "of_the_house": request.act.actor.role in READERS,
        "member_id": request.act.actor.member_id,
        "may_approve": allows(request.act.actor, APPROVE_PLANS),
        "may_decide": allows(request.act.actor, DECIDE_CAPS),
        "approval": approval_panel(request, detail, refused or {}) if is_now else None,
    }
    return render(request, "plan/campaign.html", context, status=422 if refused else 200)


def page_forms(
    request: RiserRequest, detail: CampaignDetail, posted: Mapping[str, Any]
) -> dict[str, forms.Form]:
    """The forms of a campaign's page, those in `posted` filled with what was sent."""
    requirements = [(one.id, one.name) for one in detail.requirements]
    window = {"from_day": detail.line.start, "to_day": detail.line.end, "currency": request.house.currency}
    there = {one.member_id for one in detail.guests}
    guests = [
        (one.member_id, one.name)
        for one in people(request.house.id)
        if one.role == Role.GUEST and one.is_active and one.member_id not in there
    ]
    return {
        "requirement": RequirementForm(posted.get("requirement")),
        "cap": CapForm(posted.get("cap"), initial=window),
        "key": KeyForm(posted.get("key"), keys=_keys(request, detail), requirements=requirements),
        "link": LinkForm(posted.get("link"), requirements=requirements),
        "decision": DecisionForm(posted.get("decision")),
        "role": RoleForm(posted.get("role")),
        "guest": GuestForm(posted.get("guest"), guests=guests),
    }


def _keys(request: RiserRequest, detail: CampaignDetail) -> list[tuple[str, str]]:
    """Those without a plan, and those of this campaign: choosing one again changes what it serves."""
    if not allows(request.act.actor, EDIT_PLANS):
        return []
    free = [(one.key, one.name) for one in draft_from_spend(request.house.id, to_day=request.act.now.date())]
    mine = [(one.key, one.name or one.key.campaign) for one in detail.keys]
    return [(mark(key), f"{name} · {key.source}") for key, name in mine + free]


def plan_of(detail: CampaignDetail) -> dict[str, Any]:
    """The plan as its form shows it."""
    same = ("name", "kind", "campaign_class", "unit", "owner", "channels", "start", "end")
    return {name: getattr(detail.line, name) for name in same} | {
        "objective_id": detail.objective_id,
        "audience": detail.audience,
        "deliverables": detail.deliverables,
    }


def objectives(request: RiserRequest, *, serves: int | None = None) -> list[tuple[int, str]]:
    """The objectives to choose from: an archived one only where it is the one that is served."""
    lines = objective_lines(request.house.id, visible_ids(request.act), archived=True)
    return [(one.id, _choice(one)) for one in lines if not one.archived or one.id == serves]


def _choice(one: ObjectiveLine) -> str:
    return _("%(name)s (archived)") % {"name": one.name} if one.archived else one.name
