"""Campaigns and what hangs on them."""

from datetime import date
from typing import Any

from ninja import File
from ninja.files import UploadedFile

from riser.foundation.evidence import PlatformKey
from riser.foundation.roles import require
from riser.plan import actions
from riser.plan.actions import SEE_ALL_PLANS, SEE_PLANS
from riser.plan.api.bodies import (
    ApprovalIn,
    CampaignChange,
    CampaignIn,
    CapDecisionIn,
    CapIn,
    GridIn,
    GridRowIn,
    Id,
    KeyIn,
    LinkIn,
    RequirementChange,
    RequirementIn,
    given,
)
from riser.plan.api.door import router
from riser.plan.forms.uploads import file_name, uploaded_rows
from riser.plan.queries import (
    campaign_detail,
    campaign_lines,
    draft_from_spend,
    find_visible,
    visible_ids,
)
from riser.plan.queries.plain import (
    approval_row,
    campaign_row,
    detail_row,
    draft_row,
    import_row,
)
from riser.plan.queries.waiting import waiting_caps_of


@router.get("/campaigns")
def campaigns(request: Any, as_of: date | None = None, archived: bool = False) -> dict[str, Any]:
    """Campaigns with spend, caps and what is missing."""
    require(request.act, SEE_PLANS)
    day, only = as_of or request.act.now.date(), visible_ids(request.act)
    lines = campaign_lines(request.act.organisation_id, day, archived=archived, only=only)
    return {"rows": [campaign_row(line) for line in lines]}


@router.post("/campaigns")
def create_campaign(request: Any, body: CampaignIn) -> dict[str, Any]:
    """A new campaign."""
    return {"id": actions.create_campaign(request.act, **given(body)).pk}


@router.get("/campaigns/{campaign_id}")
def campaign(request: Any, campaign_id: Id, as_of: date | None = None) -> dict[str, Any]:
    """One campaign of the list."""
    require(request.act, SEE_PLANS)
    find_visible(request.act, campaign_id)
    day = as_of or request.act.now.date()
    return detail_row(campaign_detail(request.act.organisation_id, campaign_id, day))


@router.patch("/campaigns/{campaign_id}")
def update_campaign(request: Any, campaign_id: Id, body: CampaignChange) -> dict[str, Any]:
    """The campaign with these fields changed."""
    return {"id": actions.update_campaign(request.act, campaign_id=campaign_id, **given(body)).pk}


@router.post("/campaigns/{campaign_id}/archive")
def archive_campaign(request: Any, campaign_id: Id) -> dict[str, Any]:
    """The campaign, out of the lists."""
    return {"id": actions.archive_campaign(request.act, campaign_id=campaign_id).pk}


@router.post("/campaigns/{campaign_id}/requirements")
def add_requirement(request: Any, campaign_id: Id, body: RequirementIn) -> dict[str, Any]:
    """A new requirement."""
    return {"id": actions.add_requirement(request.act, campaign_id=campaign_id, **given(body)).pk}


@router.patch("/requirements/{requirement_id}")
def update_requirement(request: Any, requirement_id: Id, body: RequirementChange) -> dict[str, Any]:
    """The requirement with these fields changed."""
    row = actions.update_requirement(request.act, requirement_id=requirement_id, **given(body))
    return {"id": row.pk}


@router.post("/campaigns/{campaign_id}/caps")
def set_cap(request: Any, campaign_id: Id, body: CapIn) -> dict[str, Any]:
    """The cap of a campaign for a window."""
    return {"id": actions.set_cap(request.act, campaign_id=campaign_id, **body.dict()).pk}


@router.post("/caps/{line_id}/decisions")
def decide_cap(request: Any, line_id: Id, body: CapDecisionIn) -> dict[str, Any]:
    """A raise or stop by an entitled person."""
    made = actions.decide_cap(request.act, line_id=line_id, decision=body.decision, amount=body.amount)
    return {"id": made.pk}


@router.post("/campaigns/{campaign_id}/approvals")
def approve(request: Any, campaign_id: Id, body: ApprovalIn) -> dict[str, Any]:
    """The approval of plan, cap or launch by a second person."""
    made = actions.approve(request.act, campaign_id=campaign_id, **body.dict())
    return {"rows": [approval_row(approval) for approval in made]}


@router.post("/campaigns/{campaign_id}/keys")
def map_key(request: Any, campaign_id: Id, body: KeyIn) -> dict[str, Any]:
    """A platform campaign as part of a campaign."""
    row = actions.map_key(
        request.act,
        campaign_id=campaign_id,
        key=PlatformKey(body.source, body.account, body.campaign),
        requirement_id=body.requirement_id,
        from_day=body.from_day,
        to_day=body.to_day,
    )
    return {"id": row.pk}


@router.post("/campaigns/{campaign_id}/links")
def add_link(request: Any, campaign_id: Id, body: LinkIn) -> dict[str, Any]:
    """A landing link and what its check finds."""
    row = actions.add_link(request.act, campaign_id=campaign_id, **body.dict())
    return {"id": row.pk, "findings": row.findings}


@router.get("/draft")
def draft(request: Any) -> dict[str, Any]:
    """A plan drafted from spend; nothing is stored."""
    require(request.act, SEE_ALL_PLANS)
    rows = draft_from_spend(request.act.organisation_id, to_day=request.act.now.date())
    return {"rows": [draft_row(row) for row in rows]}


@router.post("/grid")
def save_grid(request: Any, body: GridIn) -> dict[str, Any]:
    """The grid: every row or none."""
    entries = [_entry(number, row) for number, row in enumerate(body.rows, start=1)]
    saved = actions.save_grid(request.act, entries)
    return {"created": list(saved.created), "changed": list(saved.changed), "left": saved.left}


@router.post("/import")
def import_plan(request: Any, file: File[UploadedFile]) -> dict[str, Any]:
    """A filled template: every row or none."""
    done = actions.import_plan(request.act, uploaded_rows(file), file_name=file_name(file))
    waiting = waiting_caps_of(request.act.organisation_id, done.campaigns, request.act.now.date())
    return import_row(done, waiting)


def _entry(number: int, row: GridRowIn) -> actions.GridEntry:
    key = PlatformKey(row.key.source, row.key.account, row.key.campaign) if row.key else None
    cells = {name: getattr(row, name) for name in ("owner", "objective", "requirement", "cap")}
    seen = row.seen.dict() if row.seen else None
    return actions.GridEntry(number=number, cells=cells, key=key, campaign_id=row.campaign_id, seen=seen)
