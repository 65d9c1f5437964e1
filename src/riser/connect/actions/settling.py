"""What a crash left open is settled: whoever holds the lease of a table finds out how far each load came."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from riser.connect import ledger
from riser.connect.lake import table as lake
from riser.connect.lake.lease import Busy, writing
from riser.connect.lake.tables import TABLES, LakeTable
from riser.connect.ledger import LoadRecord
from riser.connect.models import Load, LoadState
from riser.foundation.errors import Refused
from riser.foundation.roles import SYSTEM, Act, Face
from riser.foundation.trail import record_event

OPEN = (LoadState.STARTED, LoadState.UNDOING)


def reconcile(organisation_id: int, now: datetime) -> list[LoadRecord]:
    """The loads that a crash had left open, settled by whether their commit is in the lake.

    A load is done or failed, an undo is through or never was. Waits for nobody: where another process is
    writing, its load is not ours to settle.
    """
    left = list(Load.objects.filter(organisation_id=organisation_id, state__in=OPEN))
    return [record for table in TABLES.values() for record in _settle(organisation_id, table, left, now)]


def reconcile_all(now: datetime) -> list[LoadRecord]:
    """`reconcile` for every organisation that has an open load; called at start-up."""
    left = Load.objects.filter(state__in=OPEN).values_list("organisation_id", flat=True)
    return [record for organisation_id in sorted(set(left)) for record in reconcile(organisation_id, now)]


def lease_of(table: LakeTable, organisation_id: int) -> str:
    """The name of the lease that lets one process write this table."""
    return f"{table.name}/{organisation_id}"


def claim(load: Load, state: LoadState, *, held: LoadState = LoadState.WAITING) -> None:
    """Takes a load for one person; a second one who comes at the same time is refused."""
    if not Load.objects.filter(pk=load.pk, state=held).update(state=state):
        raise Refused(
            _("This load is not waiting any more.")
            if held == LoadState.WAITING
            else _("This load is not stored any more.")
        )
    load.state = state


def _settle(organisation_id: int, table: LakeTable, left: Sequence[Load], now: datetime) -> list[LoadRecord]:
    mine = [load.pk for load in left if ledger.table_of(load) == table]
    if not mine:
        return []
    try:
        with writing(lease_of(table, organisation_id), patience=timedelta(0)):
            # Read again: what was open a moment ago may have been another process at work.
            still = Load.objects.filter(pk__in=mine, state__in=OPEN).order_by("started_at", "pk")
            return [_settle_left(load, table, now) for load in still]
    except Busy:
        return []


def _settle_left(load: Load, table: LakeTable, now: datetime) -> LoadRecord:
    act = Act(load.organisation_id, SYSTEM, Face.JOB, now)
    undoing = load.state == LoadState.UNDOING
    key = lake.UNDO_KEY if undoing else lake.LOAD_KEY
    version = lake.find_commit(load.organisation_id, load.pk, key=key, table=table)
    with transaction.atomic():
        if undoing:
            _settle_undo(load, version, now)
        elif version is None:
            load.state, load.finished_at = LoadState.FAILED, now
            load.save()
        else:
            ledger.settle(load, version=version, unchanged=False, now=now)
        record_event(act, ledger.case(load.pk), "settle load", after=ledger.summary(load))
    return ledger.record_of(load)


def _settle_undo(load: Load, version: int | None, now: datetime) -> None:
    """The undo is through where its commit is in the lake; else the load stands as before."""
    if version is not None:
        ledger.unsettle(load, by=load.undone_by, now=load.undone_at or now)
        return
    load.state, load.undone_by, load.undone_at = LoadState.DONE, "", None
    load.save()
