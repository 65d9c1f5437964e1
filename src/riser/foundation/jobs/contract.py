"""A job as programs read it: the same keys in the API and in the shell."""

from typing import Any

from riser.foundation.jobs.queries import JobState

FIELDS = (
    *("id", "kind", "state", "share", "text", "outcome", "attempts", "asked_by"),
    *("created_at", "run_at", "started_at", "finished_at"),
)


def job_json(job: JobState) -> dict[str, Any]:
    """The job; times in UTC, `share` 0..1, null where it has not come to it."""
    return {name: getattr(job, name) for name in FIELDS} | {"label": str(job.label)}
