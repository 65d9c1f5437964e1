"""A file of a CRM, a ledger or a platform's settings taken in: rows of one table of the lake."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
from django.utils.translation import gettext as _

from riser.connect import sentences
from riser.connect.intake.files import OpenFile, Sheet
from riser.connect.intake.taken import Ask, Intake, Note, note, seen_as
from riser.connect.intake.work import DayOrderOpen, day_order_said
from riser.connect.lake.rows import Rows, rows_of
from riser.connect.lake.tables import TABLES, LakeTable, scope_key
from riser.connect.privacy import person_key
from riser.connect.rules.cells import BadCell, Wrong
from riser.connect.rules.mapping import Match
from riser.connect.rules.reading import Rejection, SkippedRow
from riser.connect.rules.table_mapping import TableShape
from riser.connect.rules.table_reading import Known, TableReading, TableRow, read_table
from riser.connect.rules.tables import Kind, Table
from riser.foundation.errors import Refused
from riser.foundation.money import currency_code
from riser.foundation.queries import House
from riser.foundation.roles import Act


@dataclass(frozen=True)
class TableIntake(Intake):
    """A file whose rows belong to one table of the lake."""

    reading: TableReading
    organisation: House

    @property
    def told(self) -> Table:
        """The table as its data describe it."""
        return self.reading.match.shape.table

    @property
    def table(self) -> LakeTable:
        """The table as the lake holds it."""
        return TABLES[self.told.name]

    @property
    def days(self) -> list[date]:
        """The first and the last day of the accepted rows; empty where they tell none."""
        found = {day for row in self.reading.rows if (day := _day(self.told, row))}
        return [min(found), max(found)] if found else []

    @property
    def rows_accepted(self) -> int:
        """How many rows can be stored."""
        return len(self.reading.rows)

    @property
    def skipped(self) -> Sequence[SkippedRow]:
        """Titles and totals."""
        return self.reading.skipped

    @property
    def rejected(self) -> Sequence[Rejection]:
        """Rows that cannot be taken."""
        return self.reading.rejected

    def as_table(self, *, load_id: str, loaded_at: datetime) -> pa.Table:
        """The accepted rows as rows of their table. Persons are hashed: nobody's address goes further."""
        told = {"source": self.source.slug, "load_id": load_id, "loaded_at": loaded_at}
        rows = [row | told | {"first_loaded_at": loaded_at} for row in self._rows()]
        return pa.Table.from_pylist(rows, schema=self.table.schema)

    def as_rows(self, *, load_id: str, loaded_at: datetime) -> Rows:
        """The same, as every load is written."""
        return rows_of(self.as_table(load_id=load_id, loaded_at=loaded_at), self.table)

    def _rows(self) -> Iterator[dict[str, Any]]:
        persons = [one.name for one in self.told.columns if one.kind == Kind.PERSON]
        currency, assumed = _currency(self)
        for row in self.reading.rows:
            values = dict(row.values)
            for name in persons:
                if values[name]:
                    values[name] = person_key(self.organisation.id, values[name])
            if self.told.column("currency_assumed"):
                values["currency_assumed"] = assumed and not values["currency"]
                values["currency"] = values["currency"] or currency
            yield values | self._place(values)

    def _place(self, values: dict[str, Any]) -> dict[str, Any]:
        """The key of the row's scope, and the month that its table is split by."""
        names = {name: _name(self, values, name) for name in self.told.scope_key}
        month = {"month": f"{values[self.told.month]:%Y-%m}"} if self.told.month else {}
        return {"scope_key": scope_key(**names), **month}


def take_table(
    act: Act, organisation: House, file: OpenFile, ask: Ask, *, match: Match[TableShape], sheet: Sheet
) -> TableIntake:
    """What such a file says. Raises Refused where nothing of it can be read."""
    name = ask.file_name or file.path.name
    zone = ZoneInfo(organisation.time_zone)
    known = Known(organisation.day(act.now), zone, day_order_said(ask.day_order))
    intake = TableIntake(file, name, ask, match, _read(sheet, match, known, name=name), organisation)
    if not intake.rows_accepted and not intake.rejected:
        raise Refused(
            _("%(name)s has a header but no rows of data. Export a period in which something happened.")
            % {"name": name}
        )
    _refuse_other_currency(intake)
    intake.notes.extend(_notes(intake, sheet))
    return intake


def _read(sheet: Sheet, match: Match[TableShape], known: Known, *, name: str) -> TableReading:
    try:
        return read_table(sheet.rows, match, known)
    except BadCell as bad:
        refused = DayOrderOpen if bad.wrong == Wrong.AMBIGUOUS_DAYS else Refused
        raise refused(sentences.wrong_in_file(name, bad.wrong, bad.facts)) from bad


def _currency(intake: TableIntake) -> tuple[str, bool]:
    """The currency of rows that name none, and whether it is only assumed."""
    if intake.ask.currency:
        return currency_code(intake.ask.currency), False
    return intake.organisation.currency, True


def _refuse_other_currency(intake: TableIntake) -> None:
    given = currency_code(intake.ask.currency) if intake.ask.currency else ""
    if other := next((one for one in intake.reading.currencies if given and one != given), ""):
        raise Refused(
            _("The file is in %(file)s, not %(given)s. Leave the currency out; the file knows it.")
            % {"file": other, "given": given}
        )


def _day(table: Table, row: TableRow) -> date | None:
    """The day by which a row is found: that of its month, else the first moment that it tells."""
    names = [table.month] if table.month else [one.name for one in table.columns if one.kind in _TIMES]
    found = next((row.values[name] for name in names if row.values.get(name)), None)
    return found.date() if isinstance(found, datetime) else found


_TIMES = (Kind.DAY, Kind.MOMENT)


def _name(intake: TableIntake, values: dict[str, Any], name: str) -> str:
    found = intake.source.slug if name == "source" else values[name]
    return found.isoformat() if isinstance(found, date) else str(found)


def _notes(intake: TableIntake, sheet: Sheet) -> list[Note]:
    reading, notes = intake.reading, seen_as(intake.match)
    if intake.file.encoding == "gb18030":
        notes.append(note("gb18030"))
    if len(intake.file.sheets) > 1:
        notes.append(note("sheet", sheet=sheet.name))
    if reading.zone_added:
        notes.append(note("zone_added", zone=intake.organisation.time_zone))
    if reading.rounded:
        notes.append(note("rounded", count=reading.rounded))
    if reading.deleted:
        notes.append(note("deleted", count=reading.deleted))
    if intake.told.column("currency_assumed") and not reading.currencies and _currency(intake)[1]:
        notes.append(note("currency_of_house", currency=intake.organisation.currency))
    return notes
