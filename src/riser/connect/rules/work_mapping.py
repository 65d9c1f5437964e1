"""How the columns of a work tool's file become items, or changes of items."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeGuard

from riser.connect.rules.mapping import Match, Shape, normal, shape_parts
from riser.connect.rules.words import Words, folded
from riser.connect.rules.work import EvidenceKind, WorkState

_CUSTOM = ("custom field (", ")")


class Layer(StrEnum):
    """What a row of a work tool's file tells: an item, or one change of an item."""

    ITEM = "item"
    EVENT = "event"


class Free(StrEnum):
    """Which columns without a field become attributes of the item."""

    NONE = "none"
    ALL = "all"
    CUSTOM = "custom"  # those written “Custom field (Name)”


@dataclass(frozen=True)
class WorkShape(Shape):
    """One kind of work file.

    `attributes` are the names of the columns of known attributes. `is_evidence` marks the plain sheet, whose
    rows name their kind and have to hold what the kind needs. `made_in_id`: the first eight digits of the id
    are the moment the item was made, in hexadecimal seconds.
    """

    layer: Layer = Layer.ITEM
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    free: Free = Free.NONE
    is_evidence: bool = False
    made_in_id: bool = False


def work_shape(data: Mapping[str, Any]) -> WorkShape:
    """The typed shape behind one entry of a work tool's mapping file."""
    known = {name: tuple(names) for name, names in data.get("attributes", {}).items()}
    return WorkShape(
        **shape_parts(data),
        layer=Layer(data["layer"]),
        attributes=known,
        free=Free(data.get("free", "none")),
        is_evidence=data.get("evidence", False),
        made_in_id=data.get("made_in_id", False),
    )


def words_from(*lists: Mapping[str, Any]) -> Words:
    """The word lists of a tool: those that every tool shares, then its own, which count more."""
    found = Words()
    for data in lists:
        states = _by_word(data.get("states", {}), WorkState)
        kinds = _by_word(data.get("kinds", {}), EvidenceKind)
        fields = _by_word(data.get("fields", {}), str)
        found = Words({**found.states, **states}, {**found.kinds, **kinds}, {**found.fields, **fields})
    return found


def is_work(match: Match[Shape]) -> TypeGuard[Match[WorkShape]]:
    """Whether the file came from a work tool."""
    return isinstance(match.shape, WorkShape)


def repeated(match: Match[WorkShape], field: str) -> list[int]:
    """Every column that carries a field: tools repeat a column for each further value."""
    column = match.shape.columns.get(field)
    names = {normal(name) for name in column.names} if column else set()
    return [index for index, header in enumerate(match.headers) if normal(header) in names]


def attribute_columns(match: Match[WorkShape]) -> dict[str, list[int]]:
    """The columns of each attribute of this file: the known ones by their name, free ones by their header."""
    known = {normal(header): name for name, headers in match.shape.attributes.items() for header in headers}
    taken = {index for name in match.shape.columns for index in repeated(match, name)}
    found: dict[str, list[int]] = {}
    for index, header in enumerate(match.headers):
        name = _attribute(header, known, match.shape.free) if index not in taken else ""
        if name:
            found.setdefault(name, []).append(index)
    return found


def _attribute(header: str, known: Mapping[str, str], free: Free) -> str:
    bare = normal(header)
    begins, ends = _CUSTOM
    custom = bare[len(begins) : -len(ends)] if bare.startswith(begins) and bare.endswith(ends) else ""
    if bare in known or custom in known:
        return known.get(bare) or known[custom]
    if free == Free.ALL:
        return slug(bare)
    return slug(custom) if free == Free.CUSTOM else ""


def slug(text: str) -> str:
    """The name of an attribute: its header in small letters, blanks as `_`."""
    return "_".join(folded(text).split())


def _by_word(data: Mapping[str, Sequence[str]], means: Any) -> dict[str, Any]:
    return {folded(str(word)): means(meaning) for meaning, words in data.items() for word in _listed(words)}


def _listed(words: Iterable[str]) -> list[str]:
    return [str(word) for word in words]
