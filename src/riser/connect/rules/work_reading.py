"""Rows of a work tool's file become items and changes; what cannot be read is rejected with its place."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from riser.connect.rules import cells
from riser.connect.rules.cells import BadCell, Cell, DayOrder, Sample, Wrong, is_null
from riser.connect.rules.kinds import (
    NEEDS,
    NEEDS_DUE,
    NEEDS_LINK,
    NEEDS_PERSON,
    attribute_of,
    read_attribute,
)
from riser.connect.rules.mapping import Match
from riser.connect.rules.moments import MomentStyle, moment, style_of, whole_day
from riser.connect.rules.reading import Rejection, Row, RowsAgain, Skipped, SkippedRow, text_of
from riser.connect.rules.words import folded
from riser.connect.rules.work import EvidenceKind
from riser.connect.rules.work_mapping import Layer, WorkShape, attribute_columns, repeated

LONGEST_TITLE = 500
LONGEST_VALUE = 500
MOMENTS = ("claimed", "created", "done", "state_at", "at")
DAYS = ("due",)
TOMORROW = timedelta(days=1)  # clocks of tools run ahead, zones do so more

_LIST = re.compile(r"[,;，；、\n]")
_COLOUR = re.compile(
    r"\s*\((?:green|yellow|orange|red|purple|blue|sky|lime|pink|black)(?:[_ ](?:light|dark))?\)$"
)
_PREFIX = re.compile(r"\s*(?:\[([^\]]{2,80})\]|【([^】]{2,80})】|([^:：|]{2,80}?)\s*(?:：|:\s|\|))")
_MADE_IN_ID = re.compile(r"[0-9a-f]{24}")


class ItemRow(NamedTuple):
    """One item as the file tells it; moments are None and texts empty where the file is silent."""

    line: int
    item: str
    project: str
    kind: str
    type: str
    labels: tuple[str, ...]
    title: str
    url: str
    campaign_words: tuple[str, ...]
    claimed_at: datetime | None
    created_at: datetime | None
    done_at: datetime | None
    state_at: datetime | None
    state: str
    category: str
    person: str
    due: date | None
    attributes: Mapping[str, str]

    @property
    def day(self) -> date:
        """The day by which the row is found in its load."""
        found = self.claimed_at or self.created_at or self.done_at or self.state_at
        return found.date() if found else date.min


class ChangeRow(NamedTuple):
    """One change of one field of an item."""

    line: int
    item: str
    at: datetime
    field: str
    old: str
    new: str
    person: str


@dataclass
class WorkReading:
    """What one table of a work file says."""

    match: Match[WorkShape]
    sheet: str = ""
    items: list[ItemRow] = field(default_factory=list)
    changes: list[ChangeRow] = field(default_factory=list)
    skipped: list[SkippedRow] = field(default_factory=list)
    rejected: list[Rejection] = field(default_factory=list)
    zone_added: bool = False

    @property
    def taken(self) -> int:
        """How many rows are taken."""
        return len(self.items) + len(self.changes)

    @property
    def rows_read(self) -> int:
        """Every row except the header and empty ones."""
        return self.taken + len(self.skipped) + len(self.rejected)


@dataclass(frozen=True, slots=True)
class Told:
    """What is known before a file is read: our clock, the organisation's zone, the order a person named."""

    now: datetime
    zone: ZoneInfo
    order: DayOrder | None = None


def read_work(again: RowsAgain, match: Match[WorkShape], told: Told, *, sheet: str = "") -> WorkReading:
    """What the table says under this match. `again` gives its rows from the start, twice.

    Raises BadCell where its days cannot be told apart from its months.
    """
    reading = WorkReading(match, sheet)
    style = style_of(_samples(again(), match), told.zone, told.order)
    reader = _Reader(reading, style, told.now)
    for line, row in again():
        if line < match.header_row:
            reading.skipped.append(SkippedRow(line, Skipped.TITLE, text_of(row)))
        elif line > match.header_row and any(not is_null(cell) for cell in row):
            reader.take(line, row)
    return reading


def _samples(rows: Iterable[Row], match: Match[WorkShape]) -> Iterator[Sample]:
    """The texts in the columns that hold moments and days."""
    names = [name for name in (*MOMENTS, *DAYS) if name in match.fields]
    moments = {"accepted_at", "requested_at", "data_day", "window_from", "window_to", "revised", "promised"}
    places = [(match.fields[name], match.header(name)) for name in names]
    for name, indexes in attribute_columns(match).items():
        places += [(index, match.headers[index]) for index in indexes if name in moments]
    for line, row in rows:
        if line <= match.header_row:
            continue
        for index, column in places:
            cell = row[index] if index < len(row) else None
            if isinstance(cell, str) and not is_null(cell):
                yield Sample(cell.strip(), line, column)


class _Reader:
    """Reads one row after the other; `column` is the one read last, to name it in a rejection."""

    def __init__(self, reading: WorkReading, style: MomentStyle, now: datetime) -> None:
        self.reading, self.match, self.style, self.now = reading, reading.match, style, now
        self.places = {name: repeated(self.match, name) for name in self.match.shape.columns}
        self.attributes = attribute_columns(self.match)
        self.seen: dict[str, int] = {}
        self.row: Sequence[Cell] = ()
        self.column = ""

    def take(self, line: int, row: Sequence[Cell]) -> None:
        self.row, self.column = row, ""
        try:
            if self.match.shape.layer == Layer.EVENT:
                self.reading.changes.append(self._change(line))
            else:
                self.reading.items.append(self._item(line))
        except BadCell as bad:
            self.reading.rejected.append(Rejection(line, self.column, bad.wrong, bad.facts))

    # --- cells ---

    def cell(self, index: int) -> Cell:
        self.column = self.match.headers[index]
        return self.row[index] if index < len(self.row) else None

    def raw(self, name: str) -> Cell:
        """The first cell of a field that says anything."""
        found = (self.cell(index) for index in self.places.get(name, ()))
        return next((cell for cell in found if not is_null(cell)), None)

    def text(self, name: str, longest: int = LONGEST_VALUE) -> str:
        cell = self.raw(name)
        return "" if cell is None else shortened(str(cell).strip(), longest)

    def several(self, name: str) -> list[str]:
        """Every value of a field, from every column that carries it."""
        found = (self.cell(index) for index in self.places.get(name, ()))
        return [shortened(str(cell).strip(), LONGEST_VALUE) for cell in found if not is_null(cell)]

    def labels(self) -> tuple[str, ...]:
        """Every label, from every column and every list in it, without its colour."""
        parts = (part.strip() for text in self.several("labels") for part in _LIST.split(text))
        return tuple(dict.fromkeys(_COLOUR.sub("", part) for part in parts if part))

    def moment(self, name: str) -> datetime | None:
        found = moment(self.raw(name), self.style)
        if found is None:
            return None
        self.reading.zone_added = self.reading.zone_added or found.zone_added
        if found.at > self.now + TOMORROW:
            raise BadCell(Wrong.FUTURE_MOMENT, found.at.date().isoformat(), today=self.now.date().isoformat())
        return found.at

    def id(self) -> str:
        """The tool's id of the item, "" where the cell is empty."""
        return cells.identifier(self.raw("item")) or ""

    # --- rows ---

    def _change(self, line: int) -> ChangeRow:
        item, at, name = self.id(), self.moment("at"), self.text("field")
        if not item or at is None or not name:
            self.raw("item" if not item else "at" if at is None else "field")
            raise BadCell(Wrong.EMPTY, "")
        words = self.match.source.words
        is_day = words.field_of(name) == "due"
        old, new = (self._day_or_text(side) if is_day else self.text(side) for side in ("old", "new"))
        return ChangeRow(line, item, at, name, old, new, self.text("person"))

    def _day_or_text(self, name: str) -> str:
        try:
            found = whole_day(self.raw(name), self.style)
        except BadCell:
            return self.text(name)
        return found.isoformat() if found else ""

    def _item(self, line: int) -> ItemRow:
        kind = self._kind() if self.match.shape.is_evidence else None
        title = self.text("title", LONGEST_TITLE)
        labels = self.labels()
        found = ItemRow(
            line=line,
            item=self.id(),
            project=self.text("project"),
            kind=kind.value if kind else "",
            type=self.text("type"),
            labels=labels,
            title=title,
            url=self.text("url", 2000),
            campaign_words=self._campaign_words(labels, title),
            claimed_at=self.moment("claimed"),
            created_at=self.moment("created") or self._made_in_id(),
            done_at=self.moment("done"),
            state_at=self.moment("state_at"),
            state=self.text("state"),
            category=self.text("category"),
            person=self.text("person"),
            due=whole_day(self.raw("due"), self.style),
            attributes=self._attributes(kind),
        )
        return self._checked(found, kind)

    def _kind(self) -> EvidenceKind:
        text = self.text("kind")
        found = self.match.source.words.kinds.get(folded(text))
        if found is None:
            raise BadCell(Wrong.UNKNOWN_KIND, text, choices=", ".join(kind.value for kind in EvidenceKind))
        return found

    def _made_in_id(self) -> datetime | None:
        if not self.match.shape.made_in_id:
            return None
        found = _MADE_IN_ID.fullmatch(self.id())
        return datetime.fromtimestamp(int(found[0][:8], 16), UTC) if found else None

    def _campaign_words(self, labels: Sequence[str], title: str) -> tuple[str, ...]:
        """What may name its campaign: a column, labels, what it hangs under, how its title opens."""
        prefix = _PREFIX.match(title)
        opening = [part.strip() for part in prefix.groups() if part] if prefix else []
        found = [*self.several("campaign"), *labels, *self.several("epic"), *opening]
        return tuple(dict.fromkeys(found))

    def _attributes(self, kind: EvidenceKind | None) -> dict[str, str]:
        found = {}
        for name, places in self.attributes.items():
            texts = [self._attribute(kind, name, self.cell(index)) for index in places]
            told = "; ".join(dict.fromkeys(text for text in texts if text))
            if told:
                found[name] = told
        return dict(sorted(found.items()))

    def _attribute(self, kind: EvidenceKind | None, name: str, cell: Cell) -> str:
        if kind is not None:
            return read_attribute(attribute_of(kind, name), cell, self.style)
        return _told(name, cell, self.style)

    def _checked(self, row: ItemRow, kind: EvidenceKind | None) -> ItemRow:
        if not row.title:
            self.raw("title")
            raise BadCell(Wrong.EMPTY, "")
        if kind is not None:
            row = self._checked_evidence(row, kind)
        elif row.created_at is None:
            self.raw("created")
            raise BadCell(Wrong.EMPTY, "")
        if not row.item:
            self.raw("item")
            raise BadCell(Wrong.EMPTY, "")
        first = self.seen.setdefault(row.item, row.line)
        if first != row.line:
            self.raw("item")
            wrong = Wrong.REPEATED_RECORD if kind and row.item == _digest(row) else Wrong.REPEATED_ITEM
            raise BadCell(wrong, row.item, other=str(first))
        return row

    def _checked_evidence(self, row: ItemRow, kind: EvidenceKind) -> ItemRow:
        if row.claimed_at is None:
            self.raw("claimed")
            raise BadCell(Wrong.EMPTY, "")
        lacks = list(lacking(row, kind))
        if lacks:
            self.column = ""
            raise BadCell(Wrong.LACKS, kind.value, names=", ".join(lacks))
        return row if row.item else row._replace(item=_digest(row))


def lacking(row: ItemRow, kind: EvidenceKind) -> Iterator[str]:
    """What a record of this kind needs and the row does not hold."""
    yield from (one.name for one in NEEDS[kind] if one.required and not row.attributes.get(one.name))
    if kind in NEEDS_PERSON and not row.person:
        yield "person"
    if kind in NEEDS_DUE and row.due is None:
        yield "due"
    if kind in NEEDS_LINK and not row.url:
        yield "link"


def _told(name: str, cell: Cell, style: MomentStyle) -> str:
    """A free attribute of a tool: moments that the indicators read in ISO form, the rest as written."""
    for kind in (EvidenceKind.BRIEF, EvidenceKind.APPROVAL):
        attribute = attribute_of(kind, name)
        if attribute.form != "text":
            return read_attribute(attribute, cell, style)
    return "" if is_null(cell) else shortened(str(cell).strip(), LONGEST_VALUE)


def _digest(row: ItemRow) -> str:
    """The id of a record whose sheet gives it none: what it is about."""
    at = row.claimed_at.isoformat() if row.claimed_at else ""
    parts = (row.kind, *row.campaign_words[:1], row.title, at)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def shortened(text: str, longest: int) -> str:
    """The text, cut with a mark where it is longer than anybody reads."""
    return text if len(text) <= longest else text[: longest - 1] + "…"
