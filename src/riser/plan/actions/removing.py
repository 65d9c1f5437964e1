"""What hangs on a campaign, taken off again. The trail keeps every version, and says who removed it."""

from collections.abc import Mapping
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from riser.foundation.errors import Refused
from riser.foundation.models import Approval
from riser.foundation.roles import Act, require
from riser.plan.actions.batch import Batch
from riser.plan.actions.budget import find_line, line_values
from riser.plan.actions.campaigns import campaign_values
from riser.plan.actions.keeping import keep, keep_version, ref
from riser.plan.actions.links import find_link, link_values
from riser.plan.actions.mapping import find_key, platform_link_values
from riser.plan.actions.permissions import EDIT_BRIEFS, EDIT_PLANS
from riser.plan.actions.requirements import find_requirement, requirement_values
from riser.plan.models import BudgetLine, Requirement
from riser.plan.words import Kind


@transaction.atomic
def remove_requirement(act: Act, *, requirement_id: int) -> None:
    """Takes a requirement off its campaign; what served it serves nothing now.

    The removal stays on record: one with the same metric soon after is taken for a change.
    """
    require(act, EDIT_PLANS)
    row = find_requirement(act, requirement_id)
    _free_what_served(act, row)
    _remove(act, Kind.REQUIREMENT, row, requirement_values(row), "remove requirement")


@transaction.atomic
def remove_cap(act: Act, *, line_id: int) -> None:
    """Takes a cap off its campaign. Raises Refused for one that was ever approved: spend was held to it."""
    require(act, EDIT_PLANS)
    with Batch(act) as batch:
        _remove_cap(batch, find_line(batch, line_id))


def _remove_cap(batch: Batch, row: BudgetLine) -> None:
    act, case = batch.act, ref(Kind.BUDGET_LINE, row)
    signed = Approval.objects.filter(organisation_id=act.organisation_id, kind=case.kind, record_id=case.id)
    if signed.exists() or row.decisions.exists():
        raise Refused(
            _("This cap was approved or decided on and stays on record. Change its amount instead.")
        )
    _remove(act, Kind.BUDGET_LINE, row, line_values(row), "remove cap")
    campaign = batch.campaign(row.campaign_id)
    batch.lines(campaign.pk).remove(row)
    batch.keep_version(ref(Kind.CAMPAIGN, campaign), campaign_values(batch, campaign))


@transaction.atomic
def remove_link(act: Act, *, link_id: int) -> None:
    """Takes a landing link off its campaign."""
    require(act, EDIT_BRIEFS)
    row = find_link(act, link_id)
    _remove(act, Kind.LINK, row, link_values(row), "remove link")


@transaction.atomic
def unmap_key(act: Act, *, key_id: int) -> None:
    """Takes a platform campaign out of the plan: from now on all of its spend is outside it."""
    require(act, EDIT_PLANS)
    row = find_key(act, key_id)
    _remove(act, Kind.PLATFORM_LINK, row, platform_link_values(row), "unmap platform campaign")


def _remove(act: Act, kind: Kind, row: models.Model, values: Mapping[str, Any], said: str) -> None:
    keep(act, ref(kind, row), said, before=values, after={**values, "deleted": True})
    row.delete()


def _free_what_served(act: Act, row: Requirement) -> None:
    """The database empties the pointers; their versions have to say so too."""
    for key in row.keys.select_for_update():
        key.requirement = None
        key.save(update_fields=["requirement"])
        keep_version(act, ref(Kind.PLATFORM_LINK, key), platform_link_values(key))
    for link in row.links.select_for_update():
        link.requirement = None
        link.save(update_fields=["requirement"])
        keep_version(act, ref(Kind.LINK, link), link_values(link))
