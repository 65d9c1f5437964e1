"""Reads attachments: of an organisation as of a day, of one record, one by id; and what others are told."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from riser.foundation.errors import NotFound
from riser.foundation.evidence import RecordRef
from riser.foundation.models import Attachment
from riser.foundation.registries import Hit
from riser.foundation.roles import CAMPAIGN_READERS, Act, Permission, require
from riser.foundation.scope import may_see, visible
from riser.foundation.search import matching

SEE_ATTACHMENTS = Permission("foundation.see_attachments", CAMPAIGN_READERS, gettext_lazy("see attachments"))
KIND = "attachment"


@dataclass(frozen=True, slots=True)
class Attached:
    """A file or a link beside a record. `size` in bytes (0 for a link), `url` empty for a file."""

    id: int
    record: RecordRef
    name: str
    sha256: str
    size: int
    type: str
    url: str
    note: str
    by: str
    member_id: int | None
    happened_at: datetime
    recorded_at: datetime
    withdrawn_at: datetime | None = None
    withdrawn_by: str = ""
    withdrawn_why: str = ""


def attachments(organisation_id: int, *, as_of: date, kind: str | None = None) -> list[Attached]:
    """What stood beside records at the end of `as_of`, oldest first; `kind` names one kind of record."""
    rows = Attachment.objects.filter(organisation_id=organisation_id, happened_at__date__lte=as_of)
    rows = rows.filter(Q(withdrawn_at=None) | Q(withdrawn_at__date__gt=as_of))
    if kind is not None:
        rows = rows.filter(kind=kind)
    return [_attached(row) for row in rows.order_by("happened_at", "id")]


def attached_to(act: Act, record: RecordRef) -> list[Attached]:
    """What stands beside one record the actor may see, newest first, without what was withdrawn."""
    require(act, SEE_ATTACHMENTS)
    if not may_see(act, record):
        return []
    rows = Attachment.objects.filter(
        organisation_id=act.organisation_id, kind=record.kind, record_id=record.id, withdrawn_at=None
    )
    return [_attached(row) for row in rows.order_by("-recorded_at", "-id")]


def find(act: Act, attachment_id: int) -> Attached:
    """One attachment, withdrawn or not. Raises NotFound where the actor may not see its record."""
    require(act, SEE_ATTACHMENTS)
    row = Attachment.objects.filter(organisation_id=act.organisation_id, pk=attachment_id).first()
    if row is None or not may_see(act, RecordRef(row.kind, row.record_id)):
        raise NotFound(_("There is no such attachment in this organisation."))
    return _attached(row)


def titles(organisation_id: int, ids: Sequence[str]) -> Mapping[str, str]:
    """Names of attachments by id; one query."""
    rows = Attachment.objects.filter(organisation_id=organisation_id, pk__in=[int(one) for one in ids])
    return {str(pk): name for pk, name in rows.values_list("pk", "name")}


def url(attachment_id: str) -> str:
    """The page of an attachment."""
    return reverse("attachment", args=[attachment_id])


def own(act: Act, ids: Sequence[str]) -> Collection[str]:
    """Those of these attachments that stand beside records the actor may see."""
    rows = Attachment.objects.filter(organisation_id=act.organisation_id, pk__in=[int(one) for one in ids])
    return {str(row.pk) for row in _seen(act, rows)}


def search(act: Act, words: str, most: int) -> Sequence[Hit]:
    """Attachments whose name, note or address holds every word, newest first."""
    rows = Attachment.objects.filter(organisation_id=act.organisation_id, withdrawn_at=None)
    found = rows.filter(matching(words, "name", "note", "url")).order_by("-recorded_at")
    return [Hit(str(row.pk), row.name, row.note or row.url) for row in _seen(act, found[: 4 * most])][:most]


def _seen(act: Act, rows: Iterable[Attachment]) -> list[Attachment]:
    """The rows whose records the actor may see; one question for each kind of record."""
    rows = list(rows)
    ids: dict[str, set[str]] = {}
    for row in rows:
        ids.setdefault(row.kind, set()).add(row.record_id)
    seen = {kind: visible(act, kind, sorted(some)) for kind, some in ids.items()}
    return [row for row in rows if row.record_id in seen[row.kind]]


def _attached(row: Attachment) -> Attached:
    return Attached(
        id=row.pk,
        record=RecordRef(row.kind, row.record_id),
        name=row.name,
        sha256=row.sha256,
        size=row.size,
        type=row.content_type,
        url=row.url,
        note=row.note,
        by=row.by_name,
        member_id=row.member_id,
        happened_at=row.happened_at,
        recorded_at=row.recorded_at,
        withdrawn_at=row.withdrawn_at,
        withdrawn_by=row.withdrawn_by,
        withdrawn_why=row.withdrawn_why,
    )
