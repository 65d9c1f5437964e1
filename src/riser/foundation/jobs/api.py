"""REST face of the jobs."""

from datetime import datetime
from typing import Annotated, Any

from ninja import Path, Router, Schema

from riser.foundation.jobs import actions
from riser.foundation.jobs.contract import job_json
from riser.foundation.jobs.queries import SEE_JOBS, find_job, job_list
from riser.foundation.roles import require
from riser.foundation.web import RiserRequest

router = Router()
JobId = Annotated[int, Path(ge=1, le=2**63 - 1)]


class JobOut(Schema):
    """A job: `share` is 0..1, times are UTC."""

    id: int
    kind: str
    label: str
    state: str
    share: float
    text: str
    outcome: str
    attempts: int
    asked_by: str
    created_at: datetime
    run_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


class JobsOut(Schema):
    """Jobs, open ones first."""

    rows: list[JobOut]


@router.get("", response=JobsOut)
def get_jobs(request: RiserRequest) -> dict[str, Any]:
    """The newest jobs that the caller may see: their own, or all of the organisation for administrators."""
    require(request.act, SEE_JOBS)
    return {"rows": [job_json(one) for one in job_list(request.act)]}


@router.get("/{job_id}", response=JobOut)
def get_job(request: RiserRequest, job_id: JobId) -> dict[str, Any]:
    """One job."""
    require(request.act, SEE_JOBS)
    return job_json(find_job(request.act, job_id))


@router.post("/{job_id}/cancel", response=JobOut)
def post_cancel(request: RiserRequest, job_id: JobId) -> dict[str, Any]:
    """Cancels a job: at once where it waits, with its next step where it runs."""
    return job_json(actions.cancel(request.act, job_id))


@router.post("/{job_id}/retry", response=JobOut)
def post_retry(request: RiserRequest, job_id: JobId) -> dict[str, Any]:
    """Lets a failed or cancelled job wait for another try."""
    return job_json(actions.retry(request.act, job_id))
