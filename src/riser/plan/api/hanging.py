"""What hangs on a campaign, changed and taken off; copies, roles, guests, and one verb on many campaigns."""

from datetime import date, datetime, timedelta
from typing import Any

from riser.foundation.roles import require
from riser.plan import actions
from riser.plan.actions import SEE_PLANS
from riser.plan.api.bodies import (
    BulkClassIn,
    BulkIn,
    BulkObjectiveIn,
    BulkOwnerIn,
    BulkShiftIn,
    BulkUnitIn,
    CapChange,
    CopyIn,
    GuestIn,
    Id,
    KeyChange,
    LinkChange,
    RoleIn,
    given,
)
from riser.plan.api.door import router
from riser.plan.queries import changes_since, pacing
from riser.plan.queries.plain import change_row, pace_row


@router.post("/campaigns/{campaign_id}/restore")
def restore_campaign(request: Any, campaign_id: Id) -> dict[str, Any]:
    """The campaign, back in the lists."""
    return {"id": actions.restore_campaign(request.act, campaign_id=campaign_id).pk}


@router.post("/campaigns/{campaign_id}/copy")
def duplicate_campaign(request: Any, campaign_id: Id, body: CopyIn) -> dict[str, Any]:
    """A draft copied from a campaign."""
    made = actions.duplicate_campaign(request.act, campaign_id=campaign_id, **body.dict())
    return {"id": made.pk}


@router.delete("/requirements/{requirement_id}")
def remove_requirement(request: Any, requirement_id: Id) -> dict[str, Any]:
    """Takes a requirement off its campaign; it stays on record that it was there."""
    actions.remove_requirement(request.act, requirement_id=requirement_id)
    return {"removed": requirement_id}


@router.patch("/caps/{line_id}")
def change_cap(request: Any, line_id: Id, body: CapChange) -> dict[str, Any]:
    """The cap with these fields changed; it waits for approval again."""
    stated = {name: value for name, value in given(body).items() if value is not None}
    return {"id": actions.change_cap(request.act, line_id=line_id, **stated).pk}


@router.delete("/caps/{line_id}")
def remove_cap(request: Any, line_id: Id) -> dict[str, Any]:
    """Takes a cap that nobody approved off its campaign."""
    actions.remove_cap(request.act, line_id=line_id)
    return {"removed": line_id}


@router.patch("/keys/{key_id}")
def change_key(request: Any, key_id: Id, body: KeyChange) -> dict[str, Any]:
    """The mapping with these fields changed."""
    return {"id": actions.change_key(request.act, key_id=key_id, **given(body)).pk}


@router.delete("/keys/{key_id}")
def unmap_key(request: Any, key_id: Id) -> dict[str, Any]:
    """Takes a platform campaign out of the plan."""
    actions.unmap_key(request.act, key_id=key_id)
    return {"removed": key_id}


@router.patch("/links/{link_id}")
def change_link(request: Any, link_id: Id, body: LinkChange) -> dict[str, Any]:
    """The landing link with these fields changed, checked anew."""
    stated = given(body)
    if stated.get("url", "") is None:
        del stated["url"]
    row = actions.change_link(request.act, link_id=link_id, **stated)
    return {"id": row.pk, "findings": row.findings}


@router.delete("/links/{link_id}")
def remove_link(request: Any, link_id: Id) -> dict[str, Any]:
    """Takes a landing link off its campaign."""
    actions.remove_link(request.act, link_id=link_id)
    return {"removed": link_id}


@router.post("/campaigns/{campaign_id}/roles")
def name_role(request: Any, campaign_id: Id, body: RoleIn) -> dict[str, Any]:
    """Somebody named for a part of the campaign."""
    row = actions.name_role(request.act, campaign_id=campaign_id, role=body.role, name=body.name)
    return {"id": row.pk, "member": row.member_id}


@router.delete("/roles/{role_id}")
def clear_role(request: Any, role_id: Id) -> dict[str, Any]:
    """Takes somebody out of a role."""
    actions.clear_role(request.act, role_id=role_id)
    return {"removed": role_id}


@router.post("/campaigns/{campaign_id}/guests")
def admit_guest(request: Any, campaign_id: Id, body: GuestIn) -> dict[str, Any]:
    """The campaign, open to a guest."""
    made = actions.admit_guest(request.act, campaign_id=campaign_id, member_id=body.member_id)
    return {"id": made.pk}


@router.delete("/campaigns/{campaign_id}/guests/{member_id}")
def dismiss_guest(request: Any, campaign_id: Id, member_id: Id) -> dict[str, Any]:
    """The campaign, closed to a guest."""
    made = actions.dismiss_guest(request.act, campaign_id=campaign_id, member_id=member_id)
    return {"id": made.pk}


@router.post("/bulk/owner")
def assign_owner(request: Any, body: BulkOwnerIn) -> dict[str, Any]:
    """One owner for many campaigns."""
    return {"changed": actions.assign_owner(request.act, **body.dict())}


@router.post("/bulk/objective")
def assign_objective(request: Any, body: BulkObjectiveIn) -> dict[str, Any]:
    """One objective for many campaigns."""
    return {"changed": actions.assign_objective(request.act, **body.dict())}


@router.post("/bulk/class")
def assign_class(request: Any, body: BulkClassIn) -> dict[str, Any]:
    """One class for many campaigns."""
    return {"changed": actions.assign_class(request.act, **body.dict())}


@router.post("/bulk/unit")
def assign_unit(request: Any, body: BulkUnitIn) -> dict[str, Any]:
    """One unit for many campaigns."""
    return {"changed": actions.assign_unit(request.act, **body.dict())}


@router.post("/bulk/dates")
def shift_dates(request: Any, body: BulkShiftIn) -> dict[str, Any]:
    """The first and last day of many campaigns, moved."""
    return {"changed": actions.shift_dates(request.act, **body.dict())}


@router.post("/bulk/archive")
def archive_campaigns(request: Any, body: BulkIn) -> dict[str, Any]:
    """Many campaigns, out of the lists."""
    return {"changed": actions.archive_campaigns(request.act, campaign_ids=body.campaign_ids)}


@router.get("/pacing")
def pacing_rows(request: Any, as_of: date | None = None) -> dict[str, Any]:
    """How the spend of each cap runs against its window."""
    require(request.act, SEE_PLANS)
    return {"rows": [pace_row(one) for one in pacing(request.act, as_of or request.act.now.date())]}


@router.get("/recent")
def change_rows(request: Any, since: datetime | None = None) -> dict[str, Any]:
    """What others changed since a moment (default: a day ago), newest first."""
    require(request.act, SEE_PLANS)
    moment = since or request.act.now - timedelta(days=1)
    aware = moment if moment.tzinfo else moment.replace(tzinfo=request.act.now.tzinfo)
    return {"rows": [change_row(one) for one in changes_since(request.act, aware)]}
