"""Uploads wait here, by digest, until a person says what to do with them. The address of one is signed."""

import hashlib
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.utils.translation import gettext as _

from riser.connect.intake.files import MAX_BYTES
from riser.foundation.errors import NotFound, Refused
from riser.foundation.home import home

SALT = "riser.connect.upload"
KEPT_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that waits: where it is, what it was called, and the signed text that leads back to it."""

    path: Path
    name: str
    token: str


class SizeLimit(FileUploadHandler):
    """Stops an upload as soon as it is larger than any file that is read, or than `most` bytes.

    `stopped` is the name of the file that was, "" while none is.
    """

    def __init__(self, request: Any = None, *, most: int = MAX_BYTES) -> None:
        super().__init__(request)
        self.received, self.most, self.stopped = 0, most, ""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """The chunk, while the whole is small enough."""
        self.received += len(raw_data)
        if self.received > self.most:
            self.stopped = self.file_name or _("The file")
            raise StopUpload  # the rest is read and thrown away, so that the answer can be a sentence
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Nothing: the handlers behind this one keep the file."""


def keep(organisation_id: int, file: "UploadedFile[Any]") -> Upload:
    """The upload, kept for a day. Older ones are thrown away. Raises Refused where it is too large."""
    if file.size is None or file.size > MAX_BYTES:
        raise Refused(_("%(name)s is larger than 200 MB. Export a shorter period.") % {"name": file.name})
    folder = _folder(organisation_id)
    folder.mkdir(parents=True, exist_ok=True)
    _throw_away_old(folder)
    passing = folder / f"{uuid4().hex}.part"
    digest = hashlib.sha256()
    with passing.open("wb") as target:
        for chunk in file.chunks():
            digest.update(chunk)
            target.write(chunk)
    path = passing.replace(folder / digest.hexdigest())
    name = Path(str(file.name)).name[:255]
    said = {"organisation": organisation_id, "sha256": digest.hexdigest(), "name": name}
    return Upload(path, name, signing.dumps(said, salt=SALT))


def find(organisation_id: int, token: str) -> Upload:
    """The upload behind a signed text of this organisation. Raises NotFound where it is gone or not ours."""
    try:
        said = signing.loads(token, salt=SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature as error:
        raise NotFound(_("This upload is no longer kept. Drop the file again.")) from error
    path = _folder(organisation_id) / said["sha256"]
    if said["organisation"] != organisation_id or not path.is_file():
        raise NotFound(_("This upload is no longer kept. Drop the file again."))
    return Upload(path, said["name"], token)


def waiting(organisation_id: int, sha256: str, name: str) -> Upload:
    """The upload of this digest, for work that was asked for while it waited. Raises NotFound where gone."""
    path = _folder(organisation_id) / Path(sha256).name
    if not path.is_file():
        raise NotFound(_("This upload is no longer kept. Drop the file again."))
    return Upload(path, name, "")


def _folder(organisation_id: int) -> Path:
    return home() / "uploads" / str(int(organisation_id))


def _throw_away_old(folder: Path) -> None:
    oldest = time.time() - KEPT_SECONDS
    for path in folder.iterdir():
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
