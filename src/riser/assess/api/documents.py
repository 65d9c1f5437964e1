"""The reports as files."""

from datetime import date
from typing import Literal

from django.http import HttpResponse

from riser.assess.api.door import reader, router
from riser.assess.documents import MEDIA, Form, Kind, asked, make
from riser.assess.pages.links import compared_address
from riser.assess.views.documents import download
from riser.foundation.web import RiserRequest

BYTES, OBJECT = {"type": "string", "format": "binary"}, {"type": "object"}
FILES = {media: {"schema": OBJECT if form is Form.JSON else BYTES} for form, media in MEDIA.items()}


@router.get("/report", openapi_extra={"responses": {200: {"description": "The file.", "content": FILES}}})
def get_report(
    request: RiserRequest,
    kind: Kind = Kind.PROFILE,
    format: Form = Form.PDF,
    as_of: date | None = None,
    since: date | None = None,
    lang: Literal["en", "zh-hans", ""] = "",
    compare: str = "",
    against: str = "",
) -> HttpResponse:
    """The profile or the one-page board report as a file; `since`: the day the board compares with.

    `compare` puts a comparison into the profile: with a day, or of a unit beside the unit `against`, or
    beside the whole organisation. The board report does not come as json.
    """
    act = reader(request)
    day = as_of or act.now.date()
    address = request.build_absolute_uri(compared_address(day.isoformat(), compare, against))
    wanted = asked(
        kind,
        format,
        as_of=day,
        since=since,
        language=lang,
        address=address,
        compare=compare,
        against=against,
    )
    return download(make(act.organisation_id, wanted, now=act.now))
