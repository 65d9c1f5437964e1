"""Writes: a load is taken back by replaying the others in their order.

Deleting rows by load id would lose what the load had replaced, going back to an older state of the table
would lose the loads that came later.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from riser.connect import ledger
from riser.connect.actions.permissions import UNDO
from riser.connect.actions.settling import claim, lease_of, reconcile
from riser.connect.intake.take import take_in
from riser.connect.lake import table as lake
from riser.connect.lake.lease import writing
from riser.connect.lake.rows import Rows
from riser.connect.lake.table import Changes
from riser.connect.lake.tables import AD_DAILY
from riser.connect.ledger import LoadRecord
from riser.connect.models import Load, LoadState
from riser.connect.queries.retention import first_days
from riser.foundation.errors import Refused
from riser.foundation.queries import house
from riser.foundation.roles import Act, require
from riser.foundation.trail import record_event


@dataclass(frozen=True, slots=True)
class UndoPreview:
    """What taking a load back would change; nothing is changed yet.

    `before` and `after` are the spend of the rows in question by currency, empty for work items. `replayed`
    is how many other loads tell of the same days or items. `based_on` is the state of the table that this
    was reckoned on.
    """

    load: LoadRecord
    changes: Changes
    before: tuple[tuple[str, Decimal], ...]
    after: tuple[tuple[str, Decimal], ...]
    days: tuple[date, ...]
    items: int
    replayed: int
    based_on: int


def preview_undo(act: Act, load_id: str) -> UndoPreview:
    """What taking this load back would change. Raises Refused where it is not stored."""
    require(act, UNDO)
    reconcile(act.organisation_id, act.now)
    load = _stored(act, load_id)
    table = ledger.table_of(load)
    rows, others = _rows(act, load), _others(act, load)
    stored = lake.stored_in_scope(act.organisation_id, rows, table)
    replayed = lake.replay(rows, (_rows(act, other) for other in others), table)
    is_money = table is AD_DAILY
    return UndoPreview(
        load=ledger.record_of(load),
        changes=lake.changes_between(stored, replayed, table),
        before=_spend(stored) if is_money else (),
        after=_spend(replayed) if is_money else (),
        days=_days(rows) if is_money else (),
        items=0 if is_money else _items(rows),
        replayed=len(others),
        based_on=_version(act.organisation_id, load),
    )


def undo_load(act: Act, load_id: str, *, based_on: int) -> LoadRecord:
    """The load taken back: its table holds what the other loads leave, replayed in their order.

    `based_on` is the state that its preview was reckoned on; raises Refused where something was stored
    since, so that nobody confirms what they have not seen. Importing the file again stores it anew.
    """
    require(act, UNDO)
    reconcile(act.organisation_id, act.now)
    load = _stored(act, load_id)
    table = ledger.table_of(load)
    with writing(lease_of(table, act.organisation_id)):
        if _version(act.organisation_id, load) != based_on:
            raise Refused(_("Something was stored since you looked. Look again at what would change."))
        rows = _rows(act, load)
        replayed = lake.replay(rows, (_rows(act, other) for other in _others(act, load)), table)
        with transaction.atomic():
            claim(load, LoadState.UNDOING, held=LoadState.DONE)
            load.undone_by, load.undone_at = act.actor.name, act.now
            load.save(update_fields=["undone_by", "undone_at"])
        lake.take_back(act.organisation_id, rows, replayed, load_id=load.pk, table=table)
        with transaction.atomic():
            before = ledger.summary(load) | {"state": LoadState.DONE}
            ledger.unsettle(load, by=act.actor.name, now=act.now)
            record_event(act, ledger.case(load.pk), "undo load", before=before, after=ledger.summary(load))
    return ledger.record_of(load)


def _stored(act: Act, load_id: str) -> Load:
    load = ledger.get_load(act.organisation_id, load_id)
    if load.state != LoadState.DONE or not load.rows_accepted:
        raise Refused(_("Nothing of this load is stored; there is nothing to undo."))
    return load


def _others(act: Act, load: Load) -> list[Load]:
    """The other loads that may tell of the same rows. Those of days that were let go tell of none."""
    table = ledger.table_of(load)
    first = first_days(act.organisation_id, house(act.organisation_id).day(act.now)).get(table.name)
    others = [one for one in ledger.settled_loads(load) if ledger.table_of(one) is table]
    kept = [one for one in others if first is None or one.to_day is None or one.to_day >= first]
    return kept if table is not AD_DAILY else [one for one in kept if _meet(one, load)]


def _meet(one: Load, other: Load) -> bool:
    """Whether two ad exports share a day."""
    if one.from_day is None or one.to_day is None or other.from_day is None or other.to_day is None:
        return False
    return one.from_day <= other.to_day and other.from_day <= one.to_day


def _rows(act: Act, load: Load) -> Rows:
    """The rows of a load as it stored them, read again from the file that was kept."""
    at = load.finished_at or load.started_at
    intake = take_in(act.at(at), ledger.kept_file(load), ledger.ask_of(load), owners=load.owners)
    return intake.as_rows(load_id=load.pk, loaded_at=at)


def _version(organisation_id: int, load: Load) -> int:
    delta = lake.open_table(organisation_id, ledger.table_of(load))
    return delta.version() if delta is not None else -1


def _days(rows: Rows) -> tuple[date, ...]:
    return tuple(sorted(day for (day,) in rows.ask("SELECT DISTINCT day FROM {rows}")))


def _items(rows: Rows) -> int:
    return len({key for (key,) in rows.ask("SELECT DISTINCT scope_key FROM {rows}")})


def _spend(rows: Rows) -> tuple[tuple[str, Decimal], ...]:
    sums: dict[str, Decimal] = {}
    for currency, spend in rows.ask("SELECT currency, sum(spend) FROM {rows} GROUP BY currency"):
        sums[currency] = sums.get(currency, Decimal(0)) + (spend or Decimal(0))
    return tuple(sorted(sums.items()))
