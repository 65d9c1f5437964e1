"""When the brief of a campaign was accepted: the clock of preparation starts there."""

from datetime import datetime

from riser.connect.rules.work import EvidenceKind
from riser.plan.evidence.desk import CLOSED, Timeline
from riser.plan.evidence.elsewhere import moment
from riser.plan.evidence.scene import Scene


def accepted_at(scene: Scene, campaign: int) -> datetime | None:
    """The first acceptance of its brief, here or in another tool; None where none is on record."""
    told = [_accepted_at(line) for line in scene.desk.of(campaign, EvidenceKind.BRIEF)]
    here = scene.reading.accepted.get(campaign)
    moments = [*told, here.at if here else None]
    return min((at for at in moments if at is not None), default=None)


def _accepted_at(line: Timeline) -> datetime | None:
    """What the record says, else its first move to an accepted state."""
    said = moment(line.item.attributes.get("accepted_at", ""), line)
    return said or next(iter(line.entered(*CLOSED)), None)
