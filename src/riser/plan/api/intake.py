"""Requests for work."""

from typing import Any

from riser.foundation.roles import require
from riser.plan import actions
from riser.plan.actions import FILE_REQUESTS
from riser.plan.api.bodies import Id, RequestChange, RequestDecisionIn, RequestIn, given
from riser.plan.api.door import router
from riser.plan.queries import request_line, request_lines
from riser.plan.queries.plain import request_row


@router.get("/requests")
def requests(request: Any) -> dict[str, Any]:
    """Every request that the asking person may see, undecided ones first."""
    require(request.act, FILE_REQUESTS)
    return {"rows": [request_row(line) for line in request_lines(request.act)]}


@router.post("/requests")
def file_request(request: Any, body: RequestIn) -> dict[str, Any]:
    """A request that waits for a decision."""
    return {"id": actions.file_request(request.act, **_stated(body)).pk}


@router.get("/requests/{request_id}")
def one_request(request: Any, request_id: Id) -> dict[str, Any]:
    """One request with its decision."""
    require(request.act, FILE_REQUESTS)
    return request_row(request_line(request.act, request_id))


@router.patch("/requests/{request_id}")
def edit_request(request: Any, request_id: Id, body: RequestChange) -> dict[str, Any]:
    """The request with these fields changed, until it is decided."""
    return {"id": actions.edit_request(request.act, request_id=request_id, **_stated(body)).pk}


@router.post("/requests/{request_id}/decision")
def decide_request(request: Any, request_id: Id, body: RequestDecisionIn) -> dict[str, Any]:
    """The decided request; a yes made a draft campaign."""
    row = actions.decide_request(request.act, request_id=request_id, **body.dict())
    return {"id": row.pk, "state": row.state, "campaign": row.campaign_id}


def _stated(body: RequestIn) -> dict[str, Any]:
    """The fields that were sent; a text that is null was not said."""
    texts = ("title", "purpose", "currency")
    return {name: value for name, value in given(body).items() if value is not None or name not in texts}
