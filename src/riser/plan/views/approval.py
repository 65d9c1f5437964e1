"""What is done on the approvals panel of a campaign: submit, ask for a change, look at something again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from riser.foundation.errors import Refused
from riser.foundation.evidence import RecordRef
from riser.foundation.queries import people
from riser.foundation.web import RiserRequest, member_view
from riser.plan import actions
from riser.plan.actions import EDIT_PLANS
from riser.plan.models import Requirement
from riser.plan.queries.standing import Asked, standing
from riser.plan.views.approval_panel import change_form, submit_form
from riser.plan.views.campaign import newest, page
from riser.plan.views.hanging import campaign_of
from riser.plan.words import Topic


@require_POST
@member_view(EDIT_PLANS)
def submit(request: RiserRequest, campaign_id: int) -> HttpResponse:
    """Submits plan, caps or launch for approval."""
    newest(request, campaign_id)
    topic, me = _topic(request), request.act.actor.member_id
    asked = _asked(request, campaign_id, topic)
    if asked is None:
        raise Refused(_("Nothing here needs an approval that nobody has asked for yet."))
    form = submit_form(asked, people(request.house.id), me, request.POST)
    if form.is_valid():
        values = form.cleaned_data
        try:
            actions.submit(
                request.act,
                campaign_id=campaign_id,
                topic=topic,
                line_id=values["line"],
                to=values["to"],
                comment=values["comment"],
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Submitted. Whoever may decide has been told."))
            return redirect("plan_campaign", campaign_id)
    return page(request, campaign_id, refused={f"submit-{asked.name}": form})


@require_POST
@member_view(EDIT_PLANS)
def change_ask(request: RiserRequest, campaign_id: int) -> HttpResponse:
    """Files a change request."""
    detail = newest(request, campaign_id)
    form = change_form(detail, people(request.house.id), request.act.actor.member_id, request.POST)
    if form.is_valid():
        values = form.cleaned_data
        about, _bar, name = values["what"].partition("|")
        try:
            made = actions.ask_change(
                request.act,
                campaign_id=campaign_id,
                reason=values["reason"],
                proposed={name: values["value"]} if name else None,
                requirement_id=int(about) if about.isdecimal() else None,
                requester=values["requester"],
            )
        except Refused as refusal:
            said = [str(problem) for problem in refusal.problems] or [str(refusal)]
            form.add_error("value" if refusal.problems else None, said)
        else:
            messages.success(request, _("Filed. Both sides have to agree."))
            return redirect("approvals_change", made.pk)
    return page(request, campaign_id, refused={"change": form})


@require_POST
@member_view(EDIT_PLANS)
def suspect_clear(request: RiserRequest, requirement_id: int) -> HttpResponse:
    """Records that somebody looked again at something that hangs on a changed requirement."""
    campaign_id = campaign_of(Requirement, request, requirement_id)
    record = RecordRef(request.POST.get("kind", "")[:40], request.POST.get("record", "")[:120])
    actions.clear_suspect(request.act, requirement_id=requirement_id, record=record)
    messages.success(request, _("Recorded: looked at again."))
    return redirect("plan_campaign", campaign_id)


def _asked(request: RiserRequest, campaign_id: int, topic: Topic) -> Asked | None:
    """What is to be submitted: of several caps the one that is named."""
    mine = [one for one in standing(request.act, campaign_id).asked if one.topic == topic]
    line = request.POST.get("line", "")
    return next((one for one in mine if topic != Topic.CAP or line in ("", one.record.id)), None)


def _topic(request: RiserRequest) -> Topic:
    try:
        return Topic(request.POST.get("topic", ""))
    except ValueError:
        raise Refused(_("There is nothing of this kind to approve.")) from None
