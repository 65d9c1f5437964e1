"""Who is told that a job failed for good, and where it waits for them."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from riser.foundation.evidence import RecordRef
from riser.foundation.jobs.queries import JobState, failed_jobs, job_state
from riser.foundation.models import Job, Member
from riser.foundation.notices import notify
from riser.foundation.notices.telling import MAIL_JOB
from riser.foundation.registries import Task
from riser.foundation.roles import SYSTEM, Act, Face, Role

FAILED_NOTICE = "foundation.job_failed"


def tell_of_failure(job: Job, now: datetime, why: str) -> None:
    """Tells whoever asked for the job; administrators where the machine did.

    Not of mail: a notice that cannot be mailed would be mailed. It is on the home page all the same.
    """
    if job.kind == MAIL_JOB:
        return
    state = job_state(job)
    machine = Act(organisation_id=job.organisation_id, actor=SYSTEM, face=Face.JOB, now=now)
    notify(
        machine,
        kind=FAILED_NOTICE,
        to=_concerned(job),
        text=lambda: _sentence(state, why),
        url=state.href,
        record=RecordRef("job", str(job.pk)),
    )


def failed_tasks(act: Act) -> Sequence[Task]:
    """Failed jobs as tasks of those who may see them."""
    return [
        Task(
            topic="jobs",
            text=_sentence(state, state.outcome),
            url=state.href,
            since=state.finished_at or state.created_at,
            record=RecordRef("job", str(state.id)),
        )
        for state in failed_jobs(act)
    ]


def _sentence(state: JobState, why: str) -> str:
    return _("“%(what)s” failed: %(why)s") % {"what": state.label, "why": why}


def _concerned(job: Job) -> list[int]:
    if not job.by_system:
        return [job.asked_by_id] if job.asked_by_id else []
    administrators = Member.objects.filter(organisation_id=job.organisation_id, role=Role.ADMINISTRATOR)
    return list(administrators.filter(is_active=True).values_list("pk", flat=True))
