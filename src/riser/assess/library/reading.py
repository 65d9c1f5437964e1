"""Reads content files and says exactly what is wrong with one: file, path inside it, what is allowed."""

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from importlib.abc import Traversable
from importlib.resources import files
from typing import Any

import yaml
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

CONTENT = files("riser.assess") / "content"
_ROOM_FOR_A_VALUE = 60


class ContentError(Exception):
    """A content file cannot be used. The text names file, path and remedy, one problem a line."""


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # in C where it is there
    """YAML whose numbers are exact, whose days stay text and whose keys occur once."""

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def _mapping(loader: Any, node: yaml.MappingNode) -> dict[str, Any]:
    loader.flatten_mapping(node)
    pairs = [(str(loader.construct_object(key, True)), key, value) for key, value in node.value]
    made: dict[str, Any] = {}
    for name, key, value in pairs:
        if name in made:
            raise yaml.constructor.ConstructorError(None, None, f"“{name}” occurs twice", key.start_mark)
        made[name] = loader.construct_object(value, True)
    return made


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
_Loader.add_constructor("tag:yaml.org,2002:float", lambda loader, node: Decimal(node.value.replace("_", "")))


def parse_yaml(text: str, *, name: str) -> Any:
    """The plain value of a YAML or JSON text. Raises ContentError that names line and column."""
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506  a safe loader, made stricter
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f", line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise ContentError(f"{name}{place}: {error.problem}. Correct it there; nothing was read.") from error
    except (yaml.YAMLError, ArithmeticError) as error:
        raise ContentError(f"{name}: this is neither YAML nor JSON ({error}).") from error


def read(path: Traversable, *, schema: str, name: str) -> dict[str, Any]:
    """The plain value of a content file that its schema accepts. Raises ContentError with every problem."""
    value = parse_yaml(path.read_text(encoding="utf-8"), name=name)
    if problems := list(schema_problems(value, schema=schema, name=name)):
        raise ContentError("\n".join(problems))
    found: dict[str, Any] = value
    return found


def schema_problems(value: Any, *, schema: str, name: str) -> Iterator[str]:
    """One sentence for each place in which the value departs from a schema of the content folder."""
    errors: Iterable[ValidationError] = _validator(schema).iter_errors(value)
    for error in sorted(errors, key=lambda error: [str(part) for part in error.absolute_path]):
        deepest = max(_leaves(error), key=lambda leaf: len(leaf.absolute_path))
        yield f"{name}, {_path(deepest)}: {_sentence(deepest)}"


@cache
def _validator(schema: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads((CONTENT / f"{schema}.schema.json").read_text(encoding="utf-8")))


def _leaves(error: ValidationError) -> Iterator[ValidationError]:
    yield error
    for inner in error.context or ():
        yield from _leaves(inner)


def _path(error: ValidationError) -> str:
    """The place as people write it: practices[0].rating.FM."""
    parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in error.absolute_path)
    return "".join(parts).lstrip(".") or "top"


def _sentence(error: ValidationError) -> str:
    given = repr(error.instance)
    shown = given if len(given) <= _ROOM_FOR_A_VALUE else f"{given[:_ROOM_FOR_A_VALUE]}…"
    if error.validator == "enum":
        allowed: Any = error.validator_value
        return f"{shown} is not one of {', '.join(map(str, allowed))}."
    if error.validator == "type":
        return f"{shown} should be of type {error.validator_value}."
    if error.validator == "pattern":
        return f"{shown} should look like {error.validator_value}."
    return f"{error.message[: 3 * _ROOM_FOR_A_VALUE]}."
