"""A new campaign from an old one."""

from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from riser.foundation.errors import Problem, Refused
from riser.foundation.roles import Act, require
from riser.plan.actions.batch import Batch
from riser.plan.actions.budget import set_cap
from riser.plan.actions.campaigns import CampaignFields, find_campaign, store_new
from riser.plan.actions.permissions import EDIT_PLANS
from riser.plan.actions.requirements import add_requirement
from riser.plan.actions.roles import name_role
from riser.plan.models import Campaign
from riser.plan.words import CampaignKind, RoleWord


@transaction.atomic
def duplicate_campaign(act: Act, *, campaign_id: int, name: str = "", start: date | None = None) -> Campaign:
    """A draft with the plan, requirements, caps and roles of another campaign; every day moves with `start`.

    Nothing of it is approved, nothing is mapped to it, and it says what it was copied from. An archived
    objective stays behind. Raises Refused for a start where the old one has none to count from.
    """
    require(act, EDIT_PLANS)
    old = find_campaign(act, campaign_id)
    by = _shift(old, start)
    new = Campaign(organisation_id=act.organisation_id, copied_from=old)
    fields: CampaignFields = {
        "name": (name.strip() or _("Copy of %(name)s") % {"name": old.name})[:200],
        "kind": CampaignKind(old.kind),
        "campaign_class": old.campaign_class,
        "unit": old.unit,
        "owner": old.owner,
        "objective_id": _objective_id(old),
        "audience": old.audience,
        "channels": list(old.channels),
        "deliverables": old.deliverables,
        "start": _moved(old.start, by),
        "end": _moved(old.end, by),
    }
    with Batch(act) as batch:
        made = store_new(batch, new, fields, "duplicate campaign")
    _copy_what_hangs_on_it(act, old, made, by)
    return made


def _objective_id(old: Campaign) -> int | None:
    """What the copy serves: new work names no archived objective."""
    return None if old.objective is None or old.objective.archived_at else old.objective.pk


def _shift(old: Campaign, start: date | None) -> timedelta:
    if start is None:
        return timedelta(0)
    if old.start is None:
        problem = Problem(_("The campaign has no first day to count from. Leave this empty."), column="start")
        raise Refused(_("Nothing was stored. Some fields cannot be taken."), (problem,))
    return start - old.start


def _moved(day: date | None, by: timedelta) -> date | None:
    try:
        return None if day is None else day + by
    except OverflowError:
        problem = Problem(_("This day is too far away to be meant."), column="start")
        raise Refused(_("Nothing was stored. Some fields cannot be taken."), (problem,)) from None


def _copy_what_hangs_on_it(act: Act, old: Campaign, made: Campaign, by: timedelta) -> None:
    for asked in old.requirements.order_by("pk"):
        add_requirement(
            act,
            campaign_id=made.pk,
            name=asked.name,
            metric=asked.metric,
            operator=asked.operator,
            bound=asked.bound,
            unit=asked.unit,
            baseline=asked.baseline,
            window_from=_moved(asked.window_from, by),
            window_to=_moved(asked.window_to, by),
            source=asked.source,
            acceptor=asked.acceptor,
        )
    for line in old.lines.order_by("window_from", "pk"):
        set_cap(
            act,
            campaign_id=made.pk,
            amount=line.cap or Decimal(0),
            currency=line.currency,
            from_day=line.window_from + by,
            to_day=line.window_to + by,
        )
    for role in old.roles.order_by("pk"):
        name_role(act, campaign_id=made.pk, role=RoleWord(role.role), name=role.name)
