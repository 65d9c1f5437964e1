"""The tables of the lake: their columns, what splits them into files, and what one load replaces in them.

`ad_daily`, one row per account, level, campaign, ad group, ad, day and segment
    source            registered slug of the platform; partition
    month             ISO month of the day, 2026-03; partition
    account           the platform's account id
    level             account, campaign, ad_group or ad: how deep the row goes
    campaign          the platform's campaign id, or its name where the file has no id; "" at account level
    campaign_name     as the platform wrote it; null where unknown
    ad_group, ad      ids or names; "" where the level has none
    day               day in the account's own zone
    segment           what splits a day into several rows, as `device=MOBILE;network=SEARCH`; else ""
    impressions, clicks                   whole numbers; null where the platform said nothing
    spend, conversions, conversion_value  decimal(18,6); null where the platform said nothing
    currency          of spend
    currency_assumed  the file names no currency: the account record decides it when read, and says
                      whether a person has confirmed it
    account_assumed   neither file nor person named the account when the row was loaded
    final_url         landing page, where known
    channel           paid_search, shopping, display, video, paid_social, cross_network, other

`work`, one row per item (`layer` item, the lake's work_item) and one per change of it (`layer` event, the
lake's work_event). Both stand in one table, so that one commit carries an item together with its history.
    source            registered slug of the tool; partition
    layer             item or event
    item              the tool's id of the item
    seq               number of the change in the order of time; 0 for the item itself
    project           project or board as the tool names it
    kind              evidence kind where the file itself says it, else ""
    type, labels      as the tool wrote them; labels as a JSON list. They decide the kind when read
    title, url        of the item
    campaign_words    JSON list of what may name its campaign, the surest first
    claimed_at        the moment a sheet claims for the record; null where the file has none
    created_at, done_at, state_at         moments of the tool: made, done, state last changed
    state, category   the board's own words. Which state they mean is decided when read
    person            owner of the item; who made the change
    due               day
    attributes        JSON object of texts
    at, field, old, new                   of a change; days in `old` and `new` in ISO form
    sheet, line       where the row stands in the kept file of its load

Every table
    scope_key         SHA-256 that stands in for names which must not reach a predicate
    load_id, loaded_at                    the load that last changed the scope, and when
    first_loaded_at   when the scope first arrived; survives replacement

A load replaces exactly the scopes it names, in one commit that carries its id. A scope that it would leave
as it is keeps its load.
"""

import hashlib
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

MOMENT = pa.timestamp("us", tz="UTC")

_PROVENANCE: "list[pa.Field[Any]]" = [
    pa.field("scope_key", pa.string(), nullable=False),
    pa.field("load_id", pa.string(), nullable=False),
    pa.field("loaded_at", MOMENT, nullable=False),
    pa.field("first_loaded_at", MOMENT, nullable=False),
]
_PLACE = ("sheet", "line")  # of the file that brought the row: the next export has it elsewhere


@dataclass(frozen=True)
class LakeTable:
    """One table of an organisation's lake.

    `scope` are the columns that say what a load replaces, `key` tells the rows of a scope apart, `version`
    is that of the schema, written into the table's description.
    """

    name: str
    schema: pa.Schema
    partitions: tuple[str, ...]
    scope: tuple[str, ...]
    key: tuple[str, ...]
    version: int = 1

    @property
    def values(self) -> tuple[str, ...]:
        """The columns that make a row another one when they differ."""
        apart = {*self.partitions, *self.scope, *self.key, *(field.name for field in _PROVENANCE), *_PLACE}
        return tuple(name for name in self.schema.names if name not in apart)

    @property
    def description(self) -> str:
        """What the table says of itself."""
        return f"riser {self.name}, schema {self.version}"


def _schema(fields: "list[pa.Field[Any]]") -> pa.Schema:
    return pa.schema([*fields, *_PROVENANCE])


AD_DAILY = LakeTable(
    name="ad_daily",
    partitions=("source", "month"),
    scope=("scope_key", "day"),
    key=("scope_key", "ad_group", "ad", "day", "segment"),
    schema=_schema(
        [
            pa.field("source", pa.string(), nullable=False),
            pa.field("month", pa.string(), nullable=False),
            pa.field("account", pa.string(), nullable=False),
            pa.field("level", pa.string(), nullable=False),
            pa.field("campaign", pa.string(), nullable=False),
            pa.field("campaign_name", pa.string()),
            pa.field("ad_group", pa.string(), nullable=False),
            pa.field("ad", pa.string(), nullable=False),
            pa.field("day", pa.date32(), nullable=False),
            pa.field("segment", pa.string(), nullable=False),
            pa.field("impressions", pa.int64()),
            pa.field("clicks", pa.int64()),
            pa.field("spend", pa.decimal128(18, 6)),
            pa.field("conversions", pa.decimal128(18, 6)),
            pa.field("conversion_value", pa.decimal128(18, 6)),
            pa.field("currency", pa.string(), nullable=False),
            pa.field("currency_assumed", pa.bool_(), nullable=False),
            pa.field("account_assumed", pa.bool_(), nullable=False),
            pa.field("final_url", pa.string()),
            pa.field("channel", pa.string(), nullable=False),
        ]
    ),
)

WORK = LakeTable(
    name="work",
    partitions=("source",),
    scope=("scope_key",),
    key=("scope_key", "seq"),
    schema=_schema(
        [
            pa.field("source", pa.string(), nullable=False),
            pa.field("layer", pa.string(), nullable=False),
            pa.field("item", pa.string(), nullable=False),
            pa.field("seq", pa.int32(), nullable=False),
            pa.field("project", pa.string(), nullable=False),
            pa.field("kind", pa.string(), nullable=False),
            pa.field("type", pa.string(), nullable=False),
            pa.field("labels", pa.string(), nullable=False),
            pa.field("title", pa.string(), nullable=False),
            pa.field("url", pa.string(), nullable=False),
            pa.field("campaign_words", pa.string(), nullable=False),
            pa.field("claimed_at", MOMENT),
            pa.field("created_at", MOMENT),
            pa.field("done_at", MOMENT),
            pa.field("state_at", MOMENT),
            pa.field("state", pa.string(), nullable=False),
            pa.field("category", pa.string(), nullable=False),
            pa.field("person", pa.string(), nullable=False),
            pa.field("due", pa.date32()),
            pa.field("attributes", pa.string(), nullable=False),
            pa.field("at", MOMENT),
            pa.field("field", pa.string(), nullable=False),
            pa.field("old", pa.string(), nullable=False),
            pa.field("new", pa.string(), nullable=False),
            pa.field("sheet", pa.string(), nullable=False),
            pa.field("line", pa.int32(), nullable=False),
        ]
    ),
)

TABLES = {table.name: table for table in (AD_DAILY, WORK)}


def scope_key(**names: str) -> str:
    """The hex digest that stands for these names, in the order in which they are given."""
    return hashlib.sha256("\x1f".join(names.values()).encode()).hexdigest()
