"""An attached file on its way to a browser: to keep, never to be shown as a page of ours."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from riser.foundation.attachments.files import content_of
from riser.foundation.attachments.reading import Attached
from riser.foundation.errors import Refused


def file_answer(organisation_id: int, found: Attached) -> HttpResponse:
    """The attached file as a download. Raises Refused for a link: there is no file behind it."""
    if found.url:
        raise Refused(_("This is a link; there is no file behind it."))
    answer = HttpResponse(content_of(organisation_id, found.sha256), content_type=found.type)
    answer.headers["Content-Disposition"] = content_disposition_header(True, found.name) or "attachment"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
