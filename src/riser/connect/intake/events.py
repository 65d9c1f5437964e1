"""An export of web events taken in: flattened aside, persons hashed, nothing stored yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from riser.connect.intake.event_reading import StagedEvents, parts_of, stage_events
from riser.connect.intake.opened import OpenFile
from riser.connect.intake.taken import Ask, Intake, Note, note, seen_as, still_changing
from riser.connect.lake.rows import Rows
from riser.connect.lake.tables import TABLES, LakeTable
from riser.connect.privacy import person_pads
from riser.connect.rules.event_mapping import EventShape
from riser.connect.rules.mapping import Match
from riser.connect.rules.reading import Rejection, SkippedRow
from riser.foundation.errors import Refused
from riser.foundation.queries import House
from riser.foundation.roles import Act


@dataclass(frozen=True)
class EventIntake(Intake):
    """An export of events."""

    reading: StagedEvents

    @property
    def table(self) -> LakeTable:
        """Events of a web site."""
        return TABLES["web_event"]

    @property
    def days(self) -> list[date]:
        """The first and the last day; empty without any event."""
        return list(self.reading.days)

    @property
    def rows_accepted(self) -> int:
        """How many events can be stored."""
        return self.reading.accepted

    @property
    def skipped(self) -> Sequence[SkippedRow]:
        """None: every record is an event."""
        return ()

    @property
    def rejected(self) -> Sequence[Rejection]:
        """Events without a day, a moment or a name, and those of the future."""
        return self.reading.rejected

    @property
    def rows_rejected(self) -> int:
        """How many they are."""
        return self.reading.rejected_count

    def as_rows(self, *, load_id: str, loaded_at: datetime) -> Rows:
        """The events as rows of their table."""
        parts = parts_of(self.reading, self.table, self.source.slug, load_id=load_id, loaded_at=loaded_at)
        return Rows(self.table, parts, self.reading.spool)


def take_events(
    act: Act, organisation: House, file: OpenFile, ask: Ask, *, match: Match[EventShape]
) -> EventIntake:
    """What an export of events says. Raises Refused where it cannot be read."""
    name = ask.file_name or file.path.name
    today = organisation.day(act.now)
    staged = stage_events(file, name, match, pads=person_pads(organisation.id), today=today)
    intake = EventIntake(file, name, ask, match, staged)
    if not intake.rows_accepted and not intake.rows_rejected:
        raise Refused(_("%(name)s holds no event. Export a day on which somebody came.") % {"name": name})
    intake.notes.extend(_notes(intake) + still_changing(intake.source, intake.days, today))
    return intake


def _notes(intake: EventIntake) -> list[Note]:
    notes = seen_as(intake.match)
    if intake.reading.nameless:
        notes.append(note("no_visitor", count=intake.reading.nameless))
    return notes
