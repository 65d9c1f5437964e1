"""Approvals and changes of a campaign's plan."""

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from riser.foundation.approvals.plain import asked_json, changed_json
from riser.foundation.bodies import Body
from riser.foundation.evidence import RecordRef
from riser.foundation.roles import require
from riser.plan import actions
from riser.plan.actions import SEE_PLANS
from riser.plan.api.bodies import Id
from riser.plan.api.door import router
from riser.plan.queries import find_visible
from riser.plan.queries.plain import standing_row
from riser.plan.queries.standing import standing
from riser.plan.words import Topic

Comment = Annotated[str, StringConstraints(max_length=4000, pattern=r"^[^\x00]*$")]
Word = Annotated[str, StringConstraints(max_length=120, pattern=r"^[^\x00]*$")]


class SubmitIn(Body):
    """What is submitted, to whom (a member id; none: to all who may decide), and a word with it."""

    topic: Topic = Topic.PLAN
    line_id: Id | None = None
    to: Id | None = None
    comment: Comment = ""


class PlanAnswerIn(Body):
    """What is answered, and a word with it."""

    topic: Topic
    comment: Comment = ""


class ChangeIn(Body):
    """A change of an approved plan: `fields` as versions name them, as text; none: what was changed."""

    reason: Comment
    fields: Annotated[dict[Word, Comment], Field(max_length=20)] = {}
    requirement_id: Id | None = None
    requester: Id | None = None


class ReviewIn(Body):
    """What hangs on the requirement and was looked at again."""

    kind: Word
    record: Word
    note: Comment = ""


@router.post("/campaigns/{campaign_id}/submit")
def submit(request: Any, campaign_id: Id, body: SubmitIn) -> dict[str, Any]:
    """The requests for approval of a plan, or of the caps that need one."""
    made = actions.submit(request.act, campaign_id=campaign_id, **body.dict())
    return {"rows": [asked_json(row) for row in made]}


@router.post("/campaigns/{campaign_id}/send-back")
def send_back(request: Any, campaign_id: Id, body: PlanAnswerIn) -> dict[str, Any]:
    """The requests that wait, back with whoever asked."""
    made = actions.send_back(request.act, campaign_id=campaign_id, **body.dict())
    return {"rows": [asked_json(row) for row in made]}


@router.post("/campaigns/{campaign_id}/withdraw")
def withdraw(request: Any, campaign_id: Id, body: PlanAnswerIn) -> dict[str, Any]:
    """The requests that wait, taken back by whoever asked."""
    made = actions.withdraw(request.act, campaign_id=campaign_id, **body.dict())
    return {"rows": [asked_json(row) for row in made]}


@router.get("/campaigns/{campaign_id}/changes")
def changes(request: Any, campaign_id: Id) -> dict[str, Any]:
    """What differs from the approved baseline, the change requests, and what to look at again."""
    require(request.act, SEE_PLANS)
    find_visible(request.act, campaign_id)
    return standing_row(standing(request.act, campaign_id))


@router.post("/campaigns/{campaign_id}/changes")
def ask_change(request: Any, campaign_id: Id, body: ChangeIn) -> dict[str, Any]:
    """A change request on an approved plan."""
    made = actions.ask_change(
        request.act,
        campaign_id=campaign_id,
        reason=body.reason,
        proposed=body.fields or None,
        requirement_id=body.requirement_id,
        requester=body.requester,
    )
    return changed_json(made)


@router.post("/requirements/{requirement_id}/reviews")
def clear_suspect(request: Any, requirement_id: Id, body: ReviewIn) -> dict[str, Any]:
    """Something that hangs on a changed requirement, looked at again."""
    record = RecordRef(body.kind, body.record)
    row = actions.clear_suspect(request.act, requirement_id=requirement_id, record=record, note=body.note)
    return {"id": row.pk}
