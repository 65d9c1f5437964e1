"""Change requests: somebody wants what was approved to be otherwise, and two sides agree or do not.

One side is whoever asks for the change, the other a decider who neither asked, nor filed it, nor wrote it.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from riser.foundation.approvals.asking import ASK, needed, refuse_machine
from riser.foundation.approvals.baselines import agreed_apart, baseline, changes_since, freeze, whole
from riser.foundation.approvals.entitled import Circle, circle, require_second_person
from riser.foundation.approvals.giving import close, lock_newest, sign, waiting_request
from riser.foundation.approvals.telling import tell_change, tell_change_decided
from riser.foundation.differences import MISSING, Change, is_same, value_of
from riser.foundation.errors import NotFound, NotPermitted, Refused
from riser.foundation.evidence import Provenance, RecordRef
from riser.foundation.models import (
    Approval,
    ChangeRequest,
    ChangeState,
    FrozenRecord,
    Member,
    RecordVersion,
    RequestState,
)
from riser.foundation.registries import records
from riser.foundation.roles import READERS, Act, Permission, require
from riser.foundation.trail import record_event
from riser.ui.formats import listed

AGREE = Permission(
    "changes.agree", READERS, gettext_lazy("agree to changes"), decision=True
)  # for whoever asks: their side of it
Proposal = Mapping[str, Any]  # field -> its value to be; MISSING for a field that goes


@transaction.atomic
def ask_change(
    act: Act,
    case: RecordRef,
    *,
    topic: str,
    reason: str,
    proposed: Proposal | None = None,
    requester: int | None = None,
) -> ChangeRequest:
    """A change request on an approved record: what `proposed` says, else everything changed since approval.

    `requester` is the colleague on whose behalf it is filed; they have to agree themselves. Without one the
    acting person asks, and has agreed by asking. Raises Refused where nothing was approved or would change.
    """
    require(act, ASK)
    refuse_machine(act)
    lock_newest(act, case)
    said = needed(reason, _("Say why: whoever decides reads it."))
    wanted = _wanted(act, case, topic, proposed)
    asker = _asker(act, requester)
    is_own = asker.pk == act.actor.member_id
    change = ChangeRequest.objects.create(
        organisation_id=act.organisation_id,
        topic=topic,
        kind=case.kind,
        record_id=case.id,
        title=_title(act, case),
        url=_url(case),
        reason=said,
        before={one.field: one.before for one in wanted if one.before is not MISSING},
        proposed={one.field: one.after for one in wanted if one.after is not MISSING},
        filed_by_id=act.actor.member_id,
        filed_name=act.actor.name,
        filed_at=act.now,
        requester=asker,
        requester_name=str(asker),
        requester_at=act.now if is_own else None,
    )
    _announce(act, change, change_circle(act, change).members if is_own else [asker.pk])
    return change


@transaction.atomic
def decide_change(act: Act, change_id: int, *, agree: bool, comment: str = "") -> ChangeRequest:
    """The change request with the word of one side: the requester's first, then a second person's.

    When both agree and nothing else differs from what was approved, the record as it stands is approved and
    becomes the next baseline. Declining needs a comment. Raises Refused where the record has moved on.
    """
    change = find_change(act, change_id)
    _refuse_decided(change)
    said = needed(comment, _("Say why not: whoever asked reads it.")) if not agree else comment.strip()
    if change.requester_at is None and act.actor.member_id == change.requester_id:
        require(act, AGREE)
        return _requester_says(act, change, agree, said)
    require_second_person(act, change.topic, change_circle(act, change))
    if not agree:
        return _decide(act, change, ChangeState.DECLINED, said)
    if change.requester_at is None:
        text = _("%(name)s, for whom this was filed, has not agreed yet. Both sides agree, they first.")
        raise Refused(text % {"name": change.requester_name})
    _refuse_moved_on(act, change)
    change.manager_id, change.manager_name = act.actor.member_id, act.actor.name
    change.manager_at = act.now
    _decide(act, change, ChangeState.AGREED, said)
    change.baseline = _approve_whole(act, change)
    change.save(update_fields=["baseline"])
    return change


@transaction.atomic
def withdraw_change(act: Act, change_id: int) -> ChangeRequest:
    """The change request, taken back by whoever filed it or asked for it."""
    require(act, ASK)
    change = find_change(act, change_id)
    _refuse_decided(change)
    if act.actor.member_id not in {change.filed_by_id, change.requester_id} - {None}:
        raise NotPermitted(_("Only %(name)s can take this back.") % {"name": change.filed_name})
    change.state, change.decided_at = ChangeState.WITHDRAWN, act.now
    change.save(update_fields=["state", "decided_at"])
    record_event(act, _case(change), "withdraw change", after={"change": change.pk})
    return change


def settle(act: Act, case: RecordRef, *, topic: str) -> FrozenRecord | None:
    """The next baseline, once a change came into force that both sides had agreed to; else None.

    Rooms call it after a change. Whoever decided on the request is the approver, of exactly what they agreed
    to: where anything else differs from the last baseline, nothing is frozen.
    """
    if not awaiting_baseline(act.organisation_id, case.kind, [case.id]):
        return None
    changes = changes_since(act.organisation_id, topic, case)
    open_ones, agreed = unagreed(act.organisation_id, topic, case, changes)
    if not changes or open_ones or not agreed:
        return None
    change = agreed[-1]
    version = lock_newest(act, case)
    _replace_waiting(act, case, topic)
    approval = sign_for(act, case, version, topic, change)
    frozen = freeze(act, case, approval=approval)
    if frozen is not None:
        ChangeRequest.objects.filter(pk__in=[one.pk for one in agreed], baseline=None).update(baseline=frozen)
        after = {"change": change.pk, "baseline": frozen.number, "baseline_sha256": frozen.sha256}
        record_event(act, case, "freeze baseline", after=after | {"approver": approval.approver_name})
    return frozen


def awaiting_baseline(organisation_id: int, kind: str, ids: Iterable[str]) -> frozenset[str]:
    """Those of these records that have a change agreed to and not yet in a baseline; one query."""
    rows = ChangeRequest.objects.filter(
        organisation_id=organisation_id, kind=kind, record_id__in=ids, state=ChangeState.AGREED, baseline=None
    )
    return frozenset(rows.values_list("record_id", flat=True))


def find_change(act: Act, change_id: int) -> ChangeRequest:
    """The change request of this organisation, locked. Raises NotFound."""
    rows = ChangeRequest.objects.select_for_update(of=("self",)).filter(organisation_id=act.organisation_id)
    change = rows.filter(pk=change_id).first()
    if change is None:
        raise NotFound(_("There is no such change request in this organisation."))
    return change


def change_circle(act: Act, change: ChangeRequest) -> Circle:
    """Who may be the second side: nobody who wrote, filed or asked for it."""
    found = circle(act.organisation_id, change.topic, _case(change))
    return found.without(change.filed_by_id, change.requester_id)


def wanted_changes(change: ChangeRequest) -> list[Change]:
    """What a change request asks for, field by field."""
    fields = sorted(change.before.keys() | change.proposed.keys())
    return [Change(one, change.before.get(one, MISSING), change.proposed.get(one, MISSING)) for one in fields]


def unagreed(
    organisation_id: int, topic: str, case: RecordRef, changes: Sequence[Change]
) -> tuple[list[Change], list[ChangeRequest]]:
    """Which of the changes since the baseline nobody agreed to, and the requests that agreed to others."""
    newest = FrozenRecord.objects.filter(
        organisation_id=organisation_id, kind=case.kind, record_id=case.id
    ).order_by("-number")
    since = newest.values_list("recorded_at", flat=True).first()
    agreed = ChangeRequest.objects.filter(
        organisation_id=organisation_id, kind=case.kind, record_id=case.id, state=ChangeState.AGREED
    )
    # One that has its baseline is spent: the same value a second time is asked for anew.
    unspent = agreed.filter(baseline=None).order_by("pk")
    found = list(unspent.filter(manager_at__gte=since)) if since else []
    apart = agreed_apart(organisation_id, topic, {case: changes})[case]
    said = {one.field: one.after for request in found for one in wanted_changes(request)}
    open_ones = [
        one
        for one in changes
        if one.field not in apart and not (one.field in said and is_same(said[one.field], one.after))
    ]
    return open_ones, found


def _wanted(act: Act, case: RecordRef, topic: str, proposed: Proposal | None) -> list[Change]:
    now = whole(act.organisation_id, topic, case)
    frozen = baseline(act.organisation_id, case)
    if now is None or frozen is None:
        raise Refused(_("Nothing was approved yet, so there is nothing to change: submit it for approval."))
    if proposed is None:
        open_ones, _agreed = unagreed(
            act.organisation_id, topic, case, changes_since(act.organisation_id, topic, case)
        )
        if not open_ones:
            raise Refused(_("Nothing differs from what was approved, or all of it is agreed."))
        return open_ones
    wanted = [Change(name, value_of(frozen.values, name), value) for name, value in sorted(proposed.items())]
    unknown = [one.field for one in wanted if one.before is MISSING and value_of(now, one.field) is MISSING]
    if unknown:
        raise Refused(_("There is no field %(fields)s.") % {"fields": listed(unknown)})
    wanted = [one for one in wanted if not is_same(one.before, one.after)]
    if not wanted:
        raise Refused(_("What you ask for is what was approved. Nothing would change."))
    return wanted


def _asker(act: Act, requester: int | None) -> Member:
    members = Member.objects.filter(organisation_id=act.organisation_id, is_active=True)
    found = members.select_related("user").filter(pk=requester or act.actor.member_id or 0).first()
    if found is None or found.role not in READERS:
        raise Refused(_("Whoever asks for the change has to be a member here. Add them, or ask yourself."))
    return found


def _announce(act: Act, change: ChangeRequest, to: Iterable[int]) -> None:
    """The event of a new change request, and word to those whose turn it is."""
    said = {"reason": change.reason, "proposed": change.proposed, "requester": change.requester_name}
    record_event(act, _case(change), "ask for change", after={"change": change.pk, **said})
    tell_change(act, change, to)


def _title(act: Act, case: RecordRef) -> str:
    kind = records.get(case.kind)
    found = kind.titles(act.organisation_id, [case.id]) if kind else {}
    return found.get(case.id, f"{case.kind} {case.id}")[:255]


def _url(case: RecordRef) -> str:
    kind = records.get(case.kind)
    return kind.url(case.id) if kind else ""


def _case(change: ChangeRequest) -> RecordRef:
    return RecordRef(change.kind, change.record_id)


def _requester_says(act: Act, change: ChangeRequest, agree: bool, said: str) -> ChangeRequest:
    if not agree:
        return _decide(act, change, ChangeState.DECLINED, said)
    change.requester_at = act.now
    change.save(update_fields=["requester_at"])
    after = {"change": change.pk, "side": "requester"} | ({"comment": said} if said else {})
    record_event(act, _case(change), "agree to change", after=after)
    tell_change(act, change, change_circle(act, change).members)
    return change


def _decide(act: Act, change: ChangeRequest, state: ChangeState, said: str) -> ChangeRequest:
    change.state, change.decided_at, change.decision = state, act.now, said
    change.save(update_fields=["state", "decided_at", "decision", "manager", "manager_name", "manager_at"])
    verb = "agree to change" if state == ChangeState.AGREED else "decline change"
    side = "manager" if change.manager_at else ("requester" if change.requester_at is None else "manager")
    after = {"change": change.pk, "side": side} | ({"comment": said} if said else {})
    record_event(act, _case(change), verb, after=after)
    tell_change_decided(act, change)
    return change


def _approve_whole(act: Act, change: ChangeRequest) -> FrozenRecord | None:
    """The next baseline, where every difference from the last one is agreed; else None, and it stays open."""
    case = _case(change)
    changes = changes_since(act.organisation_id, change.topic, case)
    open_ones, _agreed = unagreed(act.organisation_id, change.topic, case, changes)
    if open_ones or not changes:
        return None
    version = lock_newest(act, case)
    _replace_waiting(act, case, change.topic)
    return sign(act, case, version, change.topic, change.requester_name, change.filed_at)[1]


def _replace_waiting(act: Act, case: RecordRef, topic: str) -> None:
    waiting = waiting_request(act, case, topic)
    if waiting is not None:
        close(waiting, RequestState.REPLACED, act, "")


def sign_for(
    act: Act, case: RecordRef, version: RecordVersion, topic: str, change: ChangeRequest
) -> Approval:
    """The approval of what a decider agreed to before it was made: theirs, of the time they agreed."""
    return Approval.objects.create(
        organisation_id=act.organisation_id,
        topic=topic,
        kind=case.kind,
        record_id=case.id,
        version=version,
        requested_by=change.requester_name,
        requested_at=change.filed_at,
        approver_id=change.manager_id,
        approver_name=change.manager_name,
        provenance=Provenance.NATIVE,
        happened_at=change.manager_at or act.now,
        recorded_at=act.now,
    )


def _refuse_moved_on(act: Act, change: ChangeRequest) -> None:
    """What is agreed to has to be what was asked: a field that moved on is asked for anew."""
    now = whole(act.organisation_id, change.topic, _case(change)) or {}
    for one in wanted_changes(change):
        value = value_of(now, one.field)
        if not is_same(value, one.after) and not is_same(value, one.before):
            raise Refused(_("This was changed again after the request was filed. Ask for the change anew."))


def _refuse_decided(change: ChangeRequest) -> None:
    if change.state != ChangeState.OPEN:
        raise Refused(_("This change request is decided already."))
