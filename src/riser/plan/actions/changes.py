"""Changes of an approved plan: asked for before they are made, and what hangs on them looked at again."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from riser.foundation import approvals
from riser.foundation.differences import name_of
from riser.foundation.errors import NotFound, Problem, Refused
from riser.foundation.evidence import RecordRef
from riser.foundation.models import ChangeRequest, Review
from riser.foundation.roles import Act, require
from riser.foundation.trail import latest_version
from riser.plan.actions.campaigns import find_campaign
from riser.plan.actions.keeping import ref
from riser.plan.actions.permissions import EDIT_PLANS
from riser.plan.actions.requirements import find_requirement
from riser.plan.words import Kind, Topic
from riser.ui.formats import listed

CAMPAIGN_FIELDS = frozenset({"name", "owner", "audience", "deliverables", "start", "end"})
REQUIREMENT_FIELDS = frozenset(
    {"name", "metric", "operator", "bound", "unit", "baseline", "from", "to", "source", "acceptor"}
)
SUSPECTS = frozenset({Kind.LINK, Kind.PLATFORM_LINK, Kind.LAUNCH_CHECK})
DAYS, NUMBERS = frozenset({"start", "end", "from", "to"}), frozenset({"bound", "baseline"})


@transaction.atomic
def ask_change(
    act: Act,
    *,
    campaign_id: int,
    reason: str,
    proposed: Mapping[str, str] | None = None,
    requirement_id: int | None = None,
    requester: int | None = None,
) -> ChangeRequest:
    """A change request on an approved plan: these fields, of one requirement where it is named.

    Fields have the names of versions ("end", "bound"), values are as typed. Without fields it asks for what
    was changed since the approval. `requester` is the member on whose behalf it is filed.
    """
    require(act, EDIT_PLANS)
    campaign = find_campaign(act, campaign_id)
    wanted = None
    if proposed:
        if requirement_id is not None:
            found = find_requirement(act, requirement_id)
            if found.campaign_id != campaign.pk:
                raise Refused(_("This requirement belongs to another campaign."))
        wanted = dict(_wanted(name, text, requirement_id) for name, text in proposed.items())
    return approvals.ask_change(
        act,
        ref(Kind.CAMPAIGN, campaign),
        topic=Topic.PLAN,
        reason=reason,
        proposed=wanted,
        requester=requester,
    )


@transaction.atomic
def clear_suspect(act: Act, *, requirement_id: int, record: RecordRef, note: str = "") -> Review:
    """The review of something that hangs on a requirement, after the newest version of that requirement.

    Raises NotFound for a record that does not hang on the requirement's campaign, NotPermitted for the
    system: a person looks.
    """
    require(act, EDIT_PLANS)
    requirement = find_requirement(act, requirement_id)
    case = ref(Kind.REQUIREMENT, requirement)
    _refuse_unrelated(act, record, requirement.campaign_id)
    newest = latest_version(act.organisation_id, case)
    number = newest.number if newest else 0
    return approvals.confirm_review(act, cause=case, number=number, record=record, note=note)


def _wanted(name: str, text: str, requirement_id: int | None) -> tuple[str, Any]:
    """The field's path and its value as a version of it would hold it. Raises Refused."""
    allowed = REQUIREMENT_FIELDS if requirement_id is not None else CAMPAIGN_FIELDS
    if name not in allowed:
        problem = Problem(_("Name one of: %(fields)s.") % {"fields": listed(sorted(allowed))}, column=name)
        raise Refused(_("There is no field %(fields)s.") % {"fields": name}, (problem,))
    way = ("campaign",) if requirement_id is None else ("requirements", str(requirement_id))
    return name_of(*way, name), _value(name, text.strip())


def _value(name: str, text: str) -> str | None:
    if name in DAYS | NUMBERS and not text:
        return None
    try:
        if name in DAYS:
            return date.fromisoformat(text).isoformat()
        if name in NUMBERS:
            number = Decimal(text)
            if not number.is_finite():
                raise InvalidOperation
            return f"{number.normalize():f}"
    except (ValueError, InvalidOperation):
        example = "2026-03-31" if name in DAYS else "28.5"
        said = _("“%(given)s” cannot be read. Write it as %(example)s.")
        problem = Problem(said % {"given": text[:80], "example": example}, column=name)
        raise Refused(_("Nothing was stored. Some fields cannot be taken."), (problem,)) from None
    return text


def _refuse_unrelated(act: Act, record: RecordRef, campaign_id: int) -> None:
    """By versions and not by rows: checks are rows of a room above this one."""
    if record == ref(Kind.CAMPAIGN, campaign_id):
        return
    newest = latest_version(act.organisation_id, record) if record.kind in SUSPECTS else None
    if newest is None or newest.data.get("campaign") != campaign_id:
        raise NotFound(_("There is no such record on this campaign."))
