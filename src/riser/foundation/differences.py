"""What differs between two states of a record, field by field. No Django here.

States are what JSON can hold, with texts as keys. A field is named by its path, the parts joined by "/"
and escaped as in RFC 6901 ("~1" for "/", "~0" for "~"). Lists are one value: they differ as a whole.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

Values = Mapping[str, Any]


class Missing(Enum):
    """The one value of a field that is not there: not the same as an empty one."""

    MISSING = "missing"


MISSING: Final = Missing.MISSING


@dataclass(frozen=True, slots=True)
class Change:
    """One field that differs; MISSING where it was not there before, or is not there after."""

    field: str
    before: Any
    after: Any

    @property
    def parts(self) -> tuple[str, ...]:
        """The path of the field, unescaped: ("requirements", "12", "bound")."""
        return parts_of(self.field)


@dataclass(frozen=True, slots=True)
class Worded:
    """A change as people read it: which record, which field, what it was, what it is. Empty: nothing."""

    record: str
    field: str
    before: str
    after: str


def diff(before: Values, after: Values) -> list[Change]:
    """The fields that differ, by name. Nested fields are followed while both sides hold some."""
    return list(_differences((), before, after))


def apply(before: Values, changes: Iterable[Change]) -> dict[str, Any]:
    """A new state: `before` with the changes made. `apply(a, diff(a, b))` is b."""
    state = deepcopy(dict(before))
    for change in changes:
        *way, last = change.parts
        place = state
        for part in way:
            place = place[part]
        if change.after is MISSING:
            place.pop(last, None)
        else:
            place[last] = deepcopy(change.after)
    return state


def value_of(state: Values, field: str) -> Any:
    """The value of a field by its path; MISSING where the state has none."""
    place: Any = state
    for part in parts_of(field):
        if not isinstance(place, Mapping) or part not in place:
            return MISSING
        place = place[part]
    return place


def is_same(one: Any, other: Any) -> bool:
    """Whether two values are the same JSON: 1 is not true, and the order of keys says nothing."""
    if one is MISSING or other is MISSING:
        return one is other
    if isinstance(one, str) and isinstance(other, str):
        return one == other
    return _text(one) == _text(other)


def name_of(*parts: str) -> str:
    """The name of a field from the parts of its path."""
    return "/".join(part.replace("~", "~0").replace("/", "~1") for part in parts)


def parts_of(field: str) -> tuple[str, ...]:
    """The parts of a field's path."""
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in field.split("/"))


def _differences(way: tuple[str, ...], before: Values, after: Values) -> Iterator[Change]:
    for name in sorted(before.keys() | after.keys(), key=_in_order):
        old, new = before.get(name, MISSING), after.get(name, MISSING)
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            yield from _differences((*way, name), old, new)
        elif not is_same(old, new):
            yield Change(name_of(*way, name), old, new)


def _in_order(name: str) -> tuple[int, str]:
    """Records by their number, 9 before 10; everything else by its letters."""
    return (int(name), "") if name.isdecimal() else (0, name)


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
