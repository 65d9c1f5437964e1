"""How the records of a web analytics export become events: which path of a record holds what."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeGuard

from riser.connect.rules.mapping import Match, Shape, shape_parts
from riser.connect.rules.tables import Table

FIELDS = (
    "account",
    "day",
    "at",
    "event",
    "person",
    "user",
    "session",
    "page",
    "referrer",
    "last_click_source",
    "last_click_medium",
    "last_click_campaign",
    "collected_source",
    "collected_medium",
    "collected_campaign",
    "click_id",
    "transaction",
    "value",
    "currency",
    "engaged",
    "device",
    "country",
)
NEEDED = ("day", "at", "event", "person")


@dataclass(frozen=True)
class EventShape(Shape):
    """One kind of export of events. The names of its columns are paths into a record: `device.category`.

    `lists` are those that hold keys with values, in which a path names a key: `event_params.page_location`.
    """

    table: Table = field(kw_only=True)
    lists: tuple[str, ...] = ()


def event_shape(data: Mapping[str, Any], tables: Mapping[str, Table]) -> EventShape:
    """The typed shape behind one entry of a mapping file. Raises ValueError naming what is amiss."""
    shape = EventShape(**shape_parts(data), table=tables["web_event"], lists=tuple(data.get("lists", ())))
    if odd := sorted({*shape.columns} - {*FIELDS}):
        raise ValueError(f"{shape.id}: {', '.join(odd)} is no field. Known are: {', '.join(FIELDS)}")
    if lacks := [name for name in NEEDED if name not in shape.columns]:
        raise ValueError(f"{shape.id}: {', '.join(lacks)} must come from a column")
    return shape


def is_events(match: Match[Shape]) -> TypeGuard[Match[EventShape]]:
    """Whether the file's records are events of a web site."""
    return isinstance(match.shape, EventShape)
