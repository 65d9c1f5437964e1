"""What departs from a JSON Schema, in sentences: where, what, and what would be right. No database."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from riser.foundation.speech import gettext as _

ROOM_FOR_A_VALUE = 60


def faults(validator: Draft202012Validator, value: Any, *, name: str) -> Iterator[str]:
    """One sentence for each place in which a value departs from its schema, after file and place."""
    errors = sorted(validator.iter_errors(value), key=lambda one: [str(part) for part in one.absolute_path])
    deepest = (max(_leaves(error), key=lambda leaf: len(leaf.absolute_path)) for error in errors)
    # Two fields that are missing in one place are two errors, and one sentence.
    yield from dict.fromkeys(f"{name}, {_path(error)}: {_sentence(error)}" for error in deepest)


def _leaves(error: ValidationError) -> Iterator[ValidationError]:
    yield error
    for inner in error.context or ():
        yield from _leaves(inner)


def _path(error: ValidationError) -> str:
    """The place as people write it: practices[0].rating.FM."""
    parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in error.absolute_path)
    return "".join(parts).lstrip(".") or "top"


def _sentence(error: ValidationError) -> str:
    """What departs, and what would be right."""
    given = repr(error.instance)
    wanted: Any = error.validator_value
    facts: dict[str, Any] = {
        "given": given if len(given) <= ROOM_FOR_A_VALUE else f"{given[:ROOM_FOR_A_VALUE]}…",
        "wanted": wanted,
        "names": ", ".join(_names(error)),
    }
    if error.validator == "enum":
        facts["wanted"] = ", ".join("null" if one is None else str(one) for one in wanted)
    return SENTENCES.get(str(error.validator), _departs)() % facts


def _names(error: ValidationError) -> list[str]:
    """The fields that are missing, or that nobody knows."""
    instance: Any = error.instance
    wanted: Any = error.validator_value
    schema: Any = error.schema
    if error.validator == "required":
        return [name for name in wanted if name not in instance]
    if error.validator == "additionalProperties":
        return sorted(set(map(str, instance)) - set(schema.get("properties", ())))
    return []


def _departs() -> str:
    return _("%(given)s is not as it should be (%(wanted)s). Correct it.")


# By the word of the schema that does not hold.
SENTENCES: Mapping[str, Callable[[], str]] = {
    "required": lambda: _("%(names)s is missing. Add it."),
    "additionalProperties": lambda: _("nobody knows %(names)s here. Correct it or leave it out."),
    "enum": lambda: _("%(given)s is not one of %(wanted)s."),
    "const": lambda: _("%(given)s should be %(wanted)s."),
    "type": lambda: _("%(given)s should be of type %(wanted)s."),
    "pattern": lambda: _("%(given)s should look like %(wanted)s."),
    "minimum": lambda: _("%(given)s is too small: at least %(wanted)s."),
    "maximum": lambda: _("%(given)s is too large: at most %(wanted)s."),
    "exclusiveMinimum": lambda: _("%(given)s is too small: it has to be above %(wanted)s."),
    "minItems": lambda: _("%(given)s has too few entries: at least %(wanted)s."),
    "maxItems": lambda: _("%(given)s has too many entries: at most %(wanted)s."),
    "minLength": lambda: _("%(given)s is empty or too short. Fill it in."),
    "uniqueItems": lambda: _("%(given)s holds something twice. Leave one out."),
}
