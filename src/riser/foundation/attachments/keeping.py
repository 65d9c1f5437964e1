"""Attaches files and links to records, and withdraws them: one verb, one transaction, one audit event."""

import hashlib
from datetime import UTC, date, datetime, time
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from riser.foundation.attachments import files
from riser.foundation.attachments.reading import KIND, Attached, find
from riser.foundation.attachments.types import ENDINGS, plain_name, type_of
from riser.foundation.errors import NotPermitted, Refused
from riser.foundation.evidence import RecordRef
from riser.foundation.models import Attachment
from riser.foundation.periods import FIRST_DAY
from riser.foundation.roles import CAMPAIGN_EDITORS, DECIDERS, Act, Permission, require
from riser.foundation.scope import require_seen
from riser.foundation.trail import record_event
from riser.ui.formats import listed

ATTACH = Permission("foundation.attach", CAMPAIGN_EDITORS, gettext_lazy("attach files and links"))
MOST_BYTES = 20 * 1024 * 1024
LONGEST_NOTE, LONGEST_URL, LONGEST_REASON = 2000, 2000, 500


def attach_file(
    act: Act,
    record: RecordRef,
    *,
    name: str,
    content: bytes,
    content_type: str = "",
    note: str = "",
    happened_on: date | None = None,
) -> Attached:
    """The file beside the record, kept by its SHA-256; its type is read from the content.

    `content_type` is what the sender claims: it is only named where the content is refused. `happened_on`
    is the day the file is from (default: today). Raises Refused for an empty or large file, a type that is
    not taken or does not fit the name, and for a file that stands there already.
    """
    require(act, ATTACH)
    require_seen(act, record)
    shown = plain_name(name)
    found = _taken_type(shown, content, content_type)
    values = {"name": shown, "content_type": found, "size": len(content)}
    at, note = _day(act, happened_on), _plain(note, LONGEST_NOTE)
    digest = files.keep(act.organisation_id, content)  # before the transaction: no file work inside one
    return _attach(act, record, values | {"sha256": digest, "note": note, "happened_at": at})


def attach_link(
    act: Act, record: RecordRef, *, url: str, note: str = "", happened_on: date | None = None
) -> Attached:
    """The https link beside the record. Nothing is fetched; its SHA-256 is that of the address.

    Raises Refused for anything but a plain https address, and for a link that stands there already.
    """
    require(act, ATTACH)
    require_seen(act, record)
    address = _https(url)
    digest = hashlib.sha256(address.encode()).hexdigest()
    values = {"name": _link_name(address), "url": address, "sha256": digest}
    said = {"note": _plain(note, LONGEST_NOTE), "happened_at": _day(act, happened_on)}
    return _attach(act, record, values | said)


@transaction.atomic
def withdraw(act: Act, attachment_id: int, *, why: str) -> Attached:
    """The attachment, no longer evidence from now on; it stays on record with who and why.

    Only who attached it, a manager or an administrator may. Raises Refused without a reason.
    """
    require(act, ATTACH)
    found = find(act, attachment_id)
    if act.actor.role not in DECIDERS and act.actor.member_id != found.member_id:
        raise NotPermitted(_("Only who attached it, a manager or an administrator can withdraw it."))
    reason = _plain(why, LONGEST_REASON)
    if not reason:
        raise Refused(_("Say why it is withdrawn."))
    rows = Attachment.objects.filter(pk=found.id, withdrawn_at=None)
    if not rows.update(withdrawn_at=act.now, withdrawn_by=act.actor.name, withdrawn_why=reason):
        raise Refused(_("It was withdrawn already."))
    record_event(act, RecordRef(KIND, str(found.id)), "withdraw attachment", after={"why": reason})
    return find(act, attachment_id)


@transaction.atomic
def _attach(act: Act, record: RecordRef, values: dict[str, object]) -> Attached:
    row = _store(act, record, values)
    after = {"kind": record.kind, "record": record.id} | {
        name: values[name] for name in ("name", "sha256", "url", "size") if name in values
    }
    record_event(act, RecordRef(KIND, str(row.pk)), "attach", after=after, happened_at=row.happened_at)
    return find(act, row.pk)


def _store(act: Act, record: RecordRef, values: dict[str, object]) -> Attachment:
    """The new row. That it stands there only once is the database's rule: two may press at once."""
    try:
        with transaction.atomic():
            return Attachment.objects.create(
                organisation_id=act.organisation_id,
                kind=record.kind,
                record_id=record.id,
                member_id=act.actor.member_id,
                by_name=act.actor.name,
                recorded_at=act.now,
                **values,
            )
    except IntegrityError:
        raise Refused(_("This is attached here already. Nothing was stored.")) from None


def _taken_type(name: str, content: bytes, claimed: str) -> str:
    if not content:
        raise Refused(_("%(name)s is empty. Nothing was stored.") % {"name": name})
    if len(content) > MOST_BYTES:
        raise Refused(
            _("%(name)s is larger than 20 MB. Keep it where it is and attach a link.") % {"name": name}
        )
    found = type_of(content, name)
    if found is None:
        endings = listed(ending for some in ENDINGS.values() for ending in some)
        raise Refused(
            _(
                "%(name)s was not taken: its content is of no type that is (%(endings)s), or not of "
                "the type its name says. Save it as PDF, or attach a link."
            )
            % {"name": name, "endings": endings}
        )
    return found


def _https(url: str) -> str:
    address = url.strip()
    try:
        parts = urlsplit(address)
        host, named = parts.hostname or "", parts.username or parts.password
        _port = parts.port
    except ValueError:
        host, parts, named = "", urlsplit(""), None
    whole = address.isprintable() and " " not in address and len(address) <= LONGEST_URL
    if not whole or parts.scheme != "https" or not host or named:
        raise Refused(
            _("“%(url)s” is no address that can be attached. It begins with https:// and names no password.")
            % {"url": address[:200]}
        )
    return address


def _link_name(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.hostname}{parts.path.rstrip('/')}"[:200]


def _day(act: Act, happened_on: date | None) -> datetime:
    """The moment a file or link is from: noon of that day, never later than now."""
    if happened_on is None or happened_on == act.now.date():
        return act.now
    if not FIRST_DAY <= happened_on <= act.now.date():
        raise Refused(_("%(day)s is not a day that has been.") % {"day": happened_on.isoformat()})
    return datetime.combine(happened_on, time(12), UTC)


def _plain(text: str, longest: int) -> str:
    """The text without what no database keeps. Raises Refused where it is too long."""
    kept = text.replace("\x00", "").strip()
    if len(kept) > longest:
        raise Refused(_("The text is longer than %(most)d characters.") % {"most": longest})
    return kept
