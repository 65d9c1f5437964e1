"""Campaigns and programmes: create, change, archive, restore."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from riser.foundation import approvals
from riser.foundation.errors import Problem, Refused
from riser.foundation.queries import people
from riser.foundation.roles import Act, require
from riser.foundation.storing import checked
from riser.plan.actions.keeping import Claim, find, keep, ref
from riser.plan.actions.locking import as_text, only_mine
from riser.plan.actions.permissions import BRIEF_FIELDS, EDIT_BRIEFS, EDIT_PLANS
from riser.plan.models import Campaign, Objective
from riser.plan.queries.visible import visible_campaigns
from riser.plan.rules.owners import Known, resolve
from riser.plan.words import CampaignClass, CampaignKind, Kind, Topic

VERSION_NAMES = {"campaign_class": "class", "objective_id": "objective"}


class CampaignFields(TypedDict, total=False):
    """What a person can say of a campaign. `owner` may name several, separated by semicolons."""

    name: str
    code: str
    kind: CampaignKind
    campaign_class: CampaignClass | str
    owner: str
    objective_id: int | None
    audience: str
    channels: Sequence[str]
    deliverables: str
    start: date | None
    end: date | None


@transaction.atomic
def create_campaign(act: Act, *, claim: Claim | None = None, **fields: Unpack[CampaignFields]) -> Campaign:
    """A new campaign with a code of its own. Raises Refused where a field cannot be taken."""
    require(act, EDIT_PLANS)
    row = Campaign(organisation_id=act.organisation_id)
    return store_new(act, row, fields, "create campaign", claim=claim)


def store_new(
    act: Act, row: Campaign, fields: CampaignFields, said: str, *, claim: Claim | None = None
) -> Campaign:
    """The new row, filled and stored with its first version. Call inside an action, after `require`."""
    row.recorded_at = act.now
    _fill(row, fields)
    _refuse_taken_code(row)
    row.save()
    row.owners.set(_owner_ids(row))
    keep(act, ref(Kind.CAMPAIGN, row), said, before=None, after=campaign_values(row), claim=claim)
    return row


@transaction.atomic
def update_campaign(
    act: Act,
    *,
    campaign_id: int,
    based_on: int | None = None,
    claim: Claim | None = None,
    **fields: Unpack[CampaignFields],
) -> Campaign:
    """The campaign with these fields changed; without a change nothing is written.

    `based_on` is the version that was read before. Raises Stale where somebody changed the same field since,
    NotPermitted where a guest changes more than the brief.
    """
    require(act, EDIT_BRIEFS)
    if fields.keys() - BRIEF_FIELDS:
        require(act, EDIT_PLANS)
    row = find_campaign(act, campaign_id)
    before = campaign_values(row)
    fields = only_mine(
        act,
        ref(Kind.CAMPAIGN, row),
        row,
        fields,
        based_on,
        fill=_fill,
        values=campaign_values,
        names=VERSION_NAMES,
        show=_shown,
    )
    _fill(row, fields)
    _refuse_taken_code(row)
    row.owners.set(_owner_ids(row))
    after = campaign_values(row)
    if after != before:
        row.save()
        keep(act, ref(Kind.CAMPAIGN, row), "update campaign", before=before, after=after, claim=claim)
        approvals.settle(act, ref(Kind.CAMPAIGN, row), topic=Topic.PLAN)
    return row


@transaction.atomic
def archive_campaign(act: Act, *, campaign_id: int) -> Campaign:
    """The campaign, out of the lists. It stays evidence: what was spent was spent."""
    return _put_away(act, campaign_id, "archive campaign", archived=True)


@transaction.atomic
def restore_campaign(act: Act, *, campaign_id: int) -> Campaign:
    """The campaign, back in the lists."""
    return _put_away(act, campaign_id, "restore campaign", archived=False)


def _put_away(act: Act, campaign_id: int, said: str, *, archived: bool) -> Campaign:
    require(act, EDIT_PLANS)
    row = find_campaign(act, campaign_id)
    if (row.archived_at is not None) != archived:
        before, row.archived_at = campaign_values(row), act.now if archived else None
        row.save(update_fields=["archived_at"])
        keep(act, ref(Kind.CAMPAIGN, row), said, before=before, after=campaign_values(row))
    return row


def find_campaign(act: Act, campaign_id: int) -> Campaign:
    """The campaign of this organisation, locked; a guest finds only their own. Raises NotFound."""
    return find(visible_campaigns(act), campaign_id, _("campaign"))


def campaign_values(row: Campaign) -> dict[str, Any]:
    """What a version of a campaign holds: the plan with its caps."""
    return {
        "code": row.code,
        "name": row.name,
        "kind": row.kind,
        "class": row.campaign_class,
        "owner": row.owner,
        "owners": sorted(row.owners.values_list("pk", flat=True)),
        "objective": row.objective_id,
        "audience": row.audience,
        "channels": list(row.channels),
        "deliverables": row.deliverables,
        "start": row.start,
        "end": row.end,
        "archived": row.archived_at is not None,
        "copied_from": row.copied_from_id,
        "caps": [
            {"cap": str(line.cap), "currency": line.currency, "from": line.window_from, "to": line.window_to}
            for line in row.lines.order_by("window_from", "pk")
        ],
    }


def _fill(row: Campaign, fields: CampaignFields) -> None:
    served = row.objective_id
    for name, value in fields.items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    row.channels = [channel.strip() for channel in row.channels or () if channel.strip()]
    row.code = row.code or _free_code(row.organisation_id)
    checked(row)
    if row.start and row.end and row.end < row.start:
        problem = Problem(_("The campaign ends before it starts. Change one of the two days."), column="end")
        raise Refused(_("Nothing was stored. Some fields cannot be taken."), (problem,))
    if row.objective_id != served:
        _refuse_objective(row)


def _shown(name: str, value: Any) -> str:
    """A field of a version as people read it."""
    if name == "objective" and value is not None:
        return str(Objective.objects.filter(pk=value).values_list("name", flat=True).first() or "")
    return as_text(name, value)


def _refuse_objective(row: Campaign) -> None:
    """A foreign or an archived one; locked, so that nobody archives it before this campaign is stored."""
    if row.objective_id is None:
        return
    mine = Objective.objects.filter(organisation_id=row.organisation_id).select_for_update()
    named, text = mine.filter(pk=row.objective_id).first(), ""
    if named is None:
        text = _("There is no such objective in this organisation.")
    elif named.archived_at is not None:
        text = _("The objective “%(name)s” is archived. Bring it back first, or name another one.")
        text %= {"name": named.name}
    if text:
        problem = Problem(text, column="objective")
        raise Refused(_("Nothing was stored. Some fields cannot be taken."), (problem,))


def _refuse_taken_code(row: Campaign) -> None:
    others = Campaign.objects.filter(organisation_id=row.organisation_id, code=row.code).exclude(pk=row.pk)
    if others.exists():
        text = _("The code “%(code)s” belongs to another campaign.") % {"code": row.code}
        raise Refused(_("Nothing was stored. Some fields cannot be taken."), (Problem(text, column="code"),))


def _free_code(organisation_id: int) -> str:
    codes = Campaign.objects.filter(organisation_id=organisation_id, code__startswith="C")
    numbers = (re.fullmatch(r"C(\d{1,9})", code) for code in codes.values_list("code", flat=True))
    return f"C{max((int(found[1]) for found in numbers if found), default=0) + 1}"


def _owner_ids(row: Campaign) -> list[int]:
    known = [Known(person.member_id, person.name, person.email) for person in people(row.organisation_id)]
    return list(resolve(row.owner, known).members)
