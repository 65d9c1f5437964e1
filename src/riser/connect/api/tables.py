"""The data dictionary: the tables of the lake, their columns, and how many rows stand in each."""

from typing import Any

from ninja import Schema

from riser.connect import queries
from riser.connect.actions import SEE
from riser.connect.api.door import router
from riser.connect.commands.tables import table_json
from riser.foundation.roles import require
from riser.foundation.web import RiserRequest


class ColumnOut(Schema):
    """A column: how it is kept, whether it always holds something, the only values it takes, its meaning."""

    name: str
    type: str
    required: bool
    choices: list[str]
    means: str


class TableOut(Schema):
    """A table: what one row is, what tells rows apart, its columns, and how many rows are stored."""

    table: str
    version: int
    title: str
    grain: str
    rows: int
    key: list[str]
    columns: list[ColumnOut]


@router.get("/tables", response=list[TableOut])
def tables(request: RiserRequest) -> Any:
    """The tables of the lake, those with rows first."""
    require(request.act, SEE)
    return [table_json(one) for one in queries.tables(request.act.organisation_id)]
