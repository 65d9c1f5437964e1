"""Connections to platforms, and the pulls over them."""

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Query, Schema, Status
from pydantic import Field, StringConstraints

from riser.connect.actions import IMPORT, SEE
from riser.connect.actions.permissions import CONNECT
from riser.connect.actions.pulls import Said, forget_connection, keep_connection
from riser.connect.api.door import router
from riser.connect.commands.pulls import connection_json, pull_json
from riser.connect.jobs import ask_for_pull
from riser.connect.pulling import connection_of
from riser.connect.queries.pulls import connections as read
from riser.connect.queries.pulls import pulls as history
from riser.foundation.bodies import Body
from riser.foundation.roles import require
from riser.foundation.web import RiserRequest

Name = Annotated[str, StringConstraints(max_length=255, pattern=r"^[^\x00]*$")]
Secret = Annotated[str, StringConstraints(max_length=8000, pattern=r"^[^\x00]*$")]
ConnectionId = Annotated[int, Field(ge=1, le=2**53)]


class PullOut(Schema):
    """A pull as the command line prints it. `why` says why it stopped, empty where it did not."""

    pull: str
    source: str
    account: str
    state: str
    since: date
    until: date
    pages: int
    retries: int
    repeated: int
    rows: int
    load: str | None
    why: str


class ConnectionOut(Schema):
    """A connection; never its secret, only whether there is one."""

    connection: int
    source: str
    account: str
    base_url: str
    has_secret: bool
    every_hours: int
    next_at: datetime | None
    last: PullOut | None


class ConnectionIn(Body):
    """What is said of a connection. Without `secret` the stored one stays; an empty one takes it away."""

    source: Name
    account: Name = ""
    base_url: Name = ""
    secret: Secret | None = None
    every_hours: int = Field(0, ge=0, le=31 * 24)


class PullJobOut(Schema):
    """The job that pulls."""

    job: int


@router.get("/connections", response=list[ConnectionOut])
def connections(request: RiserRequest) -> Any:
    """Every connection, with its newest pull."""
    require(request.act, SEE)
    return [connection_json(one) for one in read(request.act.organisation_id)]


@router.put("/connections", response=ConnectionOut)
def keep(request: RiserRequest, said: ConnectionIn) -> Any:
    """Keeps a connection: one for each platform and account."""
    require(request.act, CONNECT)
    named = said.dict()
    return connection_json(keep_connection(request.act, Said(platform=named.pop("source"), **named)))


@router.delete("/connections/{connection_id}", response={204: None})
def forget(request: RiserRequest, connection_id: ConnectionId) -> Any:
    """Forgets a connection and its token; what was loaded stays."""
    forget_connection(request.act, connection_id)
    return Status(204, None)


@router.post("/connections/{connection_id}/pull", response=PullJobOut)
def pull(request: RiserRequest, connection_id: ConnectionId) -> Any:
    """Asks for a pull, which a worker does."""
    require(request.act, IMPORT)
    row = connection_of(request.act.organisation_id, connection_id)
    return {"job": ask_for_pull(request.act, row.pk)}


@router.get("/pulls", response=list[PullOut])
def pulls(request: RiserRequest, limit: Annotated[int, Query(ge=1, le=1000)] = 50) -> Any:
    """The newest pulls first."""
    require(request.act, SEE)
    return [pull_json(one) for one in history(request.act.organisation_id, limit=limit)]
