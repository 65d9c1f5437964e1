"""Long work of this room: large files, and the nightly upkeep of the lake."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from riser.connect.actions import IMPORT, apply_retention, compact_lake, import_file
from riser.connect.actions.pulls import pull, run_due
from riser.connect.actions.quality import QUALITY_JOB, check_quality
from riser.connect.intake import uploads
from riser.connect.intake.uploads import Upload
from riser.connect.pulling import PullRecord
from riser.connect.pulls.engine import Progress
from riser.foundation.jobs import enqueue
from riser.foundation.registries import JobKind, JobRun
from riser.foundation.roles import Act, require
from riser.ui import formats

IMPORT_JOB, COMPACT_JOB = "connect.import", "connect.compact"
PULL_JOB, DUE_JOB = "connect.pull", "connect.run_due"
RETAIN_JOB = "connect.retain"
LARGE = 20 * 1024 * 1024  # bytes; a smaller file is stored while the person waits


def ask_for_import(act: Act, upload: Upload, *, leave_out: bool, **said: str) -> int:
    """The job that stores a large upload; asked for twice while it is open, it is the same job.

    `said` is what stands beside the file: source, account, currency and day_order.
    """
    require(act, IMPORT)
    sha256 = upload.path.name
    args = {"sha256": sha256, "name": upload.name, "leave_out": leave_out, **said}
    return enqueue(act, IMPORT_JOB, args, key=sha256, url=reverse("connect"))


def import_large(run: JobRun) -> str:
    """Stores an upload. Done twice it changes nothing: the same rows are stored already."""
    said: Mapping[str, Any] = run.args
    upload = uploads.waiting(run.organisation_id, said["sha256"], said["name"])
    run.progress(0, _("Reading the file"))
    record = import_file(
        run.act,
        upload.path,
        source=said["source"],
        account=said["account"],
        currency=said["currency"],
        day_order=said["day_order"],
        accept_quarantine=said["leave_out"],
        file_name=upload.name,
        watch=lambda share: run.progress(share, _("Reading the file")),
    )
    if record.waits:
        return _("%(name)s waits: rows were rejected.") % {"name": record.file_name}
    text = ngettext(
        "%(n)s row of %(name)s is stored.", "%(n)s rows of %(name)s are stored.", record.rows_accepted
    )
    return text % {"n": record.rows_accepted, "name": record.file_name}


def compact(run: JobRun) -> str:
    """Tidies every table of the organisation."""
    found = compact_lake(run.act)
    removed = sum(table["removed"] for table in found)
    text = ngettext("%(n)s old file was removed.", "%(n)s old files were removed.", removed)
    return text % {"n": removed}


def retain(run: JobRun) -> str:
    """Lets go what is older than the organisation keeps it."""
    rows = sum(one.rows for one in apply_retention(run.act))
    return ngettext("%(n)s old row was let go.", "%(n)s old rows were let go.", rows) % {"n": rows}


def check(run: JobRun) -> str:
    """Holds the data against the quality rules. Done twice in a day it keeps the newer finding."""
    failing = sum(1 for one in check_quality(run.act) if one.found.failing)
    text = ngettext("%(n)s quality rule fails.", "%(n)s quality rules fail.", failing)
    return text % {"n": failing}


def ask_for_pull(act: Act, connection_id: int) -> int:
    """The job that pulls a connection; asked for twice while it is open, it is the same job."""
    require(act, IMPORT)
    url = reverse("connect_pulls")
    return enqueue(act, PULL_JOB, {"connection": connection_id}, key=f"pull {connection_id}", url=url)


def pull_one(run: JobRun) -> str:
    """Pulls a connection. Run again after a kill it goes on where it stood."""

    def watch(progress: Progress) -> None:
        said = ngettext("%(n)s row so far", "%(n)s rows so far", progress.rows)
        run.progress(1 - 1 / (1 + progress.pages), said % {"n": progress.rows})

    return _told(pull(run.act, run.args["connection"], watch=watch))


def pull_due(run: JobRun) -> str:
    """Pulls what is due."""
    found = run_due(run.act)
    return formats.sentences(*map(_told, found)) if found else _("No pull is due.")


def _told(found: PullRecord) -> str:
    """What came of a pull, in one sentence."""
    name = f"{found.title} {found.account}".strip()
    if found.why:
        return _("%(name)s: %(why)s") % {"name": name, "why": found.why}
    text = ngettext("%(name)s: %(n)s row came.", "%(name)s: %(n)s rows came.", found.rows)
    return text % {"name": name, "n": found.rows}


KINDS: Mapping[str, JobKind] = {
    IMPORT_JOB: JobKind(gettext_lazy("Import a large file"), import_large),
    COMPACT_JOB: JobKind(gettext_lazy("Tidy the lake"), compact, every=timedelta(days=1)),
    RETAIN_JOB: JobKind(gettext_lazy("Let old rows go"), retain, every=timedelta(days=1)),
    PULL_JOB: JobKind(gettext_lazy("Pull from a platform"), pull_one),
    DUE_JOB: JobKind(gettext_lazy("Pull what is due"), pull_due, every=timedelta(hours=1)),
    QUALITY_JOB: JobKind(gettext_lazy("Check data quality"), check, every=timedelta(days=1)),
}
