"""The pages on which an appraiser decides: a practice, an instance, a group, and taking a decision back."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from riser.assess import library
from riser.assess.actions import judge, judge_harm, override, take_back
from riser.assess.appraisals import history
from riser.assess.appraised import AppraisedInstance
from riser.assess.byhand import reference
from riser.assess.forms import DecisionForm, OverrideForm, ReasonForm
from riser.assess.pages import appraisal as pages
from riser.assess.pages.records import record_links
from riser.assess.rules.judgement import Harm
from riser.assess.views.deciding import appraised, decided, may_decide, practice_of, status, way
from riser.assess.views.way import SEE_PROFILE
from riser.assess.words import HARMS
from riser.foundation.attachments import attachments
from riser.foundation.errors import NotFound
from riser.foundation.evidence import Characterisation, RecordRef
from riser.foundation.web import RiserRequest, member_view
from riser.ui.ratings import RATINGS


@member_view(SEE_PROFILE)
def judge_page(request: RiserRequest, appraisal_id: int, slug: str) -> HttpResponse:
    """One practice with its evidence; for an appraiser the form that decides it, then comes the next."""
    found, practice = practice_of(request, appraisal_id, slug)
    one = found.practices[practice]
    choices = [(code, RATINGS[code].word) for code in one.basis.allowed]
    initial = {"value": one.rated.value, "reason": one.rated.signed.reason} if one.rated else None
    form = DecisionForm(_("Rating"), choices, request.POST or None, initial=initial)
    if request.method == "POST":

        def decide() -> None:
            value = Characterisation(form.cleaned_data["value"])
            judge(
                request.act, appraisal_id, practice=practice, value=value, reason=form.cleaned_data["reason"]
            )

        if decided(request, form, decide):
            following = pages.next_href(appraised(request, appraisal_id), after=practice)
            return redirect(following) if following else redirect("assess_appraisal", appraisal_id)
    page = pages.judge_page(
        found, library.model(found.sitting.model).practices[practice], organisation_id=request.house.id
    )
    context = {
        "page": page,
        "form": form if may_decide(request, found) and one.basis.needs_judgement else None,
        "may_decide": may_decide(request, found),
        "crumbs": way(request, found, practice),
    }
    return render(request, "assess/judge.html", context, status=status(form))


@member_view(SEE_PROFILE)
def override_page(request: RiserRequest, appraisal_id: int, slug: str) -> HttpResponse:
    """The form that calls one instance other than computed."""
    found, practice = practice_of(request, appraisal_id, slug)
    asked = request.GET.get("instance", "")
    one = next((one for one in found.practices[practice].instances if one.seen.id == asked), None)
    if one is None:
        raise NotFound(_("%(practice)s rests on no such instance here.") % {"practice": practice})
    choices = [(code, each.word) for code, each in RATINGS.items() if code != one.seen.computed]
    records = _leaning_on(request, practice, one)
    form = OverrideForm(records, _("Call it"), choices, request.POST or None)
    if request.method == "POST":

        def decide() -> None:
            said = form.cleaned_data
            override(
                request.act,
                appraisal_id,
                practice=practice,
                instance=asked,
                value=Characterisation(said["value"]),
                reason=said["reason"],
                record=pages.ref_of(said["record"]) if said["record"] else None,
            )

        if decided(request, form, decide):
            return redirect("assess_judge", appraisal_id, slug)
    context = {
        "sitting": found.sitting,
        "practice": library.model(found.sitting.model).practices[practice],
        "one": one,
        "form": form,
        "may_decide": may_decide(request, found),
        "crumbs": way(request, found, practice),
    }
    return render(request, "assess/override.html", context, status=status(form))


@member_view(SEE_PROFILE)
def judge_harm_page(request: RiserRequest, appraisal_id: int, group: str) -> HttpResponse:
    """Whether the weaknesses noted in a group together do significant harm."""
    found, key = appraised(request, appraisal_id), group.replace("-", " ", 1)
    if key not in found.groups:
        raise NotFound(_("No such group is in scope."))
    form = DecisionForm(_("Together they do"), list(HARMS.items()), request.POST or None)
    if request.method == "POST":

        def decide() -> None:
            said = form.cleaned_data
            judge_harm(request.act, appraisal_id, group=key, harm=Harm(said["value"]), reason=said["reason"])

        if decided(request, form, decide):
            return redirect("assess_appraisal", appraisal_id)
    context = {
        "sitting": found.sitting,
        "group": found.groups[key],
        "weak": [
            (one.id, seen.seen.title, seen.seen.critical)
            for one in found.groups[key].practices
            for seen in one.instances
            if seen.seen.critical
        ],
        "form": form,
        "may_decide": may_decide(request, found),
        "crumbs": way(request, found, key),
    }
    return render(request, "assess/harm.html", context, status=status(form))


@member_view(SEE_PROFILE)
def take_back_page(request: RiserRequest, appraisal_id: int, judgement_id: int) -> HttpResponse:
    """Takes a judgement back, with a reason; it stays in the history."""
    found = appraised(request, appraisal_id)
    line = next((one for one in history(appraisal_id) if one.id == judgement_id), None)
    if line is None:
        raise NotFound(_("There is no such judgement in this appraisal."))
    form = ReasonForm(request.POST or None)
    if request.method == "POST":

        def decide() -> None:
            take_back(request.act, appraisal_id, judgement_id, reason=form.cleaned_data["reason"])

        if decided(request, form, decide):
            return redirect("assess_appraisal", appraisal_id)
    context = {
        "line": line,
        "said": pages.said(line),
        "form": form,
        "may_decide": may_decide(request, found) and line.stands,
        "crumbs": way(request, found, line.subject),
    }
    return render(request, "assess/take_back.html", context, status=status(form))


def _leaning_on(request: RiserRequest, practice: str, one: AppraisedInstance) -> list[tuple[str, str]]:
    """The records an override can lean on: those behind the instance, and what is attached to it by hand."""
    beside = reference(practice, one.seen.id)
    attached = attachments(request.house.id, as_of=request.act.now.date(), kind=beside.kind)
    refs = [
        *pages.refs_of(one),
        *(RecordRef("attachment", str(a.id)) for a in attached if a.record == beside),
    ]
    links = record_links(request.house.id, refs)
    return [(f"{ref.kind}:{ref.id}", f"{link.kind}: {link.title}") for ref, link in links.items()]
