"""Root of the REST API: one router a room, the tag is the room's name."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.security import SessionAuth

import riser
from riser.assess.api import router as assess
from riser.connect.api import router as connect
from riser.foundation.errors import NotFound, NotPermitted, Refused
from riser.foundation.roles import Face
from riser.foundation.web import enter
from riser.measure.api import router as measure
from riser.plan.api import router as plan


class MemberSession(SessionAuth):
    """The browser's session, with CSRF; personal tokens come with the API for other programs."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        """The user where they are a member of an organisation; sets `request.act`."""
        return request.user if request.user.is_authenticated and enter(request, Face.API) else None


api = NinjaAPI(title="Riser", version=riser.__version__, auth=MemberSession(), urls_namespace="api")
for name, router in (("connect", connect), ("plan", plan), ("measure", measure), ("assess", assess)):
    api.add_router(f"/{name}/", router, tags=[name])


def _answer(request: HttpRequest, error: Exception, status: int) -> HttpResponse:
    problems = [
        {"row": problem.row, "column": problem.column, "reason": str(problem)}
        for problem in getattr(error, "problems", ())
    ]
    return api.create_response(request, {"detail": str(error), "problems": problems}, status=status)


@api.exception_handler(NotFound)
def not_found(request: HttpRequest, error: Exception) -> HttpResponse:
    """404 with the sentence."""
    return _answer(request, error, 404)


@api.exception_handler(NotPermitted)
def not_permitted(request: HttpRequest, error: Exception) -> HttpResponse:
    """403 with the sentence."""
    return _answer(request, error, 403)


@api.exception_handler(Refused)
def refused(request: HttpRequest, error: Exception) -> HttpResponse:
    """422 with the sentence and every problem."""
    return _answer(request, error, 422)
