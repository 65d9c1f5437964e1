"""Takes in a file without writing anything: recognises it, reads it, settles account and currency."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
from django.utils.translation import gettext as _

from riser.connect import lake, sentences
from riser.connect.files import OpenFile, Sheet, open_file
from riser.connect.models import Account
from riser.connect.rules.cells import BadCell
from riser.connect.rules.facts import AccountTotal, CampaignDay
from riser.connect.rules.mapping import Match, Missing, Source, find
from riser.connect.rules.reading import AdRow, Reading, read
from riser.connect.sources import sources
from riser.foundation.errors import Refused
from riser.foundation.evidence import PlatformKey
from riser.foundation.money import currency_code
from riser.foundation.queries import House, house
from riser.foundation.roles import Act

AUTO = "auto"
Note = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Ask:
    """What a person says beside the file. Empty means: as the file says, else as assumed."""

    source: str = AUTO
    account: str = ""
    currency: str = ""
    account_total: Decimal | None = None
    file_name: str = ""


@dataclass(frozen=True, slots=True)
class Owner:
    """The account a row belongs to and the currency it is billed in, with what is only assumed of them."""

    account: str
    currency: str
    account_assumed: bool
    currency_assumed: bool


@dataclass(frozen=True)
class Intake:
    """A file taken in: nothing stored yet."""

    file: OpenFile
    name: str
    ask: Ask
    reading: Reading
    owners: dict[str | None, Owner]
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
        """Whose row this is; the currency the row itself names wins."""
        owner = self.owners[row.account]
        if row.currency is None:
            return owner
        return Owner(owner.account, row.currency, owner.account_assumed, currency_assumed=False)


def take_in(act: Act, path: Path, ask: Ask) -> Intake:
    """What a file says, with account and currency settled. Raises Refused with the remedy."""
    file = open_file(path)
    name = ask.file_name or path.name
    organisation = house(act.organisation_id)
    sheet, match = _recognise(file, _wanted(ask.source), name)
    reading = _read(sheet, match, today=_today(act.now, organisation))
    if not reading.rows and not reading.rejected:
        raise Refused(_("%(name)s has a header but no rows of data.") % {"name": name})
    _refuse_other_account(reading, ask.account)
    owners = _owners(organisation, reading, ask)
    intake = Intake(file, name, ask, reading, owners)
    intake.notes.extend(_notes(intake, sheet))
    return intake


def platform_totals(intake: Intake) -> list[AccountTotal]:
    """What the platform itself says was spent: given with the file, else the file's own total row."""
    amount = intake.ask.account_total
    amount = intake.reading.own_total if amount is None else amount
    owners = {intake.owner(row) for row in intake.reading.rows}
    if amount is None or not owners:
        return []
    accounts = {owner.account for owner in owners}
    if len(accounts) > 1:
        if intake.ask.account_total is None:
            return []
        raise Refused(_("The file holds several accounts; one total cannot be compared with them."))
    owner = owners.pop()
    first, last = intake.days
    return [AccountTotal(intake.source.slug, owner.account, first, last, amount, owner.currency)]


def as_table(intake: Intake, *, load_id: str, loaded_at: datetime) -> pa.Table:
    """The accepted rows as rows of `ad_daily`."""
    level = intake.reading.match.shape.level.value
    scopes: dict[tuple[str, str], str] = {}
    columns: dict[str, list[Any]] = {name: [] for name in lake.SCHEMA.names}
    for row in intake.reading.rows:
        owner = intake.owner(row)
        scope = (owner.account, row.campaign)
        if scope not in scopes:
            scopes[scope] = lake.scope_key(account=owner.account, level=level, campaign=row.campaign)
        values = {
            "source": intake.source.slug,
            "month": f"{row.day:%Y-%m}",
            "account": owner.account,
            "level": level,
            "currency": owner.currency,
            "currency_assumed": owner.currency_assumed,
            "account_assumed": owner.account_assumed,
            "scope_key": scopes[scope],
            "load_id": load_id,
            "loaded_at": loaded_at,
            "first_loaded_at": loaded_at,
        }
        for name, column in columns.items():
            column.append(values[name] if name in values else getattr(row, name))
    return pa.table([_array(columns[field.name], field.type) for field in lake.SCHEMA], schema=lake.SCHEMA)


def campaign_days(intake: Intake, *, now: datetime) -> list[CampaignDay]:
    """The accepted rows summed to campaign-days, to show what a file holds before it is stored."""
    grouped: dict[tuple[PlatformKey, date], list[AdRow]] = {}
    for row in intake.reading.rows:
        key = PlatformKey(intake.source.slug, intake.owner(row).account, row.campaign)
        grouped.setdefault((key, row.day), []).append(row)
    return [_campaign_day(intake, key, rows, now) for (key, _day), rows in grouped.items()]


def _campaign_day(intake: Intake, key: PlatformKey, rows: Sequence[AdRow], now: datetime) -> CampaignDay:
    first, owner = rows[0], intake.owner(rows[0])
    return CampaignDay(
        key=key,
        campaign_name=first.campaign_name or key.campaign,
        channel=first.channel,
        day=first.day,
        spend=sum((row.spend for row in rows if row.spend is not None), Decimal(0)),
        currency=owner.currency,
        impressions=_sum([row.impressions for row in rows]),
        clicks=_sum([row.clicks for row in rows]),
        conversions=_sum([row.conversions for row in rows]),
        final_url=next((row.final_url for row in rows if row.final_url), None),
        first_loaded_at=now,
        loaded_at=now,
        load_id="",
        currency_assumed=owner.currency_assumed,
        account_assumed=owner.account_assumed,
        level=intake.reading.match.shape.level,
    )


def _sum(values: Sequence[Any]) -> Any:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _array(values: list[Any], kind: pa.DataType) -> "pa.Array[Any]":
    if pa.types.is_decimal(kind):
        step = Decimal(1).scaleb(-kind.scale)
        values = [None if value is None else value.quantize(step) for value in values]
    return pa.array(values, kind)


# --- which file is it ------------------------------------------------------------------------------------


def _wanted(slug: str) -> list[Source]:
    known = sources()
    if slug == AUTO:
        return list(known.values())
    if slug not in known:
        raise Refused(
            _("“%(source)s” is no known source. Known are: %(known)s, or auto.")
            % {"source": slug, "known": ", ".join(known)}
        )
    return [known[slug]]


def _recognise(file: OpenFile, wanted: list[Source], name: str) -> tuple[Sheet, Match]:
    best: Missing | None = None
    for sheet in file.sheets:
        found = find(wanted, sheet.head())
        if isinstance(found, Missing):
            best = best or found
        elif len(found) == 1:
            return sheet, found[0]
        else:
            raise _ambiguous(name, found)
    raise _unknown(name, best)


def _ambiguous(name: str, found: Sequence[Match]) -> Refused:
    choices = ", ".join(match.source.slug for match in found)
    return Refused(
        _("%(name)s could come from several platforms (%(choices)s). Say which with the source.")
        % {"name": name, "choices": choices}
    )


def _unknown(name: str, best: Missing | None) -> Refused:
    if best is None:
        return Refused(_("%(name)s holds no table.") % {"name": name})
    facts = {"name": name, "title": best.shape.title, "lacks": ", ".join(best.lacks)}
    if best.lacks:
        return Refused(
            _("%(name)s is not recognised. It comes closest to “%(title)s”, but lacks: %(lacks)s.") % facts
        )
    return Refused(
        _(
            "%(name)s is not recognised. It comes closest to “%(title)s”, but also holds %(excess)s: "
            "export it by account, campaign, ad group or ad, one row per day."
        )
        % (facts | {"excess": ", ".join(best.excess)})
    )


def _read(sheet: Sheet, match: Match, *, today: date) -> Reading:
    try:
        return read(sheet.rows, match, today=today)
    except BadCell as bad:
        raise Refused(sentences.wrong_sentence(bad.wrong, bad.facts)) from bad


def _today(now: datetime, organisation: House) -> date:
    return now.astimezone(ZoneInfo(organisation.time_zone)).date()


# --- whose is it -----------------------------------------------------------------------------------------


def _refuse_other_account(reading: Reading, given: str) -> None:
    others = [account for account in reading.accounts if given and account != _bare(given)]
    if others:
        raise Refused(
            _("The file is of account %(file)s, not %(given)s. Leave the account out; the file knows it.")
            % {"file": ", ".join(others), "given": given}
        )


def _bare(account: str) -> str:
    """An account id as people type it; Google writes 212-145-0128 and means 2121450128."""
    text = account.strip()
    return text.replace("-", "") if text.replace("-", "").isdigit() else text


def _owners(organisation: House, reading: Reading, ask: Ask) -> dict[str | None, Owner]:
    records = {
        record.account: record
        for record in Account.objects.filter(
            organisation_id=organisation.id, source=reading.match.source.slug
        )
    }
    named = {row.account for row in reading.rows}
    said = ", ".join(reading.currencies)
    return {account: _owner(organisation, account, ask, said, records) for account in named}


def _owner(organisation: House, named: str | None, ask: Ask, said: str, records: dict[str, Account]) -> Owner:
    account, account_assumed = _account(organisation, named, ask, records)
    record = records.get(account)
    given = currency_code(ask.currency) if ask.currency else ""
    _refuse_other_currency(account, record, said or given)
    if said and given and said != given:
        raise Refused(
            _("The file is in %(file)s, not %(given)s. Leave the currency out; the file knows it.")
            % {"file": said, "given": given}
        )
    if said or given:
        return Owner(account, said or given, account_assumed, currency_assumed=False)
    if record is not None:
        return Owner(account, record.currency, account_assumed, not record.currency_confirmed)
    return Owner(account, organisation.currency, account_assumed, currency_assumed=True)


def _account(
    organisation: House, named: str | None, ask: Ask, records: dict[str, Account]
) -> tuple[str, bool]:
    """The account of a row, and whether it is only assumed."""
    if named or ask.account:
        return named or _bare(ask.account), False
    if len(records) == 1:
        (record,) = records.values()
        return record.account, not record.account_confirmed
    return organisation.slug, True


def _refuse_other_currency(account: str, record: Account | None, stated: str) -> None:
    if record and record.currency_confirmed and stated and stated != record.currency:
        raise Refused(
            _("Account %(account)s is confirmed in %(known)s; %(stated)s cannot be right for it.")
            % {"account": account, "known": record.currency, "stated": stated}
        )


# --- what is worth a note --------------------------------------------------------------------------------


def _notes(intake: Intake, sheet: Sheet) -> list[Note]:
    match = intake.reading.match
    facts = {"title": match.shape.title, "row": match.header_row, "columns": ", ".join(match.found)}
    notes = [_note("recognised", **facts)]
    if intake.file.encoding == "gb18030":
        notes.append(_note("gb18030"))
    if len(intake.file.sheets) > 1:
        notes.append(_note("sheet", sheet=sheet.name))
    if intake.reading.own_total is not None:
        notes.append(_own_total_note(intake.reading))
    return notes


def _own_total_note(reading: Reading) -> Note:
    total, spend = reading.own_total, reading.spend
    if total == spend:
        return _note("own_total_agrees")
    return _note("own_total_differs", sum=f"{spend:.2f}", total=f"{total:.2f}")


def _note(key: str, **facts: Any) -> Note:
    return {"key": key, "facts": {name: str(value) for name, value in facts.items()}}
