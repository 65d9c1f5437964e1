"""Pages of appraisals: the list, one of them, its end, its record."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from riser.assess import frozen, library
from riser.assess.actions import APPRAISE, finish_appraisal, open_appraisal, withdraw_appraisal
from riser.assess.appraisals import OUTCOME, sitting, sittings, version
from riser.assess.appraised import Appraised
from riser.assess.forms import OpenAppraisalForm, ReasonForm
from riser.assess.pages import appraisal as pages
from riser.assess.queries import profile
from riser.assess.views.deciding import appraised, complain, decided, status
from riser.assess.views.way import SEE_PROFILE, crumbs, to_appraisals
from riser.assess.words import APPRAISAL_STATES
from riser.foundation.errors import Refused
from riser.foundation.roles import allows, require
from riser.foundation.trail import canonical
from riser.foundation.web import RiserRequest, member_view


@member_view(SEE_PROFILE)
def appraisals_page(request: RiserRequest) -> HttpResponse:
    """Every appraisal, and for an appraiser the form that opens one."""
    may_judge = allows(request.act.actor, APPRAISE)
    form = _open_form(request) if may_judge else None
    if request.method == "POST":
        require(request.act, APPRAISE)
        if form and form.is_valid():
            said = form.cleaned_data
            try:
                opened = open_appraisal(
                    request.act, as_of=said["as_of"], left_out=form.reasons(), sponsor=said["sponsor"]
                )
            except Refused as refusal:
                complain(form, refusal)
            else:
                return redirect("assess_appraisal", opened.id)
    found = sittings(request.house.id)
    context = {
        "sittings": [(one, APPRAISAL_STATES[one.state]) for one in found],
        "form": form,
        "is_open": any(one.is_open for one in found),
        "crumbs": crumbs(request, to_appraisals()[0]),
    }
    return render(request, "assess/appraisals.html", context, status=status(form))


@member_view(SEE_PROFILE)
def appraisal_page(request: RiserRequest, appraisal_id: int) -> HttpResponse:
    """Where one appraisal stands: what is decided, what is not, and what was recorded too late."""
    found = appraised(request, appraisal_id)
    return _appraisal(request, found, ReasonForm())


def _appraisal(request: RiserRequest, found: Appraised, withdrawing: ReasonForm) -> HttpResponse:
    sat = found.sitting
    may_judge = allows(request.act.actor, APPRAISE)
    today = frozen.seen(profile(request.house.id, sat.as_of))
    context = {
        "page": pages.page(found, library.model(sat.model), may_judge=may_judge, today=today),
        "may_judge": may_judge,
        "withdrawing": withdrawing,
        "crumbs": crumbs(request, to_appraisals(), str(sat.as_of)),
    }
    return render(request, "assess/appraisal.html", context, status=status(withdrawing))


@require_POST
@member_view(APPRAISE)
def finish(request: RiserRequest, appraisal_id: int) -> HttpResponse:
    """Finishes the appraisal."""
    done = finish_appraisal(request.act, appraisal_id)
    messages.success(
        request, _("Finished. Its record is kept under SHA-256 %(hash)s.") % {"hash": done.sha256}
    )
    return redirect("assess_appraisal", appraisal_id)


@require_POST
@member_view(APPRAISE)
def withdraw(request: RiserRequest, appraisal_id: int) -> HttpResponse:
    """Withdraws the appraisal, with a reason."""
    found, form = appraised(request, appraisal_id), ReasonForm(request.POST)
    if not decided(
        request,
        form,
        lambda: withdraw_appraisal(request.act, appraisal_id, reason=form.cleaned_data["reason"]),
    ):
        return _appraisal(request, found, form)
    return redirect("assess_appraisal", appraisal_id)


@member_view(SEE_PROFILE)
def record(request: RiserRequest, appraisal_id: int) -> HttpResponse:
    """The frozen record of a finished appraisal as a file: the SHA-256 of its bytes is the one shown."""
    sat = sitting(request.house.id, appraisal_id)
    kept = version(request.house.id, sat.id, OUTCOME)
    answer = HttpResponse(canonical(kept.data), content_type="application/json; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="appraisal-{sat.as_of}.json"'
    return answer


def _open_form(request: RiserRequest) -> OpenAppraisalForm:
    areas = [(one.code, f"{one.code} {one.name}") for one in library.model().areas if one.practices]
    return OpenAppraisalForm(areas, request.POST or None, initial={"as_of": request.as_of})
