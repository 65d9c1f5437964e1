"""Does one job that is claimed, whatever comes of it."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import translation
from django.utils.translation import gettext as _

from riser.foundation.errors import Later, RiserError
from riser.foundation.jobs.queue import after_failure, put_back, settle
from riser.foundation.jobs.rules import HandedBack, JobCancelled, LeaseLost
from riser.foundation.jobs.running import Running
from riser.foundation.logs import about
from riser.foundation.models import Job, Standing
from riser.foundation.registries import jobs

logger = logging.getLogger(__name__)


def perform(
    job: Job,
    *,
    lease: timedelta,
    clock: Callable[[], datetime],
    stopping: Callable[[], bool] = lambda: False,
    threaded: bool = True,
) -> None:
    """Runs a claimed job and settles it. Raises only what says that this process must end."""
    with translation.override(job.language), about(job=job.pk, request=job.request_id):
        try:
            run = Running(job, lease=lease, clock=clock, stopping=stopping, threaded=threaded)
            with run.alive():
                outcome = _function(job)(run)
            settle(job, clock(), state=Standing.DONE, outcome=outcome)
        except JobCancelled:
            settle(job, clock(), state=Standing.CANCELLED, outcome=_("Cancelled."))
        except HandedBack:
            put_back(job, run_at=clock(), reason=_("The worker ended; another one goes on."), counts=False)
        except LeaseLost:
            logger.warning("job %s was taken over by another worker", job.pk)
        except Exception as error:
            _fail(job, clock(), error)


def _function(job: Job) -> Callable[[Running], str]:
    kind = jobs.get(job.kind)
    if kind is None:
        raise LookupError(f"no room registered the kind of job {job.kind!r}")
    return kind.run


def _fail(job: Job, now: datetime, error: Exception) -> None:
    """A refusal is final, unless it says that the same may be taken later; anything else is tried again."""
    refused = isinstance(error, RiserError)
    if not refused:
        logger.exception("job %s (%s) failed in attempt %s", job.pk, job.kind, job.attempts)
    again = not refused or isinstance(error, Later)
    said = _("%(sentence)s (job %(job)s)") % {"sentence": _sentence(error), "job": job.pk}
    after_failure(job, now, sentence=said, again=again)


def _sentence(error: Exception) -> str:
    """What a person may read; the rest stands in the log."""
    if isinstance(error, RiserError):
        return str(error)
    return _("Something went wrong inside Riser: %(error)s.") % {"error": type(error).__name__}
