"""Long work: asked for in an action, done by a worker, at least once.

Rooms register kinds in `registries.jobs` and ask with `enqueue`. A job may run twice (its worker was killed,
or lost its lease), so whatever it does must be right when done again.
"""

from riser.foundation.jobs.asking import enqueue
from riser.foundation.jobs.queries import (
    JobState,
    failed_jobs,
    find_job,
    open_job,
    state,
    titles,
    url_of,
)
from riser.foundation.jobs.rules import JobCancelled

__all__ = [
    "JobCancelled",
    "JobState",
    "enqueue",
    "failed_jobs",
    "find_job",
    "open_job",
    "state",
    "titles",
    "url_of",
]
