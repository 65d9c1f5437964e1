"""Whether the lake holds what the ledger says, over all organisations."""

from dataclasses import dataclass
from pathlib import Path

from riser.connect import ledger
from riser.connect.actions.settling import OPEN, lease_of
from riser.connect.lake.lease import is_held
from riser.connect.lake.points import Apart, ledger_at, missing_files, points
from riser.connect.models import Load


@dataclass(frozen=True, slots=True)
class Condition:
    """How the lake stands: tables, files that are gone, what the ledger misses or "", loads cut off."""

    tables: int
    missing: tuple[Path, ...]
    apart: str
    cut_off: int

    @property
    def is_whole(self) -> bool:
        """Whether every row that was stored can be read."""
        return not (self.missing or self.apart)


def condition() -> Condition:
    """How the lake stands. Raises whatever the storage raises where a table cannot be opened."""
    now = ledger_at("default")
    missing = [path for house in now.organisations for path in missing_files(house)]
    try:
        found, apart = len(points(now)), ""
    except Apart as error:
        found, apart = 0, str(error)
    return Condition(found, tuple(missing), apart, _cut_off())


def _cut_off() -> int:
    """Loads that are open and that nobody is writing."""
    rows = Load.objects.filter(state__in=OPEN)
    return sum(not is_held(lease_of(ledger.table_of(row), row.organisation_id)) for row in rows)
