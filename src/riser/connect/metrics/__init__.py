"""The metric catalogue as data: sums over the canonical tables and what is made of them, read once."""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from riser.connect.rules.metrics import DIMENSIONS, TIME, Metric, Part
from riser.connect.rules.tables import Kind
from riser.connect.tables import every_table
from riser.foundation.schemas import faults

FOLDER = files("riser.connect.metrics")
# work_item is read through the words of the boards: what its rows say is made in queries/metrics.
WORK_ITEM = "work_item"
WORK_COLUMNS = frozenset(
    {"source", "campaign", "kind", "made", "made_at", "done", "done_at", "due"}
    | {"is_launch", "is_on_time", "is_test", "round"}
)


@cache
def parts() -> Mapping[str, Part]:
    """Every sum by its id."""
    return _catalogue()[0]


@cache
def metrics() -> Mapping[str, Metric]:
    """Every metric by its id, in the order of the files. Raises ValueError naming what is amiss."""
    return _catalogue()[1]


@cache
def _catalogue() -> tuple[Mapping[str, Part], Mapping[str, Metric]]:
    paths = sorted(FOLDER.iterdir(), key=lambda entry: entry.name)
    return catalogue_from(
        (path.name, yaml.safe_load(path.read_text("utf-8"))) for path in paths if path.name.endswith(".yaml")
    )


def catalogue_from(sources: Iterable[tuple[str, Any]]) -> tuple[Mapping[str, Part], Mapping[str, Metric]]:
    """The typed catalogue behind these files. Raises ValueError naming file, entry and fault."""
    check = Draft202012Validator(json.loads((FOLDER / "metric.schema.json").read_text("utf-8")))
    given = list(sources)
    if wrong := [line for name, data in given for line in faults(check, data, name=name)]:
        raise ValueError("\n".join(wrong))
    parts = {one: _part(one, said) for _name, data in given for one, said in data["parts"].items()}
    found = [_metric(said, parts, name) for name, data in given for said in data["metrics"]]
    return parts, {metric.id: metric for metric in found}


def columns_of(table: str) -> frozenset[str]:
    """The columns that a part may name. Raises ValueError for a table that there is not."""
    if table == WORK_ITEM:
        return WORK_COLUMNS
    if table not in every_table():
        raise ValueError(f"there is no table {table}")
    return frozenset(every_table()[table].names)


def _part(name: str, said: Mapping[str, Any]) -> Part:
    part = Part(
        id=name,
        table=said["table"],
        day=said["day"],
        says=said["says"],
        column=said.get("sum", ""),
        between=tuple(said.get("days", ())),
        where=said.get("where"),
        has_margin=said.get("margin", False),
        ripe=said.get("ripe", 0),
    )
    named = {part.day, *filter(None, [part.column]), *part.between, *(part.where or ())}
    if unknown := sorted(named - columns_of(part.table)):
        raise ValueError(f"{name}: {part.table} has no column {', '.join(unknown)}")
    return part


def _metric(said: Mapping[str, Any], parts: Mapping[str, Part], file: str) -> Metric:
    terms = [term.lstrip("-") for term in (*said["numerator"], *said.get("denominator", ()))]
    if unknown := sorted({*terms} - {*parts}):
        raise ValueError(f"{file}, {said['id']}: there is no part {', '.join(unknown)}")
    mine = [parts[term] for term in terms]
    return Metric(
        **{**said, "numerator": tuple(said["numerator"]), "denominator": tuple(said.get("denominator", ()))},
        by=_dimensions(mine),
        money=frozenset(one.id for one in mine if _is_money(one)),
    )


def _dimensions(mine: list[Part]) -> tuple[str, ...]:
    """What a metric can be split by: by time always, by a name only within one table.

    A source of ads and a source of orders are different things under one word.
    """
    tables = {one.table for one in mine}
    if len(tables) > 1:
        return TIME
    shared = columns_of(tables.pop())
    return tuple(one for one in DIMENSIONS if one in TIME or one in shared)


def _is_money(part: Part) -> bool:
    column = None if part.table == WORK_ITEM else every_table()[part.table].column(part.column)
    return column is not None and column.kind == Kind.MONEY
