"""Writes: a file comes in, a waiting load is accepted or discarded.

The order that survives a kill at any point: the ledger row `started`, then one commit of the lake that
carries the load's id, then the row `done`. `reconcile` settles what was cut in between.
"""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from riser.connect import ledger
from riser.connect.actions.permissions import IMPORT
from riser.connect.actions.quality import ask_for_check
from riser.connect.actions.settling import claim, lease_of, reconcile
from riser.connect.intake.ad_rows import campaign_days
from riser.connect.intake.ads import AdIntake
from riser.connect.intake.drifting import note_drift
from riser.connect.intake.files import MAX_TEXT_BYTES, Watch, passes
from riser.connect.intake.recognise import AUTO
from riser.connect.intake.take import take_in
from riser.connect.intake.taken import Ask, Intake
from riser.connect.lake import table as lake
from riser.connect.lake.lease import writing
from riser.connect.lake.table import NO_CHANGES, Changes, Step, unheard
from riser.connect.ledger import LoadRecord
from riser.connect.models import Load, LoadState
from riser.connect.rejecting import NothingTaken, RejectedRow, nothing_taken_of, rejections_of
from riser.connect.rules.facts import CampaignDay
from riser.foundation.errors import Refused
from riser.foundation.roles import Act, Face, require
from riser.foundation.trail import record_event


@dataclass(frozen=True)
class Preview:
    """What importing a file would do; nothing is stored. `days` are those of an ad export."""

    intake: Intake
    rejections: tuple[RejectedRow, ...]
    changes: Changes
    days: tuple[CampaignDay, ...]
    nothing_taken: NothingTaken | None
    drifted: bool


def preview_file(
    act: Act,
    path: Path,
    *,
    source: str = AUTO,
    account: str = "",
    currency: str = "",
    file_name: str = "",
    day_order: str = "",
    mapping: str = "",
    within_upload: bool = True,
) -> Preview:
    """What a file holds and what storing it would change. Raises Refused where it cannot be read."""
    require(act, IMPORT)
    ask = Ask(source, account, currency, file_name=file_name, day_order=day_order, mapping=mapping)
    intake = take_in(act, path, ask, most=None if within_upload else MAX_TEXT_BYTES)
    drifted = note_drift(act.organisation_id, intake)
    rows = intake.as_rows(load_id="", loaded_at=act.now)
    return Preview(
        intake=intake,
        rejections=tuple(rejections_of(intake)),
        changes=lake.compare(act.organisation_id, rows, intake.table) if intake.rows_accepted else NO_CHANGES,
        days=tuple(campaign_days(intake, now=act.now)) if isinstance(intake, AdIntake) else (),
        nothing_taken=nothing_taken_of(intake),
        drifted=drifted,
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
    day_order: str = "",
    mapping: str = "",
    watch: Watch | None = None,
    within_upload: bool = True,
) -> LoadRecord:
    """The load of a file: done, or waiting where nobody accepted it yet without rows that were rejected, or
    without a column that earlier files of its kind brought.

    `mapping` is the text of a mapping of one's own. `account_total` is what the platform itself says was
    spent, `day_order` (dmy or mdy) which of day and month stands first where the file leaves it open. `watch`
    is told how far it is, from 0 to 1. Without `within_upload` an ad export may be larger than what one can
    send. Raises Refused, with nothing stored, where the file cannot be read, or contradicts the account or
    currency given or confirmed.
    """
    require(act, IMPORT)
    reconcile(act.organisation_id, act.now)
    ask = Ask(source, account, currency, account_total, file_name, day_order, mapping)
    told = passes(watch)
    intake = take_in(act, path, ask, watch=told, most=None if within_upload else MAX_TEXT_BYTES)
    ledger.keep_raw(act.organisation_id, intake)
    drifted = note_drift(act.organisation_id, intake)
    if (intake.rows_rejected or drifted) and not accept_quarantine:
        return _hold(act, intake)
    _refuse_nothing_left(intake)
    with writing(lease_of(intake.table, act.organisation_id)):
        with transaction.atomic():
            load = ledger.open_load(act, intake, LoadState.STARTED)
            ledger.remember_accounts(act, intake)
        return _store(act, load, intake, verb="import file", step=told or unheard)


def accept_load(act: Act, load_id: str) -> LoadRecord:
    """The waiting load with its accepted rows stored and its rejected rows left out for good."""
    require(act, IMPORT)
    load = ledger.get_load(act.organisation_id, load_id)
    intake = take_in(act, ledger.kept_file(load), ledger.ask_of(load))
    note_drift(act.organisation_id, intake)
    _refuse_nothing_left(intake)
    with writing(lease_of(intake.table, act.organisation_id)):
        with transaction.atomic():
            claim(load, LoadState.STARTED)
            ledger.describe(load, intake)
            load.save()
            ledger.remember_accounts(act, intake)
        return _store(act, load, intake, verb="accept load")


@transaction.atomic
def discard_load(act: Act, load_id: str) -> LoadRecord:
    """The waiting load discarded: nothing of it is stored."""
    require(act, IMPORT)
    load = ledger.get_load(act.organisation_id, load_id)
    claim(load, LoadState.REFUSED)
    load.finished_at = act.now
    load.save(update_fields=["finished_at"])
    record_event(act, ledger.case(load.pk), "discard load", after=ledger.summary(load))
    return ledger.record_of(load)


@transaction.atomic
def _hold(act: Act, intake: Intake) -> LoadRecord:
    load = ledger.open_load(act, intake, LoadState.WAITING)
    record_event(act, ledger.case(load.pk), "hold load", after=ledger.summary(load))
    return ledger.record_of(load)


def _store(act: Act, load: Load, intake: Intake, *, verb: str, step: Step = unheard) -> LoadRecord:
    """The load written to the lake and settled. The caller holds the lease: an open load is a crashed one."""
    rows = intake.as_rows(load_id=load.pk, loaded_at=act.now)
    version = None
    if intake.rows_accepted:
        version = lake.replace(
            act.organisation_id, rows, load_id=load.pk, table=intake.table, step=step
        ).version
    with transaction.atomic():
        ledger.settle(load, version=version, unchanged=version is None, now=act.now)
        record_event(act, ledger.case(load.pk), verb, after=ledger.summary(load))
        # Who works in the shell may have no worker: a job that nobody does would be a fault of the home.
        if act.face != Face.CLI:
            ask_for_check(act)
    return ledger.record_of(load)


def _refuse_nothing_left(intake: Intake) -> None:
    if told := nothing_taken_of(intake):
        raise Refused(str(told))
