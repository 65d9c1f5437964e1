"""The queue itself: claims with a lease, and how a claim ends. The clock is an argument everywhere.

Whoever claims a job gets a holder's name that nobody had before. Every later write names it: a worker that
lost its lease to another one changes nothing any more.
"""

import os
import socket
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from riser.foundation.jobs.failing import tell_of_failure
from riser.foundation.jobs.rules import pause_after
from riser.foundation.models import Job, Standing
from riser.foundation.registries import jobs

NO_LEASE = {"holder": "", "lease_until": None, "cancel_asked": False}


@dataclass(frozen=True, slots=True)
class Pulse:
    """What a worker reads when it renews its lease."""

    held: bool
    cancel_asked: bool


def claim(now: datetime, *, lease: timedelta) -> Job | None:
    """The next job that is due, ours until the lease ends; None where nothing waits.

    Two workers never get the same one: PostgreSQL skips locked rows, SQLite lets one write at a time.
    """
    while _due(now).exists():  # reads only: a worker that waits must not take SQLite's one pen
        with transaction.atomic():
            skip = connection.features.has_select_for_update_skip_locked
            job = _due(now).select_for_update(skip_locked=skip).order_by("run_at", "pk").first()
            if job is None:
                return None
            if not _is_used_up(job, now):
                return _begin(job, now, lease=lease)
    return None


def renew(job: Job, *, until: datetime, share: float, text: str) -> Pulse:
    """Stores where the job stands and renews its lease; says whether it is still ours and wanted."""
    held = _held(job).update(share=share, progress_text=text[:300], lease_until=until)
    asked = bool(held) and _held(job).filter(cancel_asked=True).exists()
    return Pulse(held=bool(held), cancel_asked=asked)


def settle(job: Job, now: datetime, *, state: Standing, outcome: str) -> bool:
    """Ends the job; false where it was not ours any more."""
    whole = {"share": 1.0} if state == Standing.DONE else {}
    ended = {"state": state, "outcome": outcome, "finished_at": now, **whole, **NO_LEASE}
    return bool(_held(job).update(**ended))


def put_back(job: Job, *, run_at: datetime, reason: str, counts: bool) -> bool:
    """Lets the job wait until `run_at`; an attempt that does not count is taken off again."""
    attempts = job.attempts if counts else job.attempts - 1
    waits = {"state": Standing.QUEUED, "run_at": run_at, "attempts": attempts, "progress_text": reason[:300]}
    return bool(_held(job).update(share=0.0, **waits, **NO_LEASE))


def after_failure(job: Job, now: datetime, *, sentence: str, again: bool) -> None:
    """Lets the job wait for its next attempt, or fail for good; then those whom it concerns are told."""
    if again and job.attempts < attempts_of(job):
        put_back(job, run_at=now + pause_after(job.attempts), reason=sentence, counts=True)
    else:
        _fail(job, now, sentence)


def attempts_of(job: Job) -> int:
    """How often this kind is tried; once where its room is gone."""
    kind = jobs.get(job.kind)
    return kind.attempts if kind else 1


def _due(now: datetime) -> QuerySet[Job]:
    """What waits and is due, and what a worker left behind when its lease ended."""
    waits = Q(state=Standing.QUEUED, run_at__lte=now)
    left = Q(state=Standing.RUNNING, lease_until__lte=now)
    return Job.objects.filter(waits | left)


def _held(job: Job) -> QuerySet[Job]:
    return Job.objects.filter(pk=job.pk, state=Standing.RUNNING, holder=job.holder)


def _begin(job: Job, now: datetime, *, lease: timedelta) -> Job:
    job.state, job.attempts, job.lease_until = Standing.RUNNING, job.attempts + 1, now + lease
    job.holder = f"{socket.gethostname()[:60]}:{os.getpid()}:{uuid4().hex}"
    job.started_at = job.started_at or now
    job.save(update_fields=["state", "attempts", "lease_until", "holder", "started_at"])
    return job


def _is_used_up(job: Job, now: datetime) -> bool:
    """Settles a job left behind that is not to run again: cancelled meanwhile, or killed once too often."""
    if job.state != Standing.RUNNING:
        return False
    with translation.override(job.language):
        return _is_over(job, now)


def _is_over(job: Job, now: datetime) -> bool:
    if job.cancel_asked:
        return settle(job, now, state=Standing.CANCELLED, outcome=_("Cancelled; its worker had ended."))
    if job.attempts >= attempts_of(job):
        told = {"job": job.pk, "count": job.attempts}
        sentence = _("Job %(job)s ended with its worker %(count)s times; it is not tried again.") % told
        return _fail(job, now, sentence)
    return False


@transaction.atomic
def _fail(job: Job, now: datetime, sentence: str) -> bool:
    failed = settle(job, now, state=Standing.FAILED, outcome=sentence)
    if failed:
        tell_of_failure(job, now, sentence)
    return failed
