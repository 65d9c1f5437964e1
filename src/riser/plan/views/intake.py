"""Requests for work: asked for by anybody, decided by somebody else."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from riser.foundation.kept import keep
from riser.foundation.roles import EDITORS, allows
from riser.foundation.web import RiserRequest, member_view
from riser.plan import actions
from riser.plan.actions import DECIDE_REQUESTS, FILE_REQUESTS
from riser.plan.forms.intake import DecideForm, RequestForm
from riser.plan.queries import RequestLine, campaign_lines, request_line, request_lines
from riser.plan.views.changing import Attempt, attempt
from riser.plan.words import RequestDecision


@member_view(FILE_REQUESTS)
def requests(request: RiserRequest) -> HttpResponse:
    """Every request, undecided ones first, and a form for a new one."""
    form = RequestForm(request.POST or None, initial={"currency": request.house.currency})
    tried = attempt(request, form, None, lambda values, _seen: actions.file_request(request.act, **values))
    if tried.done:
        messages.success(request, _("Stored. Those who decide were told."))
        return redirect("plan_requests")
    lines = keep(request.house.id, ("requests", request.act.actor), lambda: request_lines(request.act))
    context = {"lines": lines, "form": form}
    return render(request, "plan/requests.html", context, status=tried.status)


@member_view(FILE_REQUESTS)
def request_page(request: RiserRequest, request_id: int) -> HttpResponse:
    """One request with its decision, and for a decider the form that decides it."""
    line = request_line(request.act, request_id)
    form = _decide_form(request) if _may_decide(request, line) else None
    return _page(request, line, Attempt(form, None) if form else None)


@member_view(FILE_REQUESTS)
def request_edit(request: RiserRequest, request_id: int) -> HttpResponse:
    """A form that changes a request until it is decided."""
    line = request_line(request.act, request_id)
    initial = {name: getattr(line, name) for name in ("title", "purpose", "wished", "hours")}
    initial |= {
        "amount": line.amount.amount if line.amount else None,
        "currency": line.amount.currency if line.amount else request.house.currency,
    }
    tried = attempt(
        request,
        RequestForm(request.POST or None, initial=initial),
        line.version,
        lambda values, seen: actions.edit_request(
            request.act, request_id=request_id, based_on=seen, **values
        ),
    )
    if tried.done:
        messages.success(request, _("Saved."))
        return redirect("plan_request", request_id)
    context = {"form": tried.form, "tried": tried, "title": line.title, "asked": line}
    return render(request, "plan/edit.html", context, status=tried.status)


@require_POST
@member_view(DECIDE_REQUESTS)
def request_decide(request: RiserRequest, request_id: int) -> HttpResponse:
    """Decides a request; a yes leads to the draft campaign."""
    line, form = request_line(request.act, request_id), _decide_form(request)
    made = []
    tried = attempt(
        request,
        form,
        None,
        lambda values, _seen: made.append(
            actions.decide_request(
                request.act,
                request_id=request_id,
                **(values | {"decision": RequestDecision(values["decision"])}),
            )
        ),
    )
    if not tried.done:
        return _page(request, line, tried)
    messages.success(request, _("Decided. Who asked was told."))
    if made[0].campaign_id:
        return redirect("plan_campaign", made[0].campaign_id)
    return redirect("plan_request", request_id)


def _decide_form(request: RiserRequest) -> DecideForm:
    lines = campaign_lines(request.house.id, request.act.now.date())
    return DecideForm(request.POST or None, campaigns=[(line.id, line.name) for line in lines])


def _may_decide(request: RiserRequest, line: RequestLine) -> bool:
    mine = line.requester_id == request.act.actor.member_id
    return line.is_undecided and not mine and allows(request.act.actor, DECIDE_REQUESTS)


def _page(request: RiserRequest, line: RequestLine, tried: Attempt | None) -> HttpResponse:
    actor = request.act.actor
    is_mine = line.requester_id == actor.member_id
    context = {
        "line": line,
        "form": tried.form if tried else None,
        "is_mine": is_mine,
        "may_change": line.is_undecided and (is_mine or actor.role in EDITORS),
        "decides": allows(actor, DECIDE_REQUESTS),
    }
    return render(request, "plan/request.html", context, status=tried.status if tried else 200)
