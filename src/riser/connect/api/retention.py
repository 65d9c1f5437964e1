"""How long the rows of each table are kept."""

from datetime import date
from typing import Any

from ninja import Field, Schema

from riser.connect.actions import SEE, apply_retention, set_retention
from riser.connect.api.door import router
from riser.connect.commands.retention import gone_json, kept_json
from riser.connect.queries.retention import retention as kept
from riser.connect.rules.retention import LONGEST, SHORTEST
from riser.foundation.bodies import Body
from riser.foundation.queries import house
from riser.foundation.roles import require
from riser.foundation.web import RiserRequest


class KeptOut(Schema):
    """A table: for how many whole months its rows are kept and from which day on; null: for good."""

    table: str
    months: int | None
    first_day: date | None


class KeptIn(Body):
    """For how many whole months; null: for good."""

    months: int | None = Field(ge=SHORTEST, le=LONGEST)


class GoneOut(Schema):
    """What was let go of a table: rows older than the first day, and kept files that told of nothing else."""

    table: str
    first_day: date
    rows: int
    files: int


@router.get("/retention", response=list[KeptOut])
def list_retention(request: RiserRequest) -> Any:
    """Every table whose rows tell their age, and how long they are kept."""
    require(request.act, SEE)
    organisation = house(request.act.organisation_id)
    return [kept_json(one) for one in kept(organisation.id, organisation.day(request.act.now))]


@router.put("/retention/{table}", response=KeptOut)
def put_retention(request: RiserRequest, table: str, given: KeptIn) -> Any:
    """Keeps the rows of a table for so long. What is older goes with the next night."""
    return kept_json(set_retention(request.act, table, given.months))


@router.post("/retention", response=list[GoneOut])
def let_rows_go(request: RiserRequest) -> Any:
    """Lets go now what is older than is kept."""
    return [gone_json(one) for one in apply_retention(request.act)]
