"""REST face of the approvals."""

from decimal import Decimal
from typing import Annotated, Any

from ninja import Path, Router
from pydantic import Field, StringConstraints

from riser.foundation.approvals import asking, changes
from riser.foundation.approvals.entitled import thresholds
from riser.foundation.approvals.plain import (
    asked_json,
    change_json,
    changed_json,
    request_json,
    threshold_json,
)
from riser.foundation.approvals.reading import SEE_APPROVALS, change_line, inbox, request_line
from riser.foundation.approvals.thresholds import remove_threshold, set_threshold
from riser.foundation.bodies import Body
from riser.foundation.queries import people
from riser.foundation.roles import Role, require
from riser.foundation.web import RiserRequest

router = Router()
PathId = Annotated[int, Path(ge=1, le=2**63 - 1)]
Id = Annotated[int, Field(ge=1, lt=2**63)]
Comment = Annotated[str, StringConstraints(max_length=4000, pattern=r"^[^\x00]*$")]
Word = Annotated[str, StringConstraints(max_length=40, pattern=r"^[^\x00]*$")]


class SaidIn(Body):
    """A comment; needed to send back or to comment only."""

    comment: Comment = ""


class DelegateIn(Body):
    """The colleague whose it is now, and why."""

    to_member: Id
    reason: Comment


class ChangeDecisionIn(Body):
    """Whether one agrees; declining needs a comment."""

    agree: bool
    comment: Comment = ""


class ThresholdIn(Body):
    """From which amount on who decides."""

    topic: Word
    from_amount: Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=6, allow_inf_nan=False)]
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
    roles: Annotated[list[Role], Field(max_length=10)] = []
    members: Annotated[list[Id], Field(max_length=200)] = []


@router.get("")
def get_inbox(request: RiserRequest) -> dict[str, Any]:
    """What waits for the caller, what they asked for, what waits for others."""
    require(request.act, SEE_APPROVALS)
    found = inbox(request.act)
    return {
        "for_me": [request_json(one) for one in found.for_me],
        "changes_for_me": [change_json(one) for one in found.changes_for_me],
        "by_me": [request_json(one) for one in found.by_me],
        "changes_by_me": [change_json(one) for one in found.changes_by_me],
        "for_others": [request_json(one) for one in found.for_others],
    }


@router.get("/requests/{approval_request_id}")
def get_request(request: RiserRequest, approval_request_id: PathId) -> dict[str, Any]:
    """One request."""
    require(request.act, SEE_APPROVALS)
    return request_json(request_line(request.act.organisation_id, approval_request_id))


@router.post("/requests/{approval_request_id}/approve")
def post_approve(request: RiserRequest, approval_request_id: PathId, body: SaidIn) -> dict[str, Any]:
    """The approval that answers a request, by a second person."""
    given = asking.approve_request(request.act, approval_request_id, comment=body.comment)
    return {"id": given.pk, "topic": given.topic, "record": given.record_id, "approver": given.approver_name}


@router.post("/requests/{approval_request_id}/send-back")
def post_send_back(request: RiserRequest, approval_request_id: PathId, body: SaidIn) -> dict[str, Any]:
    """The request, back with whoever asked."""
    return asked_json(asking.send_back(request.act, approval_request_id, body.comment))


@router.post("/requests/{approval_request_id}/review")
def post_review(request: RiserRequest, approval_request_id: PathId, body: SaidIn) -> dict[str, Any]:
    """A comment that decides nothing."""
    return asked_json(asking.review(request.act, approval_request_id, body.comment))


@router.post("/requests/{approval_request_id}/delegate")
def post_delegate(request: RiserRequest, approval_request_id: PathId, body: DelegateIn) -> dict[str, Any]:
    """The request, with a colleague who may decide too."""
    made = asking.delegate(request.act, approval_request_id, body.to_member, reason=body.reason)
    return asked_json(made)


@router.post("/requests/{approval_request_id}/withdraw")
def post_withdraw(request: RiserRequest, approval_request_id: PathId, body: SaidIn) -> dict[str, Any]:
    """The request, taken back by whoever asked."""
    return asked_json(asking.withdraw(request.act, approval_request_id, body.comment))


@router.get("/changes/{change_id}")
def get_change(request: RiserRequest, change_id: PathId) -> dict[str, Any]:
    """One change request."""
    require(request.act, SEE_APPROVALS)
    return change_json(change_line(request.act.organisation_id, change_id))


@router.post("/changes/{change_id}/decide")
def post_change_decide(request: RiserRequest, change_id: PathId, body: ChangeDecisionIn) -> dict[str, Any]:
    """The word of one side: the requester's, or a second person's."""
    made = changes.decide_change(request.act, change_id, agree=body.agree, comment=body.comment)
    return changed_json(made)


@router.post("/changes/{change_id}/withdraw")
def post_change_withdraw(request: RiserRequest, change_id: PathId) -> dict[str, Any]:
    """The change request, taken back by whoever filed it."""
    return changed_json(changes.withdraw_change(request.act, change_id))


@router.get("/thresholds")
def get_thresholds(request: RiserRequest) -> dict[str, Any]:
    """From which amounts on who decides."""
    require(request.act, SEE_APPROVALS)
    everybody = people(request.act.organisation_id)
    return {"rows": [threshold_json(one, everybody) for one in thresholds(request.act.organisation_id)]}


@router.post("/thresholds")
def post_threshold(request: RiserRequest, body: ThresholdIn) -> dict[str, Any]:
    """A threshold; the same topic, amount and currency is changed."""
    return {"id": set_threshold(request.act, **body.dict()).pk}


@router.delete("/thresholds/{threshold_id}")
def delete_threshold(request: RiserRequest, threshold_id: PathId) -> dict[str, Any]:
    """Takes a threshold away."""
    remove_threshold(request.act, threshold_id=threshold_id)
    return {"removed": threshold_id}
