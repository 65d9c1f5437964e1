"""The chore that clears what nobody needs any more: old jobs, read notices, sessions that ended."""

from datetime import timedelta

from django.core.management import call_command
from django.utils.translation import ngettext

from riser.foundation.models import Job, Notice, Standing
from riser.foundation.registries import JobRun

JOBS_KEPT = timedelta(days=30)
FAILED_KEPT = timedelta(days=180)
NOTICES_KEPT = timedelta(days=180)


def clear_old(job: JobRun) -> str:
    """Deletes jobs that ended and notices that were read long ago, and sessions that have expired."""
    now = job.act.now
    ended = Job.objects.filter(organisation_id=job.organisation_id)
    good = ended.filter(state__in=[Standing.DONE, Standing.CANCELLED], finished_at__lt=now - JOBS_KEPT)
    bad = ended.filter(state=Standing.FAILED, finished_at__lt=now - FAILED_KEPT)
    read = Notice.objects.filter(organisation_id=job.organisation_id, read_at__lt=now - NOTICES_KEPT)
    gone = sum(rows.delete()[0] for rows in (good, bad, read))
    job.progress(0.5)
    call_command("clearsessions")
    told = ngettext("%(count)s old job or notice cleared.", "%(count)s old jobs and notices cleared.", gone)
    return told % {"count": gone}
