"""Writes: a person is erased, from the tables of the lake, the kept files and the ledger of loads.

Done again after a kill it finds what is left. What it did is told by numbers only: an audit event that
named the person would undo it.
"""

from collections.abc import Iterable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction
from django.utils.translation import gettext as _

from riser.connect import ledger
from riser.connect.actions.permissions import ERASE
from riser.connect.actions.settling import lease_of, reconcile
from riser.connect.intake.erasing import rewritten
from riser.connect.lake.erasing import erase, person_columns
from riser.connect.lake.lease import VACUUM, writing
from riser.connect.lake.tables import TABLES
from riser.connect.mappings import table_name
from riser.connect.models import Load
from riser.connect.privacy import person_key
from riser.connect.rules.erasing import SHORTEST, Erasure
from riser.foundation.errors import Refused
from riser.foundation.evidence import RecordRef
from riser.foundation.home import home
from riser.foundation.roles import Act, require
from riser.foundation.trail import record_event

CHUNK = 1 << 20
LONGEST = 2000  # bytes that a key may take, and what stands around it
TOLD = ("rejections", "skipped", "notes")  # of a load: texts that may quote a cell


@dataclass(frozen=True, slots=True)
class Erased:
    """What erasing a person changed: rows by table, kept files, loads; `left` still name it."""

    rows: dict[str, int]
    files: int
    loads: int
    left: tuple[str, ...]


def erase_person(act: Act, told: str) -> Erased:
    """The person taken out of everything that came from other tools. Raises Refused for too short a text.

    `told` is what the files call the person: an e-mail address, a number, an id. A row that may name nobody
    is kept without the name, so that sums stay; one that must name somebody goes.
    """
    require(act, ERASE)
    key = " ".join(told.split())
    if len(key) < SHORTEST:
        raise Refused(_("Name the person by at least four characters, as the files do."))
    reconcile(act.organisation_id, act.now)
    tables = [table for table in TABLES.values() if person_columns(table)]
    with ExitStack() as leases:
        for name in (VACUUM, *(lease_of(table, act.organisation_id) for table in TABLES.values())):
            leases.enter_context(writing(name))
        person = person_key(act.organisation_id, key)
        rows = {table.name: erase(act.organisation_id, table, person) for table in tables}
        files, loads = _in_files(act, Erasure(key)), _in_ledger(act, Erasure(key))
        told_rows = {name: count for name, count in rows.items() if count}
        record_event(
            act, RecordRef("lake", "persons"), "erase person", after={"rows": told_rows, "files": files}
        )
    _forget_old_pages()
    return Erased(told_rows, files, loads, tuple(_left(act.organisation_id, Erasure(key), person)))


def _in_files(act: Act, erasure: Erasure) -> int:
    """How many kept files named the person; their loads point to the files without."""
    folder = ledger.raw_path(act.organisation_id, "x").parents[1]
    loads = Load.objects.filter(organisation_id=act.organisation_id)
    files = loads.order_by("file_sha256").values_list("file_sha256", "source", "shape").distinct()
    count = 0
    for digest, source, shape in list(files):
        old = ledger.raw_path(act.organisation_id, digest)
        if not old.is_file() or not _may_name_persons(source, shape):
            continue
        if new := rewritten(folder, old, source, erasure):
            loads.filter(file_sha256=digest).update(file_sha256=new.name)
            old.unlink()
            count += 1
    return count


def _may_name_persons(source: str, shape: str) -> bool:
    return bool(person_columns(TABLES[table_name(source, shape)]))


@transaction.atomic
def _in_ledger(act: Act, erasure: Erasure) -> int:
    """How many loads quoted the person, in a rejected cell or a skipped row."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")
    count = 0
    for load in Load.objects.filter(organisation_id=act.organisation_id).iterator():
        fresh = {name: erasure.in_data(getattr(load, name)) for name in TOLD}
        changed = [name for name, value in fresh.items() if value != getattr(load, name)]
        for name in changed:
            setattr(load, name, fresh[name])
        if changed:
            load.save(update_fields=changed)
            count += 1
    return count


def _forget_old_pages() -> None:
    """SQLite keeps what was overwritten in its log until that is emptied."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _left(organisation_id: int, erasure: Erasure, person: str) -> Iterable[str]:
    """The files below the home, as paths in it, in which the person still stands."""
    for path in sorted(one for one in home().rglob("*") if one.is_file() and not one.is_symlink()):
        inside = path.relative_to(home())
        with suppress(FileNotFoundError):  # a file of the moment, such as the log of the database
            if not _is_elsewhere(inside, organisation_id) and _holds(path, erasure, person.encode()):
                yield str(inside)


def _is_elsewhere(inside: Path, organisation_id: int) -> bool:
    """Whether a file is another organisation's business, or gone with the process that reads from it."""
    folder, *rest = inside.parts
    return folder == "spool" or (folder in {"lake", "raw"} and rest[0] != str(organisation_id))


def _holds(path: Path, erasure: Erasure, person: bytes) -> bool:
    kept = b""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            kept = kept[-LONGEST:] + chunk
            if person in kept or erasure.stands_in(kept):
                return True
    return False
