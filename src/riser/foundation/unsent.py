"""What was typed into a form whose session had ended: kept until its author has signed in again.

It waits in the new session of the same browser, for an hour, and is sent only when the person says so.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

MOST_CHARACTERS = 64 * 1024
KEPT_SECONDS = 3600
KEY = "unsent"
NEVER_KEPT = ("csrfmiddlewaretoken", "password")


@dataclass(frozen=True, slots=True)
class Unsent:
    """A form that was not taken: where it goes, and its fields in order."""

    path: str
    fields: tuple[tuple[str, str], ...]


def ask_to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """The way to the login page, and from there back, or to what was typed and could not be sent."""
    if request.method != "POST":
        return redirect_to_login(request.get_full_path())
    typed = _typed(request)
    if not typed or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return redirect_to_login(request.get_full_path())
    request.session[KEY] = {"path": request.get_full_path(), "fields": typed}
    request.session.set_expiry(KEPT_SECONDS)
    return redirect_to_login(reverse("unsent"))


def unsent(request: HttpRequest) -> Unsent | None:
    """The form that waits, or None."""
    kept: dict[str, Any] | None = request.session.get(KEY)
    return Unsent(kept["path"], tuple((name, value) for name, value in kept["fields"])) if kept else None


def forget(request: HttpRequest) -> None:
    """Takes the form out of the session."""
    request.session.pop(KEY, None)


def _typed(request: HttpRequest) -> list[list[str]]:
    """The fields as they were sent, without secrets; none where they are too much to keep."""
    found = [
        [name, str(value)]
        for name, values in request.POST.lists()
        for value in values
        if not name.startswith(NEVER_KEPT)
    ]
    return found if sum(len(name) + len(value) for name, value in found) <= MOST_CHARACTERS else []
