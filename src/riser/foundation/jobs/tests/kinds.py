"""Kinds of jobs that only tests ask for, and a clock that a test turns."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from cast import NOW
from riser.foundation.jobs.perform import perform
from riser.foundation.jobs.queue import claim
from riser.foundation.jobs.rules import LEASE
from riser.foundation.models import Job
from riser.foundation.registries import JobKind, JobRun, jobs

Work = Callable[[JobRun], str]


@dataclass
class Clock:
    """A clock that stands until a test turns it."""

    at: datetime = NOW

    def __call__(self) -> datetime:
        return self.at

    def pass_by(self, passed: timedelta) -> None:
        """Lets time pass."""
        self.at += passed


@contextmanager
def kind_of_job(
    run: Work, *, name: str = "test.work", attempts: int = 3, every: timedelta | None = None
) -> Iterator[str]:
    """A kind registered for the length of the block."""
    jobs._entries[name] = JobKind("Test work", run, attempts=attempts, every=every)
    try:
        yield name
    finally:
        del jobs._entries[name]


def do_next(clock: Clock) -> Job | None:
    """The next job, done in this thread as a worker does it; None where nothing is due."""
    job = claim(clock(), lease=LEASE)
    if job is not None:
        perform(job, lease=LEASE, clock=clock, threaded=False)
        job.refresh_from_db()
    return job


def say_done(job: JobRun) -> str:
    """Work that always succeeds."""
    return "Done well."
