"""What Riser keeps: database, lake, jobs, and whether program and home fit each other."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import DatabaseError, connection
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from riser import __version__
from riser.cli.doctor.findings import Finding, State, advice, fine, mend
from riser.cli.doctor.platforms import install
from riser.cli.keeping.contents import database_file
from riser.cli.keeping.upgrading import UNDERWAY
from riser.connect.actions import outdated_tables
from riser.connect.queries.condition import Condition as LakeCondition
from riser.connect.queries.condition import condition as lake_condition
from riser.foundation.errors import RiserError
from riser.foundation.jobs.condition import Condition as QueueCondition
from riser.foundation.jobs.condition import condition as queue_condition
from riser.foundation.models import AuditEvent, Organisation
from riser.foundation.presence import CUT_OFF
from riser.foundation.safekeeping import postgres, stamp
from riser.ui.formats import listed

RESTORE = "riser restore FILE --replace"
LARGEST_CHECKED = 1 << 30  # bytes; to check more takes longer than a person waits
AHEAD = timedelta(minutes=5)


def examine(home: Path, now: datetime) -> list[Finding]:
    """How database, lake and jobs stand; what cannot be looked at without the one before is left out."""
    reached = looked_at("database", lambda: database(home))
    found = [*cut_off(home), *reached, *_programs()]
    if all(one.state != State.MEND for one in reached):
        checks = {"lake": lake, "jobs": lambda: jobs(now), "clock": lambda: clock_of(now)}
        found += [one for about, check in checks.items() for one in looked_at(about, check)]
    return found


def looked_at(about: str, check: Callable[[], Iterator[Finding]]) -> list[Finding]:
    """What a check found; where it could not even look, that is what it found."""
    try:
        return [*check()]
    except DatabaseError as error:
        return [_of_database(error)]
    except Exception as error:  # whatever it is: a person who asks for help gets a sentence
        return [mend(about, _("This cannot be looked at: %(why)s") % {"why": _first_line(error)})]


def _of_database(error: DatabaseError) -> Finding:
    text = _("The database does not answer: %(why)s") % {"why": str(error).splitlines()[0][:200]}
    if connection.vendor != "sqlite":
        return mend("database", text, "RISER_DATABASE_URL=postgresql://user:password@host/name")
    is_damaged = any(word in str(error) for word in ("malformed", "not a database"))
    return mend("database", text, RESTORE if is_damaged else "")


def cut_off(home: Path) -> Iterator[Finding]:
    """Whether a restore or an upgrade is half done."""
    if (home / CUT_OFF).exists():
        yield mend("home", _("A restore was cut off."), "riser restore --continue")
    if (home / UNDERWAY).exists():
        yield mend("home", _("An upgrade was cut off."), "riser upgrade")


def database(home: Path) -> Iterator[Finding]:
    """Whether the database answers, is whole, and fits this program. Raises DatabaseError."""
    done, made_by = stamp.applied(), stamp.of_home(home)
    told = {"home": made_by or "?", "ours": __version__}
    try:
        stamp.refuse_newer(done, made_by)
    except stamp.Newer as newer:
        yield mend("version", str(newer), "pip install --upgrade riser")
        return
    if not done or not Organisation.objects.exists():
        yield mend("database", _("There is no organisation yet."), "riser setup")
        return
    if stamp.pending():
        text = _("The home belongs to Riser %(home)s, and this is %(ours)s.") % told
        yield mend("version", text, "riser upgrade")
        return
    yield fine("version", _("Program and home fit: Riser %(ours)s.") % told)
    yield from _whole()


def _whole() -> Iterator[Finding]:
    """Whether SQLite finds its own file whole; PostgreSQL looks after its own."""
    file = database_file()
    with connection.cursor() as cursor:
        if file is not None and file.is_file() and file.stat().st_size <= LARGEST_CHECKED:
            cursor.execute("PRAGMA quick_check(1)")
            said = cursor.fetchone()[0]
            if said != "ok":
                yield mend("database", _("The database is damaged: %(why)s") % {"why": said}, RESTORE)
                return
    yield fine("database", _("The database answers (%(kind)s).") % {"kind": connection.vendor})


def _programs() -> Iterator[Finding]:
    """Whether PostgreSQL's own programs are here, which a backup of it needs."""
    if connection.vendor == "sqlite":
        return
    missing = [name for name in ("pg_dump", "psql") if postgres.program(name) is None]
    if missing:
        text = _("A backup needs %(programs)s, and it is not here.") % {"programs": listed(missing)}
        yield mend("backup", text, install("postgres"))
    else:
        yield fine("backup", _("PostgreSQL's own programs for a backup are here."))


def lake() -> Iterator[Finding]:
    """Whether every row that was stored can be read, and nothing was left half done."""
    try:
        old, found = outdated_tables(), lake_condition()
    except RiserError as error:
        yield mend("lake", str(error), "pip install --upgrade riser")
        return
    except DatabaseError:
        raise
    except Exception as error:  # whatever the storage raises is the answer here
        yield mend("lake", _("The lake cannot be read: %(why)s") % {"why": _first_line(error)}, RESTORE)
        return
    if old:
        yield mend("lake", _("Tables of the lake are of an older version."), "riser upgrade")
    yield from of_lake(found)


def of_lake(found: LakeCondition) -> Iterator[Finding]:
    """What is to be said of the lake in this condition."""
    if found.missing:
        told = {"count": len(found.missing), "path": found.missing[0]}
        text = ngettext(
            "%(count)s file of the lake is gone: %(path)s",
            "%(count)s files of the lake are gone: %(path)s …",
            len(found.missing),
        )
        yield mend("lake", text % told, RESTORE)
    elif found.apart:
        yield mend("lake", found.apart, RESTORE)
    elif found.cut_off:
        text = ngettext(
            "%(count)s load was cut off and is not settled.",
            "%(count)s loads were cut off and are not settled.",
            found.cut_off,
        )
        yield mend("lake", text % {"count": found.cut_off}, "riser setup --non-interactive")
    else:
        yield fine("lake", _("The lake can be read and agrees with the ledger."))


def jobs(now: datetime) -> Iterator[Finding]:
    """Whether somebody does the jobs."""
    yield from of_queue(queue_condition(now))


def of_queue(found: QueueCondition) -> Iterator[Finding]:
    """What is to be said of the queue in this condition."""
    if undone := found.waiting + found.left:
        text = ngettext(
            "%(count)s job waits and no worker does it.",
            "%(count)s jobs wait and no worker does them.",
            undone,
        )
        yield mend("jobs", text % {"count": undone}, "riser worker")
    elif found.is_asleep:
        yield advice("jobs", _("No worker has been here for a while."), "riser worker")
    if found.failed:
        text = ngettext(
            "%(count)s job failed and nobody has looked at it.",
            "%(count)s jobs failed and nobody has looked at them.",
            found.failed,
        )
        yield advice("jobs", text % {"count": found.failed}, "riser jobs list")
    if not found.is_asleep and not found.failed:
        yield fine("jobs", _("No job waits for a worker."))


def clock_of(now: datetime) -> Iterator[Finding]:
    """Whether the machine's clock is behind what was recorded, and organisations live in known zones."""
    newest = AuditEvent.objects.aggregate(newest=Max("recorded_at"))["newest"]
    strange = [
        zone for zone in Organisation.objects.values_list("time_zone", flat=True) if not _is_zone(zone)
    ]
    if newest is not None and newest > now + AHEAD:
        told = {"now": f"{now:%Y-%m-%d %H:%M}", "newest": f"{newest:%Y-%m-%d %H:%M}"}
        text = _("The clock says %(now)s UTC, and the newest record is of %(newest)s.") % told
        yield mend("clock", text, "sudo timedatectl set-ntp true")
    elif strange:
        text = _("Nothing is known of the time zone %(zone)s.") % {"zone": strange[0]}
        yield mend("clock", text, "pip install --upgrade tzdata")
    else:
        yield fine("clock", _("The clock is not behind the records."))


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return False
    return True


def _first_line(error: Exception) -> str:
    return f"{type(error).__name__}: {(str(error).splitlines() or [''])[0][:200]}"
