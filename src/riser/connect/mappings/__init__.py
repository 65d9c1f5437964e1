"""The platforms whose files can be read: every mapping file of this package, checked by its schema, once."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from riser.connect.rules.mapping import Shape, Source, source_from
from riser.ui import formats


@cache
def sources() -> dict[str, Source]:
    """Every known source by its slug. Raises ValueError naming file and place of a faulty mapping."""
    folder = files("riser.connect.mappings")
    check = Draft202012Validator(json.loads((folder / "mapping.schema.json").read_text()))
    found = {}
    for path in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if path.name.endswith(".yaml"):
            source = _load(path.name, yaml.safe_load(path.read_text("utf-8")), check)
            found[source.slug] = source
    return found


def source_name(slug: str) -> str:
    """The name of a source as people say it."""
    source = sources().get(slug)
    return source.name if source else slug


def shape_title(slug: str, shape_id: str) -> str:
    """What a kind of file is called, in the reader's language."""
    source = sources().get(slug)
    shape = next((one for one in source.shapes if one.id == shape_id), None) if source else None
    return title_of(shape) if shape else shape_id


def title_of(shape: Shape) -> str:
    """What this kind of file is called, in the reader's language."""
    return in_words(shape.title)


def in_words(said: Mapping[str, str]) -> str:
    """What a mapping says in two languages, in the reader's."""
    return said["zh" if formats.language() == "zh-hans" else "en"]


def _load(name: str, data: Any, check: Draft202012Validator) -> Source:
    for error in check.iter_errors(data):
        place = "/".join(str(part) for part in error.absolute_path) or "top"
        raise ValueError(f"{name}, {place}: {error.message}")
    return source_from(data)
