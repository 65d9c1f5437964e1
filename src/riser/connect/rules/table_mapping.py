"""How the columns of a file become those of a table of the lake: CRM, ledger, settings, breakdowns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeGuard

from riser.connect.rules.mapping import Match, Shape, normal, shape_parts
from riser.connect.rules.tables import Kind, Table, TableColumn

# What a cell need not say: an id or text that is not there is empty, a mark that is not set is no.
ABSENT: Mapping[Kind, Any] = {Kind.ID: "", Kind.TEXT: "", Kind.FLAG: False}
BY_US = frozenset({"source", "month", "currency", "currency_assumed"})  # settled beside the file


@dataclass(frozen=True, slots=True)
class Told:
    """How the cells of one column are read.

    `words` give by each word of the file, folded, what it means; one that is not listed means nothing.
    `is_month`: a month, kept as its first day. `is_share`: 35 % is kept as 0.35.
    """

    words: Mapping[str, str] = field(default_factory=dict)
    is_month: bool = False
    is_share: bool = False


@dataclass(frozen=True, slots=True)
class Spread:
    """Columns that stand side by side and become rows: `into` says which, `of` takes the number of each.

    `columns` gives the header of each, by what stands in `into`.
    """

    into: str
    of: str
    columns: Mapping[str, str]


PLAINLY = Told()


@dataclass(frozen=True)
class TableShape(Shape):
    """One kind of file whose rows belong to `table`. `constants` are the same for every row."""

    table: Table = field(kw_only=True)
    plain_numbers: bool = True
    told: Mapping[str, Told] = field(default_factory=dict)
    constants: Mapping[str, Any] = field(default_factory=dict)
    totals: tuple[str, ...] = ()
    spread: Spread | None = None

    def how(self, name: str) -> Told:
        """How the cells of a column are read."""
        return self.told.get(name, PLAINLY)


def table_shape(data: Mapping[str, Any], tables: Mapping[str, Table]) -> TableShape:
    """The typed shape behind one entry of a mapping file. Raises ValueError naming what is amiss."""
    table = tables.get(data["table"])
    if table is None:
        raise ValueError(f"{data['id']}: “{data['table']}” is no table. Known are: {', '.join(tables)}")
    shape = TableShape(
        **shape_parts(data),
        table=table,
        plain_numbers=data["numbers"] == "plain",
        told={name: _told(one) for name, one in data["columns"].items()},
        constants=data.get("constants", {}),
        totals=tuple(text.casefold() for text in data.get("totals", ())),
        spread=Spread(**data["spread"]) if "spread" in data else None,
    )
    _refuse_odd(shape)
    return shape


def is_table(match: Match[Shape]) -> TypeGuard[Match[TableShape]]:
    """Whether the file's rows go into a table as they are, neither days of ads nor items of work."""
    return isinstance(match.shape, TableShape)


def beside(match: Match[TableShape]) -> list[tuple[str, int]]:
    """The columns of this file that become rows of their own, by what each is called there."""
    if match.shape.spread is None:
        return []
    places = {normal(header): index for index, header in reversed(list(enumerate(match.headers)))}
    told = match.shape.spread.columns.items()
    return [(name, places[normal(header)]) for name, header in told if normal(header) in places]


def divisor(shape: TableShape, name: str) -> Decimal:
    """What the numbers of a column are divided by."""
    column = shape.columns.get(name)
    return column.divide if column else Decimal(1)


def _told(data: Mapping[str, Any]) -> Told:
    words = {word.casefold(): meaning for meaning, words in data.get("words", {}).items() for word in words}
    return Told(words, is_month=data.get("month", False), is_share=data.get("share", False))


def _refuse_odd(shape: TableShape) -> None:
    known = set(shape.table.names) - {"source", "month", "currency_assumed"}
    if odd := sorted({*shape.columns, *shape.constants} - known):
        raise ValueError(f"{shape.id}: {shape.table.name} has no column {', '.join(odd)}")
    if open_ := [one.name for one in shape.table.columns if _is_open(shape, one)]:
        raise ValueError(f"{shape.id}: {', '.join(open_)} must come from a column or be a constant")
    for name, told in shape.told.items():
        column = shape.table.column(name)
        odd_words = sorted(set(told.words.values()) - set(column.choices)) if column else []
        if odd_words:
            raise ValueError(f"{shape.id}, {name}: {', '.join(odd_words)} is no choice of the column")


def _is_open(shape: TableShape, column: TableColumn) -> bool:
    """Whether a column must hold something and nothing says where it is to come from."""
    told = column.name in shape.columns or column.name in shape.constants
    return column.is_required and not told and column.name not in BY_US and column.kind not in ABSENT
