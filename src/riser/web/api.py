"""Root of the REST API: one router a room, the tag is the room's name."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError
from ninja.security import HttpBearer, SessionAuth

import riser
from riser.assess.api import router as assess
from riser.connect.api import router as connect
from riser.foundation.api import router as foundation
from riser.foundation.errors import NotFound, NotPermitted, Refused, Stale, TooMany, Unknown
from riser.foundation.roles import Face
from riser.foundation.web import enter, enter_by_token
from riser.launch.api import router as launch
from riser.measure.api import router as measure
from riser.plan.api import router as plan


class MemberToken(HttpBearer):
    """A personal token in the header: `Authorization: Bearer riser_…`. It needs no cookie."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """The member behind the token; sets `request.act`. Raises Unknown: 401, session or not."""
        return enter_by_token(request, token)


class MemberSession(SessionAuth):
    """The browser's session, with CSRF."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        """The user where they are a member of an organisation; sets `request.act`."""
        return request.user if request.user.is_authenticated and enter(request, Face.API) else None


api = NinjaAPI(
    title="Riser",
    version=riser.__version__,
    auth=[MemberToken(), MemberSession()],
    urls_namespace="api",
)
ROUTERS = {
    "foundation": foundation,
    "connect": connect,
    "plan": plan,
    "launch": launch,
    "measure": measure,
    "assess": assess,
}
for name, router in ROUTERS.items():
    api.add_router(f"/{name}/", router, tags=[name])


def _answer(request: HttpRequest, error: Exception, status: int) -> HttpResponse:
    problems = [
        {"row": problem.row, "column": problem.column, "reason": str(problem)}
        for problem in getattr(error, "problems", ())
    ]
    return api.create_response(request, {"detail": str(error), "problems": problems}, status=status)


@api.exception_handler(AuthenticationError)
def not_signed_in(request: HttpRequest, error: Exception) -> HttpResponse:
    """401 with the way in."""
    sentence = _("Sign in, or send a personal token: Authorization: Bearer riser_…")
    return unknown(request, Unknown(sentence))


@api.exception_handler(Unknown)
def unknown(request: HttpRequest, error: Exception) -> HttpResponse:
    """401 with the sentence."""
    answer = _answer(request, error, 401)
    answer["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(TooMany)
def too_many(request: HttpRequest, error: TooMany) -> HttpResponse:
    """429 with the sentence and the seconds to wait."""
    answer = _answer(request, error, 429)
    answer["Retry-After"] = str(error.after)
    return answer


@api.exception_handler(NotFound)
def not_found(request: HttpRequest, error: Exception) -> HttpResponse:
    """404 with the sentence."""
    return _answer(request, error, 404)


@api.exception_handler(NotPermitted)
def not_permitted(request: HttpRequest, error: Exception) -> HttpResponse:
    """403 with the sentence."""
    return _answer(request, error, 403)


@api.exception_handler(Stale)
def stale(request: HttpRequest, error: Stale) -> HttpResponse:
    """409 with both texts of every field, and the version to base the next attempt on."""
    clashes = [
        {"field": one.field, "label": str(one.label), "mine": one.mine, "theirs": one.theirs}
        for one in error.clashes
    ]
    body = {"detail": str(error), "version": error.version, "by": error.by, "clashes": clashes}
    return api.create_response(request, body, status=409)


@api.exception_handler(Refused)
def refused(request: HttpRequest, error: Exception) -> HttpResponse:
    """422 with the sentence and every problem."""
    return _answer(request, error, 422)
