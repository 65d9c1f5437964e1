"""Columns of texts in which few are distinct: each distinct text is read once, however many rows have it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
from pyarrow import compute

from riser.connect.intake.blocks import DISTINCT
from riser.connect.rules.cells import BadCell

pc: Any = compute  # its stubs know few of the types that it takes
arrow: Any = pa
KEPT_TEXTS = 200_000  # distinct texts whose reading is remembered from block to block


@dataclass
class Texts:
    """Reads the distinct texts of a column; `read` gives a value of `kind` or raises BadCell."""

    read: Callable[[str], Any]
    kind: pa.DataType
    known: dict[str, tuple[Any, bool]] = field(default_factory=dict)

    def __call__(self, column: Any) -> tuple[Any, Any]:
        """The values of a column, and which cells are bad (None where none is)."""
        encoded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
        found = [self._one(text) for text in encoded.dictionary.to_pylist()]
        if len(self.known) > KEPT_TEXTS:
            self.known = {}
        values = spread(encoded.indices, [value for value, _bad in found], self.kind)
        if not any(bad for _value, bad in found):
            return values, None
        return values, pc.fill_null(pa.array([bad for _value, bad in found]).take(encoded.indices), False)

    def _one(self, text: str) -> tuple[Any, bool]:
        if text not in self.known:
            try:
                self.known[text] = self.read(text), False
            except BadCell:
                self.known[text] = None, True
        return self.known[text]


def spread(indices: Any, values: Sequence[Any], kind: pa.DataType) -> Any:
    """The values at these places; texts stay told apart by what is distinct."""
    if kind != DISTINCT:
        return pa.array(values, kind).take(indices)
    if None in values:
        known = pa.array([None if value is None else place for place, value in enumerate(values)], pa.int32())
        indices = known.take(indices)
    return pa.DictionaryArray.from_arrays(indices, pa.array([value or "" for value in values], pa.string()))


def one_text(text: str | None, rows: int) -> Any:
    """The same text in every row."""
    place = arrow.repeat(pa.scalar(None if text is None else 0, pa.int32()), rows)
    return pa.DictionaryArray.from_arrays(place, pa.array([text or ""], pa.string()))


def joined(parts: Sequence[Any]) -> Any:
    """Texts of several columns in one, where they say something; each distinct pair is joined once."""
    first, *rest = parts
    found = first
    for part in rest:
        size = len(part.dictionary) + 1
        left = pc.fill_null(found.indices, len(found.dictionary))
        pairs = pc.add(pc.multiply(left.cast(pa.int64()), size), pc.fill_null(part.indices, size - 1))
        encoded = pairs.dictionary_encode()
        lefts, rights = [*found.dictionary.to_pylist(), None], [*part.dictionary.to_pylist(), None]
        texts = [_pair(lefts[pair // size], rights[pair % size]) for pair in encoded.dictionary.to_pylist()]
        found = spread(encoded.indices, texts, DISTINCT)
    return found if not found.null_count else pc.fill_null(found.cast(pa.string()), "").dictionary_encode()


def _pair(left: str | None, right: str | None) -> str | None:
    return ";".join(text for text in (left, right) if text is not None) or None
