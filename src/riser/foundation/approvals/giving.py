"""Approval, once for all rooms: who said yes to which version. The second person is never the first."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from riser.foundation.errors import NotPermitted, Refused
from riser.foundation.evidence import Provenance, RecordRef
from riser.foundation.models import Approval
from riser.foundation.roles import Act, Role
from riser.foundation.trail import latest_version, record_event


def approve(
    act: Act,
    case: RecordRef,
    *,
    topic: str,
    requested_by: str = "",
    requested_at: datetime | None = None,
) -> Approval:
    """The approval of the newest version of a record. Call inside the action's transaction, after `require`.

    Raises NotPermitted for the system actor, Refused where the record has no version yet.
    """
    if act.actor.role == Role.SYSTEM:
        raise NotPermitted(_("The system cannot approve. Say who does with --as EMAIL."))
    version = latest_version(act.organisation_id, case)
    if version is None:
        raise Refused(_("There is nothing to approve yet. Save the record first."))
    approval = Approval.objects.create(
        organisation_id=act.organisation_id,
        topic=topic,
        kind=case.kind,
        record_id=case.id,
        version=version,
        requested_by=requested_by or version.author_name,
        requested_at=requested_at,
        approver_id=act.actor.member_id,
        approver_name=act.actor.name,
        provenance=Provenance.NATIVE,
        happened_at=act.now,
        recorded_at=act.now,
    )
    record_event(act, case, f"approve {topic}", after={"version": version.number, "sha256": version.sha256})
    return approval


def declare_approval(
    act: Act,
    case: RecordRef,
    *,
    topic: str,
    approver_name: str,
    happened_at: datetime,
    requested_by: str = "",
) -> Approval:
    """An approval typed later from another record: it says who and when, and counts as *declared*."""
    approval = Approval.objects.create(
        organisation_id=act.organisation_id,
        topic=topic,
        kind=case.kind,
        record_id=case.id,
        version=latest_version(act.organisation_id, case),
        requested_by=requested_by,
        approver_name=approver_name,
        provenance=Provenance.DECLARED,
        happened_at=happened_at,
        recorded_at=act.now,
    )
    record_event(
        act, case, f"declare approval of {topic}", after={"approver": approver_name}, happened_at=happened_at
    )
    return approval


def approvals(organisation_id: int, kind: str, *, as_of: date) -> dict[str, list[Approval]]:
    """Approvals of a kind of record that had happened by the end of `as_of`, oldest first; one query."""
    rows = Approval.objects.filter(organisation_id=organisation_id, kind=kind, happened_at__date__lte=as_of)
    found: dict[str, list[Approval]] = {}
    for row in rows.select_related("version").order_by("happened_at", "id"):
        found.setdefault(row.record_id, []).append(row)
    return found
