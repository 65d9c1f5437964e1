"""What moved between two days, groups beside each other, and the levels that areas are to reach."""

from datetime import date, datetime
from typing import Any

from ninja import Schema, Status

from riser.assess.actions import set_target
from riser.assess.api.door import reader, router
from riser.assess.contract import comparison_json, groups_json, next_level_json
from riser.assess.groups import split_by
from riser.assess.plain import target_plain
from riser.assess.queries import comparison, profile
from riser.assess.split import Grouping
from riser.assess.targets import targets
from riser.foundation.bodies import Body
from riser.foundation.web import RiserRequest


class TargetIn(Body):
    """The level an area is to reach, null for none, and why; `based_on` is the version read before."""

    area: str
    level: int | None
    reason: str
    based_on: int | None = None


class TargetOut(Schema):
    """What stands for an area."""

    area: str
    level: int | None
    reason: str
    by: str
    at: datetime
    version: int


@router.get("/comparison")
def get_comparison(request: RiserRequest, since: date, as_of: date | None = None) -> dict[str, Any]:
    """What rose, fell and appeared between two days, as `riser assess compare --json` prints it."""
    act = reader(request)
    return comparison_json(comparison(act.organisation_id, since, as_of or act.now.date()))


@router.get("/groups")
def get_groups(request: RiserRequest, by: Grouping, as_of: date | None = None) -> dict[str, Any]:
    """The profile per platform, class or owner of the campaigns."""
    act = reader(request)
    found = profile(act.organisation_id, as_of or act.now.date())
    return groups_json(found, split_by(act.organisation_id, found, by), by)


@router.get("/next-level")
def get_next_level(request: RiserRequest, as_of: date | None = None) -> dict[str, Any]:
    """What stands between here and the next level, and when each practice can count at the earliest."""
    act = reader(request)
    return next_level_json(profile(act.organisation_id, as_of or act.now.date()))


@router.get("/targets", response=list[TargetOut])
def get_targets(request: RiserRequest, as_of: date | None = None) -> list[dict[str, Any]]:
    """The level that each area is to reach; null where a target was taken back."""
    act = reader(request)
    found = targets(act.organisation_id, as_of=as_of or act.now.date())
    return [target_plain(one) for _area, one in sorted(found.items())]


@router.post("/targets", response={201: TargetOut})
def post_target(request: RiserRequest, body: TargetIn) -> Status[dict[str, Any]]:
    """Sets the level that an area is to reach."""
    stored = set_target(
        request.act, area=body.area, level=body.level, reason=body.reason, based_on=body.based_on
    )
    return Status(201, target_plain(stored))
