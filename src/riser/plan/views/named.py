"""Roles on a campaign, and the guests who work on it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from riser.foundation.web import RiserRequest, member_view
from riser.plan import actions
from riser.plan.actions import EDIT_PLANS
from riser.plan.models import CampaignRole
from riser.plan.views.hanging import campaign_of, take
from riser.plan.words import RoleWord


@require_POST
@member_view(EDIT_PLANS)
def role_name(request: RiserRequest, campaign_id: int) -> HttpResponse:
    """Names somebody for a part of the campaign."""
    return take(request, campaign_id, "role", lambda values: actions.name_role(
        request.act, campaign_id=campaign_id, role=RoleWord(values["role"]), name=values["name"]
    ))  # fmt: skip


@require_POST
@member_view(EDIT_PLANS)
def role_clear(request: RiserRequest, role_id: int) -> HttpResponse:
    """Takes somebody out of a role."""
    campaign_id = campaign_of(CampaignRole, request, role_id)
    actions.clear_role(request.act, role_id=role_id)
    messages.success(request, _("Removed. What it said stays on record."))
    return redirect("plan_campaign", campaign_id)


@require_POST
@member_view(EDIT_PLANS)
def guest_admit(request: RiserRequest, campaign_id: int) -> HttpResponse:
    """Opens the campaign to a guest."""
    return take(request, campaign_id, "guest", lambda values: actions.admit_guest(
        request.act, campaign_id=campaign_id, member_id=values["member_id"]
    ))  # fmt: skip


@require_POST
@member_view(EDIT_PLANS)
def guest_dismiss(request: RiserRequest, campaign_id: int, member_id: int) -> HttpResponse:
    """Closes the campaign to a guest."""
    actions.dismiss_guest(request.act, campaign_id=campaign_id, member_id=member_id)
    messages.success(request, _("Saved."))
    return redirect("plan_campaign", campaign_id)
