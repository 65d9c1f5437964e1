"""How the API refuses: one shape for every sentence, by status, and its place in the API's description."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.parser import Parser

from riser.foundation.errors import (
    Clash,
    NotFound,
    NotPermitted,
    Problem,
    Refused,
    RiserError,
    Stale,
    TooMany,
    Unknown,
)
from riser.web.unread import problem

MEANINGS = {
    400: "The body cannot be read.",
    401: "Nobody knows who asks.",
    403: "The role or the token does not allow it.",
    404: "There is no such record in this organisation.",
    409: "Somebody else changed the same fields meanwhile.",
    413: "Larger than anything that is taken.",
    422: "The input cannot be taken; nothing was stored.",
    429: "Too many requests in a minute.",
}
STATUSES: tuple[tuple[type[RiserError], int], ...] = (
    (Unknown, 401),
    (NotPermitted, 403),
    (NotFound, 404),
    (Stale, 409),
    (Refused, 422),
    (TooMany, 429),
)


class ProblemOut(Schema):
    """One thing wrong in the input: where it is and what it is."""

    row: int | None
    column: str
    reason: str


class RefusalOut(Schema):
    """A sentence, and every single thing that is wrong."""

    detail: str
    problems: list[ProblemOut] = []


class ClashOut(Schema):
    """One field that two people changed."""

    field: str
    label: str
    mine: str
    theirs: str


class StaleOut(RefusalOut):
    """Both texts of every field, and the version to base the next attempt on."""

    version: int
    by: str
    clashes: list[ClashOut]


class Objects(Parser):
    """Takes JSON objects only: of a list, no field would be found, and all of it passed over in silence."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The object. Raises ValueError for any other value, and where it is no JSON."""
        found = super().parse_body(request)
        if not isinstance(found, dict):
            raise ValueError(f"{type(found).__name__} instead of an object")
        return found


class SpokenAPI(NinjaAPI):
    """The API, with its refusals among what it describes."""

    def get_openapi_schema(self, **options: Any) -> Any:
        """The description. Every operation may be refused in the same ways."""
        found = super().get_openapi_schema(**options)
        described = found["components"]["schemas"]
        for shape in (ProblemOut, ClashOut, RefusalOut, StaleOut):
            made = shape.model_json_schema(ref_template="#/components/schemas/{model}")
            made.pop("$defs", None)
            described[shape.__name__] = made
        for operations in found["paths"].values():
            for operation in operations.values():
                known = dict(operation["responses"])
                operation["responses"] = known | {
                    code: {"$ref": f"#/components/responses/refusal{code}"}
                    for code in MEANINGS
                    if code not in known
                }
        found["components"]["responses"] = {f"refusal{code}": _described(code) for code in MEANINGS}
        return found


def speak(api: NinjaAPI) -> None:
    """Gives the API its way of refusing."""
    for kind, status in STATUSES:
        api.add_exception_handler(kind, _handler(api, status))
    api.add_exception_handler(AuthenticationError, lambda request, _error: _not_signed_in(api, request))
    api.add_exception_handler(ValidationError, lambda request, error: _unread(api, request, error))
    api.add_exception_handler(HttpError, lambda request, error: _unparsed(api, request, _status(error)))
    for deep in (RecursionError, UnicodeDecodeError):  # what a body may do to the parser of JSON
        api.add_exception_handler(deep, lambda request, _error: _unparsed(api, request, 400))


def _handler(api: NinjaAPI, status: int) -> Any:
    def answer(request: HttpRequest, error: RiserError) -> HttpResponse:
        return _answer(api, request, error, status)

    return answer


def _answer(api: NinjaAPI, request: HttpRequest, error: RiserError, status: int) -> HttpResponse:
    body: dict[str, Any] = {"detail": str(error), "problems": _problems(getattr(error, "problems", ()))}
    if isinstance(error, Stale):
        clashes = [_clash(one) for one in error.clashes]
        body |= {"version": error.version, "by": error.by, "clashes": clashes}
    answer = api.create_response(request, body, status=status)
    if status == 401:
        answer["WWW-Authenticate"] = "Bearer"
    if isinstance(error, TooMany):
        answer["Retry-After"] = str(error.after)
    return answer


def _not_signed_in(api: NinjaAPI, request: HttpRequest) -> HttpResponse:
    sentence = _("Sign in, or send a personal token: Authorization: Bearer riser_…")
    return _answer(api, request, Unknown(sentence), 401)


def _unread(api: NinjaAPI, request: HttpRequest, error: Any) -> HttpResponse:
    """What the types of the operation do not take, in the shape of every other refusal."""
    problems = tuple(map(problem, error.errors))
    refusal = Refused(_("This cannot be read as it is described. Nothing was stored."), problems)
    return _answer(api, request, refusal, 422)


def _status(error: Any) -> int:
    return int(error.status_code)


def _unparsed(api: NinjaAPI, request: HttpRequest, status: int) -> HttpResponse:
    """A body that is no JSON object (400), a form without its token (403)."""
    sentences = {
        400: _(
            "The body is no JSON object that can be read. Nothing was stored. "
            "Check brackets and quotation marks."
        ),
        403: _("The token against forgery is missing. Send the header X-CSRFToken, or a personal token."),
    }
    return _answer(api, request, Refused(sentences.get(status, sentences[400])), status)


def _problems(problems: tuple[Problem, ...]) -> list[dict[str, Any]]:
    return [{"row": one.row, "column": one.column, "reason": str(one)} for one in problems]


def _clash(one: Clash) -> dict[str, str]:
    return {"field": one.field, "label": str(one.label), "mine": one.mine, "theirs": one.theirs}


def _described(code: int) -> dict[str, Any]:
    shape = StaleOut if code == 409 else RefusalOut
    schema = {"$ref": f"#/components/schemas/{shape.__name__}"}
    return {"description": MEANINGS[code], "content": {"application/json": {"schema": schema}}}
