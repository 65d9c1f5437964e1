"""Pages that belong to no room: home, health, theme, choosing an organisation."""

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from riser.assess.pages.links import Links
from riser.foundation import clock
from riser.foundation.actions import add_member, create_organisation
from riser.foundation.kept import keep
from riser.foundation.queries import houses_of, membership
from riser.foundation.roles import CAMPAIGN_READERS, SYSTEM, Act, Face, Permission, Role
from riser.foundation.tasks import waiting
from riser.foundation.web import RiserRequest, member_view
from riser.web import health
from riser.web.forms import OrganisationForm
from riser.web.frame import THEMES
from riser.web.home import front_page, is_empty
from riser.web.today import begins_with_campaigns

TASKS_SHOWN = 6
SEE_HOME = Permission("home.see", CAMPAIGN_READERS, _("see the front page"))


@member_view(SEE_HOME)
def home(request: RiserRequest) -> HttpResponse:
    """Where are we, what does it cost, what next; or the way to the first profile.

    A guest comes here after signing in too, and is led to their own campaigns.
    """
    if request.act.actor.role == Role.GUEST:
        return redirect("plan")
    tasks = waiting(request.act)
    if not tasks and is_empty(request.house):
        return redirect("connect_drop")
    if begins_with_campaigns(request):
        return redirect("today")
    links = Links(as_of=request.GET.get("as_of", ""))
    key = ("front page", links, request.as_of)
    page = keep(request.house.id, key, lambda: front_page(request.house, request.as_of, links))
    context = {"page": page, "profile_href": links.profile()}
    shown = {"tasks": tuple(tasks[:TASKS_SHOWN]), "more_tasks": max(len(tasks) - TASKS_SHOWN, 0)}
    return render(request, "web/home.html", context | shown)


@require_GET
def healthz(request: HttpRequest) -> JsonResponse:
    """200 with the state of database and lake, 503 where one of them does not answer."""
    state = health.state()
    return JsonResponse(state, status=200 if state["ok"] else 503)


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Remembers light or dark for this browser, or forgets it for "auto", and goes back."""
    response = redirect(_back(request))
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        response.set_cookie(
            "riser_theme", chosen, max_age=365 * 86400, samesite="Lax", secure=request.is_secure()
        )
    elif chosen == "auto":
        response.delete_cookie("riser_theme", samesite="Lax")
    return response


@require_POST
@login_required
def choose_organisation(request: HttpRequest) -> HttpResponse:
    """Enters another organisation of which this person is a member."""
    given = request.POST.get("organisation", "")
    chosen = next((house.id for house in houses_of(_user_id(request)) if str(house.id) == given), None)
    if chosen is not None:
        request.session["organisation_id"] = chosen
    return redirect("home")


@login_required
def new_organisation(request: HttpRequest) -> HttpResponseBase:
    """A form for a new, empty organisation; who makes it is its first administrator.

    Only administrators of an organisation may make another one; a person without any may not.
    """
    if not _may_found(_user_id(request)):
        return render(request, "refusal.html", {"status": 403}, status=403)
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        request.session["organisation_id"] = _found(request, form)
        return redirect("home")
    return render(request, "web/organisation_new.html", {"form": form}, status=422 if form.errors else 200)


def _found(request: HttpRequest, form: OrganisationForm) -> int:
    now = clock.now()
    organisation = create_organisation(now=now, face=Face.WEB, **form.cleaned_data)
    act = Act(organisation_id=organisation.pk, actor=SYSTEM, face=Face.WEB, now=now)
    add_member(act, email=request.user.get_username(), role=Role.ADMINISTRATOR)
    return organisation.pk


def _may_found(user_id: int) -> bool:
    roles = (membership(user_id, house.id) for house in houses_of(user_id))
    return any(person is not None and person.role == Role.ADMINISTRATOR for person in roles)


def _user_id(request: HttpRequest) -> int:
    user = request.user
    return int(user.pk) if isinstance(user, AbstractBaseUser) else 0


def _back(request: HttpRequest) -> str:
    target = request.POST.get("next") or request.headers.get("referer") or "/"
    safe = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    return target if safe else "/"
