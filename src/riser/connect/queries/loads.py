"""Reads of loads: what came in, what waits, what in it is worth a look; and whether the lake opens."""

from collections.abc import Iterable
from datetime import date, datetime

from riser.connect import ledger
from riser.connect.lake import table as lake
from riser.connect.lake.tables import TABLES
from riser.connect.ledger import LoadRecord
from riser.connect.models import Load, LoadState
from riser.connect.queries.days import campaign_days
from riser.connect.queries.links import link_rules
from riser.connect.rules.facts import CampaignDay
from riser.connect.rules.findings import Finding, find_all
from riser.foundation.periods import Period


def loads(organisation_id: int, *, limit: int = 100) -> list[LoadRecord]:
    """The newest loads first."""
    rows = Load.objects.filter(organisation_id=organisation_id).order_by("-started_at", "-pk")
    return [ledger.record_of(row) for row in rows[:limit]]


def begun(organisation_id: int, *, limit: int) -> tuple[tuple[str, str, datetime | None], ...]:
    """Number, state and end of the newest loads, the newest first: what tells that one began or ended."""
    rows = Load.objects.filter(organisation_id=organisation_id).order_by("-started_at", "-pk")
    return tuple(rows.values_list("pk", "state", "finished_at")[:limit])


def load(organisation_id: int, load_id: str) -> LoadRecord:
    """One load. Raises NotFound."""
    return ledger.record_of(ledger.get_load(organisation_id, load_id))


def load_of_file(organisation_id: int, sha256: str) -> LoadRecord | None:
    """The newest load that stored the file of this digest, or None."""
    rows = Load.objects.filter(organisation_id=organisation_id, file_sha256=sha256, state=LoadState.DONE)
    row = rows.order_by("-started_at", "-pk").first()
    return ledger.record_of(row) if row else None


def load_days(organisation_id: int, load_id: str) -> list[CampaignDay]:
    """The campaign-days of the source and days of one load, as they are now. Raises NotFound."""
    row = ledger.get_load(organisation_id, load_id)
    return _days_of_load(row, campaign_days(organisation_id, to_day=date.max))


def waiting_loads(organisation_id: int) -> int:
    """How many loads wait for a person."""
    return Load.objects.filter(organisation_id=organisation_id, state=LoadState.WAITING).count()


def findings(organisation_id: int, *, today: date, load_id: str | None = None) -> list[Finding]:
    """What is worth a look in all campaign-days, or in the source and days of one load; worst money first.

    Links are held against what is in force on the day `today`.
    """
    days = campaign_days(organisation_id, to_day=date.max)
    if load_id is not None:
        days = _days_of_load(ledger.get_load(organisation_id, load_id), days)
    return find_all(days, link_rules(organisation_id, as_of=today))


def lake_state() -> str:
    """ "ok" where every table of the lake opens, else what is wrong with the first bad one."""
    folder = lake.lake_folder()
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        for table in TABLES.values():
            try:
                lake.open_table(int(path.name), table)
            except Exception as error:  # whatever the storage raises is the answer here
                return f"{path.name}/{table.name}: {type(error).__name__}"
    return "ok"


def _days_of_load(row: Load, days: Iterable[CampaignDay]) -> list[CampaignDay]:
    if row.from_day is None or row.to_day is None:
        return []
    window = Period(row.from_day, row.to_day)
    return [day for day in days if day.key.source == row.source and day.day in window]
