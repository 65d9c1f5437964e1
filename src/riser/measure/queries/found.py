"""Single records of this room by id, within what the one who asks may see."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from riser.foundation.errors import NotFound
from riser.foundation.roles import READERS, Act
from riser.measure.models import Checkpoint, RequirementVerdict, SourceLag
from riser.plan.evidence.results import Asked, asked
from riser.plan.queries import find_visible


@dataclass(frozen=True, slots=True)
class Lag:
    """How many days a source needs after a window before its figures stand."""

    source: str
    days: int


def find_asked(act: Act, requirement_id: int) -> Asked:
    """The requirement, where the one who acts may see its campaign. Raises NotFound; reads the lake."""
    one = asked(act.organisation_id, act.now.date()).get(requirement_id)
    if one is None:
        raise NotFound(_("There is no such %(what)s in this organisation.") % {"what": _("requirement")})
    find_visible(act, one.campaign)
    return one


def campaign_of_checkpoint(act: Act, checkpoint_id: int) -> int:
    """The campaign that a checkpoint belongs to. Raises NotFound."""
    row = Checkpoint.objects.filter(organisation_id=act.organisation_id, pk=checkpoint_id).first()
    if row is None:
        raise NotFound(_("There is no such %(what)s in this organisation.") % {"what": _("checkpoint")})
    return find_visible(act, row.campaign_id).id


def requirement_of_verdict(act: Act, verdict_id: int) -> tuple[int, int]:
    """The campaign and the requirement that a verdict belongs to. Raises NotFound."""
    row = RequirementVerdict.objects.filter(organisation_id=act.organisation_id, pk=verdict_id).first()
    if row is None:
        raise NotFound(_("There is no such %(what)s in this organisation.") % {"what": _("verdict")})
    return find_visible(act, row.campaign_id).id, row.requirement_id


def lags(act: Act) -> list[Lag]:
    """The agreed lags by source; none for guests, to whom they are not shown."""
    if act.actor.role not in READERS:
        return []
    rows = SourceLag.objects.filter(organisation_id=act.organisation_id).order_by("key")
    return [Lag(row.source, row.days) for row in rows]
