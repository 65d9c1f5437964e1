"""Work items and evidence, the words of boards, and accounts in or out of use."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Query, Schema, Status
from pydantic import Field, StringConstraints

from riser.connect import queries
from riser.connect.actions import SEE, compact_lake, resume_account, retire_account, settle_word
from riser.connect.api.door import router
from riser.connect.commands.work import item_json
from riser.foundation.bodies import Body
from riser.foundation.clock import now
from riser.foundation.roles import Act, require
from riser.foundation.web import RiserRequest

Text = Annotated[str, StringConstraints(max_length=255, pattern=r"^[^\x00]*$")]


class EventOut(Schema):
    """One change of one field."""

    at: datetime
    field: str
    old: str
    new: str
    person: str


class ItemOut(Schema):
    """One record of a work tool or an evidence sheet, as it stood on the day asked for."""

    id: str
    source: str
    project: str
    kind: str
    title: str
    campaign_words: list[str]
    happened_at: datetime
    recorded_at: datetime
    state: str
    owner: str
    due: date | None
    url: str
    load: str
    attributes: dict[str, str]
    events: list[EventOut]


class ItemsIn(Schema):
    """Which items, a page at a time."""

    kind: Text = ""
    source: Text = ""
    as_of: date | None = None
    limit: int = Field(1000, ge=1, le=10_000)
    offset: int = Field(0, ge=0, le=10_000_000)


class WordOut(Schema):
    """One word of a tool's boards; `means` is empty where nobody knows."""

    source: str
    of: str
    word: str
    count: int
    means: str


class WordIn(Body):
    """What a word means here; empty leaves it to the tool's own list."""

    source: Text
    of: Literal["state", "kind"]
    word: Text
    means: Text = ""


class RetireIn(Body):
    """An account and its last day with rows."""

    source: Text
    account: Text
    last_day: date


class ResumeIn(Body):
    """An account that is in use again."""

    source: Text
    account: Text


class TidiedOut(Schema):
    """What was tidied in one table."""

    table: str
    files_before: int
    files_after: int
    removed: int


def _act(request: RiserRequest) -> Act:
    require(request.act, SEE)
    return request.act


@router.get("/work", response=list[ItemOut])
def work(request: RiserRequest, wanted: Annotated[ItemsIn, Query()]) -> Any:
    """Work items and evidence, oldest first."""
    act = _act(request)
    found = queries.work_items(act.organisation_id, to_day=wanted.as_of or now().date())
    pairs = ((one, (wanted.kind, one.kind), (wanted.source, one.source)) for one in found)
    chosen = [one for one, *asked in pairs if all(not want or want == has for want, has in asked)]
    return [item_json(one) for one in chosen[wanted.offset : wanted.offset + wanted.limit]]


@router.get("/words", response=list[WordOut])
def words(request: RiserRequest) -> Any:
    """The words that boards use for states and types, and what they mean here."""
    return queries.board_words(_act(request).organisation_id)


@router.post("/words", response={204: None})
def settle(request: RiserRequest, said: WordIn) -> Any:
    """Says what a board's word means here."""
    settle_word(_act(request), **said.dict())
    return Status(204, None)


@router.post("/accounts/retire", response={204: None})
def retire(request: RiserRequest, said: RetireIn) -> Any:
    """Says that an account is used no longer."""
    retire_account(_act(request), **said.dict())
    return Status(204, None)


@router.post("/accounts/resume", response={204: None})
def resume(request: RiserRequest, said: ResumeIn) -> Any:
    """Says that an account is in use again."""
    resume_account(_act(request), **said.dict())
    return Status(204, None)


@router.post("/compact", response=list[TidiedOut])
def compact(request: RiserRequest) -> Any:
    """Tidies the lake."""
    return compact_lake(_act(request))
