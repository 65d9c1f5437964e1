"""REST face of the room plan."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from ninja import File, Router, Schema
from ninja.files import UploadedFile
from pydantic import Field, StringConstraints

from riser.foundation.evidence import PlatformKey
from riser.foundation.roles import require
from riser.plan import actions
from riser.plan.actions import SEE_PLANS
from riser.plan.forms.uploads import uploaded_rows
from riser.plan.queries import campaign_detail, campaign_lines, draft_from_spend, objective_lines
from riser.plan.queries.plain import approval_row, campaign_row, draft_row, import_row, objective_row
from riser.plan.queries.waiting import waiting_caps_of
from riser.plan.words import CampaignClass, CampaignKind, CheckResult, Decision, Topic

router = Router()
Id = Annotated[int, Field(ge=1, lt=2**63)]
Text = Annotated[str, StringConstraints(max_length=4000, pattern=r"^[^\x00]*$")]
Number = Annotated[Decimal, Field(max_digits=20, decimal_places=6, allow_inf_nan=False)]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]


class ObjectiveIn(Schema):
    """An objective; fields left out stay as they are."""

    name: Text | None = None
    metric: Text | None = None
    baseline: Number | None = None
    target: Number | None = None
    unit: Text | None = None
    due: date | None = None
    initiative: Text | None = None
    owner: Text | None = None


class CampaignIn(Schema):
    """A campaign; fields left out stay as they are."""

    name: Text | None = None
    code: Text | None = None
    kind: CampaignKind | None = None
    campaign_class: CampaignClass | None = None
    owner: Text | None = None
    objective_id: Id | None = None
    audience: Text | None = None
    channels: Annotated[list[Text], Field(max_length=50)] | None = None
    deliverables: Text | None = None
    start: date | None = None
    end: date | None = None


class RequirementIn(Schema):
    """A requirement; fields left out stay as they are."""

    name: Text | None = None
    metric: Text | None = None
    operator: Text | None = None
    bound: Number | None = None
    unit: Text | None = None
    baseline: Number | None = None
    window_from: date | None = None
    window_to: date | None = None
    source: Text | None = None
    acceptor: Text | None = None


class CapIn(Schema):
    """A cap for a window of days."""

    amount: Number
    currency: Currency
    from_day: date
    to_day: date


class DecisionIn(Schema):
    """A raise or a stop."""

    decision: Decision
    amount: Number | None = None


class ApprovalIn(Schema):
    """What is approved, and who asked for it."""

    topic: Topic
    requested_by: Annotated[str, StringConstraints(max_length=150, pattern=r"^[^\x00]*$")] = ""


class KeyIn(Schema):
    """A platform campaign and the requirement it serves."""

    source: Text
    account: Text
    campaign: Text
    requirement_id: Id | None = None
    from_day: date | None = None
    to_day: date | None = None


class LinkIn(Schema):
    """A landing link and the requirement it serves."""

    url: Text
    requirement_id: Id | None = None


class CheckIn(Schema):
    """The result of checking platform budgets against the cap."""

    result: CheckResult
    note: Text = ""


class GridRowIn(Schema):
    """One row of the grid: a stored campaign or a drafted platform campaign, and its cells as typed."""

    campaign_id: Id | None = None
    key: KeyIn | None = None
    owner: Text = ""
    objective: Text = ""
    requirement: Text = ""
    cap: Text = ""


class GridIn(Schema):
    """The grid."""

    rows: Annotated[list[GridRowIn], Field(max_length=5000)]


def _given(body: Schema) -> dict[str, Any]:
    """The fields that were sent."""
    return body.dict(exclude_unset=True)


@router.get("/campaigns")
def campaigns(request: Any, as_of: date | None = None, archived: bool = False) -> dict[str, Any]:
    """Campaigns with spend, caps and what is missing."""
    require(request.act, SEE_PLANS)
    day = as_of or request.act.now.date()
    lines = campaign_lines(request.act.organisation_id, day, archived=archived)
    return {"rows": [campaign_row(line) for line in lines]}


@router.post("/campaigns")
def create_campaign(request: Any, body: CampaignIn) -> dict[str, Any]:
    """A new campaign."""
    return {"id": actions.create_campaign(request.act, **_given(body)).pk}


@router.get("/campaigns/{campaign_id}")
def campaign(request: Any, campaign_id: Id, as_of: date | None = None) -> dict[str, Any]:
    """One campaign of the list."""
    require(request.act, SEE_PLANS)
    day = as_of or request.act.now.date()
    return campaign_row(campaign_detail(request.act.organisation_id, campaign_id, day).line)


@router.patch("/campaigns/{campaign_id}")
def update_campaign(request: Any, campaign_id: Id, body: CampaignIn) -> dict[str, Any]:
    """The campaign with these fields changed."""
    return {"id": actions.update_campaign(request.act, campaign_id=campaign_id, **_given(body)).pk}


@router.post("/campaigns/{campaign_id}/archive")
def archive_campaign(request: Any, campaign_id: Id) -> dict[str, Any]:
    """The campaign, out of the lists."""
    return {"id": actions.archive_campaign(request.act, campaign_id=campaign_id).pk}


@router.post("/campaigns/{campaign_id}/requirements")
def add_requirement(request: Any, campaign_id: Id, body: RequirementIn) -> dict[str, Any]:
    """A new requirement."""
    return {"id": actions.add_requirement(request.act, campaign_id=campaign_id, **_given(body)).pk}


@router.patch("/requirements/{requirement_id}")
def update_requirement(request: Any, requirement_id: Id, body: RequirementIn) -> dict[str, Any]:
    """The requirement with these fields changed."""
    row = actions.update_requirement(request.act, requirement_id=requirement_id, **_given(body))
    return {"id": row.pk}


@router.post("/campaigns/{campaign_id}/caps")
def set_cap(request: Any, campaign_id: Id, body: CapIn) -> dict[str, Any]:
    """The cap of a campaign for a window."""
    return {"id": actions.set_cap(request.act, campaign_id=campaign_id, **body.dict()).pk}


@router.post("/caps/{line_id}/decisions")
def decide_cap(request: Any, line_id: Id, body: DecisionIn) -> dict[str, Any]:
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


@router.post("/campaigns/{campaign_id}/checks")
def record_check(request: Any, campaign_id: Id, body: CheckIn) -> dict[str, Any]:
    """The result of checking platform budgets against the cap."""
    return {"id": actions.record_check(request.act, campaign_id=campaign_id, **body.dict()).pk}


@router.get("/objectives")
def objectives(request: Any) -> dict[str, Any]:
    """Objectives with what is missing and how many campaigns serve them."""
    require(request.act, SEE_PLANS)
    return {"rows": [objective_row(line) for line in objective_lines(request.act.organisation_id)]}


@router.post("/objectives")
def create_objective(request: Any, body: ObjectiveIn) -> dict[str, Any]:
    """A new objective."""
    return {"id": actions.create_objective(request.act, **_given(body)).pk}


@router.patch("/objectives/{objective_id}")
def update_objective(request: Any, objective_id: Id, body: ObjectiveIn) -> dict[str, Any]:
    """The objective with these fields changed."""
    return {"id": actions.update_objective(request.act, objective_id=objective_id, **_given(body)).pk}


@router.get("/draft")
def draft(request: Any) -> dict[str, Any]:
    """A plan drafted from spend; nothing is stored."""
    require(request.act, SEE_PLANS)
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
    done = actions.import_plan(request.act, uploaded_rows(file))
    waiting = waiting_caps_of(request.act.organisation_id, done.campaigns, request.act.now.date())
    return import_row(done, waiting)


def _entry(number: int, row: GridRowIn) -> actions.GridEntry:
    key = PlatformKey(row.key.source, row.key.account, row.key.campaign) if row.key else None
    cells = {name: getattr(row, name) for name in ("owner", "objective", "requirement", "cap")}
    return actions.GridEntry(number=number, cells=cells, key=key, campaign_id=row.campaign_id)
