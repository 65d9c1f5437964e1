"""Who does what in a campaign besides its owner, and the guests who work on this one campaign."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from riser.foundation.errors import NotFound, Problem, Refused
from riser.foundation.queries import Person, people
from riser.foundation.roles import Act, Role, require
from riser.foundation.storing import checked
from riser.foundation.trail import record_event
from riser.plan.actions.campaigns import find_campaign
from riser.plan.actions.keeping import find, keep, ref
from riser.plan.actions.permissions import EDIT_PLANS
from riser.plan.models import Campaign, CampaignRole
from riser.plan.queries.visible import visible_campaigns
from riser.plan.rules.owners import Known, resolve
from riser.plan.words import Kind, RoleWord


@transaction.atomic
def name_role(act: Act, *, campaign_id: int, role: RoleWord, name: str) -> CampaignRole:
    """Somebody named for a part of the campaign: a member by name or e-mail address, else a name.

    The same name in the same role stays one. Raises Refused without a name.
    """
    require(act, EDIT_PLANS)
    campaign = find_campaign(act, campaign_id)
    said = name.strip()
    known = campaign.roles.filter(role=role, name=said).first()
    if known is not None:
        return known
    row = CampaignRole(
        campaign=campaign, role=role, name=said, member_id=_member(act, said), recorded_at=act.now
    )
    checked(row).save()
    keep(act, ref(Kind.CAMPAIGN_ROLE, row), "name role", before=None, after=role_values(row))
    return row


@transaction.atomic
def clear_role(act: Act, *, role_id: int) -> None:
    """Takes somebody out of a role; who had it and when stays on record."""
    require(act, EDIT_PLANS)
    row = find(CampaignRole.objects.filter(campaign__in=visible_campaigns(act)), role_id, _("role"))
    values = role_values(row)
    keep(act, ref(Kind.CAMPAIGN_ROLE, row), "clear role", before=values, after={**values, "deleted": True})
    row.delete()


@transaction.atomic
def admit_guest(act: Act, *, campaign_id: int, member_id: int) -> Campaign:
    """The campaign, open to one guest. Raises Refused for somebody who is no guest and sees it anyway."""
    require(act, EDIT_PLANS)
    campaign, person = find_campaign(act, campaign_id), _person(act, member_id)
    if person.role != Role.GUEST or not person.is_active:
        text = _("%(name)s is not a guest here. Members of the house see every campaign.")
        problem = Problem(text % {"name": person.name}, column="member_id")
        raise Refused(_("Nothing was stored. Some fields cannot be taken."), (problem,))
    before = _guests(campaign)
    campaign.guests.add(member_id)
    return _said(act, campaign, "admit guest", before)


@transaction.atomic
def dismiss_guest(act: Act, *, campaign_id: int, member_id: int) -> Campaign:
    """The campaign, closed to one guest; what they did stays theirs."""
    require(act, EDIT_PLANS)
    campaign, person = find_campaign(act, campaign_id), _person(act, member_id)
    before = _guests(campaign)
    campaign.guests.remove(person.member_id)
    return _said(act, campaign, "dismiss guest", before)


def role_values(row: CampaignRole) -> dict[str, Any]:
    """What a version of a role holds."""
    return {"campaign": row.campaign_id, "role": row.role, "name": row.name, "member": row.member_id}


def _guests(campaign: Campaign) -> list[int]:
    return sorted(campaign.guests.values_list("pk", flat=True))


def _said(act: Act, campaign: Campaign, verb: str, before: list[int]) -> Campaign:
    """Who may look in is no part of the plan: an event, and no version that would wait for approval."""
    after = _guests(campaign)
    if after != before:
        record_event(
            act, ref(Kind.CAMPAIGN, campaign), verb, before={"guests": before}, after={"guests": after}
        )
    return campaign


def _member(act: Act, said: str) -> int | None:
    known = [Known(one.member_id, one.name, one.email) for one in people(act.organisation_id)]
    found = resolve(said, known).members
    return found[0] if len(found) == 1 else None


def _person(act: Act, member_id: int) -> Person:
    for person in people(act.organisation_id):
        if person.member_id == member_id:
            return person
    raise NotFound(_("There is no such member in this organisation."))
