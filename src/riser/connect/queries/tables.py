"""Reads of the tables of the lake: which there are, how much stands in them, and their rows in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa
from django.utils.translation import gettext as _

from riser.connect.lake import table as lake
from riser.connect.lake.reads import exact, select_rows
from riser.connect.lake.tables import TABLES
from riser.connect.lake.views import select_table
from riser.connect.rules.tables import Kind, Table, TableColumn
from riser.connect.tables import every_table
from riser.foundation.errors import NotFound
from riser.ui import formats

SHOWN_ROWS = 50
UNSEEN = frozenset({"source", "month", "currency", "currency_assumed", "account_assumed"})
PERSON_DIGITS = 8


@dataclass(frozen=True, slots=True)
class TableState:
    """A table of the lake and how much of it an organisation has. `deleted` rows are kept and never count."""

    table: Table
    rows: int
    deleted: int = 0


@dataclass(frozen=True, slots=True)
class ShownRows:
    """Rows in words, under the columns in which at least one of them says something."""

    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    loads: tuple[str, ...]


def tables(organisation_id: int) -> list[TableState]:
    """Every table, those with rows first; how many rows each has, by what its log says."""
    found = [TableState(told, _rows(organisation_id, told)) for told in every_table().values()]
    return sorted(found, key=lambda one: (not one.rows, one.table.name))


def table(organisation_id: int, name: str) -> TableState:
    """One table. Raises NotFound naming those there are."""
    told = every_table().get(name)
    if told is None:
        raise NotFound(
            _("There is no table “%(name)s”. There are: %(known)s.")
            % {"name": name[:60], "known": formats.listed(every_table())}
        )
    return TableState(told, _rows(organisation_id, told), _deleted(organisation_id, told))


def table_rows(organisation_id: int, name: str, *, load_id: str = "", limit: int = SHOWN_ROWS) -> ShownRows:
    """The newest rows of a table, or those of one load, in words."""
    told = every_table()[name]
    order = told.key[-1] if told.is_read else "scope_key"
    rows = select_table(
        organisation_id,
        name,
        lambda found: (
            (found.filter(found.load_id == load_id) if load_id else found)
            .order_by([found.loaded_at.desc(), found[order]])
            .limit(limit)
        ),
    )
    return rows_in_words(told, rows)


def rows_in_words(table: Table, rows: Sequence[Mapping[str, Any]]) -> ShownRows:
    """Rows of a table in the reader's language."""
    columns = tuple(
        one
        for one in table.columns
        if one.name not in UNSEEN and any(row.get(one.name) not in (None, "") for row in rows)
    )
    return ShownRows(
        columns,
        tuple(tuple(_said(one, row) for one in columns) for row in rows),
        tuple(str(row.get("load_id") or "") for row in rows),
    )


def _said(column: TableColumn, row: Mapping[str, Any]) -> str:
    value = row.get(column.name)
    if column.kind == Kind.MONEY and value is not None and row.get("currency"):
        return formats.money(value, row["currency"])
    if column.kind == Kind.PERSON and value is not None:
        return f"{str(value)[:PERSON_DIGITS]}…"
    return told(value)


def told(value: Any) -> str:
    """A value of a cell in the reader's language, "" for none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return formats.moment(value)
    if isinstance(value, date):
        return formats.day(value, "table")
    if isinstance(value, Decimal):
        return formats.number(exact(value) or value)
    return formats.number(value) if isinstance(value, int) else str(value)


def _rows(organisation_id: int, told: Table) -> int:
    """How many rows there are: as the log of a table says, of what is made when it is read by counting."""
    if told.is_read:
        found = select_table(organisation_id, told.name, lambda rows: rows.aggregate(rows=rows.count()))
        return int(found[0]["rows"]) if found else 0
    delta = lake.open_table(organisation_id, TABLES[told.name])
    if delta is None:
        return 0
    return sum(row["num_records"] or 0 for row in pa.table(delta.get_add_actions(flatten=True)).to_pylist())


def _deleted(organisation_id: int, told: Table) -> int:
    if told.column("deleted") is None:
        return 0
    found = select_rows(
        organisation_id,
        TABLES[told.name],
        lambda table: table.aggregate(rows=table.deleted.sum()),
    )
    return int(found[0]["rows"] or 0) if found else 0
