"""Writes the audit trail and the versions of records; reads versions back as of a day."""

import hashlib
import json
from collections.abc import Collection, Hashable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import BigIntegerField, Count, Max, QuerySet, Subquery, Sum

from riser.foundation.evidence import Provenance, RecordRef
from riser.foundation.models import AuditEvent, RecordVersion
from riser.foundation.roles import Act

Values = Mapping[str, Any]
RECENT = 1000  # events among which one that was committed late is noticed


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
    row = event_row(act, case, verb, before=before, after=after, happened_at=happened_at)
    row.save()
    return row


def record_version(
    act: Act,
    case: RecordRef,
    values: Values,
    *,
    happened_at: datetime | None = None,
    provenance: Provenance = Provenance.NATIVE,
) -> RecordVersion:
    """The next version of a record, numbered from 1. Call inside the action's transaction."""
    last = _versions_of(act.organisation_id, case).aggregate(last=Max("number"))["last"] or 0
    row = version_row(act, case, values, last + 1, happened_at=happened_at, provenance=provenance)
    row.save()
    return row


def event_row(
    act: Act,
    case: RecordRef,
    verb: str,
    *,
    before: Values | None,
    after: Values | None,
    happened_at: datetime | None,
) -> AuditEvent:
    """The audit event, not stored yet."""
    return AuditEvent(
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


def version_row(
    act: Act,
    case: RecordRef,
    values: Values,
    number: int,
    *,
    happened_at: datetime | None,
    provenance: Provenance,
) -> RecordVersion:
    """The version of that number, not stored yet."""
    text = canonical(values)
    return RecordVersion(
        organisation_id=act.organisation_id,
        kind=case.kind,
        record_id=case.id,
        number=number,
        data=json.loads(text),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        author_id=act.actor.member_id,
        author_name=act.actor.name,
        provenance=provenance,
        happened_at=happened_at or act.now,
        recorded_at=act.now,
    )


def latest_version(organisation_id: int, case: RecordRef) -> RecordVersion | None:
    """The newest version of one record, or None."""
    return _versions_of(organisation_id, case).order_by("-number").first()


def version_numbers(organisation_id: int, kind: str, ids: Collection[str] | None = None) -> dict[str, int]:
    """The newest version number of every record of a kind, or of these of them, by id; one query."""
    rows = RecordVersion.objects.filter(organisation_id=organisation_id, kind=kind)
    if ids is not None:
        rows = rows.filter(record_id__in=ids)
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


def stamp(organisation_id: int, *, aside: Collection[str] = ()) -> Hashable:
    """What names the state of all records, but for the kinds set aside: another one after every event.

    One query.

    The newest id alone would not do: SQLite gives the ids of a transaction that was rolled back again, and
    on PostgreSQL an event may be committed after one with a higher id. So the newest event's own words and
    the sum of the last so many ids belong to it: counting them all takes longer the more was done.
    """
    rows = AuditEvent.objects.filter(organisation_id=organisation_id).order_by("-pk")
    if aside:
        rows = rows.exclude(case_kind__in=aside)
    told = rows.annotate(total=_Total(rows.values("id")[:RECENT]))
    return told.values_list("pk", "total", "recorded_at", "verb", "case_kind", "case_id").first()


class _Total(Subquery):
    """The sum of the ids that a query finds; a plain aggregate would take them all, not the last so many."""

    template = "(SELECT SUM(newest.id) FROM (%(subquery)s) newest)"
    output_field = BigIntegerField()


def version_stamps(organisation_id: int, *, upto: int | None = None) -> dict[str, Hashable]:
    """The same for the versions of each kind of record, or for those up to an id; two queries.

    Ids alone are counted and added up, which an index does; the newest of each kind tells of itself.
    """
    rows = RecordVersion.objects.filter(organisation_id=organisation_id)
    if upto is not None:
        rows = rows.filter(pk__lte=upto)
    told = list(rows.order_by().values_list("kind").annotate(Max("pk"), Count("pk"), Sum("pk")))
    newest = RecordVersion.objects.filter(pk__in=[row[1] for row in told])
    words = {row[0]: row[1:] for row in newest.values_list("kind", "recorded_at", "sha256")}
    return {row[0]: (*row[1:], words.get(row[0])) for row in told}


def _versions_of(organisation_id: int, case: RecordRef) -> QuerySet[RecordVersion]:
    return RecordVersion.objects.filter(organisation_id=organisation_id, kind=case.kind, record_id=case.id)
