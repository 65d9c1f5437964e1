"""A file is held against the newest stored one of its kind: does it still bring every column?"""

from typing import Any

from riser.connect.intake.ads import AdIntake
from riser.connect.intake.owners import owners_kept
from riser.connect.intake.taken import Intake, Note, note
from riser.connect.models import Load, LoadState
from riser.connect.rules.drift import Columns, columns_of, drift
from riser.connect.rules.work_mapping import is_work
from riser.connect.sentences import ROW_MARK

DRIFT = "drift"
LOOKED_AT = 50  # the newest loads of a kind; an account that is in none of them starts anew


def note_drift(organisation_id: int, intake: Intake) -> bool:
    """Whether a column is missing that the newest load of this kind brought; a note then names it."""
    now = _columns(intake)
    before = _columns_before(organisation_id, intake) if now else None
    found = drift(before, now) if before and now else None
    if found is None:
        return False
    key = "drift_renamed" if found.new else DRIFT
    intake.notes.append(note(key, gone=ROW_MARK.join(found.gone), new=ROW_MARK.join(found.new)))
    return True


def has_drifted(notes: list[Note]) -> bool:
    """Whether one of these notes names a missing column."""
    return any(one["key"].startswith(DRIFT) for one in notes)


def columns_kept(intake: Intake) -> dict[str, Any]:
    """The columns of a file as the ledger keeps them; empty where none is missed later."""
    found = _columns(intake)
    return {"fields": dict(found.fields), "headers": list(found.headers)} if found else {}


def _columns(intake: Intake) -> Columns | None:
    """The columns of a file. None of a work tool's: it leaves out those in which nothing is filled."""
    return None if is_work(intake.match) else columns_of(intake.match)


def _columns_before(organisation_id: int, intake: Intake) -> Columns | None:
    """The columns of the newest stored load of the same kind and, of ads, of one of the same accounts."""
    loads = Load.objects.filter(
        organisation_id=organisation_id,
        source=intake.source.slug,
        shape=intake.match.shape.id,
        state=LoadState.DONE,
    ).order_by("-turn")
    for kept, owners in loads.values_list("columns", "owners")[:LOOKED_AT]:
        if kept and _shares_account(intake, owners):
            return Columns(kept["fields"], kept["headers"])
    return None


def _shares_account(intake: Intake, owners: list[Any]) -> bool:
    if not isinstance(intake, AdIntake):
        return True
    mine = {owner.account for owner in intake.owners.values()}
    return any(owner.account in mine for owner in owners_kept(owners).values())
