"""Writes the audit trail and the versions of records; reads versions back as of a day."""

import hashlib
import json
from collections.abc import Hashable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Count, Max, Subquery

from riser.foundation.evidence import Provenance, RecordRef
from riser.foundation.models import AuditEvent, RecordVersion
from riser.foundation.roles import Act

Values = Mapping[str, Any]


def canonical(values: Values) -> str:
    """The one JSON text of these values: sorted keys, no spaces, real characters."""
    return json.dumps(
        values, cls=DjangoJSONEncoder, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )


def plain(values: Values | None) -> Any:
    """The values as JSON holds them: dates as ISO text, decimals as text."""
    return None if values is None else json.loads(canonical(values))


def record_event(
    act: Act,
    case: RecordRef,
    verb: str,
    *,
    before: Values | None = None,
    after: Values | None = None,
    happened_at: datetime | None = None,
) -> AuditEvent:
    """The audit event of one verb on one case. `happened_at` defaults to the act's own clock."""
    return AuditEvent.objects.create(
        organisation_id=act.organisation_id,
        case_kind=case.kind,
        case_id=case.id,
        verb=verb,
        actor_id=act.actor.member_id,
        actor_name=act.actor.name,
        face=act.face,
        happened_at=happened_at or act.now,
        recorded_at=act.now,
        before=plain(before),
        after=plain(after),
    )


def record_version(
    act: Act,
    case: RecordRef,
    values: Values,
    *,
    happened_at: datetime | None = None,
    provenance: Provenance = Provenance.NATIVE,
) -> RecordVersion:
    """The next version of a record, numbered from 1. Call inside the action's transaction."""
    rows = RecordVersion.objects.filter(
        organisation_id=act.organisation_id, kind=case.kind, record_id=case.id
    )
    last = rows.aggregate(last=Max("number"))["last"] or 0
    return RecordVersion.objects.create(
        organisation_id=act.organisation_id,
        kind=case.kind,
        record_id=case.id,
        number=last + 1,
        data=plain(values),
        sha256=hashlib.sha256(canonical(values).encode()).hexdigest(),
        author_id=act.actor.member_id,
        author_name=act.actor.name,
        provenance=provenance,
        happened_at=happened_at or act.now,
        recorded_at=act.now,
    )


def latest_version(organisation_id: int, case: RecordRef) -> RecordVersion | None:
    """The newest version of one record, or None."""
    rows = RecordVersion.objects.filter(organisation_id=organisation_id, kind=case.kind, record_id=case.id)
    return rows.order_by("-number").first()


def version_numbers(organisation_id: int, kind: str) -> dict[str, int]:
    """The newest version number of every record of a kind, by id; one query."""
    rows = RecordVersion.objects.filter(organisation_id=organisation_id, kind=kind)
    return dict(rows.values_list("record_id").annotate(last=Max("number")).order_by())


def versions(organisation_id: int, kind: str, *, as_of: date) -> dict[str, list[RecordVersion]]:
    """Versions of a kind of record that had happened by the end of `as_of`, oldest first; one query."""
    rows = RecordVersion.objects.filter(
        organisation_id=organisation_id, kind=kind, happened_at__date__lte=as_of
    )
    found: dict[str, list[RecordVersion]] = {}
    for row in rows.order_by("number"):
        found.setdefault(row.record_id, []).append(row)
    return found


def history(organisation_id: int, case: RecordRef) -> Sequence[AuditEvent]:
    """The audit events of one case, newest first."""
    rows = AuditEvent.objects.filter(organisation_id=organisation_id, case_kind=case.kind, case_id=case.id)
    return list(rows.order_by("-recorded_at", "-id"))


def stamp(organisation_id: int) -> Hashable:
    """What names the state of all records: it is another one after every event; one query.

    The newest id alone would not do: SQLite gives the ids of a transaction that was rolled back again, and
    on PostgreSQL an event may be committed after one with a higher id. So the count and the newest event's
    own words belong to it.
    """
    rows = AuditEvent.objects.filter(organisation_id=organisation_id)
    # Counted beside, from the index alone: a window over all events would read and sort every one of them.
    every = rows.order_by().values("organisation_id").annotate(total=Count("pk")).values("total")
    told = rows.annotate(total=Subquery(every)).order_by("-pk")
    return told.values_list("pk", "total", "recorded_at", "verb", "case_kind", "case_id").first()


def version_stamps(organisation_id: int) -> dict[str, Hashable]:
    """The same for the versions of each kind of record; one query."""
    rows = RecordVersion.objects.filter(organisation_id=organisation_id).order_by().values_list("kind")
    told = rows.annotate(Max("pk"), Count("pk"), Max("recorded_at"), Max("sha256"))
    return {row[0]: row[1:] for row in told}
