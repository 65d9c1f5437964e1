"""Verbs on a job: cancel, try again, put away. Administrators and whoever asked for it may."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from riser.foundation.errors import Refused
from riser.foundation.evidence import RecordRef
from riser.foundation.jobs.queries import SEE_JOBS, JobState, job_state, visible_row
from riser.foundation.models import Job, Standing
from riser.foundation.roles import Act, require
from riser.foundation.trail import record_event


@transaction.atomic
def cancel(act: Act, job_id: int) -> JobState:
    """The job: cancelled at once where it waits, at its next word of progress where it runs.

    Raises NotFound for a job of somebody else, Refused for one that has ended.
    """
    job = _own(act, job_id)
    if job.state == Standing.QUEUED:
        job.state, job.finished_at, job.outcome = Standing.CANCELLED, act.now, _("Cancelled.")
    elif job.state == Standing.RUNNING:
        job.cancel_asked = True
    else:
        raise Refused(_("Job %(job)s has ended; there is nothing to cancel.") % {"job": job.pk})
    job.save(update_fields=["state", "finished_at", "outcome", "cancel_asked"])
    return _recorded(act, job, "cancel job")


@transaction.atomic
def retry(act: Act, job_id: int) -> JobState:
    """The job, waiting again with all its attempts. It still acts as whoever asked for it first.

    Raises NotFound for a job of somebody else, Refused for one that waits, runs or is done, or where the same
    work waits already.
    """
    job = _own(act, job_id)
    if job.state not in (Standing.FAILED, Standing.CANCELLED):
        raise Refused(_("Job %(job)s did not fail; there is nothing to try again.") % {"job": job.pk})
    afresh = {"attempts": 0, "share": 0.0, "progress_text": "", "outcome": "", "cancel_asked": False}
    ended = {"started_at": None, "finished_at": None, "put_away_at": None}
    try:
        with transaction.atomic():
            rows = Job.objects.filter(pk=job.pk)
            rows.update(state=Standing.QUEUED, run_at=act.now, **afresh, **ended)
    except IntegrityError as error:
        raise Refused(_("The same work waits or runs already.")) from error
    job.refresh_from_db()
    return _recorded(act, job, "retry job")


@transaction.atomic
def put_away(act: Act, job_id: int) -> JobState:
    """The failed job, off the list of what waits for somebody. Raises Refused for one that did not fail."""
    job = _own(act, job_id)
    if job.state != Standing.FAILED:
        raise Refused(_("Job %(job)s did not fail; there is nothing to put away.") % {"job": job.pk})
    job.put_away_at = act.now
    job.save(update_fields=["put_away_at"])
    return _recorded(act, job, "put job away")


def _own(act: Act, job_id: int) -> Job:
    require(act, SEE_JOBS)
    return visible_row(act, job_id, lock=True)


def _recorded(act: Act, job: Job, verb: str) -> JobState:
    record_event(act, RecordRef("job", str(job.pk)), verb, after={"kind": job.kind, "state": job.state})
    return job_state(job)
