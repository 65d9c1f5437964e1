"""A work tool's file taken in: items, and their history where a sheet of it comes along."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
from django.utils.translation import gettext as _

from riser.connect import sentences
from riser.connect.intake.files import OpenFile, Sheet
from riser.connect.intake.taken import Ask, Intake, Note, note, seen_as
from riser.connect.lake.rows import Rows, rows_of
from riser.connect.lake.tables import WORK, LakeTable, scope_key
from riser.connect.rules.cells import BadCell, DayOrder, Wrong
from riser.connect.rules.mapping import Match, Missing, find
from riser.connect.rules.reading import Rejection, SkippedRow
from riser.connect.rules.work_mapping import Layer, WorkShape, is_work
from riser.connect.rules.work_reading import ChangeRow, ItemRow, Told, WorkReading, read_work
from riser.foundation.errors import Refused
from riser.foundation.queries import House
from riser.foundation.roles import Act

TEXTS = ("project", "kind", "type", "labels", "title", "url", "campaign_words", "state", "category")
EMPTY = dict.fromkeys((*TEXTS, "person", "attributes", "field", "old", "new"), "")


class DayOrderOpen(Refused):
    """Days and months of the file cannot be told apart: a person has to say which comes first."""


@dataclass(frozen=True)
class WorkIntake(Intake):
    """A work tool's file: one reading for each of its tables."""

    readings: tuple[WorkReading, ...]
    organisation: House

    @property
    def table(self) -> LakeTable:
        """Items and their changes."""
        return WORK

    @property
    def items(self) -> list[ItemRow]:
        """Every accepted item."""
        return [row for reading in self.readings for row in reading.items]

    @property
    def changes(self) -> list[ChangeRow]:
        """Every accepted change."""
        return [row for reading in self.readings for row in reading.changes]

    @property
    def days(self) -> list[date]:
        """The first and the last day of the accepted rows; empty without any."""
        found = {row.day for row in self.items} | {row.at.date() for row in self.changes}
        return [min(found), max(found)] if found else []

    @property
    def rows_accepted(self) -> int:
        """How many rows can be stored."""
        return sum(reading.taken for reading in self.readings)

    @property
    def skipped(self) -> Sequence[SkippedRow]:
        """Title lines."""
        return [row for reading in self.readings for row in reading.skipped]

    @property
    def rejected(self) -> Sequence[Rejection]:
        """Rows that cannot be taken; of several sheets, each named with its column."""
        several = len(self.readings) > 1
        return [
            replace(row, column=f"{reading.sheet}: {row.column}") if several else row
            for reading in self.readings
            for row in reading.rejected
        ]

    def as_table(self, *, load_id: str, loaded_at: datetime) -> pa.Table:
        """The accepted rows as rows of `work`."""
        told = {"source": self.source.slug, "load_id": load_id, "loaded_at": loaded_at}
        rows = [row | told | {"first_loaded_at": loaded_at} for row in self._rows()]
        return pa.Table.from_pylist(rows, schema=WORK.schema)

    def as_rows(self, *, load_id: str, loaded_at: datetime) -> Rows:
        """The same, as every load is written."""
        return rows_of(self.as_table(load_id=load_id, loaded_at=loaded_at), WORK)

    def _rows(self) -> Iterator[dict[str, Any]]:
        for reading in self.readings:
            for row in reading.items:
                yield self._scoped(_item(row), Layer.ITEM, reading.sheet)
            for seq, change in _numbered(reading.changes):
                yield self._scoped(_change(change, seq), Layer.EVENT, reading.sheet)

    def _scoped(self, row: dict[str, Any], layer: Layer, sheet: str) -> dict[str, Any]:
        key = scope_key(source=self.source.slug, layer=layer.value, item=row["item"])
        return row | {"layer": layer.value, "sheet": sheet, "scope_key": key}


def take_work(
    act: Act, organisation: House, file: OpenFile, ask: Ask, *, match: Match[WorkShape], sheet: Sheet
) -> WorkIntake:
    """What a work tool's file says. Raises Refused where nothing of it can be read."""
    name = ask.file_name or file.path.name
    told = Told(act.now, ZoneInfo(organisation.time_zone), day_order_said(ask.day_order))
    tables = [(sheet, match), *_further(file, sheet, match)]
    readings = tuple(_read(one, found, told, name=name, several=len(tables) > 1) for one, found in tables)
    intake = WorkIntake(file, name, ask, match, readings, organisation)
    if not intake.rows_accepted and not intake.rejected:
        raise Refused(
            _("%(name)s has a header but no rows of data. Export the whole board or sheet.") % {"name": name}
        )
    intake.notes.extend(_notes(intake, organisation, tables))
    return intake


def day_order_said(said: str) -> DayOrder | None:
    """The order of day and month that a person named, None where nobody did. Raises Refused."""
    if said and said not in {order.value for order in DayOrder}:
        raise Refused(_("“%(order)s” is no order of day and month. Say dmy or mdy.") % {"order": said[:20]})
    return DayOrder(said) if said else None


def _further(
    file: OpenFile, sheet: Sheet, match: Match[WorkShape]
) -> Iterator[tuple[Sheet, Match[WorkShape]]]:
    """The other sheets of the same tool that tell what the first one does not: its history, or its items."""
    taken = {match.shape.layer}
    for other in file.sheets:
        found = find([match.source], other.head()) if other is not sheet else []
        for one in () if isinstance(found, Missing) else found:
            if is_work(one) and one.shape.layer not in taken:
                taken.add(one.shape.layer)
                yield other, one


def _read(sheet: Sheet, match: Match[WorkShape], told: Told, *, name: str, several: bool) -> WorkReading:
    try:
        return read_work(sheet.rows, match, told, sheet=sheet.name if several else "")
    except BadCell as bad:
        if bad.wrong == Wrong.AMBIGUOUS_DAYS:
            raise DayOrderOpen(sentences.wrong_in_file(name, bad.wrong, bad.facts)) from bad
        raise Refused(sentences.wrong_in_file(name, bad.wrong, bad.facts)) from bad


# --- rows of the lake ------------------------------------------------------------------------------------


def _item(row: ItemRow) -> dict[str, Any]:
    told = row._asdict()
    return (
        EMPTY
        | told
        | {
            "seq": 0,
            "labels": _json(row.labels),
            "campaign_words": _json(row.campaign_words),
            "attributes": _json(row.attributes),
            "at": None,
        }
    )


def _change(row: ChangeRow, seq: int) -> dict[str, Any]:
    moments = dict.fromkeys(("claimed_at", "created_at", "done_at", "state_at", "due"))
    return EMPTY | moments | row._asdict() | {"seq": seq}


def _numbered(changes: Sequence[ChangeRow]) -> Iterator[tuple[int, ChangeRow]]:
    """The changes of each item, numbered in the order of time; what has the same time, as in the file."""
    counts: dict[str, int] = {}
    for change in sorted(changes, key=lambda one: (one.item, one.at, one.line)):
        counts[change.item] = counts.get(change.item, 0) + 1
        yield counts[change.item], change


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


# --- notes -----------------------------------------------------------------------------------------------


def _notes(
    intake: WorkIntake, organisation: House, tables: Sequence[tuple[Sheet, Match[WorkShape]]]
) -> list[Note]:
    notes = [told for _sheet, match in tables for told in seen_as(match)]
    if intake.file.encoding == "gb18030":
        notes.append(note("gb18030"))
    if len(intake.file.sheets) > 1:
        notes += [note("sheet", sheet=sheet.name) for sheet, _match in tables]
    if any(reading.zone_added for reading in intake.readings):
        notes.append(note("zone_added", zone=organisation.time_zone))
    if intake.items and not intake.changes and intake.source.kind == "work_tool":
        notes.append(note("no_history"))
    return notes
