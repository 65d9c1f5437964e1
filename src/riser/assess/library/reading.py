"""Reads content files and says exactly what is wrong with one: file, path inside it, what is allowed."""

import json
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from importlib.abc import Traversable
from importlib.resources import files
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from riser.foundation.schemas import faults
from riser.foundation.speech import gettext as _

CONTENT = files("riser.assess") / "content"


class ContentError(Exception):
    """A content file cannot be used. The text names file, path and remedy, one problem a line."""


class Twice(yaml.constructor.ConstructorError):
    """A key that occurs twice in one mapping: `problem` is the key."""


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
            raise Twice(None, None, name, key.start_mark)
        made[name] = loader.construct_object(value, True)
    return made


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
_Loader.add_constructor("tag:yaml.org,2002:float", lambda loader, node: Decimal(node.value.replace("_", "")))


def parse_yaml(text: str, *, name: str) -> Any:
    """The plain value of a YAML or JSON text. Raises ContentError that names line and column."""
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506  a safe loader, made stricter
    except yaml.MarkedYAMLError as error:
        said = _("%(why)s Correct it there; nothing was read.") % {"why": _why(error)}
        raise ContentError(f"{_placed(name, error)}{said}") from error
    except (yaml.YAMLError, ArithmeticError, ValueError, RecursionError) as error:
        raise ContentError(
            _("%(name)s: this is neither YAML nor JSON. Look at what it holds, and write it anew.")
            % {"name": name}
        ) from error


def _placed(name: str, error: yaml.MarkedYAMLError) -> str:
    """File, line and column, with the colon."""
    mark = error.problem_mark
    if mark is None:
        return f"{name}: "
    facts = {"name": name, "line": mark.line + 1, "column": mark.column + 1}
    return _("%(name)s, line %(line)s, column %(column)s: ") % facts


def _why(error: yaml.MarkedYAMLError) -> str:
    """What the parser ran into, in our words: its own help nobody who does not know it."""
    if isinstance(error, Twice):
        return _("“%(key)s” occurs twice.") % {"key": error.problem}
    if isinstance(error, yaml.constructor.ConstructorError):
        return _("a tag (!) or a key that is no plain text is not taken.")
    return _("a bracket, a quotation mark or the indentation is not as it should be.")


def read(path: Traversable, *, schema: str, name: str) -> dict[str, Any]:
    """The plain value of a content file that its schema accepts. Raises ContentError with every problem."""
    value = parse_yaml(path.read_text(encoding="utf-8"), name=name)
    if problems := list(schema_problems(value, schema=schema, name=name)):
        raise ContentError("\n".join(problems))
    found: dict[str, Any] = value
    return found


def schema_problems(value: Any, *, schema: str, name: str) -> Iterator[str]:
    """One sentence for each place in which the value departs from a schema of the content folder."""
    yield from faults(_validator(schema), value, name=name)


@cache
def _validator(schema: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads((CONTENT / f"{schema}.schema.json").read_text(encoding="utf-8")))
