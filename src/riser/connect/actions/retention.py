"""Writes: how long the rows of a table are kept, and letting go those that are older."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from riser.connect import ledger
from riser.connect.actions.permissions import RETAIN
from riser.connect.actions.settling import lease_of, reconcile
from riser.connect.lake.ageing import ageing_tables, let_go
from riser.connect.lake.lease import VACUUM, writing
from riser.connect.lake.tables import TABLES
from riser.connect.models import Load, LoadState, Retention
from riser.connect.queries.retention import Kept, first_days, retention
from riser.connect.rules.retention import LONGEST, SHORTEST
from riser.foundation.errors import Refused
from riser.foundation.evidence import RecordRef
from riser.foundation.queries import house
from riser.foundation.roles import Act, require
from riser.foundation.trail import record_event
from riser.ui import formats

ON_ITS_WAY = (LoadState.STARTED, LoadState.WAITING, LoadState.UNDOING)


@dataclass(frozen=True, slots=True)
class LetGo:
    """What was older than is kept: the rows of a table, and the files of loads that told of nothing else."""

    table: str
    first_day: date
    rows: int
    files: int


@transaction.atomic
def set_retention(act: Act, table: str, months: int | None) -> Kept:
    """For how many whole months the rows of a table are kept from now on; None: for good.

    Nothing goes yet: what is older goes with the next night, so that a slip of the hand can be mended.
    Raises Refused for a table whose rows tell no age, and for less than 3 or more than 240 months.
    """
    require(act, RETAIN)
    _refuse_odd(table, months)
    mine = Retention.objects.filter(organisation_id=act.organisation_id, table=table)
    before = mine.values_list("months", flat=True).first()
    if months is None:
        mine.delete()
    else:
        said = {"months": months, "member_name": act.actor.name, "recorded_at": act.now}
        Retention.objects.update_or_create(organisation_id=act.organisation_id, table=table, defaults=said)
    if before != months:
        case = RecordRef("lake", table)
        record_event(act, case, "set retention", before={"months": before}, after={"months": months})
    return next(one for one in retention(act.organisation_id, _today(act)) if one.table.name == table)


def apply_retention(act: Act) -> list[LetGo]:
    """What was let go of each table. Done again it finds nothing more. Raises Busy while one is written.

    The file of a load goes where every row of it is older; one that also tells of younger days stays whole.
    """
    require(act, RETAIN)
    reconcile(act.organisation_id, act.now)
    days = first_days(act.organisation_id, _today(act))
    found = [_let_go(act, table, first) for table, first in days.items()]
    return [one for one in found if one.rows or one.files]


def _let_go(act: Act, table: str, first: date) -> LetGo:
    with writing(VACUUM), writing(lease_of(TABLES[table], act.organisation_id)):
        rows = let_go(act.organisation_id, table, first)
        gone = LetGo(table, first, rows, _forget_files(act, table, first))
        if gone.rows or gone.files:
            after = {"first_day": first, "rows": gone.rows, "files": gone.files}
            record_event(act, RecordRef("lake", table), "let rows go", after=after)
    return gone


def _forget_files(act: Act, table: str, first: date) -> int:
    """How many kept files went: those of which every load tells of older days of this table only."""
    loads = Load.objects.filter(organisation_id=act.organisation_id)
    if not TABLES[table].partitions[1:]:  # days of loads are told of tables that are split by months
        return 0
    old = loads.filter(to_day__lt=first).exclude(state__in=ON_ITS_WAY)
    mine = [load for load in old if ledger.table_of(load).name == table]
    staying = set(loads.exclude(pk__in=[load.pk for load in mine]).values_list("file_sha256", flat=True))
    paths = [
        ledger.raw_path(act.organisation_id, digest) for digest in {one.file_sha256 for one in mine} - staying
    ]
    gone = [path for path in paths if path.is_file()]
    for path in gone:
        path.unlink()
    return len(gone)


def _refuse_odd(table: str, months: int | None) -> None:
    if table not in ageing_tables():
        text = _(
            "The rows of “%(name)s” tell no age; they are kept for good. These can be let go: %(known)s."
        )
        raise Refused(text % {"name": table[:60], "known": formats.listed(ageing_tables())})
    if months is not None and not SHORTEST <= months <= LONGEST:
        text = _("Keep rows for %(least)s to %(most)s months, or for good.")
        raise Refused(text % {"least": SHORTEST, "most": LONGEST})


def _today(act: Act) -> date:
    return house(act.organisation_id).day(act.now)
