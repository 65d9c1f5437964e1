"""How the columns of a platform's file become those of `ad_daily`: data, read into typed values once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from riser.connect.rules.cells import Cell, is_null
from riser.connect.rules.facts import Level

HEADER_WITHIN = 20  # rows; title lines above the header are at most a handful


@dataclass(frozen=True, slots=True)
class Column:
    """One field: the names its column may carry, whether it must be there, the divisor of its numbers."""

    names: tuple[str, ...]
    required: bool = False
    divide: Decimal = Decimal(1)
    drop: str = ""


@dataclass(frozen=True, slots=True)
class Totals:
    """Which rows are sums of other rows: the first filled cell begins so, and nothing else fills the field.

    `whole` are the labels of the sum over everything: the platform's own total.
    """

    begins: tuple[str, ...] = ()
    when_empty: str = "day"
    whole: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChannelRule:
    """The channel of a row: by the value of a field, else the same for all."""

    otherwise: str
    field: str = ""
    values: Mapping[str, str] | None = None

    def channel(self, value: str | None) -> str:
        """The channel behind a platform's word."""
        return (self.values or {}).get((value or "").strip().lower(), self.otherwise)


@dataclass(frozen=True, slots=True)
class Shape:
    """One kind of file of a source; its title by language.

    `without` are columns whose presence says that it is another kind. `where` says by field and language
    where the platform switches a column on that people often leave out.
    """

    id: str
    title: Mapping[str, str]
    level: Level
    plain_numbers: bool
    columns: Mapping[str, Column]
    channel: ChannelRule
    marks: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    segment: tuple[str, ...] = ()
    totals: Totals = Totals()
    where: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Source:
    """A platform whose files can be read. `slug` is registered and safe in a predicate."""

    slug: str
    name: str
    kind: str
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """A shape found in a file: where its header stands and which column holds which field."""

    source: Source
    shape: Shape
    header_row: int
    headers: tuple[str, ...]
    fields: Mapping[str, int]
    segment: Mapping[str, int]

    def header(self, field: str) -> str:
        """The name of a field's column as the file writes it, or the field where the file has none."""
        return self.headers[self.fields[field]] if field in self.fields else field

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


def source_from(data: Mapping[str, Any]) -> Source:
    """The typed source behind a mapping file that its schema has accepted."""
    shapes = tuple(_shape(shape) for shape in data["shapes"])
    return Source(slug=data["source"], name=data["name"], kind=data["kind"], shapes=shapes)


def normal(header: Cell) -> str:
    """A header without regard to case, outer blanks and byte-order marks."""
    return " ".join(str(header or "").replace("\ufeff", "").split()).casefold()


def match_shape(source: Source, shape: Shape, row: Sequence[Cell], number: int) -> Match | Missing:
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
    segment = {name: places[normal(name)] for name in shape.segment if normal(name) in places}
    headers = tuple(str(cell or "").strip() for cell in row)
    return Match(source, shape, number, headers, fields, segment)


def find(sources: Iterable[Source], head: Sequence[tuple[int, Sequence[Cell]]]) -> list[Match] | Missing:
    """Every shape that fits one of the first rows, or the one that misses least.

    Of several shapes of one source that fit, the one that asks for most columns wins.
    """
    best: Missing | None = None
    matches: dict[str, Match] = {}
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


def _keep_closest(matches: dict[str, Match], found: Match) -> None:
    known = matches.get(found.source.slug)
    if known is None or _demands(found) > _demands(known):
        matches[found.source.slug] = found


def _demands(match: Match) -> tuple[int, int]:
    return len(match.found) + len(match.shape.marks), len(match.fields)


def _distance(missing: Missing) -> tuple[float, int]:
    return len(missing.lacks) / _asked(missing.shape), len(missing.lacks) + len(missing.excess)


def _asked(shape: Shape) -> int:
    """How many columns a shape asks for."""
    return sum(column.required for column in shape.columns.values()) + len(shape.marks)


def _places(shape: Shape, places: Mapping[str, int]) -> dict[str, int]:
    found = {}
    for name, column in shape.columns.items():
        index = next((places[normal(alias)] for alias in column.names if normal(alias) in places), None)
        if index is not None:
            found[name] = index
    return found


def _shape(data: Mapping[str, Any]) -> Shape:
    totals = data.get("totals", {})
    return Shape(
        id=data["id"],
        title=data["title"],
        level=Level(data["level"]),
        plain_numbers=data["numbers"] == "plain",
        columns={name: _column(column) for name, column in data["columns"].items()},
        channel=_channel(data["channel"]),
        marks=tuple(data.get("marks", ())),
        without=tuple(data.get("without", ())),
        segment=tuple(data.get("segment", ())),
        totals=Totals(
            begins=tuple(text.casefold() for text in totals.get("begins", ())),
            when_empty=totals.get("when_empty", "day"),
            whole=tuple(text.casefold() for text in totals.get("whole", ())),
        ),
        where=data.get("where", {}),
    )


def _column(data: Mapping[str, Any]) -> Column:
    return Column(
        names=tuple(data["names"]),
        required=data.get("required", False),
        divide=Decimal(data.get("divide", 1)),
        drop=data.get("drop", ""),
    )


def _channel(data: Mapping[str, Any]) -> ChannelRule:
    values = {key.lower(): value for key, value in data.get("values", {}).items()}
    return ChannelRule(otherwise=data["otherwise"], field=data.get("field", ""), values=values)
