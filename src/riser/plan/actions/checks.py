"""Plainly recorded checks before launch."""

from django.db import transaction
from django.utils.translation import gettext as _

from riser.foundation.errors import Problem, Refused
from riser.foundation.roles import Act, require
from riser.plan.actions.campaigns import find_campaign
from riser.plan.actions.keeping import checked, keep, ref
from riser.plan.actions.permissions import EDIT_PLANS
from riser.plan.models import LaunchCheck
from riser.plan.words import PLATFORM_BUDGET_CHECK, CheckResult, Kind


@transaction.atomic
def record_check(
    act: Act, *, campaign_id: int, result: CheckResult, kind: str = PLATFORM_BUDGET_CHECK, note: str = ""
) -> LaunchCheck:
    """The result of a check as a person saw it. Raises Refused for a kind of check that does not exist."""
    require(act, EDIT_PLANS)
    if kind != PLATFORM_BUDGET_CHECK:
        problem = Problem(_("There is no check “%(kind)s”.") % {"kind": kind}, column="kind")
        raise Refused(_("Nothing was stored. Some fields cannot be taken."), (problem,))
    row = LaunchCheck(
        campaign=find_campaign(act, campaign_id),
        kind=kind,
        result=result,
        note=note.strip(),
        member_name=act.actor.name,
        recorded_at=act.now,
    )
    checked(row).save()
    after = {"campaign": campaign_id, "kind": kind, "result": result, "note": row.note}
    keep(act, ref(Kind.LAUNCH_CHECK, row), f"check {kind}", before=None, after=after)
    return row
