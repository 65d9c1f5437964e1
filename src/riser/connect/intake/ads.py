"""An ad export taken in: its rows read, account and currency settled."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from riser.connect import sentences
from riser.connect.intake import ad_rows
from riser.connect.intake.files import OpenFile, Sheet, Watch
from riser.connect.intake.months import Staged
from riser.connect.intake.owners import Owners, Said, owners_kept, settle_owners
from riser.connect.intake.staging import stage_reading, stage_text
from riser.connect.intake.taken import Ask, Intake, Note, note, recognised, seen_as, still_changing
from riser.connect.lake.rows import Rows
from riser.connect.lake.tables import AD_DAILY, LakeTable
from riser.connect.models import Account
from riser.connect.rules.ad_mapping import AdShape
from riser.connect.rules.cells import LONGEST_TEXT, BadCell
from riser.connect.rules.mapping import Match
from riser.connect.rules.reading import Rejection, SkippedRow, read
from riser.foundation.errors import Refused
from riser.foundation.queries import House
from riser.foundation.roles import Act

MOST_GAPS = 10  # accounts of which a load tells the days without a row


@dataclass(frozen=True)
class AdIntake(Intake):
    """An ad export: what it says, and whose rows they are."""

    reading: Staged
    owners: Owners

    @property
    def table(self) -> LakeTable:
        """Days of campaigns."""
        return AD_DAILY

    @property
    def days(self) -> list[date]:
        """The first and the last day of the accepted rows; empty without any."""
        return list(self.reading.days)

    @property
    def rows_accepted(self) -> int:
        """How many rows can be stored."""
        return self.reading.accepted

    @property
    def rows_skipped(self) -> int:
        """How many titles and totals there are."""
        return self.reading.skipped_count

    @property
    def rows_rejected(self) -> int:
        """How many rows cannot be taken."""
        return self.reading.rejected_count

    @property
    def skipped(self) -> Sequence[SkippedRow]:
        """Titles and totals."""
        return self.reading.skipped

    @property
    def rejected(self) -> Sequence[Rejection]:
        """Rows that cannot be taken."""
        return self.reading.rejected

    def as_rows(self, *, load_id: str, loaded_at: datetime) -> Rows:
        """The accepted rows as rows of `ad_daily`."""
        return ad_rows.as_rows(self, load_id=load_id, loaded_at=loaded_at)


def take_ads(
    act: Act,
    organisation: House,
    file: OpenFile,
    ask: Ask,
    *,
    match: Match[AdShape],
    sheet: Sheet,
    owners: Sequence[Any] = (),
    watch: Watch | None = None,
) -> AdIntake:
    """What an ad export says. Raises Refused where it contradicts the account or currency given or known."""
    _refuse_odd_account(ask.account)
    name = ask.file_name or file.path.name
    reading = _read(file, sheet, match, name=name, today=organisation.day(act.now), watch=watch)
    if not reading.accepted and not reading.rejected_count:
        raise Refused(
            _("%(name)s has a header but no rows of data. Export a period in which something ran.")
            % {"name": name}
        )
    said = Said(ask.account, ask.currency)
    settled = owners_kept(owners) if owners else settle_owners(organisation, reading, said)
    intake = AdIntake(file, name, ask, match, reading, settled)
    intake.notes.extend(_notes(intake, sheet, organisation))
    intake.notes.extend(still_changing(intake.source, intake.days, organisation.day(act.now)))
    return intake


def _refuse_odd_account(given: str) -> None:
    """What is typed beside the file is held to what a cell of the file may be."""
    if len(given) > LONGEST_TEXT or not given.isprintable():
        shown = "".join(letter for letter in given[:60] if letter.isprintable())
        raise Refused(
            _("“%(account)s” cannot be an account. Copy its id from the platform.") % {"account": shown}
        )


def _read(
    file: OpenFile, sheet: Sheet, match: Match[AdShape], *, name: str, today: date, watch: Watch | None
) -> Staged:
    try:
        if file.text is None:
            return stage_reading(read(sheet.rows, match, today=today))
        return stage_text(file.text, match, head=sheet.head(), today=today, watch=watch)
    except BadCell as bad:
        raise Refused(sentences.wrong_in_file(name, bad.wrong, bad.facts)) from bad


def _notes(intake: AdIntake, sheet: Sheet, organisation: House) -> list[Note]:
    reading = intake.reading
    # A total that agrees to the cent is a better proof than any sample.
    notes = [recognised(intake.match)] if reading.own_total == reading.spend else seen_as(intake.match)
    if intake.file.encoding == "gb18030":
        notes.append(note("gb18030"))
    if len(intake.file.sheets) > 1:
        notes.append(note("sheet", sheet=sheet.name))
    if intake.reading.rounded:
        notes.append(note("rounded", count=intake.reading.rounded))
    for key, flagged in (("negative", intake.reading.negative), ("overclicked", intake.reading.overclicked)):
        if flagged.count:
            notes.append(note(key, count=flagged.count, row=flagged.line))
    notes += [
        note("gap_of" if gap.account else "gap", **asdict(gap)) for gap in intake.reading.gaps[:MOST_GAPS]
    ]
    if intake.reading.own_total is not None:
        notes.append(_own_total_note(intake.reading))
    return notes + _beside_assumed(intake, organisation)


def _beside_assumed(intake: AdIntake, organisation: House) -> list[Note]:
    """A warning where this source already has an assumed account besides the one of this file."""
    mine = {owner.account for owner in intake.owners.values()}
    others = Account.objects.filter(
        organisation_id=organisation.id, source=intake.source.slug, account_confirmed=False
    )
    return [note("beside_assumed", account=other.account) for other in others.exclude(account__in=mine)]


def _own_total_note(reading: Staged) -> Note:
    total, spend = reading.own_total, reading.spend
    if total == spend:
        return note("own_total_agrees")
    return note("own_total_differs", sum=f"{spend:.2f}", total=f"{total:.2f}")
