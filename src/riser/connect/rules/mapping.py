"""How files of one tool are recognised by their columns: data, read into typed values once.

A shape of an ad platform adds how its rows become days (`ad_mapping`), one of a work tool how they become
items or changes (`work_mapping`).
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Generic, TypeVar

from riser.connect.rules.cells import Cell, is_null
from riser.connect.rules.words import Words

SAMPLE = "sample"
ANY = "(*)"  # ends the name of a column whose header ends in a currency: Amount spent (EUR)
OWN_SIGNS = {"元": "CNY"}
HEADER_WITHIN = 20  # rows; title lines above the header are at most a handful


@dataclass(frozen=True, slots=True)
class Column:
    """One field: the names its column may carry, whether it must be there, the divisor of its numbers."""

    names: tuple[str, ...]
    required: bool = False
    divide: Decimal = Decimal(1)
    drop: str = ""


@dataclass(frozen=True)
class Shape:
    """One kind of file of a source; its title by language.

    `without` are columns whose presence says that it is another kind. `where` says by field and language
    where the platform switches a column on that people often leave out. `proof` says what the mapping was
    tried on: sample, a real file; documentation, nothing but what the platform says of its format.
    """

    id: str
    title: Mapping[str, str]
    columns: Mapping[str, Column]
    marks: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    where: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    proof: str = SAMPLE

    @property
    def is_unproven(self) -> bool:
        """Whether nobody has tried it on a real file."""
        return self.proof != SAMPLE


_IN_BRACKETS = re.compile(r"[（(]([A-Za-z]{3}|元)[)）]\s*$")
S = TypeVar("S", bound=Shape, covariant=True)


@dataclass(frozen=True, slots=True)
class Source:
    """A tool whose files can be read. `slug` is registered and safe in a predicate.

    `kind` is ad_platform, work_tool or sheet. `words` are its word lists; an ad platform has none. For
    `restated_days` it goes on changing what it told of a day.
    """

    slug: str
    name: str
    kind: str
    shapes: tuple[Shape, ...]
    words: Words = field(default_factory=Words)
    restated_days: int = 0


@dataclass(frozen=True)
class Match(Generic[S]):
    """A shape found in a file: where its header stands and which column holds which field."""

    source: Source
    shape: S
    header_row: int
    headers: tuple[str, ...]
    fields: Mapping[str, int]

    def header(self, field: str) -> str:
        """The name of a field's column as the file writes it, or the field where the file has none."""
        return self.headers[self.fields[field]] if field in self.fields else field

    @property
    def header_currency(self) -> str | None:
        """The currency that stands in the header of the spend, None where none does."""
        column = self.shape.columns.get("spend")
        if column is None or not any(name.endswith(ANY) for name in column.names):
            return None
        told = _IN_BRACKETS.search(self.header("spend"))
        return OWN_SIGNS.get(told[1], told[1].upper()) if told else None

    @property
    def found(self) -> tuple[str, ...]:
        """The headers by which the file was recognised."""
        required = (name for name, column in self.shape.columns.items() if column.required)
        return tuple(self.header(name) for name in required)


@dataclass(frozen=True, slots=True)
class Missing:
    """The shape that fits best where none fits, and the columns it lacks (or has too many of)."""

    source: Source
    shape: Shape
    lacks: tuple[str, ...]
    excess: tuple[str, ...]

    @property
    def where(self) -> list[Mapping[str, str]]:
        """Where the platform switches on what is lacking, by language, as far as that is known."""
        named = {column.names[0]: name for name, column in self.shape.columns.items()}
        lacking = (named.get(header, "") for header in self.lacks)
        return [self.shape.where[name] for name in lacking if name in self.shape.where]

    @property
    def is_far(self) -> bool:
        """Whether not one of the columns it asks for is there."""
        return len(self.lacks) == _asked(self.shape)


def shape_parts(data: Mapping[str, Any]) -> dict[str, Any]:
    """What every shape says alike, as arguments of its class."""
    return {
        "id": data["id"],
        "title": data["title"],
        "columns": {name: _column(column) for name, column in data["columns"].items()},
        "marks": tuple(data.get("marks", ())),
        "without": tuple(data.get("without", ())),
        "where": data.get("where", {}),
        "proof": data.get("proof", SAMPLE),
    }


def source_from(data: Mapping[str, Any], shape: Callable[[Any], Shape], words: Words) -> Source:
    """The typed source behind a mapping file that its schema has accepted; `shape` reads one shape."""
    shapes = tuple(shape(one) for one in data["shapes"])
    return Source(
        slug=data["source"],
        name=data["name"],
        kind=data["kind"],
        shapes=shapes,
        words=words,
        restated_days=data.get("restated_days", 0),
    )


def normal(header: Cell) -> str:
    """A header without regard to case, outer blanks and byte-order marks."""
    return " ".join(str(header or "").replace("\ufeff", "").split()).casefold()


def match_shape(source: Source, shape: Shape, row: Sequence[Cell], number: int) -> Match[Shape] | Missing:
    """The match of a shape with a header row, or what it lacks there."""
    places: dict[str, int] = {}
    for index, cell in enumerate(row):
        if not is_null(cell):
            places.setdefault(normal(cell), index)
    fields = _places(shape, places)
    lacks = [
        column.names[0] for name, column in shape.columns.items() if column.required and name not in fields
    ]
    lacks += [mark for mark in shape.marks if normal(mark) not in places]
    excess = tuple(name for name in shape.without if normal(name) in places)
    if lacks or excess:
        return Missing(source, shape, tuple(lacks), excess)
    headers = tuple(str(cell or "").strip() for cell in row)
    return Match(source, shape, number, headers, fields)


def find(
    sources: Iterable[Source], head: Sequence[tuple[int, Sequence[Cell]]]
) -> list[Match[Shape]] | Missing:
    """Every shape that fits one of the first rows, or the one that misses least.

    Of several shapes of one source that fit, the one that asks for most columns wins.
    """
    best: Missing | None = None
    matches: dict[str, Match[Shape]] = {}
    for source in sources:
        for shape in source.shapes:
            for number, row in head[:HEADER_WITHIN]:
                result = match_shape(source, shape, row, number)
                if isinstance(result, Match):
                    _keep_closest(matches, result)
                elif best is None or _distance(result) < _distance(best):
                    best = result
    if matches or best is None:
        return list(matches.values())
    return best


def _keep_closest(matches: dict[str, Match[Shape]], found: Match[Shape]) -> None:
    known = matches.get(found.source.slug)
    if known is None or _demands(found) > _demands(known):
        matches[found.source.slug] = found


def _demands(match: Match[Shape]) -> tuple[int, int]:
    return len(match.found) + len(match.shape.marks), len(match.fields)


def _distance(missing: Missing) -> tuple[float, int]:
    return len(missing.lacks) / _asked(missing.shape), len(missing.lacks) + len(missing.excess)


def _asked(shape: Shape) -> int:
    """How many columns a shape asks for."""
    return sum(column.required for column in shape.columns.values()) + len(shape.marks)


def _places(shape: Shape, places: Mapping[str, int]) -> dict[str, int]:
    found = {}
    for name, column in shape.columns.items():
        index = next((place for alias in column.names if (place := _place(alias, places)) is not None), None)
        if index is not None:
            found[name] = index
    return found


def _place(alias: str, places: Mapping[str, int]) -> int | None:
    """Where the column of this name stands, whatever currency its header tells."""
    if not alias.endswith(ANY):
        return places.get(normal(alias))
    start = normal(alias.removesuffix(ANY))
    bare = (
        (_IN_BRACKETS.sub("", header).strip(), header) for header in places if _IN_BRACKETS.search(header)
    )
    return next((places[header] for name, header in bare if name == start), None)


def _column(data: Mapping[str, Any]) -> Column:
    return Column(
        names=tuple(data["names"]),
        required=data.get("required", False),
        divide=Decimal(data.get("divide", 1)),
        drop=data.get("drop", ""),
    )
