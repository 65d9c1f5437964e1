"""What is said where no view answers: an address that is not there, a method that is not offered."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

ASKING = frozenset({"GET", "HEAD"})  # send nothing that could be stored
GetResponse = Callable[[HttpRequest], HttpResponseBase]


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for an address that is not there; a program of the API gets its own shape."""
    if not request.path.startswith("/api/"):
        return render(request, "404.html", status=404)
    sentence = _("There is no such address. /api/v1/openapi.json lists those there are.")
    return JsonResponse({"detail": sentence, "problems": []}, status=404)


class Methods:
    """Puts a sentence into a bare 405; the header that names the methods stays."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.get_response(request)
        if answer.status_code != 405:
            return answer
        allowed = ", ".join(sorted(str(answer.headers.get("Allow", "")).split(", ")))
        facts = {"method": request.method, "allowed": allowed}
        if request.method in ASKING:
            sentence = _("%(method)s is not offered here. Use %(allowed)s.") % facts
        else:
            sentence = _("%(method)s is not offered here. Nothing was stored. Use %(allowed)s.") % facts
        if request.path.startswith("/api/"):
            said: HttpResponse = JsonResponse({"detail": sentence, "problems": []}, status=405)
        else:
            said = render(request, "refusal.html", {"sentence": sentence, "status": 405}, status=405)
        said.headers["Allow"] = allowed
        return said
