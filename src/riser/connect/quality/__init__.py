"""The rules of data quality as data, checked by their schema, read once."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from riser.connect.rules.quality import Rule, rule_from
from riser.connect.tables import every_table
from riser.foundation.schemas import faults

FOLDER = files("riser.connect.quality")


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule by its id, in the order of the file."""
    return rules_from(yaml.safe_load((FOLDER / "rules.yaml").read_text("utf-8")), name="rules.yaml")


def rules_from(data: Any, *, name: str) -> Mapping[str, Rule]:
    """The typed rules behind a file. Raises ValueError naming file, place and fault."""
    check = Draft202012Validator(json.loads((FOLDER / "rule.schema.json").read_text("utf-8")))
    if wrong := list(faults(check, data, name=name)):
        raise ValueError("\n".join(wrong))
    found = [rule_from(said) for said in data["rules"]]
    for one in found:
        _refuse_unknown(one, name)
    return {one.id: one for one in found}


def _refuse_unknown(rule: Rule, name: str) -> None:
    named = [(rule.table, [rule.column] if rule.column else [])]
    named += [
        (side.table, [side.day, side.name, *([] if side.sum == "rows" else [side.sum])])
        for side in (rule.left, rule.right)
        if side
    ]
    for table, columns in named:
        told = every_table().get(table)
        unknown = columns if told is None else sorted({*columns} - {*told.names})
        if told is None or unknown:
            raise ValueError(f"{name}, {rule.id}: {table} has no column {', '.join(unknown) or '—'}")
