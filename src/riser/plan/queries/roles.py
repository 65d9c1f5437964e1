"""Who is named for what in a campaign."""

from collections.abc import Mapping
from datetime import date

from riser.plan.evidence.scene import Scene, look
from riser.plan.queries.page import RoleLine
from riser.plan.words import RoleWord


def roles(organisation_id: int, as_of: date) -> Mapping[int, tuple[RoleLine, ...]]:
    """The roles of every campaign on record by the end of a day; a constant number of queries."""
    scene = look(organisation_id, as_of)
    return {campaign: campaign_roles(scene, campaign) for campaign in scene.reading.campaigns}


def campaign_roles(scene: Scene, campaign: int) -> tuple[RoleLine, ...]:
    """The roles of one campaign, in the order of the words."""
    order = list(RoleWord)
    found = [
        RoleLine(pk, RoleWord(states[-1].data["role"]), states[-1].data["name"], states[-1].data["member"])
        for pk, states in scene.reading.roles.get(campaign, {}).items()
    ]
    return tuple(sorted(found, key=lambda line: (order.index(line.role), line.name.casefold())))
