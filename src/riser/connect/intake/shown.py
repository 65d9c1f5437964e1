"""How a file writes numbers and orders day and month, as far as its cells show it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
from pyarrow import compute

from riser.connect.intake.blocks import Block
from riser.connect.intake.columns import Columns
from riser.connect.intake.distinct import Texts
from riser.connect.rules import cells
from riser.connect.rules.cells import DayOrder, NumberStyle, Sample, Styles
from riser.connect.rules.reading import AMOUNTS, COUNTS

pc: Any = compute  # its stubs know few of the types that it takes


@dataclass
class Shown:
    """The first cells that show how the file writes numbers and orders day and month."""

    numbers: dict[NumberStyle, Sample] = field(default_factory=dict)
    orders: dict[DayOrder, Sample] = field(default_factory=dict)

    def add(self, other: "Shown") -> None:
        """Adds what a later part of the file shows."""
        for style, sample in other.numbers.items():
            self.numbers.setdefault(style, sample)
        for order, sample in other.orders.items():
            self.orders.setdefault(order, sample)

    def copy(self) -> "Shown":
        """The same, to go on from."""
        return Shown(dict(self.numbers), dict(self.orders))


def styles_of(columns: Columns, shown: Shown) -> Styles:
    """The styles that the file has shown so far."""
    number = NumberStyle.PLAIN if columns.plain else next(iter(shown.numbers), None)
    return Styles(number, next(iter(shown.orders), None), columns.segment)


def shown_by_texts(numbers: Sequence[Sample], days: Sequence[Sample]) -> Shown:
    """What these texts show, in their order."""
    found = Shown()
    for sample in numbers:
        if style := cells.shown_style(sample.text, whole=sample.whole):
            found.numbers.setdefault(style, sample)
    for sample in days:
        if order := cells.shown_order(sample.text):
            found.orders.setdefault(order, sample)
    return found


def shown_in(columns: Columns, block: Block, known: Shown) -> Shown:
    """What this block shows, beyond what cannot contradict what is known."""
    found = Shown()
    style = styles_of(columns, known).number
    for name in () if columns.plain else (*COUNTS, *AMOUNTS):
        _show(columns, block, name, found.numbers, _shows_number(name), style)
    _show(columns, block, "day", found.orders, lambda text: cells.shown_order(text))
    return Shown(_in_order(found.numbers), _in_order(found.orders))


def _shows_number(name: str) -> Callable[[str], NumberStyle | None]:
    return lambda text: cells.shown_style(text.strip(), whole=name in COUNTS)


def _show(
    columns: Columns,
    block: Block,
    name: str,
    found: dict[Any, Sample],
    shows: Callable[[str], Any],
    style: NumberStyle | None = None,
) -> None:
    column = columns.of(block, name)
    if column is None:
        return
    if name != "day":
        column = pc.if_else(columns.castable(column, name, style), None, column)
    reading = columns.texts.setdefault(
        ("shows", name), Texts(lambda text: str(shows(text) or ""), pa.string())
    )
    values, _bad = reading(column)
    for value in pc.unique(values).to_pylist():
        if value:
            place = pc.index(values, value).as_py()
            sample = Sample(
                str(column[place]).strip(), block.first + place, columns.match.header(name), name in COUNTS
            )
            kind = DayOrder if name == "day" else NumberStyle
            before = found.get(kind(value))
            if before is None or before.line > sample.line:
                found[kind(value)] = sample


def _in_order(found: Mapping[Any, Sample]) -> dict[Any, Sample]:
    return dict(sorted(found.items(), key=lambda item: item[1].line))
