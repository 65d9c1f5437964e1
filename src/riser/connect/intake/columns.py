"""The columns of a file under its match: which are read, and what was read of their distinct texts."""

from datetime import date
from typing import Any

from riser.connect.intake.blocks import Block
from riser.connect.intake.distinct import Texts
from riser.connect.intake.writing import castable
from riser.connect.rules.ad_mapping import AdShape, segment_columns
from riser.connect.rules.cells import NumberStyle
from riser.connect.rules.mapping import Match
from riser.connect.rules.reading import AMOUNTS, COUNTS


class Columns:
    """What is read of one file. `texts` keeps what each distinct text of a column was read as."""

    def __init__(self, match: Match[AdShape], *, today: date) -> None:
        self.match, self.today = match, today
        self.plain = match.shape.plain_numbers
        self.texts: dict[object, Texts] = {}
        self.segment = segment_columns(match)

    @property
    def numbers(self) -> set[int]:
        """The places of those that hold numbers."""
        fields = self.match.fields
        return {fields[name] for name in (*COUNTS, *AMOUNTS) if name in fields}

    @property
    def wanted(self) -> set[int]:
        """The places of the columns that are read."""
        return {*self.match.fields.values(), *self.segment.values()}

    def of(self, block: Block, name: str) -> Any:
        """The texts of a field in a block; None where the file has no such column."""
        place = self.match.fields.get(name)
        return None if place is None else block.columns.get(place)

    def castable(self, column: Any, name: str, style: NumberStyle | None) -> Any:
        """Which texts of a field are numbers that leave no question."""
        whole = name in COUNTS or self.match.shape.columns[name].divide != 1
        return castable(column, style, whole=whole)
