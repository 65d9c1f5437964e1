"""The level that each area is to reach: what people decided, as of a day. Kept as versions of a record."""

from dataclasses import dataclass
from datetime import date, datetime

from riser.assess.library import FLAGSHIP
from riser.foundation import trail
from riser.foundation.evidence import RecordRef
from riser.foundation.models import RecordVersion

TARGET = "target"


@dataclass(frozen=True, slots=True)
class Target:
    """What was decided last about an area; ``level`` None: it was taken back."""

    area: str
    level: int | None
    reason: str
    by: str
    at: datetime
    version: int


def case(area: str, model_id: str = FLAGSHIP) -> RecordRef:
    """The record of an area's target."""
    return RecordRef(TARGET, f"{model_id}:{area}")


def area_of(record_id: str) -> str:
    """The code of the area in a record's id."""
    return record_id.rpartition(":")[2]


def targets(organisation_id: int, *, as_of: date, model_id: str = FLAGSHIP) -> dict[str, Target]:
    """By area what stood at the end of a day, also what was taken back; one query."""
    found = trail.versions(organisation_id, TARGET, as_of=as_of)
    prefix = f"{model_id}:"
    return {
        area_of(id_): target_of(versions[-1]) for id_, versions in found.items() if id_.startswith(prefix)
    }


def target(organisation_id: int, area: str) -> Target | None:
    """What stands now for an area; None where nobody ever set it."""
    version = trail.latest_version(organisation_id, case(area))
    return target_of(version) if version else None


def target_of(version: RecordVersion) -> Target:
    """The target that a version says."""
    return Target(
        area=area_of(version.record_id),
        level=version.data["level"],
        reason=version.data["reason"],
        by=version.author_name,
        at=version.recorded_at,
        version=version.number,
    )
