"""The settings page of the thresholds."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from riser.foundation.approvals.entitled import thresholds, who_decides
from riser.foundation.approvals.forms import ThresholdForm
from riser.foundation.approvals.reading import SEE_APPROVALS
from riser.foundation.approvals.sentences import ROLE_WORDS, topic_word
from riser.foundation.approvals.thresholds import SET_THRESHOLDS, remove_threshold, set_threshold
from riser.foundation.errors import Refused
from riser.foundation.queries import people
from riser.foundation.registries import topics
from riser.foundation.roles import Role, allows, require
from riser.foundation.web import RiserRequest, member_view


@member_view(SEE_APPROVALS)
def thresholds_page(request: RiserRequest) -> HttpResponse:
    """Who decides from which amount on; the form only for administrators."""
    if request.method != "POST":
        return _page(request, _form(request))
    require(request.act, SET_THRESHOLDS)
    form = _form(request, posted=True)
    if form.is_valid():
        values = form.cleaned_data
        try:
            set_threshold(request.act, **values | {"roles": [Role(role) for role in values["roles"]]})
        except Refused as refusal:
            for problem in refusal.problems:
                form.add_error(problem.column or None, str(problem))
        else:
            messages.success(request, _("Saved."))
            return redirect("approvals_thresholds")
    return _page(request, form, status=422)


@require_POST
@member_view(SET_THRESHOLDS)
def threshold_remove(request: RiserRequest, threshold_id: int) -> HttpResponse:
    """Takes a threshold away."""
    remove_threshold(request.act, threshold_id=threshold_id)
    messages.success(request, _("Removed."))
    return redirect("approvals_thresholds")


def _form(request: RiserRequest, *, posted: bool = False) -> ThresholdForm:
    deciding = {role for _name, topic in topics.items() for role in topic.roles}
    return ThresholdForm(
        request.POST if posted else None,
        initial={"currency": request.house.currency},
        topics=[(name, topic.label) for name, topic in topics.items()],
        roles=[(role.value, word) for role, word in ROLE_WORDS.items() if role in deciding],
        deciders=[
            (one.member_id, one.name)
            for one in people(request.house.id)
            if one.is_active and one.role in deciding
        ],
    )


def _page(request: RiserRequest, form: ThresholdForm, *, status: int = 200) -> HttpResponse:
    everybody = people(request.house.id)
    context = {
        "rows": [
            (one, topic_word(one.topic), who_decides(one, everybody)) for one in thresholds(request.house.id)
        ],
        "form": form,
        "may_set": allows(request.act.actor, SET_THRESHOLDS),
    }
    return render(request, "foundation/approvals/thresholds.html", context, status=status)
