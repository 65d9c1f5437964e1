"""A file taken in: what every kind of file offers to the ledger and to the lake. Nothing is stored yet."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from riser.connect.intake.files import OpenFile
from riser.connect.intake.recognise import AUTO
from riser.connect.lake.rows import Rows
from riser.connect.lake.tables import LakeTable
from riser.connect.rules.mapping import Match, Shape, Source
from riser.connect.rules.reading import Rejection, SkippedRow
from riser.connect.rules.restating import still_open

Note = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Ask:
    """What a person says beside the file. Empty means: as the file says, else as assumed.

    `day_order` is dmy or mdy: which of day and month stands first. `mapping` is the text of one's own.
    """

    source: str = AUTO
    account: str = ""
    currency: str = ""
    account_total: Decimal | None = None
    file_name: str = ""
    day_order: str = ""
    mapping: str = ""


@dataclass(frozen=True)
class Intake(ABC):
    """A file taken in: nothing stored yet."""

    file: OpenFile
    name: str
    ask: Ask
    match: Match[Shape]
    notes: list[Note] = field(default_factory=list, kw_only=True)

    @property
    def source(self) -> Source:
        """The tool the file came from."""
        return self.match.source

    @property
    @abstractmethod
    def table(self) -> LakeTable:
        """The table of the lake that its rows belong to."""

    @property
    @abstractmethod
    def days(self) -> list[date]:
        """The first and the last day of the accepted rows; empty without any."""

    @property
    @abstractmethod
    def rows_accepted(self) -> int:
        """How many rows can be stored."""

    @property
    @abstractmethod
    def skipped(self) -> Sequence[SkippedRow]:
        """Known rows that are no data."""

    @property
    @abstractmethod
    def rejected(self) -> Sequence[Rejection]:
        """Rows that cannot be taken."""

    @property
    def rows_skipped(self) -> int:
        """How many known rows are no data; of very many, `skipped` holds the first."""
        return len(self.skipped)

    @property
    def rows_rejected(self) -> int:
        """How many rows cannot be taken; of very many, `rejected` holds the first."""
        return len(self.rejected)

    @property
    def rows_read(self) -> int:
        """Every row except headers and empty ones."""
        return self.rows_accepted + self.rows_skipped + self.rows_rejected

    @abstractmethod
    def as_rows(self, *, load_id: str, loaded_at: datetime) -> Rows:
        """The accepted rows as rows of the lake."""


def note(key: str, **facts: Any) -> Note:
    """A note on a file, to be said in words later: its key, and what fills its blanks."""
    return {"key": key, "facts": {name: str(value) for name, value in facts.items()}}


def recognised(match: Match[Shape]) -> Note:
    """What the file was read as, and by which columns."""
    facts = {"source": match.source.slug, "shape": match.shape.id, "row": match.header_row}
    key = "recognised" if match.header_row else "recognised_records"
    return note(key, **facts, columns=", ".join(match.found))


def seen_as(match: Match[Shape]) -> list[Note]:
    """The same, and a warning where nobody has tried that kind of file on a real one."""
    return [recognised(match), *([note("unproven")] if match.shape.is_unproven else [])]


def still_changing(source: Source, days: Sequence[date], today: date) -> list[Note]:
    """That the newest of these days are not settled yet, and until when; nothing where all are."""
    found = still_open(days, today=today, restated_days=source.restated_days)
    if found is None:
        return []
    return [note("restated", name=source.name, since=found.since, settled_on=found.settled_on)]
