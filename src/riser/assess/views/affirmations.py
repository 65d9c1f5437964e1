"""Pages of affirmations: a practice on one instance, asking a colleague, and answering."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from riser.assess import library
from riser.assess.actions import AFFIRM, ASK_AFFIRMATION, affirm, ask_affirmation
from riser.assess.affirmations import affirmation, affirmations
from riser.assess.forms import AnswerForm, AskForm
from riser.assess.pages import instance as pages
from riser.assess.pages.links import instance_address
from riser.assess.pages.records import record_links
from riser.assess.queries import practice_result, profile
from riser.assess.views.way import SEE_PROFILE, crumbs, links
from riser.foundation.errors import NotFound, Refused
from riser.foundation.evidence import RecordRef
from riser.foundation.queries import people
from riser.foundation.roles import Role, allows
from riser.foundation.web import RiserRequest, member_view


@member_view(SEE_PROFILE)
def instance_page(request: RiserRequest, slug: str) -> HttpResponse:
    """A practice on one instance: its evidence, attachments, affirmations, and the form to ask for one."""
    return _instance(request, slug, AskForm(_colleagues(request)))


@require_POST
@member_view(ASK_AFFIRMATION)
def ask(request: RiserRequest, slug: str) -> HttpResponse:
    """Asks a colleague to affirm what is declared for the instance."""
    form = AskForm(_colleagues(request), request.POST)
    practice, instance = slug.replace("-", " ", 1), request.GET.get("instance", "")
    if form.is_valid():
        said = form.cleaned_data
        try:
            asked = ask_affirmation(
                request.act, of=said["of"], practice=practice, instance=instance, question=said["question"]
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("%(name)s is asked.") % {"name": asked.of_name})
            return redirect(instance_address(practice, instance))
    return _instance(request, slug, form)


def _instance(request: RiserRequest, slug: str, form: AskForm) -> HttpResponse:
    practice, instance = slug.replace("-", " ", 1), request.GET.get("instance", "")
    one, result = practice_result(request.house.id, request.as_of, practice, instance)
    found = profile(request.house.id, request.as_of)
    page = pages.page(found, one, result, links(request), organisation_id=request.house.id)
    context = {
        "page": page,
        "form": form if page.is_declared and allows(request.act.actor, ASK_AFFIRMATION) else None,
        "crumbs": crumbs(request, (practice, page.practice_href), result.instance.title),
    }
    return render(request, "assess/instance.html", context, status=422 if form.errors else 200)


@member_view(SEE_PROFILE)
def affirmations_page(request: RiserRequest) -> HttpResponse:
    """What I am asked, and everything that was asked."""
    found = affirmations(request.house.id)
    mine = [one for one in found if one.is_open and one.of_id == request.person.member_id]
    asked = list(zip(found, _titles(request.house.id, [one.instance for one in found]), strict=True))
    context = {"mine": mine, "asked": asked, "crumbs": crumbs(request, _("Affirmations"))}
    return render(request, "assess/affirmations.html", context)


def _titles(organisation_id: int, instances: Sequence[str]) -> list[str]:
    """The record behind each instance by its title; an instance without one as it is written."""
    refs = [RecordRef(*one.split(":", 1)) if ":" in one else RecordRef("", one) for one in instances]
    links = record_links(organisation_id, refs)
    return [links[ref].title if ref in links else one for ref, one in zip(refs, instances, strict=True)]


@member_view(SEE_PROFILE)
def affirmation_page(request: RiserRequest, affirmation_id: int) -> HttpResponse:
    """One question, with what it is about; whoever was asked answers here."""
    one = affirmation(request.house.id, affirmation_id)
    is_mine = one.is_open and one.of_id == request.person.member_id
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and (not is_mine or form.is_valid()):
        said = form.cleaned_data if is_mine else {"answer": "no", "comment": ""}
        try:
            affirm(request.act, affirmation_id, answer=said["answer"] == "yes", comment=said["comment"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your answer is stored."))
            return redirect("assess_affirmation", affirmation_id)
    context = {
        "one": one,
        "form": form if is_mine and allows(request.act.actor, AFFIRM) else None,
        "crumbs": crumbs(request, _("Affirmations")),
        **_about(request, one.practice, one.instance),
        "record": next(iter(record_links(request.house.id, [one.record]).values()), None)
        if one.record
        else None,
    }
    return render(request, "assess/affirmation.html", context, status=422 if form.errors else 200)


def _about(request: RiserRequest, practice: str, instance: str) -> dict[str, object]:
    """What a question is about; an instance that is gone keeps its id."""
    if not practice:
        return {"practice": None}
    about = {
        "practice": library.model().practices.get(practice),
        "href": instance_address(practice, instance),
    }
    try:
        _one, result = practice_result(request.house.id, request.as_of, practice, instance)
    except NotFound:
        return {**about, "title": instance, "href": ""}
    refs = record_links(request.house.id, result.fact.records)
    return {**about, "title": result.instance.title, "result": result, "records": list(refs.values())}


def _colleagues(request: RiserRequest) -> list[tuple[int, str]]:
    return [
        (one.member_id, f"{one.name} ({one.email})")
        for one in people(request.house.id)
        if one.is_active and one.role != Role.GUEST
    ]
