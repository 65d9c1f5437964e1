"""How much a request may carry, decided before anything of it is read."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from riser.foundation import clock
from riser.foundation.doors import opens

GetResponse = Callable[[HttpRequest], HttpResponseBase]
FORM_BYTES = 1024 * 1024  # what a form beside a file, or a person who has not signed in, may need


class BodyLimit:
    """Answers 413 to what is too large, and to files of people who have not signed in.

    It stands before the check against forgery runs, because that one already takes the whole upload in.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        size = _announced(request)
        if size <= FORM_BYTES or (size <= _most() and _is_known(request)):
            return self.get_response(request)
        sentence = _("This is larger than anything that is taken here. Nothing was stored.")
        if request.path.startswith("/api/"):
            return JsonResponse({"detail": sentence, "problems": []}, status=413)
        return render(request, "refusal.html", {"sentence": sentence, "status": 413}, status=413)


def _is_known(request: HttpRequest) -> bool:
    """Whether somebody signed in sends this, or a program with a token that is valid."""
    scheme, _blank, secret = request.headers.get("Authorization", "").partition(" ")
    by_token = scheme.lower() == "bearer" and opens(secret.strip(), now=clock.now())
    return by_token or request.user.is_authenticated


def _most() -> int:
    return int(settings.MAX_UPLOAD_BYTES) + FORM_BYTES


def _announced(request: HttpRequest) -> int:
    """The length the request announces; the server hands on no more than that."""
    given = request.META.get("CONTENT_LENGTH") or "0"
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 18 else _most() + 1
