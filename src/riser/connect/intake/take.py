"""Takes in a file without writing anything: recognises it, reads it, settles account and currency."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from riser.connect import sentences
from riser.connect.intake.files import OpenFile, Sheet, open_file
from riser.connect.intake.owners import Owner, Owners, Said, owner_of, settle_owners
from riser.connect.intake.recognise import AUTO, recognise
from riser.connect.models import Account
from riser.connect.rules.ad_mapping import AdShape, is_ad
from riser.connect.rules.cells import LONGEST_TEXT, BadCell
from riser.connect.rules.mapping import Match, Source
from riser.connect.rules.reading import AdRow, Reading, read
from riser.foundation.errors import Refused
from riser.foundation.queries import House, house
from riser.foundation.roles import Act

Note = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Ask:
    """What a person says beside the file. Empty means: as the file says, else as assumed."""

    source: str = AUTO
    account: str = ""
    currency: str = ""
    account_total: Decimal | None = None
    file_name: str = ""


@dataclass(frozen=True)
class Intake:
    """A file taken in: nothing stored yet."""

    file: OpenFile
    name: str
    ask: Ask
    reading: Reading
    owners: Owners
    notes: list[Note] = field(default_factory=list)

    @property
    def source(self) -> Source:
        """The platform the file came from."""
        return self.reading.match.source

    @property
    def days(self) -> list[date]:
        """The first and the last day of the accepted rows; empty without any."""
        found = {row.day for row in self.reading.rows}
        return [min(found), max(found)] if found else []

    def owner(self, row: AdRow) -> Owner:
        """Whose row this is."""
        return owner_of(row, self.owners)


def take_in(act: Act, path: Path, ask: Ask) -> Intake:
    """What a file says, with account and currency settled. Raises Refused with the remedy."""
    _refuse_odd_account(ask.account)
    name = ask.file_name or path.name
    file = open_file(path, name=name)
    organisation = house(act.organisation_id)
    sheet, match = recognise(file, ask.source, name)
    assert is_ad(match)  # noqa: S101
    reading = _read(sheet, match, today=_today(act.now, organisation))
    if not reading.rows and not reading.rejected:
        raise Refused(_("%(name)s has a header but no rows of data.") % {"name": name})
    owners = settle_owners(organisation, reading, Said(ask.account, ask.currency))
    intake = Intake(file, name, ask, reading, owners)
    intake.notes.extend(_notes(intake, sheet, organisation))
    return intake


def _refuse_odd_account(given: str) -> None:
    """What is typed beside the file is held to what a cell of the file may be."""
    if len(given) > LONGEST_TEXT or not given.isprintable():
        shown = "".join(letter for letter in given[:60] if letter.isprintable())
        raise Refused(
            _("“%(account)s” cannot be an account. Copy its id from the platform.") % {"account": shown}
        )


def _read(sheet: Sheet, match: Match[AdShape], *, today: date) -> Reading:
    try:
        return read(sheet.rows, match, today=today)
    except BadCell as bad:
        raise Refused(sentences.wrong_sentence(bad.wrong, bad.facts)) from bad


def _today(now: datetime, organisation: House) -> date:
    return now.astimezone(ZoneInfo(organisation.time_zone)).date()


def _notes(intake: Intake, sheet: Sheet, organisation: House) -> list[Note]:
    match = intake.reading.match
    facts = {
        "source": match.source.slug,
        "shape": match.shape.id,
        "row": match.header_row,
        "columns": ", ".join(match.found),
    }
    notes = [_note("recognised", **facts)]
    if intake.file.encoding == "gb18030":
        notes.append(_note("gb18030"))
    if len(intake.file.sheets) > 1:
        notes.append(_note("sheet", sheet=sheet.name))
    if intake.reading.own_total is not None:
        notes.append(_own_total_note(intake.reading))
    return notes + _beside_assumed(intake, organisation)


def _beside_assumed(intake: Intake, organisation: House) -> list[Note]:
    """A warning where this source already has an assumed account besides the one of this file."""
    mine = {owner.account for owner in intake.owners.values()}
    others = Account.objects.filter(
        organisation_id=organisation.id, source=intake.source.slug, account_confirmed=False
    )
    return [_note("beside_assumed", account=other.account) for other in others.exclude(account__in=mine)]


def _own_total_note(reading: Reading) -> Note:
    total, spend = reading.own_total, reading.spend
    if total == spend:
        return _note("own_total_agrees")
    return _note("own_total_differs", sum=f"{spend:.2f}", total=f"{total:.2f}")


def _note(key: str, **facts: Any) -> Note:
    return {"key": key, "facts": {name: str(value) for name, value in facts.items()}}
