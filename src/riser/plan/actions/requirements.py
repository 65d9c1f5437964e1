"""Requirements of a campaign: add, change, find."""

from datetime import date
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from riser.foundation import approvals
from riser.foundation.errors import Problem, Refused
from riser.foundation.roles import Act, require
from riser.foundation.storing import checked
from riser.plan.actions.campaigns import find_campaign
from riser.plan.actions.keeping import Claim, find, keep, ref
from riser.plan.actions.locking import only_mine
from riser.plan.actions.permissions import EDIT_PLANS
from riser.plan.models import Requirement
from riser.plan.queries.visible import visible_campaigns
from riser.plan.rules.bounds import OPERATORS
from riser.plan.words import Kind, Topic

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
    campaign = find_campaign(act, campaign_id)
    row = Requirement(campaign=campaign, recorded_at=act.now)
    _fill(row, fields)
    row.save()
    keep(
        act,
        ref(Kind.REQUIREMENT, row),
        "add requirement",
        before=None,
        after=requirement_values(row),
        claim=claim,
    )
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
    row = find_requirement(act, requirement_id)
    before, case = requirement_values(row), ref(Kind.REQUIREMENT, row)
    fields = only_mine(
        act, case, row, fields, based_on, fill=_fill, values=requirement_values, names=VERSION_NAMES
    )
    _fill(row, fields)
    after = requirement_values(row)
    if after != before:
        row.save()
        keep(act, case, "update requirement", before=before, after=after, claim=claim)
        approvals.settle(act, ref(Kind.CAMPAIGN, row.campaign_id), topic=Topic.PLAN)
    return row


def find_requirement(act: Act, requirement_id: int) -> Requirement:
    """The requirement of this organisation, locked. Raises NotFound."""
    mine = Requirement.objects.filter(campaign__in=visible_campaigns(act))
    return find(mine, requirement_id, _("requirement"))


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


def _fill(row: Requirement, fields: RequirementFields) -> None:
    for name, value in fields.items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    bound = _plain(row.bound) or ""
    row.name = (
        row.name or " ".join(part for part in (row.metric, row.operator, bound, row.unit) if part)[:200]
    )
    checked(row)
    problem = _problem(row)
    if problem:
        raise Refused(_("Nothing was stored. Some fields cannot be taken."), (problem,))


def _problem(row: Requirement) -> Problem | None:
    if row.operator and row.operator not in OPERATORS:
        text = _("“%(given)s” compares nothing. Choose one of %(allowed)s.")
        return Problem(text % {"given": row.operator, "allowed": ", ".join(OPERATORS)}, column="operator")
    if row.window_from and row.window_to and row.window_to < row.window_from:
        return Problem(_("The window ends before it begins. Change one of the two days."), column="to")
    if Requirement.objects.filter(campaign_id=row.campaign_id, name=row.name).exclude(pk=row.pk).exists():
        text = _("The campaign has a requirement “%(name)s” already.") % {"name": row.name}
        return Problem(text, column="name")
    return None
