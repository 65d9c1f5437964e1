"""Objectives."""

from typing import Any

from riser.foundation.roles import require
from riser.plan import actions
from riser.plan.actions import SEE_PLANS
from riser.plan.api.bodies import BulkArchiveIn, Id, ObjectiveChange, ObjectiveIn, given
from riser.plan.api.door import router
from riser.plan.queries import objective_lines, visible_ids
from riser.plan.queries.plain import objective_row


@router.get("/objectives")
def objectives(request: Any, archived: bool = False) -> dict[str, Any]:
    """Objectives with what is missing and how many campaigns serve them."""
    require(request.act, SEE_PLANS)
    lines = objective_lines(request.act.organisation_id, visible_ids(request.act), archived=archived)
    return {"rows": [objective_row(line) for line in lines]}


@router.post("/objectives")
def create_objective(request: Any, body: ObjectiveIn) -> dict[str, Any]:
    """A new objective."""
    return {"id": actions.create_objective(request.act, **given(body)).pk}


@router.patch("/objectives/{objective_id}")
def update_objective(request: Any, objective_id: Id, body: ObjectiveChange) -> dict[str, Any]:
    """The objective with these fields changed."""
    return {"id": actions.update_objective(request.act, objective_id=objective_id, **given(body)).pk}


@router.post("/objectives/{objective_id}/archive")
def archive_objective(request: Any, objective_id: Id) -> dict[str, Any]:
    """The objective, out of the lists."""
    return {"id": actions.archive_objective(request.act, objective_id=objective_id).pk}


@router.post("/objectives/{objective_id}/restore")
def restore_objective(request: Any, objective_id: Id) -> dict[str, Any]:
    """The objective, back in the lists."""
    return {"id": actions.restore_objective(request.act, objective_id=objective_id).pk}


@router.post("/bulk/objectives/archive")
def archive_objectives(request: Any, body: BulkArchiveIn) -> dict[str, Any]:
    """Many objectives, out of the lists: all of them or none."""
    return {"changed": actions.archive_objectives(request.act, objective_ids=body.objective_ids)}
