"""The tables of the lake as data: one YAML each, checked by its schema, read once."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from riser.connect.rules.tables import Table, Words, table_from
from riser.foundation.schemas import faults
from riser.ui import formats

FOLDER = files("riser.connect.tables")
# PyYAML's own parser in C reads the same language ten times as fast; not every wheel has it.
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def every_table() -> Mapping[str, Table]:
    """Every table of the lake by its name. Raises ValueError naming file and place of a faulty one."""
    check = Draft202012Validator(json.loads((FOLDER / "table.schema.json").read_text("utf-8")))
    paths = sorted(FOLDER.iterdir(), key=lambda entry: entry.name)
    found = (_table(check, path) for path in paths if path.name.endswith(".yaml"))
    return {table.name: table for table in found}


def in_words(said: Words) -> str:
    """What a table says of itself in two languages, in the reader's."""
    return said["zh" if formats.language() == "zh-hans" else "en"]


def _table(check: Draft202012Validator, path: Any) -> Table:
    data = yaml.load(path.read_text("utf-8"), Loader=LOADER)  # noqa: S506 - the safe one, in C or Python
    if wrong := list(faults(check, data, name=path.name)):
        raise ValueError("\n".join(wrong))
    return table_from(data)
