"""Objectives: create and change."""

from datetime import date
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from riser.foundation.errors import Refused
from riser.foundation.roles import Act, require
from riser.plan.actions.keeping import Claim, checked, find, keep, ref
from riser.plan.actions.locking import only_mine
from riser.plan.actions.permissions import EDIT_PLANS
from riser.plan.models import Objective
from riser.plan.words import Kind


class ObjectiveFields(TypedDict, total=False):
    """What a person can say of an objective."""

    name: str
    metric: str
    baseline: Decimal | None
    target: Decimal | None
    unit: str
    due: date | None
    initiative: str
    owner: str


@transaction.atomic
def create_objective(act: Act, *, claim: Claim | None = None, **fields: Unpack[ObjectiveFields]) -> Objective:
    """A new objective. Raises Refused without a name or with one that is taken."""
    require(act, EDIT_PLANS)
    row = Objective(organisation_id=act.organisation_id, recorded_at=act.now)
    _fill(row, fields)
    row.save()
    keep(
        act,
        ref(Kind.OBJECTIVE, row),
        "create objective",
        before=None,
        after=objective_values(row),
        claim=claim,
    )
    return row


@transaction.atomic
def update_objective(
    act: Act,
    *,
    objective_id: int,
    based_on: int | None = None,
    claim: Claim | None = None,
    **fields: Unpack[ObjectiveFields],
) -> Objective:
    """The objective with these fields changed; without a change nothing is written.

    `based_on` is the version that was read before. Raises Stale where somebody changed the same field since.
    """
    require(act, EDIT_PLANS)
    mine = Objective.objects.filter(organisation_id=act.organisation_id)
    row = find(mine, objective_id, _("objective"))
    before, case = objective_values(row), ref(Kind.OBJECTIVE, row)
    fields = only_mine(act, case, row, fields, based_on, fill=_fill, values=objective_values)
    _fill(row, fields)
    after = objective_values(row)
    if after != before:
        row.save()
        keep(act, case, "update objective", before=before, after=after, claim=claim)
    return row


def objective_values(row: Objective) -> dict[str, Any]:
    """What a version of an objective holds."""
    return {
        "name": row.name,
        "metric": row.metric,
        "baseline": _plain(row.baseline),
        "target": _plain(row.target),
        "unit": row.unit,
        "due": row.due,
        "initiative": row.initiative,
        "owner": row.owner,
    }


def _plain(value: Decimal | None) -> str | None:
    """Without trailing zeros, so that 100 typed and 100.0000 read back are the same version."""
    return None if value is None else f"{value.normalize():f}"


def _fill(row: Objective, fields: ObjectiveFields) -> None:
    for name, value in fields.items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    checked(row)
    others = Objective.objects.filter(organisation_id=row.organisation_id, name=row.name)
    if others.exclude(pk=row.pk).exists():
        raise Refused(_("There is an objective “%(name)s” already. Link that one.") % {"name": row.name})
