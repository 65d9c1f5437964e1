"""Reviews after a change: what hangs on a changed record is suspect until a person looked at it again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from riser.foundation.approvals.asking import ASK, checked, refuse_machine
from riser.foundation.evidence import RecordRef
from riser.foundation.models import Review
from riser.foundation.roles import Act, require
from riser.foundation.trail import record_event


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A person looked at `record` again because of version `number` of `cause`."""

    cause: RecordRef
    number: int
    record: RecordRef
    by: str
    note: str
    happened_at: datetime
    recorded_at: datetime


@transaction.atomic
def confirm_review(act: Act, *, cause: RecordRef, number: int, record: RecordRef, note: str = "") -> Review:
    """The review of a record after a version of its cause; a second one of the same is the first one.

    The room that calls it knows what hangs on what. Raises NotPermitted for the system: a person looks.
    """
    require(act, ASK)
    refuse_machine(act)
    said = checked(note)[:400]
    same = Review.objects.filter(
        organisation_id=act.organisation_id,
        cause_kind=cause.kind,
        cause_id=cause.id,
        cause_number=number,
        kind=record.kind,
        record_id=record.id,
    ).first()
    if same is not None:
        return same
    after = {"cause": f"{cause.kind}:{cause.id}", "version": number} | ({"note": said} if said else {})
    record_event(act, record, "review after change", after=after)
    return Review.objects.create(
        organisation_id=act.organisation_id,
        cause_kind=cause.kind,
        cause_id=cause.id,
        cause_number=number,
        kind=record.kind,
        record_id=record.id,
        note=said,
        member_id=act.actor.member_id,
        member_name=act.actor.name,
        happened_at=act.now,
        recorded_at=act.now,
    )


def reviews(organisation_id: int, cause_kind: str, *, as_of: date) -> Sequence[Reviewed]:
    """Reviews because of a kind of record that had happened by the end of `as_of`; one query."""
    rows = Review.objects.filter(
        organisation_id=organisation_id, cause_kind=cause_kind, happened_at__date__lte=as_of
    )
    return [_reviewed(row) for row in rows.order_by("happened_at", "pk")]


def _reviewed(row: Review) -> Reviewed:
    return Reviewed(
        cause=RecordRef(row.cause_kind, row.cause_id),
        number=row.cause_number,
        record=RecordRef(row.kind, row.record_id),
        by=row.member_name,
        note=row.note,
        happened_at=row.happened_at,
        recorded_at=row.recorded_at,
    )
