"""Platforms that can be asked for their rows, as data: one file each, checked by their schema, read once."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from riser.connect.rules.pulls import PageBy, Paging, Platform
from riser.foundation.schemas import faults

FOLDER = files("riser.connect.pulls")


@cache
def platforms() -> Mapping[str, Platform]:
    """Every platform by its id, which is that of the source whose mapping reads its rows."""
    paths = sorted(FOLDER.iterdir(), key=lambda entry: entry.name)
    found = [
        platform_from(yaml.safe_load(path.read_text("utf-8")), name=path.name)
        for path in paths
        if path.name.endswith(".yaml")
    ]
    return {one.id: one for one in found}


def platform_from(data: Any, *, name: str) -> Platform:
    """The typed platform behind a file. Raises ValueError naming file, place and fault."""
    check = Draft202012Validator(json.loads((FOLDER / "platform.schema.json").read_text("utf-8")))
    if wrong := list(faults(check, data, name=name)):
        raise ValueError("\n".join(wrong))
    paging = data["paging"] | {
        "by": PageBy(data["paging"]["by"]),
        "at": tuple(data["paging"].get("at", ())),
    }
    return Platform(**data | {"paging": Paging(**paging), "failed_at": tuple(data.get("failed_at", ()))})
