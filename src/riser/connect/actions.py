"""Writes: a file comes in, a waiting load is accepted or discarded, an account is confirmed.

The order that survives a kill at any point: the ledger row `started`, then one commit of the lake that
carries the load's id, then the row `done`. `reconcile` settles what was cut in between.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from riser.connect import ledger
from riser.connect.intake.recognise import AUTO
from riser.connect.intake.shaping import as_table, campaign_days
from riser.connect.intake.take import Ask, Intake, take_in
from riser.connect.lake import table as lake
from riser.connect.lake.lease import Busy, writing
from riser.connect.lake.table import Changes
from riser.connect.ledger import LoadRecord, RejectedRow
from riser.connect.models import Account, Load, LoadState, QuietDays
from riser.connect.rules.facts import CampaignDay
from riser.foundation.errors import NotFound, Refused
from riser.foundation.evidence import RecordRef
from riser.foundation.money import currency_code
from riser.foundation.roles import DECIDERS, EDITORS, READERS, SYSTEM, Act, Face, Permission, Role, require
from riser.foundation.trail import record_event

SEE = Permission("connect.see", READERS)
IMPORT = Permission("connect.import", EDITORS)
CONFIRM = Permission("connect.confirm", DECIDERS | {Role.CONTRIBUTOR, Role.SYSTEM})


@dataclass(frozen=True)
class Preview:
    """What importing a file would do; nothing is stored."""

    intake: Intake
    rejections: tuple[RejectedRow, ...]
    changes: Changes
    days: tuple[CampaignDay, ...]


def preview_file(
    act: Act, path: Path, *, source: str = AUTO, account: str = "", currency: str = "", file_name: str = ""
) -> Preview:
    """What a file holds and what storing it would change. Raises Refused where it cannot be read."""
    require(act, IMPORT)
    intake = take_in(act, path, Ask(source=source, account=account, currency=currency, file_name=file_name))
    rows = as_table(intake, load_id="", loaded_at=act.now)
    return Preview(
        intake=intake,
        rejections=tuple(ledger.rejections_of(intake)),
        changes=lake.compare(act.organisation_id, rows) if rows.num_rows else Changes(0, 0, 0, 0),
        days=tuple(campaign_days(intake, now=act.now)),
    )


def import_file(
    act: Act,
    path: Path,
    *,
    source: str = AUTO,
    account: str = "",
    currency: str = "",
    account_total: Decimal | None = None,
    accept_quarantine: bool = False,
    file_name: str = "",
) -> LoadRecord:
    """The load of a file: done, or waiting where rows were rejected and nobody accepted the rest yet.

    `account_total` is what the platform itself says was spent. Raises Refused, with nothing stored, where
    the file cannot be read, or contradicts the account or currency given or confirmed.
    """
    require(act, IMPORT)
    reconcile(act.organisation_id, act.now)
    ask = Ask(source, account, currency, account_total, file_name)
    intake = take_in(act, path, ask)
    ledger.keep_raw(act.organisation_id, intake)
    if intake.reading.rejected and not accept_quarantine:
        return _hold(act, intake)
    _refuse_nothing_left(intake)
    with writing(_table(act.organisation_id)):
        with transaction.atomic():
            load = ledger.open_load(act, intake, LoadState.STARTED)
            ledger.remember_accounts(act, intake)
        return _store(act, load, intake, verb="import file")


def accept_load(act: Act, load_id: str) -> LoadRecord:
    """The waiting load with its accepted rows stored and its rejected rows left out for good."""
    require(act, IMPORT)
    load = ledger.get_load(act.organisation_id, load_id)
    intake = take_in(act, ledger.kept_file(load), ledger.ask_of(load))
    _refuse_nothing_left(intake)
    with writing(_table(act.organisation_id)):
        with transaction.atomic():
            _claim(load, LoadState.STARTED)
            ledger.describe(load, intake)
            load.save()
            ledger.remember_accounts(act, intake)
        return _store(act, load, intake, verb="accept load")


@transaction.atomic
def discard_load(act: Act, load_id: str) -> LoadRecord:
    """The waiting load discarded: nothing of it is stored."""
    require(act, IMPORT)
    load = ledger.get_load(act.organisation_id, load_id)
    _claim(load, LoadState.REFUSED)
    load.finished_at = act.now
    load.save(update_fields=["finished_at"])
    record_event(act, ledger.case(load.pk), "discard load", after=ledger.summary(load))
    return ledger.record_of(load)


@transaction.atomic
def confirm_account(act: Act, *, source: str, account: str, currency: str) -> None:
    """Account and currency are no longer assumed; figures whose file named no currency take this one.

    Raises Refused where a file of the account itself names another currency.
    """
    require(act, CONFIRM)
    record = _account(act, source, account)
    code = currency_code(currency)
    if record.currency_in_file and code != record.currency:
        raise Refused(
            _("The files of account %(account)s are in %(known)s themselves; it cannot be %(stated)s.")
            % {"account": account, "known": record.currency, "stated": code}
        )
    before = {"currency": record.currency, "confirmed": record.currency_confirmed}
    record.currency, record.currency_confirmed, record.account_confirmed = code, True, True
    record.save()
    after = {"currency": code, "confirmed": True}
    record_event(act, _account_case(record), "confirm account", before=before, after=after)


@transaction.atomic
def agree_latency(act: Act, *, source: str, account: str, hours: int) -> None:
    """The hours after a day's end within which the account's figures have to be here."""
    require(act, CONFIRM)
    if not 1 <= hours <= 24 * 62:
        raise Refused(_("Agree on 1 to 1,488 hours; a weekly file has 192."))
    record = _account(act, source, account)
    before, record.latency_hours = record.latency_hours, hours
    record.save()
    record_event(
        act, _account_case(record), "agree latency", before={"hours": before}, after={"hours": hours}
    )


@transaction.atomic
def mark_quiet_days(act: Act, *, source: str, account: str, from_day: date, to_day: date) -> None:
    """Says that an account delivered nothing on these days, so that no rows are missed."""
    require(act, CONFIRM)
    if to_day < from_day:
        raise Refused(_("The last day is before the first."))
    record = _account(act, source, account)
    QuietDays.objects.create(
        account=record,
        from_day=from_day,
        to_day=to_day,
        member_name=act.actor.name,
        recorded_at=act.now,
    )
    after = {"from_day": from_day, "to_day": to_day}
    record_event(act, _account_case(record), "mark quiet days", after=after)


def reconcile(organisation_id: int, now: datetime) -> list[LoadRecord]:
    """The loads that a crash had left open, settled: done where their commit is in the lake, else failed.

    Waits for nobody: where another process is writing, its load is not ours to settle.
    """
    left = Load.objects.filter(organisation_id=organisation_id, state=LoadState.STARTED)
    if not left.exists():
        return []
    try:
        with writing(_table(organisation_id), patience=timedelta(0)):
            return [_settle_left(load, now) for load in left.all()]
    except Busy:
        return []


def reconcile_all(now: datetime) -> list[LoadRecord]:
    """`reconcile` for every organisation that has an open load; called at start-up."""
    left = Load.objects.filter(state=LoadState.STARTED).values_list("organisation_id", flat=True)
    return [record for organisation_id in sorted(set(left)) for record in reconcile(organisation_id, now)]


def _settle_left(load: Load, now: datetime) -> LoadRecord:
    version = lake.find_commit(load.organisation_id, load.pk)
    act = Act(load.organisation_id, SYSTEM, Face.JOB, now)
    with transaction.atomic():
        if version is None:
            load.state, load.finished_at = LoadState.FAILED, act.now
            load.save()
        else:
            ledger.settle(load, version=version, unchanged=False, now=act.now)
        record_event(act, ledger.case(load.pk), "settle load", after=ledger.summary(load))
    return ledger.record_of(load)


@transaction.atomic
def _hold(act: Act, intake: Intake) -> LoadRecord:
    load = ledger.open_load(act, intake, LoadState.WAITING)
    record_event(act, ledger.case(load.pk), "hold load", after=ledger.summary(load))
    return ledger.record_of(load)


def _store(act: Act, load: Load, intake: Intake, *, verb: str) -> LoadRecord:
    """The load written to the lake and settled. The caller holds the lease: an open load is a crashed one."""
    rows = as_table(intake, load_id=load.pk, loaded_at=act.now)
    version = lake.replace(act.organisation_id, rows, load_id=load.pk).version if rows.num_rows else None
    with transaction.atomic():
        ledger.settle(load, version=version, unchanged=version is None, now=act.now)
        record_event(act, ledger.case(load.pk), verb, after=ledger.summary(load))
    return ledger.record_of(load)


def _refuse_nothing_left(intake: Intake) -> None:
    if not intake.reading.rows:
        raise Refused(_("Every row was rejected; there is nothing left to store. Mend the file."))


def _claim(load: Load, state: LoadState) -> None:
    """Takes a waiting load for one person; a second one who comes at the same time is refused."""
    waiting = Load.objects.filter(pk=load.pk, state=LoadState.WAITING)
    if not waiting.update(state=state):
        raise Refused(_("This load is not waiting any more."))
    load.state = state


def _account(act: Act, source: str, account: str) -> Account:
    found = Account.objects.select_for_update().filter(
        organisation_id=act.organisation_id, source=source, account=account
    )
    # A zero byte is a name to SQLite and an error to PostgreSQL; no account has one.
    record = None if "\x00" in source + account else found.first()
    if record is None:
        raise NotFound(_("There is no such account in this organisation."))
    return record


def _account_case(record: Account) -> RecordRef:
    return RecordRef("ad_account", str(record.pk))


def _table(organisation_id: int) -> str:
    return f"ad_daily/{organisation_id}"
