"""An uploaded plan on its way to rows: through a temporary file, within the limits of a plan."""

import tempfile
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from riser.foundation.errors import Refused
from riser.plan.forms.sheet import read_plan
from riser.plan.rules.rows import Cells

MAX_PLAN_BYTES = 20 * 1024 * 1024


def file_name(upload: "UploadedFile[bytes]") -> str:
    """What the sender calls the file, without any folder."""
    return Path(upload.name or "plan").name


def uploaded_rows(upload: "UploadedFile[bytes]") -> list[tuple[int, Cells]]:
    """The rows of an uploaded template. Raises Refused where it is too large or cannot be read."""
    name = file_name(upload)
    if (upload.size or 0) > MAX_PLAN_BYTES:
        raise Refused(_("%(name)s is too large for a plan. Split it.") % {"name": name})
    with tempfile.TemporaryDirectory() as folder:
        # The name a person chose stays in the sentences; the folder keeps it from meaning a place.
        path = Path(folder) / (name if name not in {"", ".", ".."} else "plan")
        with path.open("wb") as file:
            for chunk in upload.chunks():
                file.write(chunk)
        return read_plan(path)
