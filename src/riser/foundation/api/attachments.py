"""REST face of attachments."""

from datetime import date, datetime
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile

from riser.foundation.api.typed import Id, Line, Text, Word
from riser.foundation.attachments import (
    Attached,
    attach_file,
    attach_link,
    attached_to,
    find,
    withdraw,
)
from riser.foundation.attachments.download import file_answer
from riser.foundation.attachments.keeping import MOST_BYTES
from riser.foundation.bodies import Body
from riser.foundation.errors import Refused
from riser.foundation.evidence import RecordRef
from riser.foundation.web import RiserRequest

router = Router()


class AttachmentOut(Schema):
    """A file or a link beside a record; `size` in bytes, `url` empty for a file."""

    id: int
    kind: str
    record: str
    name: str
    sha256: str
    size: int
    type: str
    url: str
    note: str
    by: str
    happened_at: datetime
    recorded_at: datetime
    withdrawn_at: datetime | None


class BesideIn(Body):
    """The record, and what is said of a file."""

    kind: Word
    record: Line
    note: Text = ""
    happened_on: date | None = None


class AttachedLinkIn(BesideIn):
    """A link to attach."""

    url: Text


class WhyIn(Body):
    """A reason."""

    why: Text


@router.get("/attachments", response=list[AttachmentOut])
def attachments(request: RiserRequest, kind: Word, record: Line) -> Any:
    """What stands beside one record, newest first."""
    return [attachment_json(one) for one in attached_to(request.act, RecordRef(kind, record))]


@router.post("/attachments", response=AttachmentOut)
def add_file(request: RiserRequest, said: Form[BesideIn], file: File[UploadedFile]) -> Any:
    """A file beside a record."""
    if (file.size or 0) > MOST_BYTES:
        raise Refused(_("This is larger than 20 MB. Attach a link to it."))
    made = attach_file(
        request.act,
        RecordRef(said.kind, said.record),
        name=file.name or "",
        content=file.read(),
        content_type=file.content_type or "",
        note=said.note,
        happened_on=said.happened_on,
    )
    return attachment_json(made)


@router.post("/attachments/links", response=AttachmentOut)
def add_link(request: RiserRequest, said: AttachedLinkIn) -> Any:
    """A link beside a record; nothing is fetched."""
    record = RecordRef(said.kind, said.record)
    made = attach_link(request.act, record, url=said.url, note=said.note, happened_on=said.happened_on)
    return attachment_json(made)


@router.get("/attachments/{attachment_id}", response=AttachmentOut)
def attachment(request: RiserRequest, attachment_id: Id) -> Any:
    """One attachment, withdrawn or not."""
    return attachment_json(find(request.act, attachment_id))


@router.get("/attachments/{attachment_id}/file")
def attachment_file(request: RiserRequest, attachment_id: Id) -> HttpResponse:
    """The file itself."""
    return file_answer(request.act.organisation_id, find(request.act, attachment_id))


@router.post("/attachments/{attachment_id}/withdraw", response=AttachmentOut)
def withdraw_one(request: RiserRequest, attachment_id: Id, said: WhyIn) -> Any:
    """The attachment, which counts as evidence no more."""
    return attachment_json(withdraw(request.act, attachment_id, why=said.why))


def attachment_json(one: Attached) -> dict[str, Any]:
    """An attachment as the shell prints one too."""
    same = [name for name in AttachmentOut.model_fields if name not in {"kind", "record"}]
    return {name: getattr(one, name) for name in same} | {"kind": one.record.kind, "record": one.record.id}
