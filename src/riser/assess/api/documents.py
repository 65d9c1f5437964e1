"""The reports as files."""

from datetime import date

from django.http import HttpResponse

from riser.assess.api.door import reader, router
from riser.assess.documents import asked, make
from riser.assess.pages.links import Links
from riser.assess.views.documents import download
from riser.foundation.web import RiserRequest


@router.get("/reports/{kind}.{form}", response={200: None})
def get_report(
    request: RiserRequest,
    kind: str,
    form: str,
    as_of: date | None = None,
    since: date | None = None,
    lang: str = "",
) -> HttpResponse:
    """The profile or the board report as pdf, docx, xlsx, png or json; since when the board compares."""
    act = reader(request)
    day = as_of or act.now.date()
    address = request.build_absolute_uri(Links(day.isoformat()).profile())
    wanted = asked(kind, form, as_of=day, since=since, language=lang, address=address)
    return download(make(act.organisation_id, wanted, now=act.now))
