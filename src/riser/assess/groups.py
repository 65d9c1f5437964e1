"""Which groups an instance belongs to, from what the records know: its platform, its class, its owner."""

from collections.abc import Callable, Iterable
from datetime import date

from django.utils.translation import gettext as _

from riser.assess.profile import Profile
from riser.assess.split import Grouping, GroupProfile, split
from riser.foundation.evidence import Instance
from riser.plan.queries import CampaignLine, campaign_lines

CAMPAIGN = "campaign"


def split_by(organisation_id: int, profile: Profile, by: Grouping) -> tuple[GroupProfile, ...]:
    """The profile per platform, class or owner; campaigns without one stand together under their own name."""
    instances = {
        result.instance.id: result.instance for one in profile.practices.values() for result in one.counting
    }
    names_of = _by_channel() if by is Grouping.CHANNEL else _by_plan(organisation_id, profile.as_of, by)
    groups = {id_: names for id_, one in instances.items() if (names := names_of(one))}
    return split(profile, groups)


def _by_channel() -> Callable[[Instance], tuple[str, ...]]:
    """The platforms on which an instance ran; one that ran on two counts for both."""
    return lambda one: tuple(sorted({key.source for key in one.keys}))


def _by_plan(organisation_id: int, as_of: date, by: Grouping) -> Callable[[Instance], tuple[str, ...]]:
    """What the plan of the campaign says; what is no campaign belongs nowhere."""
    lines = {str(line.id): line for line in campaign_lines(organisation_id, as_of, archived=True)}
    without = _("no class") if by is Grouping.CLASS else _("no owner")

    def names(one: Instance) -> tuple[str, ...]:
        line = lines.get(one.record.id) if one.record and one.record.kind == CAMPAIGN else None
        return tuple(_said(line, by)) or (without,) if line else ()

    return names


def _said(line: CampaignLine, by: Grouping) -> Iterable[str]:
    if by is Grouping.CLASS:
        return [line.campaign_class] if line.campaign_class else []
    return [name.strip() for name in line.owner.split(";") if name.strip()]
