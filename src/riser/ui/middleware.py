"""What the drop zone needs of the server."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class FollowAfterUpload:
    """Tells the drop zone where to go, in place of a redirect.

    A browser follows the redirect of a scripted upload by itself, and the page it fetches that way would use
    up the messages meant for the person. So the script gets 204 with `Riser-Location` and goes there openly.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if "Riser-Upload" not in request.headers or response.status_code not in {301, 302, 303}:
            return response
        followed = HttpResponse(status=204, headers={"Riser-Location": response.headers["Location"]})
        followed.cookies = response.cookies
        return followed
