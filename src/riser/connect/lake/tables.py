"""The tables of the lake as their files hold them: schema, partitions, scope.

What each table and column means stands in `connect/tables`, one YAML each; the data dictionary shows it.
Every table carries besides
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

from riser.connect.rules.tables import Kind, Table
from riser.connect.tables import every_table

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


_TYPES: "dict[Kind, pa.DataType]" = {
    Kind.TEXT: pa.string(),
    Kind.ID: pa.string(),
    Kind.PERSON: pa.string(),
    Kind.MONTH: pa.string(),
    Kind.NUMBER: pa.decimal128(18, 6),
    Kind.MONEY: pa.decimal128(18, 6),
    Kind.WHOLE: pa.int64(),
    Kind.LINE: pa.int32(),
    Kind.DAY: pa.date32(),
    Kind.MOMENT: MOMENT,
    Kind.FLAG: pa.bool_(),
}


def lake_table(told: Table) -> LakeTable:
    """The table as its files hold it."""
    columns = [pa.field(one.name, _TYPES[one.kind], nullable=not one.is_required) for one in told.columns]
    return LakeTable(
        name=told.name,
        schema=pa.schema([*columns, *_PROVENANCE]),
        partitions=told.partitions,
        scope=told.scope,
        key=told.key,
        version=told.version,
    )


TABLES = {name: lake_table(told) for name, told in every_table().items() if not told.view_of}
AD_DAILY, WORK = TABLES["ad_daily"], TABLES["work"]


def scope_key(**names: str) -> str:
    """The hex digest that stands for these names, in the order in which they are given."""
    return hashlib.sha256("\x1f".join(names.values()).encode()).hexdigest()
