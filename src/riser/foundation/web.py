"""The web face of an act: who asks, in which organisation, and how a refusal is said."""

from collections.abc import Callable, Hashable, Sequence
from datetime import date
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from riser.foundation import clock
from riser.foundation.doors import count_request, open_door, require_reach
from riser.foundation.errors import NotFound, NotPermitted, Refused
from riser.foundation.kept import keep
from riser.foundation.periods import FIRST_DAY, LAST_DAY
from riser.foundation.queries import House, Person, Place, actor, places_of
from riser.foundation.roles import Act, Face, Permission, require
from riser.foundation.unsent import ask_to_sign_in

P = ParamSpec("P")
GetResponse = Callable[[HttpRequest], HttpResponseBase]


class RiserRequest(HttpRequest):
    """A request inside one organisation.

    `sight` is all that a list may depend on: the records as they stand, who reads which address, and the day.
    A request that writes sees what nobody saw before.
    """

    act: Act
    house: House
    houses: tuple[House, ...]  # all that this person may enter from here, by name
    person: Person
    as_of: date
    sight: Hashable


View = Callable[Concatenate[RiserRequest, P], HttpResponseBase]


def member_view(permission: Permission) -> Callable[[View[P]], Callable[..., HttpResponseBase]]:
    """A view for members whose role allows the verb; `request.act` says who asks and when.

    Anonymous people are sent to sign in, and what they typed waits for them; people without an organisation
    are sent to the page that makes one.
    """

    def decorate(view: View[P]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def inner(request: Any, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return ask_to_sign_in(request)
            if not enter(request):
                return redirect("organisation_new")
            require(request.act, permission)
            return view(request, *args, **kwargs)

        return inner

    return decorate


def enter(request: Any, face: Face = Face.WEB) -> bool:
    """Whether the signed-in person has an organisation; what RiserRequest tells is set."""
    places = places_of(int(request.user.pk or 0))
    if not places:
        return False
    place = _chosen(request, places)
    request.houses = tuple(one.house for one in places)
    _settle(request, place, Act(place.house.id, actor(place.person), face, clock.now()))
    return True


def enter_by_token(request: Any, secret: str) -> Person:
    """The member behind a personal token; what RiserRequest tells is set.

    Raises Unknown for a token that is not valid, TooMany, and NotPermitted where it does not reach so far.
    """
    now = clock.now()
    opened = open_door(secret, now=now)
    count_request(opened.token_id, now=now)
    require_reach(opened, method=request.method, room=_room_of_api(request.path))
    act = Act(opened.house.id, actor(opened.person), Face.API, now, opened.scope, opened.token_id)
    request.houses = (opened.house,)
    _settle(request, Place(opened.house, opened.person), act)
    return opened.person


def as_of(request: HttpRequest) -> date:
    """The day named by `?as_of=`, else today. Raises Refused where it is no date of our time."""
    given = request.GET.get("as_of", "")
    try:
        day = date.fromisoformat(given) if given else clock.now().date()
    except ValueError:
        day = date.min
    if not FIRST_DAY <= day <= LAST_DAY:
        raise Refused(_no_day(request) % {"given": given[:40], "first": FIRST_DAY, "last": LAST_DAY})
    return day


def _no_day(request: HttpRequest) -> str:
    """What is wrong with the day: programs know it by its name, people never typed one."""
    if request.path.startswith("/api/"):
        return _("as_of: “%(given)s” is no day between %(first)s and %(last)s. Write it as 2026-03-01.")
    return _(
        "This page cannot show the day “%(given)s”: it is no day between %(first)s and %(last)s. "
        "Write it as 2026-03-01, or leave it out for today."
    )


def _settle(request: Any, place: Place, act: Act) -> None:
    request.person, request.house, request.act = place.person, place.house, act
    request.as_of = act.now.date()  # the page that refuses a day has a frame too
    request.as_of = as_of(request)
    request.sight = _sight(request)


def _sight(request: RiserRequest) -> Hashable:
    """Asked before anything is read: what is drawn later may be newer than it says, and never older."""
    state = keep(request.house.id, "sight", object)
    days = request.as_of, request.act.now.date(), request.house.day(request.act.now)
    return state, request.house, request.person, request.get_full_path(), days


def _room_of_api(path: str) -> str:
    """The room an address of the API belongs to: the word after the version."""
    return path.partition("/api/v1/")[2].split("/", 1)[0]


def _chosen(request: HttpRequest, places: Sequence[Place]) -> Place:
    """The place this person entered last, else the first, which counts as entered from now on."""
    chosen = int(request.session.get("organisation_id") or 0)
    for place in places:
        if place.house.id == chosen:
            return place
    request.session["organisation_id"] = places[0].house.id
    return places[0]


class RefusalMiddleware:
    """Turns the errors of RiserError into pages that say what happened to the data first."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page for a refusal, or None for anything else."""
        for kind, status in ((NotFound, 404), (NotPermitted, 403), (Refused, 422)):
            if isinstance(error, kind):
                problems = getattr(error, "problems", ())
                context = {"sentence": str(error), "problems": problems, "status": status}
                return render(request, "refusal.html", context, status=status)
        return None
