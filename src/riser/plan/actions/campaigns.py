"""Campaigns and programmes: create, change, archive, restore."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from riser.foundation.errors import Problem, Refused
from riser.foundation.roles import Act, require
from riser.foundation.storing import checked
from riser.plan.actions.batch import Batch
from riser.plan.actions.keeping import Claim, find, ref
from riser.plan.actions.locking import as_text, only_mine
from riser.plan.actions.permissions import BRIEF_FIELDS, EDIT_BRIEFS, EDIT_PLANS
from riser.plan.models import Campaign, Objective
from riser.plan.queries.visible import visible_campaigns
from riser.plan.words import CampaignClass, CampaignKind, Kind

VERSION_NAMES = {"campaign_class": "class", "objective_id": "objective"}


class CampaignFields(TypedDict, total=False):
    """What a person can say of a campaign. `owner` may name several, separated by semicolons."""

    name: str
    code: str
    kind: CampaignKind
    campaign_class: CampaignClass | str
    unit: str
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
    with Batch(act) as batch:
        return store_new(batch, row, fields, "create campaign", claim=claim)


def store_new(
    batch: Batch, row: Campaign, fields: CampaignFields, said: str, *, claim: Claim | None = None
) -> Campaign:
    """The new row, filled and stored with its first version. Call inside an action, after `require`."""
    row.recorded_at = batch.act.now
    _fill(batch, row, fields)
    _refuse_taken_code(batch, row)
    row.save()
    batch.begin(row)
    batch.own(row, batch.register.members(row.owner))
    batch.keep(Kind.CAMPAIGN, row, said, before=None, after=campaign_values(batch, row), claim=claim)
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
    with Batch(act) as batch:
        return store_changed(batch, batch.campaign(campaign_id), fields, based_on=based_on, claim=claim)


def store_changed(
    batch: Batch,
    row: Campaign,
    fields: CampaignFields,
    *,
    based_on: int | None = None,
    claim: Claim | None = None,
) -> Campaign:
    """The row with these fields changed and stored. Call inside an action, after `require`."""
    before, case = campaign_values(batch, row), ref(Kind.CAMPAIGN, row)
    if based_on is not None and based_on != batch.trail.number(case):
        fields = only_mine(
            batch.act,
            case,
            row,
            fields,
            based_on,
            fill=partial(_fill, batch),
            values=partial(campaign_values, batch),
            names=VERSION_NAMES,
            show=_shown,
        )
    _fill(batch, row, fields)
    if row.code != before["code"]:
        _refuse_taken_code(batch, row)
    batch.own(row, batch.register.members(row.owner))
    after = campaign_values(batch, row)
    if after != before:
        row.save()
        if after["code"] != before["code"]:
            batch.register.codes_changed()
        batch.keep(Kind.CAMPAIGN, row, "update campaign", before=before, after=after, claim=claim)
        batch.settle(row.pk)
    return row


@transaction.atomic
def archive_campaign(act: Act, *, campaign_id: int) -> Campaign:
    """The campaign, out of the lists. It stays evidence: what was spent was spent."""
    require(act, EDIT_PLANS)
    with Batch(act) as batch:
        return put_away(batch, batch.campaign(campaign_id), "archive campaign", archived=True)


@transaction.atomic
def restore_campaign(act: Act, *, campaign_id: int) -> Campaign:
    """The campaign, back in the lists."""
    require(act, EDIT_PLANS)
    with Batch(act) as batch:
        return put_away(batch, batch.campaign(campaign_id), "restore campaign", archived=False)


def put_away(batch: Batch, row: Campaign, said: str, *, archived: bool) -> Campaign:
    """The row, in the archive or out of it. Call inside an action, after `require`."""
    if (row.archived_at is not None) != archived:
        before, row.archived_at = campaign_values(batch, row), batch.act.now if archived else None
        row.save(update_fields=["archived_at"])
        batch.keep(Kind.CAMPAIGN, row, said, before=before, after=campaign_values(batch, row))
    return row


def find_campaign(act: Act, campaign_id: int) -> Campaign:
    """The campaign of this organisation, locked; a guest finds only their own. Raises NotFound."""
    return find(visible_campaigns(act), campaign_id, _("campaign"))


def campaign_values(batch: Batch, row: Campaign) -> dict[str, Any]:
    """What a version of a campaign holds: the plan with its caps; the unit only where one is named.

    So versions from before there were units keep the hash under which they were submitted and approved.
    """
    lines = sorted(batch.lines(row.pk), key=lambda line: (line.window_from, line.pk))
    return {
        "code": row.code,
        "name": row.name,
        "kind": row.kind,
        "class": row.campaign_class,
        "owner": row.owner,
        "owners": batch.owners(row.pk),
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
            for line in lines
        ],
        **({"unit": row.unit} if row.unit else {}),
    }


def _fill(batch: Batch, row: Campaign, fields: CampaignFields) -> None:
    served = row.objective_id
    for name, value in fields.items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    if "unit" in fields:
        row.unit = batch.register.unit(row.unit)
    row.channels = [channel.strip() for channel in row.channels or () if channel.strip()]
    row.code = row.code or batch.register.free_code()
    known = {"organisation", "copied_from"}
    if row.objective_id == served or batch.register.knows_objective(row.objective_id or 0):
        known.add("objective")
    checked(row, known=known)
    if row.start and row.end and row.end < row.start:
        problem = Problem(_("The campaign ends before it starts. Change one of the two days."), column="end")
        raise Refused(_("Nothing was stored. Some fields cannot be taken."), (problem,))
    if row.objective_id != served:
        _refuse_objective(batch, row)


def _shown(name: str, value: Any) -> str:
    """A field of a version as people read it."""
    if name == "objective" and value is not None:
        return str(Objective.objects.filter(pk=value).values_list("name", flat=True).first() or "")
    return as_text(name, value)


def _refuse_objective(batch: Batch, row: Campaign) -> None:
    """A foreign or an archived one; locked, so that nobody archives it before this campaign is stored."""
    if row.objective_id is None:
        return
    named, text = batch.register.objective(row.objective_id), ""
    if named is None:
        text = _("There is no such objective in this organisation.")
    elif named.archived_at is not None:
        text = _("The objective “%(name)s” is archived. Bring it back first, or name another one.")
        text %= {"name": named.name}
    if text:
        problem = Problem(text, column="objective")
        raise Refused(_("Nothing was stored. Some fields cannot be taken."), (problem,))


def _refuse_taken_code(batch: Batch, row: Campaign) -> None:
    if batch.register.holder_of_code(row.code) not in (None, row.pk):
        text = _("The code “%(code)s” belongs to another campaign.") % {"code": row.code}
        raise Refused(_("Nothing was stored. Some fields cannot be taken."), (Problem(text, column="code"),))
