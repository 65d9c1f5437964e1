"""The four cells of a grid row: typed text in, values or troubles out."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from riser.plan.rules.bounds import Bound, bounds
from riser.plan.rules.numbers import Amount, amount
from riser.plan.rules.rows import text
from riser.plan.rules.trouble import Trouble, Unclear

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class GridCells:
    """The cells as typed; an empty one says nothing, it is never taken as "no"."""

    owner: str = ""
    objective: str = ""
    requirement: str = ""
    cap: str = ""


@dataclass(frozen=True, slots=True)
class GridRow:
    """The cells as values."""

    owner: str
    objective: str
    requirements: tuple[Bound, ...]
    cap: Amount | None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was filled in."""
        return not (self.owner or self.objective or self.requirements or self.cap)


def read_grid(cells: GridCells, currency: str) -> tuple[GridRow, dict[str, Unclear]]:
    """The row, and the trouble of each cell that cannot be taken. `currency` is that of the spend."""
    wrong: dict[str, Unclear] = {}

    def take(column: str, reader: Callable[[str], T], nothing: T) -> T:
        value = str(getattr(cells, column)).strip()
        try:
            return reader(value) if value else nothing
        except Unclear as unclear:
            wrong[column] = unclear
            return nothing

    row = GridRow(
        owner=take("owner", text(400), ""),
        objective=take("objective", text(200), ""),
        requirements=take("requirement", bounds, ()),
        cap=take("cap", lambda value: _cap(value, currency), None),
    )
    return row, wrong


def _cap(value: str, currency: str) -> Amount:
    found = amount(value, expected=currency)
    if found.value <= 0:
        raise Unclear(Trouble.NOT_POSITIVE, value)
    return found
