"""Pages of this room: parse, act, render."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from riser.assess import library
from riser.assess.actions import ANSWER, answer_fitness, submit_answers
from riser.assess.answers import my_choices, my_replies
from riser.assess.forms import AnswersForm, FitnessForm, SeatForm
from riser.assess.pages import area as area_pages
from riser.assess.pages import fitness as fitness_pages
from riser.assess.pages import practice as practice_pages
from riser.assess.pages import prices as price_pages
from riser.assess.pages import profile as profile_pages
from riser.assess.pages.links import Links
from riser.assess.queries import fitness, fitness_unjudged, offered_day, profile, questions
from riser.assess.rules.stated import Respondent
from riser.assess.words import RESPONDENTS
from riser.foundation.errors import NotFound, Refused
from riser.foundation.evidence import PriceClass
from riser.foundation.registries import nav
from riser.foundation.roles import READERS, Permission, allows
from riser.foundation.web import RiserRequest, member_view

SEE_PROFILE = Permission("assess.see", READERS)


@member_view(SEE_PROFILE)
def profile_page(request: RiserRequest) -> HttpResponse:
    """The maturity profile on the as-of day."""
    found = profile(request.house.id, request.as_of)
    asked = request.GET.get("show", "")
    show = profile_pages.Show(asked) if asked in set(profile_pages.Show) else profile_pages.Show.ALL
    context = {
        "page": profile_pages.page(found, _links(request), show),
        "offered": offered_day(request.house.id, request.as_of),
        "connect_url": _connect_url(),
        "has_records": any(one.results for one in found.practices.values()),
    }
    return render(request, "assess/profile.html", context)


@member_view(SEE_PROFILE)
def area_page(request: RiserRequest, code: str) -> HttpResponse:
    """One practice area, level by level."""
    found = area_pages.page(profile(request.house.id, request.as_of), code, _links(request))
    if found is None:
        raise NotFound(_("This model has no area “%(code)s”.") % {"code": code})
    return render(request, "assess/area.html", {"page": found, "crumbs": _crumbs(request, code)})


@member_view(SEE_PROFILE)
def practice_page(request: RiserRequest, slug: str) -> HttpResponse:
    """One practice with its instances and their records."""
    found = practice_pages.page(
        profile(request.house.id, request.as_of),
        slug.replace("-", " ", 1),
        _links(request),
        organisation_id=request.house.id,
    )
    if found is None:
        raise NotFound(_("This model has no practice “%(id)s”.") % {"id": slug})
    crumbs = [
        *_crumbs(request),
        (f"{found.one.practice.area} {found.area_name}", found.area_href),
        (found.one.id, ""),
    ]
    return render(request, "assess/practice.html", {"page": found, "crumbs": crumbs})


@member_view(SEE_PROFILE)
def prices_page(request: RiserRequest, price_class: str) -> HttpResponse:
    """The rows behind one class of price."""
    if price_class not in set(PriceClass):
        raise NotFound(_("There is no such class of price."))
    given = request.GET.get("page", "1")
    found = price_pages.page(
        profile(request.house.id, request.as_of),
        PriceClass(price_class),
        organisation_id=request.house.id,
        number=int(given) if given.isdecimal() and len(given) < 9 else 1,
    )
    return render(request, "assess/prices.html", {"page": found, "crumbs": _crumbs(request, found.title)})


@member_view(ANSWER)
def fitness_page(request: RiserRequest) -> HttpResponse:
    """The fitness test: one page, one submit; afterwards its verdicts with what would turn each no."""
    mine = my_replies(request.house.id, request.person.member_id)
    form = FitnessForm(library.fitness(), request.POST or None, initial=mine)
    if request.method == "POST" and form.is_valid():
        try:
            answer_fitness(request.act, role=form.cleaned_data["role"], replies=form.replies())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your answers are stored. They count for 180 days."))
            return redirect(f"{reverse('assess_fitness')}#verdict")
    # A guest answers like everybody; what the organisation's records say is not theirs to see.
    sees = allows(request.act.actor, SEE_PROFILE)
    results = fitness(request.house.id, request.as_of) if sees else fitness_unjudged()
    found = fitness_pages.page(results, form, has_answered=bool(mine) and sees)
    status = 422 if form.errors else 200
    return render(
        request,
        "assess/fitness.html",
        {"page": found, "form": form, "crumbs": _crumbs(request, _("Fitness test"))},
        status=status,
    )


@member_view(ANSWER)
def answers_page(request: RiserRequest) -> HttpResponse:
    """The self-assessment: first the seat, then its questions on one page."""
    given = request.POST.get("role") or request.GET.get("role", "")
    if given not in set(Respondent):
        return _choose_seat(request, SeatForm(request.GET if given else None))
    role = Respondent(given)
    asked = questions(request.house.id, role, request.as_of)
    mine = my_choices(request.house.id, request.person.member_id, library.FLAGSHIP)
    form = AnswersForm(role, asked, request.POST or None, initial=mine)
    if request.method == "POST" and form.is_valid():
        try:
            submit_answers(request.act, role=role, choices=form.choices())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("Your answers are stored. They stand beside the records from now on.")
            )
            return redirect("assess" if allows(request.act.actor, SEE_PROFILE) else "assess_answers")
    context = {
        "form": form,
        "crumbs": _crumbs(request, _("State your view")),
        "seat": RESPONDENTS[role],
        "items": _items(form),
    }
    return render(request, "assess/answers.html", context, status=422 if form.errors else 200)


def _choose_seat(request: RiserRequest, form: Form) -> HttpResponse:
    context = {"form": form, "crumbs": _crumbs(request, _("State your view"))}
    return render(request, "assess/seat.html", context, status=422 if form.errors else 200)


def _items(form: AnswersForm) -> list[dict[str, object]]:
    """Each question with its criteria and its field."""
    return [
        {"practice": practice, "question": practice.question_for(form.role), "field": form[practice.id]}
        for practice in form.practices
    ]


def _links(request: RiserRequest) -> Links:
    return Links(request.as_of.isoformat() if "as_of" in request.GET else "")


def _crumbs(request: RiserRequest, *here: str) -> list[tuple[str, str]]:
    """The way to this page: the room, then the names of where one is."""
    return [(_("Assess"), _links(request).profile()), *((name, "") for name in here)]


def _connect_url() -> str:
    entry = nav.get("connect")
    return reverse(entry.url_name) if entry else ""
