"""Which platform campaigns belong to a campaign, and on which days."""

from collections.abc import Iterable
from datetime import date
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from riser.foundation.errors import Problem, Refused
from riser.foundation.evidence import PlatformKey
from riser.foundation.roles import Act, require
from riser.foundation.storing import checked
from riser.plan.actions.batch import Batch
from riser.plan.actions.keeping import Claim, find, keep, ref
from riser.plan.actions.locking import only_mine
from riser.plan.actions.permissions import EDIT_PLANS
from riser.plan.actions.register import Register
from riser.plan.actions.requirements import requirement_of, requirement_shown
from riser.plan.models import Campaign, PlatformLink, Requirement
from riser.plan.queries.visible import visible_campaigns
from riser.plan.words import Kind, MadeBy

KEY_NAMES = {"from_day": "from", "to_day": "to", "requirement_id": "requirement"}


class KeyFields(TypedDict, total=False):
    """What a person can change of a mapping."""

    requirement_id: int | None
    from_day: date | None
    to_day: date | None


@transaction.atomic
def map_key(
    act: Act,
    *,
    campaign_id: int,
    key: PlatformKey,
    requirement_id: int | None = None,
    from_day: date | None = None,
    to_day: date | None = None,
    made_by: MadeBy = MadeBy.HAND,
    claim: Claim | None = None,
) -> PlatformLink:
    """The platform campaign as part of a campaign, and the requirement it serves.

    A key that the campaign has already is changed: only the days and the requirement given. Raises Refused
    where another campaign holds the key on some of the days.
    """
    require(act, EDIT_PLANS)
    with Batch(act) as batch:
        batch.register.lock_keys()
        campaign = batch.campaign(campaign_id)
        return store_key(
            batch,
            campaign,
            key,
            requirement_of(act, campaign, requirement_id),
            from_day=from_day,
            to_day=to_day,
            made_by=made_by,
            claim=claim,
        )


def store_key(
    batch: Batch,
    campaign: Campaign,
    key: PlatformKey,
    requirement: Requirement | None,
    *,
    from_day: date | None = None,
    to_day: date | None = None,
    made_by: MadeBy,
    claim: Claim | None = None,
) -> PlatformLink:
    """The mapping, changed or new, and the campaign's own requirement that it serves, if any.

    Call inside an action, after `require` and `Register.lock_keys`.
    """
    holders = batch.register.holders(key)
    known = next((one for one in holders if one.campaign_id == campaign.pk), None)
    before = platform_link_values(known) if known else None
    row = known or _new_key(batch.act, campaign, key, made_by)
    row.from_day, row.to_day = from_day or row.from_day, to_day or row.to_day
    row.requirement_id = requirement.pk if requirement else row.requirement_id
    checked(row, known={"organisation", "campaign", "requirement"})
    _refuse_taken(row, holders)
    after = platform_link_values(row)
    if before != after:
        row.save()
        if known is None:
            holders.append(row)
        batch.keep(Kind.PLATFORM_LINK, row, "map platform campaign", before=before, after=after, claim=claim)
    return row


@transaction.atomic
def change_key(
    act: Act, *, key_id: int, based_on: int | None = None, **fields: Unpack[KeyFields]
) -> PlatformLink:
    """The mapping with other days or another requirement; None empties a field.

    `based_on` is the version that was read before. Raises Stale where somebody changed the same field since,
    Refused where another campaign holds the key on some of the days.
    """
    require(act, EDIT_PLANS)
    register = Register(act.organisation_id)
    register.lock_keys()
    row = find_key(act, key_id)
    before, case = platform_link_values(row), ref(Kind.PLATFORM_LINK, row)
    requirement_of(act, row.campaign, fields.get("requirement_id"))
    fields = only_mine(
        act,
        case,
        row,
        fields,
        based_on,
        fill=_fill,
        values=platform_link_values,
        names=KEY_NAMES,
        show=requirement_shown,
    )
    _fill(row, fields)
    _refuse_taken(checked(row), register.holders(PlatformKey(row.source, row.account, row.key)))
    after = platform_link_values(row)
    if before != after:
        row.save()
        keep(act, case, "change mapping", before=before, after=after)
    return row


def find_key(act: Act, key_id: int) -> PlatformLink:
    """The mapping of this organisation, locked. Raises NotFound."""
    mine = PlatformLink.objects.filter(campaign__in=visible_campaigns(act))
    return find(mine, key_id, _("mapping"))


def platform_link_values(row: PlatformLink) -> dict[str, Any]:
    """What a version of a mapping holds."""
    return {
        "campaign": row.campaign_id,
        "source": row.source,
        "account": row.account,
        "key": row.key,
        "from": row.from_day,
        "to": row.to_day,
        "made_by": row.made_by,
        "requirement": row.requirement_id,
    }


def _fill(row: PlatformLink, fields: KeyFields) -> None:
    for name, value in fields.items():
        setattr(row, name, value)


def _new_key(act: Act, campaign: Campaign, key: PlatformKey, made_by: MadeBy) -> PlatformLink:
    return PlatformLink(
        organisation_id=act.organisation_id,
        campaign=campaign,
        source=key.source,
        account=key.account,
        key=key.campaign,
        made_by=made_by,
        recorded_at=act.now,
    )


def _refuse_taken(row: PlatformLink, holders: Iterable[PlatformLink]) -> None:
    """One day of spend belongs to one plan, or sums would count it twice."""
    if row.from_day and row.to_day and row.to_day < row.from_day:
        problem = Problem(_("The window ends before it begins. Change one of the two days."), column="to")
        raise Refused(_("Nothing was stored. Some fields cannot be taken."), (problem,))
    others = (one for one in holders if one.pk != row.pk and _share_a_day(one, row))
    if other := next(others, None):
        text = _("Platform campaign %(key)s belongs to “%(campaign)s” on these days. End it there first.")
        raise Refused(text % {"key": row.key, "campaign": other.campaign.name})


def _share_a_day(one: PlatformLink, other: PlatformLink) -> bool:
    """Whether two mappings hold on the same day; without a day they reach as far as there are days."""
    return (one.from_day or date.min) <= (other.to_day or date.max) and (one.to_day or date.max) >= (
        other.from_day or date.min
    )
