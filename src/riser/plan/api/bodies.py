"""What the REST face of this room is sent."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field, StringConstraints

from riser.foundation.bodies import Body
from riser.plan.words import (
    CampaignClass,
    CampaignKind,
    Decision,
    RequestDecision,
    RoleWord,
    Topic,
)

Id = Annotated[int, Field(ge=1, lt=2**63)]
Version = Annotated[int, Field(ge=1, lt=2**31)]
Text = Annotated[str, StringConstraints(max_length=4000, pattern=r"^[^\x00]*$")]
Number = Annotated[Decimal, Field(max_digits=20, decimal_places=6, allow_inf_nan=False)]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]


class ObjectiveIn(Body):
    """An objective; fields left out stay as they are."""

    name: Text | None = None
    metric: Text | None = None
    baseline: Number | None = None
    target: Number | None = None
    unit: Text | None = None
    due: date | None = None
    initiative: Text | None = None
    owner: Text | None = None


class CampaignIn(Body):
    """A campaign; fields left out stay as they are."""

    name: Text | None = None
    code: Text | None = None
    kind: CampaignKind | None = None
    campaign_class: CampaignClass | None = None
    unit: Text | None = None
    owner: Text | None = None
    objective_id: Id | None = None
    audience: Text | None = None
    channels: Annotated[list[Text], Field(max_length=50)] | None = None
    deliverables: Text | None = None
    start: date | None = None
    end: date | None = None


class RequirementIn(Body):
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


class CapIn(Body):
    """A cap for a window of days."""

    amount: Number
    currency: Currency
    from_day: date
    to_day: date


class CapDecisionIn(Body):
    """A raise or a stop."""

    decision: Decision
    amount: Number | None = None


class ApprovalIn(Body):
    """What is approved, and who asked for it."""

    topic: Topic
    requested_by: Annotated[str, StringConstraints(max_length=150, pattern=r"^[^\x00]*$")] = ""


class KeyIn(Body):
    """A platform campaign and the requirement it serves."""

    source: Text
    account: Text
    campaign: Text
    requirement_id: Id | None = None
    from_day: date | None = None
    to_day: date | None = None


class LinkIn(Body):
    """A landing link and the requirement it serves."""

    url: Text
    requirement_id: Id | None = None


class SeenCells(Body):
    """What stood in the cells when the person began to type."""

    owner: Text = ""
    objective: Text = ""
    requirement: Text = ""
    cap: Text = ""


class GridRowIn(Body):
    """One row of the grid: a stored campaign or a drafted platform campaign, and its cells as typed."""

    campaign_id: Id | None = None
    key: KeyIn | None = None
    owner: Text = ""
    objective: Text = ""
    requirement: Text = ""
    cap: Text = ""
    seen: SeenCells | None = None


class GridIn(Body):
    """The grid."""

    rows: Annotated[list[GridRowIn], Field(max_length=5000)]


class ObjectiveChange(ObjectiveIn):
    """Changed fields of an objective."""

    based_on: Version | None = None


class CampaignChange(CampaignIn):
    """Changed fields of a campaign."""

    based_on: Version | None = None


class RequirementChange(RequirementIn):
    """Changed fields of a requirement."""

    based_on: Version | None = None


class CapChange(Body):
    """Changed fields of a cap; fields left out stay as they are."""

    amount: Number | None = None
    currency: Currency | None = None
    from_day: date | None = None
    to_day: date | None = None
    based_on: Version | None = None


class KeyChange(Body):
    """Changed fields of a mapping; null empties a field, one left out stays as it is."""

    requirement_id: Id | None = None
    from_day: date | None = None
    to_day: date | None = None
    based_on: Version | None = None


class LinkChange(Body):
    """Changed fields of a landing link; fields left out stay as they are."""

    url: Text | None = None
    requirement_id: Id | None = None
    based_on: Version | None = None


class CopyIn(Body):
    """The copy of a campaign: its name, and the day its own days are counted from."""

    name: Text = ""
    start: date | None = None


class RoleIn(Body):
    """Somebody named for a part of a campaign."""

    role: RoleWord
    name: Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00]*$")]


class GuestIn(Body):
    """A guest, by the id of their membership."""

    member_id: Id


class BulkIn(Body):
    """One verb on many campaigns. `seen` says which version of each was read before."""

    campaign_ids: Annotated[list[Id], Field(min_length=1, max_length=1000)]
    seen: dict[int, Version] = {}


class BulkOwnerIn(BulkIn):
    """The owner of all of them."""

    owner: Text


class BulkObjectiveIn(BulkIn):
    """The objective of all of them; null takes it off."""

    objective_id: Id | None


class BulkArchiveIn(Body):
    """Objectives that are archived together."""

    objective_ids: Annotated[list[Id], Field(min_length=1, max_length=1000)]


class BulkClassIn(BulkIn):
    """The class of all of them."""

    campaign_class: CampaignClass


class BulkUnitIn(BulkIn):
    """The unit of all of them; an empty text takes it off."""

    unit: Text


class BulkShiftIn(BulkIn):
    """By how many days their first and last day move."""

    days: Annotated[int, Field(ge=-3660, le=3660)]


class RequestIn(Body):
    """Work that is asked for, with its estimated size; fields left out stay as they are."""

    title: Text | None = None
    purpose: Text | None = None
    wished: date | None = None
    hours: Number | None = None
    amount: Number | None = None
    currency: Currency | None = None


class RequestChange(RequestIn):
    """Changed fields of a request."""

    based_on: Version | None = None


class RequestDecisionIn(Body):
    """What was decided about a request."""

    decision: RequestDecision
    reason: Text = ""
    waits_until: date | None = None
    displaces: Annotated[str, StringConstraints(max_length=400, pattern=r"^[^\x00]*$")] = ""
    displaced_id: Id | None = None


def given(body: Schema) -> dict[str, Any]:
    """The fields that were sent."""
    return body.dict(exclude_unset=True)
