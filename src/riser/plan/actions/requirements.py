"""Requirements of a campaign: add, change, find."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from riser.foundation.errors import Problem, Refused
from riser.foundation.roles import Act, require
from riser.foundation.storing import checked
from riser.plan.actions.batch import Batch
from riser.plan.actions.keeping import Claim, find, only, ref
from riser.plan.actions.locking import as_text, only_mine
from riser.plan.actions.permissions import EDIT_PLANS
from riser.plan.models import Campaign, Requirement
from riser.plan.queries.visible import visible_campaigns
from riser.plan.rules.bounds import OPERATORS
from riser.plan.words import Kind
from riser.ui.formats import listed

VERSION_NAMES = {"window_from": "from", "window_to": "to"}


class RequirementFields(TypedDict, total=False):
    """What a person can say of a requirement."""

    name: str
    metric: str
    operator: str
    bound: Decimal | None
    unit: str
    baseline: Decimal | None
    window_from: date | None
    window_to: date | None
    source: str
    acceptor: str


@transaction.atomic
def add_requirement(
    act: Act, *, campaign_id: int, claim: Claim | None = None, **fields: Unpack[RequirementFields]
) -> Requirement:
    """A new requirement of a campaign; its name defaults to what it asks for."""
    require(act, EDIT_PLANS)
    with Batch(act) as batch:
        return store_requirement(batch, batch.campaign(campaign_id), fields, claim=claim)


def store_requirement(
    batch: Batch, campaign: Campaign, fields: RequirementFields, *, claim: Claim | None = None
) -> Requirement:
    """The new requirement, stored with its first version. Call inside an action, after `require`."""
    row = Requirement(campaign=campaign, recorded_at=batch.act.now)
    _fill(batch, row, fields)
    row.save()
    batch.requirements(campaign.pk).append(row)
    after = requirement_values(row)
    batch.keep(Kind.REQUIREMENT, row, "add requirement", before=None, after=after, claim=claim)
    return row


@transaction.atomic
def update_requirement(
    act: Act,
    *,
    requirement_id: int,
    based_on: int | None = None,
    claim: Claim | None = None,
    **fields: Unpack[RequirementFields],
) -> Requirement:
    """The requirement with these fields changed; without a change nothing is written.

    `based_on` is the version that was read before. Raises Stale where somebody changed the same field since.
    """
    require(act, EDIT_PLANS)
    with Batch(act) as batch:
        row = _opened(batch, requirement_id)
        return change_requirement(batch, row, fields, based_on=based_on, claim=claim)


def change_requirement(
    batch: Batch,
    row: Requirement,
    fields: RequirementFields,
    *,
    based_on: int | None = None,
    claim: Claim | None = None,
) -> Requirement:
    """The requirement with these fields changed and stored. Call inside an action, after `require`."""
    before = requirement_values(row)
    fields = only_mine(
        batch.act,
        ref(Kind.REQUIREMENT, row),
        row,
        fields,
        based_on,
        fill=partial(_fill, batch),
        values=requirement_values,
        names=VERSION_NAMES,
    )
    _fill(batch, row, fields)
    after = requirement_values(row)
    if after != before:
        row.save()
        batch.keep(Kind.REQUIREMENT, row, "update requirement", before=before, after=after, claim=claim)
        batch.settle(row.campaign_id)
    return row


def _opened(batch: Batch, requirement_id: int) -> Requirement:
    """The requirement, locked with all of its campaign. Raises NotFound."""
    mine = Requirement.objects.filter(campaign__in=visible_campaigns(batch.act), pk=requirement_id)
    of = mine.values_list("campaign_id", flat=True).first()
    return only(batch.requirements(of) if of else [], requirement_id, _("requirement"))


def find_requirement(act: Act, requirement_id: int) -> Requirement:
    """The requirement of this organisation, locked. Raises NotFound."""
    mine = Requirement.objects.filter(campaign__in=visible_campaigns(act))
    return find(mine, requirement_id, _("requirement"))


def requirement_of(act: Act, campaign: Campaign, requirement_id: int | None) -> Requirement | None:
    """The requirement of this campaign that something serves, locked. Raises NotFound or Refused."""
    requirement = find_requirement(act, requirement_id) if requirement_id else None
    if requirement is not None and requirement.campaign_id != campaign.pk:
        raise Refused(_("This requirement belongs to another campaign."))
    return requirement


def requirement_shown(name: str, value: Any) -> str:
    """A field of a version as people read it."""
    if name == "requirement" and value is not None:
        return str(Requirement.objects.filter(pk=value).values_list("name", flat=True).first() or "")
    return as_text(name, value)


def requirement_values(row: Requirement) -> dict[str, Any]:
    """What a version of a requirement holds."""
    return {
        "campaign": row.campaign_id,
        "name": row.name,
        "metric": row.metric,
        "operator": row.operator,
        "bound": _plain(row.bound),
        "unit": row.unit,
        "baseline": _plain(row.baseline),
        "from": row.window_from,
        "to": row.window_to,
        "source": row.source,
        "acceptor": row.acceptor,
    }


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"


def _fill(batch: Batch, row: Requirement, fields: RequirementFields) -> None:
    for name, value in fields.items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    bound = _plain(row.bound) or ""
    row.name = (
        row.name or " ".join(part for part in (row.metric, row.operator, bound, row.unit) if part)[:200]
    )
    checked(row, known={"campaign"})
    problem = _problem(row, batch.requirements(row.campaign_id))
    if problem:
        raise Refused(_("Nothing was stored. Some fields cannot be taken."), (problem,))


def _problem(row: Requirement, others: Iterable[Requirement]) -> Problem | None:
    if row.operator and row.operator not in OPERATORS:
        text = _("“%(given)s” compares nothing. Choose one of %(allowed)s.")
        return Problem(text % {"given": row.operator, "allowed": listed(OPERATORS)}, column="operator")
    if row.window_from and row.window_to and row.window_to < row.window_from:
        return Problem(_("The window ends before it begins. Change one of the two days."), column="to")
    if any(other.name == row.name and other.pk != row.pk for other in others):
        text = _("The campaign has a requirement “%(name)s” already.") % {"name": row.name}
        return Problem(text, column="name")
    return None
