"""A request for a yes: submitted, talked about, handed to a colleague, sent back, withdrawn, approved."""

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from riser.foundation.approvals.baselines import fingerprint
from riser.foundation.approvals.entitled import Circle, circle, require_second_person
from riser.foundation.approvals.giving import (
    approve,
    close,
    lock_newest,
    waiting_request,
)
from riser.foundation.approvals.holding import holding, is_approved
from riser.foundation.approvals.telling import tell_answer, tell_asked, tell_comment
from riser.foundation.errors import NotFound, NotPermitted, Refused
from riser.foundation.evidence import RecordRef
from riser.foundation.models import Approval, ApprovalRequest, Member, RecordVersion, RequestState
from riser.foundation.money import currency_code
from riser.foundation.roles import EDITORS, Act, Permission, Role, require
from riser.foundation.storing import is_storable
from riser.foundation.trail import record_event

ASK = Permission("approvals.ask", EDITORS, gettext_lazy("submit for approval"))
LONGEST_COMMENT = 4000


@transaction.atomic
def submit(
    act: Act,
    case: RecordRef,
    *,
    topic: str,
    title: str,
    url: str,
    amount: Decimal | None = None,
    currency: str = "",
    to: int | None = None,
    comment: str = "",
) -> ApprovalRequest:
    """A request for the approval of the newest version, waiting for those who may decide, or for one of them.

    An earlier request that has become stale is replaced by it. Raises Refused where nobody may decide, where
    `to` may not, or where the same version waits or is approved already.
    """
    require(act, ASK)
    refuse_machine(act)
    newest, sha256, found = _askable(act, case, topic)
    request = ApprovalRequest.objects.create(
        organisation_id=act.organisation_id,
        topic=topic,
        kind=case.kind,
        record_id=case.id,
        version=newest,
        sha256=sha256,
        title=title[:255],
        url=url,
        amount=amount,
        currency=currency_code(currency) if amount is not None else "",
        comment=checked(comment),
        requested_by_id=act.actor.member_id,
        requested_name=act.actor.name,
        requested_at=act.now,
        assigned_id=_entitled(found, to),
    )
    _record(act, request, "submit", comment, version=newest.number, sha256=sha256)
    tell_asked(act, request, [to] if to else found.members)
    return request


@transaction.atomic
def approve_request(act: Act, request_id: int, *, comment: str = "") -> Approval:
    """The approval that answers a request. Raises Refused where it waits no more, or became stale."""
    request = find_request(act, request_id)
    _refuse_closed(request)
    case = RecordRef(request.kind, request.record_id)
    return approve(act, case, topic=request.topic, comment=checked(comment))


@transaction.atomic
def send_back(act: Act, request_id: int, comment: str) -> ApprovalRequest:
    """The request, back with whoever asked, and why. Raises Refused without a comment."""
    request = find_request(act, request_id)
    _refuse_closed(request)
    require_second_person(act, request.topic, request_circle(act, request))
    said = needed(comment, _("Say what has to change: whoever asked reads it."))
    close(request, RequestState.SENT_BACK, act, said)
    _record(act, request, "send back", said)
    tell_answer(act, request)
    return request


@transaction.atomic
def withdraw(act: Act, request_id: int, comment: str = "") -> ApprovalRequest:
    """The request, taken back by whoever asked; once they left, by an administrator."""
    require(act, ASK)
    request = find_request(act, request_id)
    if request.state not in {RequestState.WAITING, RequestState.SENT_BACK}:
        _refuse_closed(request)
    _refuse_stranger(act, request.requested_by)
    close(request, RequestState.WITHDRAWN, act, checked(comment))
    _record(act, request, "withdraw", comment)
    return request


@transaction.atomic
def review(act: Act, request_id: int, comment: str) -> ApprovalRequest:
    """The request with a comment that decides nothing."""
    require(act, ASK)
    refuse_machine(act)
    request = find_request(act, request_id)
    _refuse_closed(request)
    said = needed(comment, _("Write the comment first."))
    _record(act, request, "review", said)
    tell_comment(act, request, said)
    return request


@transaction.atomic
def delegate(act: Act, request_id: int, to_member: int, *, reason: str) -> ApprovalRequest:
    """The request, waiting for a colleague who may decide on it too, and why it is theirs now.

    Only somebody who could have decided hands it on, and nobody who prepared it or asked for it gets it.
    """
    request = find_request(act, request_id)
    _refuse_closed(request)
    found = request_circle(act, request)
    require_second_person(act, request.topic, found)
    said = needed(reason, _("Say why you hand it on: the trail keeps it."))
    before, request.assigned_id = request.assigned_id, _entitled(found, to_member)
    request.save(update_fields=["assigned"])
    _record(act, request, "delegate", said, to=to_member, from_member=before)
    tell_asked(act, request, [to_member])
    return request


def needs_asking(act: Act, case: RecordRef, topic: str) -> bool:
    """Whether the newest version is neither approved nor waiting for it as it stands."""
    lock_newest(act, case)
    if is_approved(act.organisation_id, case, topic):
        return False
    waiting = waiting_request(act, case, topic)
    sha256 = fingerprint(act.organisation_id, topic, case)
    return waiting is None or waiting.sha256 != sha256


def find_request(act: Act, request_id: int) -> ApprovalRequest:
    """The request of this organisation, locked. Raises NotFound."""
    rows = ApprovalRequest.objects.select_for_update(of=("self",)).filter(organisation_id=act.organisation_id)
    request = rows.filter(pk=request_id).first()
    if request is None:
        raise NotFound(_("There is no such request in this organisation."))
    return request


def request_circle(act: Act, request: ApprovalRequest) -> Circle:
    """Who may decide on a request: never who asked for it."""
    case = RecordRef(request.kind, request.record_id)
    return circle(act.organisation_id, request.topic, case).without(request.requested_by_id)


def _askable(act: Act, case: RecordRef, topic: str) -> tuple[RecordVersion, str, Circle]:
    """The newest version, its fingerprint and who may decide on it; an earlier request makes way.

    Raises Refused where nobody may decide, or where this version waits or is approved already.
    """
    newest = lock_newest(act, case)
    sha256 = fingerprint(act.organisation_id, topic, case)
    found = circle(act.organisation_id, topic, case).without(act.actor.member_id)
    _refuse_nobody(found)
    _refuse_approved(act, case, topic)
    before = waiting_request(act, case, topic)
    if before is not None:
        _refuse_twice(before, sha256)
        close(before, RequestState.REPLACED, act, "")
    return newest, sha256, found


def _record(act: Act, request: ApprovalRequest, verb: str, comment: str, **after: object) -> None:
    said = {"comment": comment.strip()} if comment.strip() else {}
    asked = {"request": request.pk, **after, **said}
    case = RecordRef(request.kind, request.record_id)
    record_event(act, case, f"{verb} {request.topic}", after=asked)


def _entitled(found: Circle, member_id: int | None) -> int | None:
    """The member, where they may decide. Raises Refused."""
    if member_id is None or member_id in found.members:
        return member_id
    if member_id in found.first:
        raise Refused(_("They prepared this themselves, or asked for it. Choose somebody else."))
    raise Refused(_("They may not decide on this. Choose one of those who may."))


def refuse_machine(act: Act) -> None:
    if act.actor.role == Role.SYSTEM or act.actor.member_id is None:
        raise NotPermitted(_("The system asks for nothing. Say who does with --as EMAIL."))


def _refuse_nobody(found: Circle) -> None:
    if found.trouble:
        raise Refused(found.trouble)
    if not found.members:
        raise Refused(
            _(
                "Nobody here may approve this: who prepares does not approve, and thresholds or roles leave "
                "no one else. An administrator adds a person or changes a threshold."
            )
        )


def _refuse_approved(act: Act, case: RecordRef, topic: str) -> None:
    """The very same thing needs no second yes."""
    given = holding(act.organisation_id, topic, [case]).get(case)
    if given is not None:
        text = _("%(name)s approved this version already. Nothing has changed since.")
        raise Refused(text % {"name": given.approver_name})


def _refuse_twice(before: ApprovalRequest, sha256: str) -> None:
    if before.sha256 == sha256:
        text = _("%(name)s submitted this version already. It waits for approval.")
        raise Refused(text % {"name": before.requested_name})


def _refuse_closed(request: ApprovalRequest) -> None:
    if request.state == RequestState.WAITING:
        return
    sentences = {
        RequestState.APPROVED: _("%(name)s approved this already."),
        RequestState.SENT_BACK: _("%(name)s sent this back already. It waits to be submitted anew."),
        RequestState.WITHDRAWN: _("%(name)s withdrew this."),
        RequestState.REPLACED: _("This was submitted anew by %(name)s. Decide on the newer request."),
    }
    raise Refused(sentences[RequestState(request.state)] % {"name": request.decided_name})


def _refuse_stranger(act: Act, asked_by: Member | None) -> None:
    if asked_by is not None and asked_by.is_active:
        if asked_by.pk != act.actor.member_id:
            raise NotPermitted(_("Only %(name)s can take this back.") % {"name": asked_by})
    elif act.actor.role != Role.ADMINISTRATOR:
        raise NotPermitted(_("Whoever asked has left. An administrator can take this back."))


def needed(comment: str, sentence: str) -> str:
    if not comment.strip():
        raise Refused(sentence)
    return checked(comment)


def checked(comment: str) -> str:
    """The comment, trimmed. Raises Refused for one that cannot be stored or is longer than a page."""
    said = comment.strip()
    if len(said) > LONGEST_COMMENT:
        raise Refused(_("This comment is longer than %(most)d characters.") % {"most": LONGEST_COMMENT})
    if not is_storable(said):
        raise Refused(_("The text holds characters that cannot be shown. Type it again."))
    return said
