"""Pages on which people answer: the fitness test, and the questions of a seat."""

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
from riser.assess.pages import fitness as fitness_pages
from riser.assess.queries import fitness, fitness_unjudged, questions
from riser.assess.rules.stated import Respondent
from riser.assess.views.way import SEE_PROFILE, crumbs
from riser.assess.words import RESPONDENTS
from riser.foundation.errors import Refused
from riser.foundation.kept import keep
from riser.foundation.roles import allows
from riser.foundation.web import RiserRequest, member_view
from riser.plan.queries import campaign_lines
from riser.plan.views.first_run import FirstRun, first_run


@member_view(ANSWER)
def fitness_page(request: RiserRequest) -> HttpResponse:
    """The fitness test: one page, one submit; afterwards its verdicts with what would turn each no."""
    me = request.person.member_id
    mine = keep(request.house.id, ("replies", me), lambda: my_replies(request.house.id, me))
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
    run = _first_run(request) if sees else None
    found = fitness_pages.page(
        results,
        form,
        has_answered=bool(mine) and sees,
        steps=run.steps if run else (),
        step=run.current if run else 0,
    )
    status = 422 if form.errors else 200
    return render(
        request,
        "assess/fitness.html",
        {"page": found, "form": form, "crumbs": crumbs(request, _("Fitness test"))},
        status=status,
    )


def _first_run(request: RiserRequest) -> FirstRun | None:
    """The steps of the first run, once there is a plan from which this page follows."""
    planned = bool(campaign_lines(request.house.id, request.as_of))
    return first_run(request.house.id, planned=True) if planned else None


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
        "crumbs": crumbs(request, _("State your view")),
        "seat": RESPONDENTS[role],
        "items": _items(form),
    }
    return render(request, "assess/answers.html", context, status=422 if form.errors else 200)


def _choose_seat(request: RiserRequest, form: Form) -> HttpResponse:
    context = {"form": form, "crumbs": crumbs(request, _("State your view"))}
    return render(request, "assess/seat.html", context, status=422 if form.errors else 200)


def _items(form: AnswersForm) -> list[dict[str, object]]:
    """Each question with its criteria and its field."""
    return [
        {"practice": practice, "question": practice.question_for(form.role), "field": form[practice.id]}
        for practice in form.practices
    ]
