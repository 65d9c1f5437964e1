"""Pages of results: every campaign, one campaign with its readings and verdicts, and the forms of both."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from riser.foundation.errors import Refused
from riser.foundation.roles import allows
from riser.foundation.web import RiserRequest, member_view
from riser.measure import actions
from riser.measure.actions import AGREE_LAGS, GIVE_VERDICTS, RECORD_CHECKPOINTS, SEE_RESULTS
from riser.measure.forms import CheckpointForm, LagForm, VerdictForm
from riser.measure.queries import (
    CampaignResults,
    RequirementResult,
    all_results,
    campaign_of_checkpoint,
    campaign_results,
    find_asked,
    lags,
    requirement_of_verdict,
)
from riser.measure.sentences import DECISION_NAMES
from riser.measure.words import Decision

PAGE = 100


@member_view(SEE_RESULTS)
def campaigns(request: RiserRequest) -> HttpResponse:
    """Every campaign: where its spend stands, what was decided last, which verdicts are due."""
    return _campaigns(request, LagForm())


@member_view(SEE_RESULTS)
def campaign(request: RiserRequest, campaign_id: int) -> HttpResponse:
    """One campaign against what was asked of it."""
    return _campaign(request, campaign_results(request.act, campaign_id, request.as_of), None)


@require_POST
@member_view(RECORD_CHECKPOINTS)
def decide(request: RiserRequest, campaign_id: int) -> HttpResponse:
    """Records what was decided after reading figures; the button that was pressed is the decision."""
    form = CheckpointForm(request.POST)
    if form.is_valid():
        try:
            row = actions.record_checkpoint(request.act, campaign_id=campaign_id, **form.given)
        except Refused as refusal:
            _tell(form, refusal)
        else:
            said = DECISION_NAMES[Decision(row.decision)]
            messages.success(request, _("Recorded: %(decision)s.") % {"decision": said})
            return redirect("measure_campaign", campaign_id)
    return _campaign(request, campaign_results(request.act, campaign_id, request.as_of), form)


@member_view(GIVE_VERDICTS)
def give(request: RiserRequest, requirement_id: int) -> HttpResponse:
    """A form for the verdict, filled in with what was agreed at the first spend."""
    one, results = _requirement(request, requirement_id)
    form = VerdictForm(request.POST or None, initial=_prefilled(one))
    if form.is_bound and form.is_valid():
        try:
            actions.give_verdict(request.act, requirement_id=requirement_id, outcome=form.outcome)
        except Refused as refusal:
            _tell(form, refusal)
        else:
            messages.success(request, _("The verdict is recorded."))
            return redirect("measure_campaign", one.campaign)
    context = {"form": form, "one": one, "results": results}
    return render(request, "measure/verdict.html", context, status=422 if form.errors else 200)


@require_POST
@member_view(AGREE_LAGS)
def lag(request: RiserRequest) -> HttpResponse:
    """Records how long a source needs before its figures stand."""
    form = LagForm(request.POST)
    if form.is_valid():
        try:
            row = actions.agree_lag(request.act, **form.cleaned_data)
        except Refused as refusal:
            _tell(form, refusal)
        else:
            text = _("Agreed for campaigns that start from now on: %(source)s, %(days)d days.")
            messages.success(request, text % {"source": row.source, "days": row.days})
            return redirect(f"{reverse('measure_campaigns')}#lags")
    return _campaigns(request, form)


@member_view(SEE_RESULTS)
def checkpoint(request: RiserRequest, checkpoint_id: int) -> HttpResponseRedirect:
    """The checkpoint on its campaign's page."""
    campaign_id = campaign_of_checkpoint(request.act, checkpoint_id)
    return redirect(f"{reverse('measure_campaign', args=[campaign_id])}#checkpoint-{checkpoint_id}")


@member_view(SEE_RESULTS)
def verdict(request: RiserRequest, verdict_id: int) -> HttpResponseRedirect:
    """The verdict on its campaign's page."""
    campaign_id, requirement_id = requirement_of_verdict(request.act, verdict_id)
    return redirect(f"{reverse('measure_campaign', args=[campaign_id])}#requirement-{requirement_id}")


def _campaigns(request: RiserRequest, form: LagForm) -> HttpResponse:
    found = all_results(request.act, request.as_of)
    context = {
        "page": Paginator(sorted(found, key=_by_need), PAGE).get_page(request.GET.get("page")),
        "title": _title(found),
        "lags": lags(request.act),
        "form": form,
        "may_agree": allows(request.act.actor, AGREE_LAGS),
    }
    return render(request, "measure/campaigns.html", context, status=422 if form.errors else 200)


def _title(found: list[CampaignResults]) -> str:
    """How many checkpoints and verdicts wait, in one sentence."""
    points, due = sum(one.point is not None for one in found), sum(one.verdicts_due for one in found)
    reads = ngettext("%(n)d checkpoint waits for a decision", "%(n)d checkpoints wait for a decision", points)
    judges = ngettext("%(n)d verdict is due", "%(n)d verdicts are due", due)
    said = [text % {"n": count} for text, count in ((reads, points), (judges, due)) if count]
    if len(said) == 2:
        return _("%(one)s, %(two)s") % {"one": said[0], "two": said[1]}
    return said[0] if said else _("Nothing waits to be read or judged")


def _by_need(one: CampaignResults) -> tuple[bool, bool, bool]:
    """What waits comes first, then what runs; the order of names stays otherwise."""
    passed = one.point is not None and one.point.passed
    return not passed, not (one.point or one.verdicts_due), not one.is_running


def _campaign(request: RiserRequest, results: CampaignResults, form: CheckpointForm | None) -> HttpResponse:
    is_now = request.as_of == request.act.now.date()
    context = {
        "results": results,
        "form": form or CheckpointForm(initial={"data_day": results.newest or request.as_of}),
        "decisions": [(one.value, str(DECISION_NAMES[one])) for one in Decision],
        "may_decide": is_now and allows(request.act.actor, RECORD_CHECKPOINTS),
        "may_judge": is_now and allows(request.act.actor, GIVE_VERDICTS),
    }
    return render(request, "measure/campaign.html", context, status=422 if form and form.errors else 200)


def _requirement(request: RiserRequest, requirement_id: int) -> tuple[RequirementResult, CampaignResults]:
    asked = find_asked(request.act, requirement_id)
    results = campaign_results(request.act, asked.campaign, request.act.now.date())
    return next(one for one in results.requirements if one.id == requirement_id), results


def _prefilled(one: RequirementResult) -> dict[str, Any]:
    """The verdict that stands; else metric, window and source as they were agreed."""
    terms, given = one.terms, one.verdict
    if given is None:
        return {
            "metric": terms.metric,
            "window_from": terms.from_day,
            "window_to": terms.to_day,
            "source": terms.source,
        }
    return {
        "result": given.result,
        "value": given.value,
        "n": given.n,
        "metric": given.metric,
        "window_from": given.from_day,
        "window_to": given.to_day,
        "source": given.source,
        "note": given.note,
    }


def _tell(form: forms.Form, refusal: Refused) -> None:
    """Every problem of a refusal at its field, or above the form."""
    for problem in refusal.problems:
        form.add_error(problem.column if problem.column in form.fields else None, str(problem))
    if not refusal.problems:
        form.add_error(None, str(refusal))
