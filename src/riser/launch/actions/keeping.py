"""How every action of this room keeps a record, and how a campaign comes to the gate."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from riser.foundation.errors import NotPermitted, Refused
from riser.foundation.evidence import RecordRef
from riser.foundation.roles import Act, Role
from riser.foundation.trail import record_event, record_version
from riser.launch.lists import check_list
from riser.launch.models import Launch
from riser.launch.words import Kind, heaviest
from riser.plan.queries.visible import CampaignCard, find_visible

Values = Mapping[str, Any]


def keep(act: Act, kind: Kind, row: models.Model, verb: str, *, before: Values | None, after: Values) -> None:
    """Writes the audit event and the next version of a row."""
    case = RecordRef(kind, str(row.pk))
    record_event(act, case, verb, before=before, after=after)
    record_version(act, case, after)


def campaign_at_gate(act: Act, campaign_id: int) -> CampaignCard:
    """The campaign, where the one who acts may see it. Raises NotFound, Refused for an archived one."""
    card = find_visible(act, campaign_id)
    if card.archived:
        raise Refused(_("“%(name)s” is archived. Restore it first.") % {"name": card.name})
    return card


def open_launch(act: Act, card: CampaignCard) -> Launch:
    """The campaign's launch, locked; opened now where it came to the gate for the first time.

    From then on it is held to the list of that day. A heavier class brings its own list; a lighter one
    changes nothing, or a check could be shaken off by naming the campaign small.
    """
    held = heaviest(card.campaign_class)
    made, is_new = Launch.objects.get_or_create(
        organisation_id=act.organisation_id,
        campaign_id=card.id,
        defaults=_list_of(held) | {"opened_at": act.now},
    )
    row = Launch.objects.select_for_update().get(pk=made.pk)
    if is_new:
        keep(act, Kind.LAUNCH, row, "open launch", before=None, after=launch_values(row))
    elif heaviest(row.campaign_class, held) != row.campaign_class:
        before = launch_values(row)
        for name, value in _list_of(held).items():
            setattr(row, name, value)
        row.save()
        keep(act, Kind.LAUNCH, row, "raise class of launch", before=before, after=launch_values(row))
    return row


def launch_values(row: Launch) -> dict[str, Any]:
    """What a version of a launch holds."""
    return {
        "campaign": row.campaign_id,
        "class": row.campaign_class,
        "list_version": row.list_version,
        "blocking": row.blocking,
        "live": row.live,
        "opened_at": row.opened_at.isoformat(),
    }


def refuse_machine(act: Act) -> None:
    """Raises NotPermitted for the system: what a person vouches for, a person signs."""
    if act.actor.role == Role.SYSTEM or act.actor.member_id is None:
        raise NotPermitted(_("The system signs nothing. Say who does with --as EMAIL."))


def _list_of(campaign_class: str) -> dict[str, Any]:
    listed = check_list()
    return {
        "campaign_class": campaign_class,
        "list_version": listed.version,
        "blocking": listed.blocking(campaign_class),
    }
