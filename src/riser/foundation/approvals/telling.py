"""Who hears of a request: the one it is addressed to, else everybody who may decide; and who asked."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from riser.foundation.evidence import RecordRef
from riser.foundation.models import ApprovalRequest, ChangeRequest, ChangeState, RequestState
from riser.foundation.notices import notify
from riser.foundation.roles import Act

ASKED, ANSWERED, CHANGES = "approvals.asked", "approvals.answered", "approvals.changes"


def request_url(pk: int) -> str:
    """The page of a request."""
    return reverse("approvals_request", args=[pk])


def change_url(pk: int) -> str:
    """The page of a change request."""
    return reverse("approvals_change", args=[pk])


def tell_asked(act: Act, request: ApprovalRequest, to: Iterable[int]) -> None:
    """Tells those who may decide that something waits for them."""
    words = {"name": act.actor.name, "title": request.title}
    notify(
        act,
        kind=ASKED,
        to=_others(act, to),
        text=lambda: _("%(name)s asks you to approve: %(title)s") % words,
        url=request_url(request.pk),
        record=RecordRef(request.kind, request.record_id),
    )


def tell_answer(act: Act, request: ApprovalRequest) -> None:
    """Tells who asked what became of it."""
    words = {"name": act.actor.name, "title": request.title, "said": request.decision}
    sentences = {
        RequestState.APPROVED: lambda: _("%(name)s approved: %(title)s") % words,
        RequestState.SENT_BACK: lambda: _("%(name)s sent back “%(title)s”: %(said)s") % words,
    }
    notify(
        act,
        kind=ANSWERED,
        to=_others(act, _known(request.requested_by_id)),
        text=sentences[RequestState(request.state)],
        url=request_url(request.pk),
        record=RecordRef(request.kind, request.record_id),
    )


def tell_comment(act: Act, request: ApprovalRequest, comment: str) -> None:
    """Tells who asked, and the one it is addressed to, what was said about it."""
    words = {"name": act.actor.name, "title": request.title, "said": comment}
    notify(
        act,
        kind=ANSWERED,
        to=_others(act, _known(request.requested_by_id, request.assigned_id)),
        text=lambda: _("%(name)s on “%(title)s”: %(said)s") % words,
        url=request_url(request.pk),
        record=RecordRef(request.kind, request.record_id),
    )


def tell_change(act: Act, change: ChangeRequest, to: Iterable[int]) -> None:
    """Tells those whose word is needed next that a change waits for them."""
    words = {"name": change.filed_name, "title": change.title, "reason": change.reason}
    notify(
        act,
        kind=CHANGES,
        to=_others(act, to),
        text=lambda: _("%(name)s asks for a change of “%(title)s”: %(reason)s") % words,
        url=change_url(change.pk),
        record=RecordRef(change.kind, change.record_id),
    )


def tell_change_decided(act: Act, change: ChangeRequest) -> None:
    """Tells who filed it, and who asked, what became of a change."""
    words = {"name": act.actor.name, "title": change.title, "said": change.decision}
    sentences = {
        ChangeState.AGREED: lambda: _("%(name)s agreed to the change of “%(title)s”.") % words,
        ChangeState.DECLINED: lambda: _("%(name)s declined the change of “%(title)s”: %(said)s") % words,
    }
    notify(
        act,
        kind=CHANGES,
        to=_others(act, _known(change.filed_by_id, change.requester_id)),
        text=sentences[ChangeState(change.state)],
        url=change_url(change.pk),
        record=RecordRef(change.kind, change.record_id),
    )


def _known(*members: int | None) -> list[int]:
    return [member for member in members if member is not None]


def _others(act: Act, to: Iterable[int]) -> list[int]:
    """Nobody is told what they did themselves."""
    return sorted(set(to) - {act.actor.member_id or 0})
