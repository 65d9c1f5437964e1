"""Attached files on the disk: one file per content and organisation, named by its SHA-256."""

import hashlib
import os
from pathlib import Path
from uuid import uuid4

from django.utils.translation import gettext as _

from riser.foundation.errors import NotFound
from riser.foundation.home import home


def keep(organisation_id: int, content: bytes) -> str:
    """The SHA-256 under which the content is kept now; the same content is kept once."""
    digest = hashlib.sha256(content).hexdigest()
    path = _path(organisation_id, digest)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        passing = path.with_name(f"{uuid4().hex}.part")
        with passing.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        passing.replace(path)
    return digest


def content_of(organisation_id: int, digest: str) -> bytes:
    """The kept content. Raises NotFound where it is gone from the disk or is no longer what was attached."""
    path = _path(organisation_id, digest)
    content = path.read_bytes() if path.is_file() else b""
    if hashlib.sha256(content).hexdigest() != digest:
        raise NotFound(_("The file behind this attachment is lost or damaged. Restore it from a backup."))
    return content


def _path(organisation_id: int, digest: str) -> Path:
    """Made of a number and a digest only: no word of a person becomes a place on the disk."""
    return home() / "attachments" / str(int(organisation_id)) / digest[:2] / digest
