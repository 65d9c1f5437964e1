"""The reports as downloads. A report is a file, never a public link: only members may open its address."""

from datetime import date

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from riser.assess.documents import File, asked, make
from riser.assess.pages.links import compared_address
from riser.assess.views.way import SEE_PROFILE
from riser.foundation.errors import Refused
from riser.foundation.web import RiserRequest, member_view


@member_view(SEE_PROFILE)
def report(request: RiserRequest, report: str, form: str) -> HttpResponse:
    """A report as a file, of the as-of day; the other words of the query as on the other faces."""
    compare, against = (request.GET.get(name, "") for name in ("compare", "against"))
    wanted = asked(
        report,
        form,
        as_of=request.as_of,
        since=_since(request),
        language=request.GET.get("lang", ""),
        compare=compare,
        against=against,
        address=request.build_absolute_uri(compared_address(request.as_of.isoformat(), compare, against)),
    )
    return download(make(request.house.id, wanted, now=request.act.now))


def download(file: File) -> HttpResponse:
    """The answer that a browser keeps under the name of the file, Chinese letters too (RFC 5987)."""
    answer = HttpResponse(file.content, content_type=file.media)
    answer.headers["Content-Disposition"] = content_disposition_header(True, file.name) or "attachment"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def _since(request: RiserRequest) -> date | None:
    given = request.GET.get("since", "")
    if not given:
        return None
    try:
        return date.fromisoformat(given)
    except ValueError as error:
        raise Refused(
            _("since: “%(given)s” is no date. Write it like 2026-03-01.") % {"given": given}
        ) from error
