"""What a table of the lake is: its columns, what a row is, what one load replaces. Values, read from data."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Words = Mapping[str, str]  # by language: en, zh


class Kind(StrEnum):
    """How the values of a column are kept."""

    TEXT = "text"
    ID = "id"  # a name that tells things apart
    PERSON = "person"  # kept as a keyed hash only
    NUMBER = "number"  # six decimals, exact
    WHOLE = "whole"
    LINE = "line"  # a small whole number
    MONEY = "money"  # as a number, in the currency of the row
    DAY = "day"
    MONTH = "month"  # 2026-03
    MOMENT = "moment"  # in UTC
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column. `choices` are the only values it takes; without any, every value."""

    name: str
    kind: Kind
    means: Words
    is_required: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """One table. `scope_key` names the columns that are hashed into the key of a scope.

    `scope` is what a load replaces as a whole, `key` tells the rows of a scope apart, `month` is the column
    that decides the month, "" where the table is not split by it. `ages_by` is the column that tells how old
    a row is, "" where rows are kept for good. A view is read from the table `view_of` anew each time: no
    load replaces it, nothing of it is stored. `also_of` is a table of which it shows rows besides its own.
    """

    name: str
    version: int
    title: Words
    grain: Words
    columns: tuple[TableColumn, ...]
    partitions: tuple[str, ...] = ()
    scope_key: tuple[str, ...] = ()
    scope: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    month: str = ""
    ages_by: str = ""
    view_of: str = ""
    also_of: str = ""

    def column(self, name: str) -> TableColumn | None:
        """The column of this name, None where the table has none."""
        return next((one for one in self.columns if one.name == name), None)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its columns, in their order."""
        return tuple(one.name for one in self.columns)

    @property
    def is_read(self) -> bool:
        """Whether rows of it are made when it is read; its log does not know how many."""
        return bool(self.view_of or self.also_of)

    @property
    def has_persons(self) -> bool:
        """Whether a row can be told to be somebody's."""
        return any(one.kind == Kind.PERSON for one in self.columns)


def table_from(data: Mapping[str, Any]) -> Table:
    """The typed table behind a file that its schema has accepted. Raises ValueError naming what is amiss."""
    table = Table(
        name=data["table"],
        version=data["version"],
        title=data["title"],
        grain=data["grain"],
        columns=tuple(_column(name, one) for name, one in data["columns"].items()),
        **{name: tuple(data.get(name, ())) for name in ("partitions", "scope_key", "scope", "key")},
        month=data.get("month", ""),
        ages_by=_age(data),
        view_of=data.get("view_of", ""),
        also_of=data.get("also_of", ""),
    )
    _refuse_unknown(table)
    return table


def _age(data: Mapping[str, Any]) -> str:
    """The column that tells the age: the month of a table split by months, else what the file names."""
    return str(data.get("ages_by", "month" if data.get("month") else ""))


def _column(name: str, data: Mapping[str, Any]) -> TableColumn:
    return TableColumn(
        name=name,
        kind=Kind(data["type"]),
        means=data["means"],
        is_required=data.get("required", False),
        choices=tuple(data.get("choices", ())),
    )


def _refuse_unknown(table: Table) -> None:
    """Whatever tells rows apart is a column that is never null: SQL finds nothing equal to null."""
    known = {one.name for one in table.columns if one.is_required} | {"scope_key"}
    told = {*table.partitions, *table.scope_key, *table.scope, *table.key, *filter(None, [table.month])}
    if missing := sorted(told - known):
        raise ValueError(f"{table.name}: {', '.join(missing)} must be a required column")
    age = table.column(table.ages_by) if table.ages_by else None
    if table.ages_by and (age is None or age.kind not in {Kind.DAY, Kind.MONTH, Kind.MOMENT}):
        raise ValueError(f"{table.name}: ages_by must name a day, a month or a moment")
