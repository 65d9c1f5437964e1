"""Which records somebody may see at all, asked of the room that keeps them."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from riser.foundation.errors import NotFound
from riser.foundation.evidence import RecordRef
from riser.foundation.registries import records
from riser.foundation.roles import READERS, Act, Role

LARGEST_ID = 2**63 - 1  # of any row on either database


def visible(act: Act, kind: str, ids: Sequence[str]) -> frozenset[str]:
    """Those of these ids that exist in the organisation and that the actor may see; guests: own ones only."""
    entry, askable = records.get(kind), [one for one in ids if _could_be_stored(one)]
    if entry is None or not askable:
        return frozenset()
    try:
        found = frozenset(entry.titles(act.organisation_id, askable))
    except ValueError:  # an id that is none, such as a word where the room counts its rows
        return frozenset()
    if act.actor.role in READERS:
        return found
    if act.actor.role == Role.GUEST and entry.own is not None:
        return found & frozenset(entry.own(act, sorted(found)))
    return frozenset()


def may_see(act: Act, record: RecordRef) -> bool:
    """Whether the record exists in the organisation and the actor may see it."""
    return record.id in visible(act, record.kind, [record.id])


def require_seen(act: Act, record: RecordRef) -> None:
    """Raises NotFound where the record does not exist for this actor; a code is told from an id."""
    if may_see(act, record):
        return
    if record.id.isdecimal():
        raise NotFound(_("There is no such record in this organisation."))
    raise NotFound(
        _("“%(given)s” is no id of a record here. Name it by its id, not by its code: search finds the id.")
        % {"given": record.id[:80]}
    )


def _could_be_stored(record_id: str) -> bool:
    printable = 0 < len(record_id) <= 255 and record_id.isprintable()
    return printable and not (record_id.isdecimal() and int(record_id) > LARGEST_ID)
