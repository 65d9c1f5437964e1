"""A mapping drafted from a file: which column is probably which field, and why.

Names come first: a header that a shipped mapping knows. What is left is told by the look of its values.
Nothing is certain; each guess carries its reason, and what nobody can guess is left open.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from riser.connect.rules import cells
from riser.connect.rules.cells import BadCell, Cell, is_null
from riser.connect.rules.mapping import ANY, Source, normal

FIELDS = (
    *("account", "campaign_name", "campaign", "ad_group", "ad", "day", "day_end", "impressions", "clicks"),
    *("spend", "conversions", "conversion_value", "currency", "final_url"),
)
NEEDED = ("day", "spend")
NAMED = ("campaign", "campaign_name")  # one of them


class Why(StrEnum):
    """What a guess rests on."""

    NAME = "name"
    LOOK = "look"


@dataclass(frozen=True, slots=True)
class Guess:
    """A column taken for a field. `by` is the source that calls it so, "" where its values say it."""

    header: str
    why: Why
    by: str = ""


@dataclass
class Draft:
    """What was guessed of a file; `open` are fields that it needs and nobody found, `unused` headers left."""

    guesses: dict[str, Guess] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)


def draft(headers: Sequence[str], rows: Sequence[Sequence[Cell]], known: Iterable[Source]) -> Draft:
    """The draft for a file with these headers; `rows` are some of its first ones."""
    found = Draft()
    words = _words(known)
    for header in headers:
        names = words.get(normal(header), {})
        name = next((one for one in FIELDS if one in names and one not in found.guesses), "")
        if name:
            found.guesses[name] = Guess(header, Why.NAME, names[name])
    _by_look(found, headers, rows)
    used = {one.header for one in found.guesses.values()}
    found.unused = [header for header in headers if header and header not in used]
    found.open = lacking(found.guesses)
    return found


def level_of(fields: Iterable[str]) -> str:
    """How deep the rows go that have these fields."""
    told = set(fields)
    return next((name for name in ("ad", "ad_group") if name in told), "campaign")


def lacking(fields: Iterable[str]) -> list[str]:
    """The fields that a file needs and these are not; the campaign by its name, where neither is there."""
    told = set(fields)
    needed = [name for name in NEEDED if name not in told]
    return needed if told & set(NAMED) else [*needed, "campaign_name"]


def _by_look(found: Draft, headers: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    """Adds what the values alone tell: days, currencies, addresses; the text that tells rows apart."""
    for name, is_one in LOOKS.items():
        if name in found.guesses or (name == "campaign_name" and "campaign" in found.guesses):
            continue
        used = {one.header for one in found.guesses.values()}
        for place, header in enumerate(headers):
            values = [row[place] for row in rows if place < len(row) and not is_null(row[place])]
            if header and header not in used and values and all(map(is_one, values)):
                found.guesses[name] = Guess(header, Why.LOOK)
                break


def _words(known: Iterable[Source]) -> Mapping[str, dict[str, str]]:
    """By header the fields that shipped mappings read from it, each with the first source that does."""
    words: dict[str, dict[str, str]] = {}
    for source in known:
        for shape in source.shapes:
            for name, column in shape.columns.items():
                for alias in column.names:
                    words.setdefault(normal(alias.removesuffix(ANY)), {}).setdefault(name, source.name)
    return words


def _is_day(cell: Cell) -> bool:
    text = str(cell).strip()
    if text.isdigit():
        return False
    try:
        cells.day(cell, cells.DayOrder.DAY_FIRST)
    except BadCell:
        return False
    return True


def _is_currency(cell: Cell) -> bool:
    try:
        return isinstance(cell, str) and cells.currency(cell) is not None
    except BadCell:
        return False


def _is_url(cell: Cell) -> bool:
    return str(cell).strip().startswith(("https://", "http://"))


def _is_words(cell: Cell) -> bool:
    return isinstance(cell, str) and any(letter.isalpha() for letter in cell) and not _is_url(cell)


LOOKS: Mapping[str, Callable[[Cell], bool]] = {
    "day": _is_day,
    "currency": _is_currency,
    "final_url": _is_url,
    "campaign_name": _is_words,
}
