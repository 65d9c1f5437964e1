"""A yes: given by a second person to the newest version, or copied from another record."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from riser.foundation.approvals.baselines import fingerprint, freeze
from riser.foundation.approvals.entitled import circle, require_second_person
from riser.foundation.approvals.telling import tell_answer
from riser.foundation.errors import NotPermitted, Refused
from riser.foundation.evidence import Provenance, RecordRef
from riser.foundation.gathering import Trail
from riser.foundation.models import Approval, ApprovalRequest, FrozenRecord, RecordVersion, RequestState
from riser.foundation.registries import gates, topics
from riser.foundation.roles import Act, Role
from riser.foundation.trail import latest_version, record_event


def approve(
    act: Act,
    case: RecordRef,
    *,
    topic: str,
    requested_by: str = "",
    requested_at: datetime | None = None,
    comment: str = "",
    own_decision: bool = False,
) -> Approval:
    """The approval of the newest version of a record. Call inside the action's transaction, after `require`.

    Where somebody asked for it, their request is answered by it, and who asked and when is theirs.
    `own_decision` is for what an entitled person decides and signs at once (a raise of a cap): then only
    thresholds are asked. Raises NotPermitted for the system, first persons and whoever a threshold keeps
    out; Refused where the record has no version yet, was changed after it was submitted, or a room's gate
    does not let it pass.
    """
    if act.actor.role == Role.SYSTEM:
        raise NotPermitted(_("The system cannot approve. Say who does with --as EMAIL."))
    version = lock_newest(act, case)
    request = waiting_request(act, case, topic)
    _refuse_namesake(act, requested_by)
    _refuse_outsiders(act, case, topic, request, own_decision)
    if request is not None and own_decision:
        close(request, RequestState.REPLACED, act, "")
        request = None
    if request is not None:
        refuse_stale(act, request)
        requested_by, requested_at = request.requested_name, request.requested_at
    gate = gates.get(topic)
    passed = gate(act, case) if gate else None
    approval, _frozen = sign(
        act, case, version, topic, requested_by, requested_at, request=request, comment=comment
    )
    if passed:
        passed(approval.pk)
    return approval


def sign(
    act: Act,
    case: RecordRef,
    version: RecordVersion,
    topic: str,
    requested_by: str,
    requested_at: datetime | None,
    *,
    request: ApprovalRequest | None = None,
    comment: str = "",
) -> tuple[Approval, FrozenRecord | None]:
    """The approval and the baseline it freezes. Whoever calls this has asked whether they may."""
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
    frozen = freeze(act, case, approval=approval)
    after: dict[str, Any] = {"version": version.number, "sha256": version.sha256}
    if frozen is not None:
        after |= {"baseline": frozen.number, "baseline_sha256": frozen.sha256}
    if request is not None:
        close(request, RequestState.APPROVED, act, comment, approval)
        after |= {"request": request.pk} | ({"comment": comment.strip()} if comment.strip() else {})
    record_event(act, case, f"approve {topic}", after=after)
    if request is not None:
        tell_answer(act, request)
    return approval, frozen


def declare_approval(
    trail: Trail,
    case: RecordRef,
    *,
    topic: str,
    approver_name: str,
    happened_at: datetime,
    requested_by: str = "",
) -> Approval:
    """An approval typed later from another record: it says who and when, and counts as *declared*.

    It freezes nothing and answers no request: nobody here said yes. It is stored when the trail is written.
    """
    act = trail.act
    approval = Approval(
        organisation_id=act.organisation_id,
        topic=topic,
        kind=case.kind,
        record_id=case.id,
        version=trail.newest(case) or latest_version(act.organisation_id, case),
        requested_by=requested_by,
        approver_name=approver_name,
        provenance=Provenance.DECLARED,
        happened_at=happened_at,
        recorded_at=act.now,
    )
    trail.approval(approval)
    after = {"approver": approver_name}
    trail.event(case, f"declare approval of {topic}", after=after, happened_at=happened_at)
    return approval


def lock_newest(act: Act, case: RecordRef) -> RecordVersion:
    """The newest version, locked, so that two deciders come one after the other. Raises Refused without."""
    rows = RecordVersion.objects.select_for_update(of=("self",)).filter(
        organisation_id=act.organisation_id, kind=case.kind, record_id=case.id
    )
    newest = rows.order_by("-number").first()
    if newest is None:
        raise Refused(_("There is nothing to approve yet. Save the record first."))
    return newest


def waiting_request(act: Act, case: RecordRef, topic: str) -> ApprovalRequest | None:
    """The request of this topic that waits, locked, or None."""
    rows = ApprovalRequest.objects.select_for_update(of=("self",)).filter(
        organisation_id=act.organisation_id, topic=topic, kind=case.kind, record_id=case.id
    )
    return rows.filter(state=RequestState.WAITING).first()


def refuse_stale(act: Act, request: ApprovalRequest) -> None:
    """Raises Refused where the record, or what belongs to it, is no longer what was submitted."""
    case = RecordRef(request.kind, request.record_id)
    now = fingerprint(act.organisation_id, request.topic, case)
    if request.sha256 != now:
        raise Refused(
            _(
                "This was changed after %(name)s submitted it. Nobody can approve what was not submitted: "
                "submit it anew."
            )
            % {"name": request.requested_name}
        )


def close(
    request: ApprovalRequest,
    state: RequestState,
    act: Act,
    said: str,
    approval: Approval | None = None,
) -> ApprovalRequest:
    """The request in another state, with who brought it there, when, and what they said."""
    request.state = state
    request.decided_by_id, request.decided_name = act.actor.member_id, act.actor.name
    request.decided_at, request.decision, request.approval = act.now, said.strip(), approval
    fields = ["state", "decided_by", "decided_name", "decided_at", "decision", "approval"]
    request.save(update_fields=fields)
    return request


def _refuse_namesake(act: Act, requested_by: str) -> None:
    """Naming oneself as the one who asked is said plainly; naming another does not help."""
    if requested_by and requested_by == act.actor.name:
        raise NotPermitted(_("You prepared this yourself. Somebody else has to approve it."))


def _refuse_outsiders(
    act: Act, case: RecordRef, topic: str, request: ApprovalRequest | None, own_decision: bool
) -> None:
    if topic not in topics:
        return
    found = circle(act.organisation_id, topic, case)
    if own_decision:
        found = found.deciding_alone()
    elif request is not None:
        found = found.without(request.requested_by_id)
    require_second_person(act, topic, found)
