"""What pages show of attachments and of the records they stand beside."""

from typing import Any
from zlib import crc32

from riser.foundation.attachments.keeping import ATTACH
from riser.foundation.attachments.reading import Attached, attached_to
from riser.foundation.evidence import RecordRef
from riser.foundation.forms import AttachForm
from riser.foundation.registries import records
from riser.foundation.roles import DECIDERS, Act, allows


def panel(act: Act, record: RecordRef) -> dict[str, Any]:
    """The context of the panel of one record: what is attached, and the form for those who may attach."""
    return {
        "record": record,
        "attached": attached_to(act, record),
        "form": AttachForm(auto_id=f"attach-{_mark(record)}-%s") if allows(act.actor, ATTACH) else None,
    }


def _mark(record: RecordRef) -> int:
    """Tells the fields of several panels on one page apart; the same each time."""
    return crc32(f"{record.kind} {record.id}".encode())


def title_of(act: Act, record: RecordRef) -> str:
    """The title of a record; its id where its room has none."""
    entry = records.get(record.kind)
    titles = entry.titles(act.organisation_id, [record.id]) if entry else {}
    return titles.get(record.id, record.id)


def url_of(record: RecordRef) -> str:
    """The page of a record; the front page for one that has none."""
    entry = records.get(record.kind)
    return entry.url(record.id) if entry else "/"


def may_withdraw(act: Act, one: Attached) -> bool:
    """Whether the actor may withdraw this attachment."""
    mine = act.actor.member_id is not None and act.actor.member_id == one.member_id
    return one.withdrawn_at is None and allows(act.actor, ATTACH) and (mine or act.actor.role in DECIDERS)
