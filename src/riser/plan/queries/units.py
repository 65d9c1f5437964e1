"""Which unit a record belongs to: its campaign names one, or none."""

from collections.abc import Mapping
from datetime import date

from riser.foundation.evidence import RecordRef
from riser.plan.evidence.scene import look
from riser.plan.words import Kind


def units(organisation_id: int, as_of: date) -> Mapping[RecordRef, str]:
    """By campaign and by requirement the unit named on that day, "" where none is; archived ones too.

    What is not in it belongs to no campaign.
    """
    reading = look(organisation_id, as_of).reading
    found = {pk: str(states[-1].data.get("unit", "")) for pk, states in reading.campaigns.items()}
    mine = {RecordRef(Kind.CAMPAIGN, str(pk)): unit for pk, unit in found.items()}
    return mine | {
        RecordRef(Kind.REQUIREMENT, str(pk)): found.get(campaign, "")
        for campaign, states in reading.requirements.items()
        for pk in states
    }
