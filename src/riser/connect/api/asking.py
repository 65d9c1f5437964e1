"""One SELECT on the tables of the lake."""

from typing import Any

from ninja import Field, Schema

from riser.connect.actions import ask_lake
from riser.connect.api.door import router
from riser.connect.commands.query import MOST_ROWS, SHOWN_ROWS, answer_json
from riser.foundation.bodies import Body
from riser.foundation.web import RiserRequest


class QueryIn(Body):
    """One SELECT, and how many rows of the answer are wanted at most."""

    sql: str
    limit: int = Field(SHOWN_ROWS, ge=1, le=MOST_ROWS)


class AnswerOut(Schema):
    """Each row an object by column; `note` says so where rows are left out."""

    columns: list[str]
    rows: list[dict[str, Any]]
    is_cut: bool
    note: str


@router.post("/query", response=AnswerOut)
def ask(request: RiserRequest, given: QueryIn) -> Any:
    """What the tables of the lake say to one SELECT; administrators ask."""
    return answer_json(ask_lake(request.act, given.sql, limit=given.limit))
