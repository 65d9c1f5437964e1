"""Whether somebody does the jobs of this installation, over all its organisations."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from riser.foundation.models import Chore, Job, Standing

PATIENCE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Condition:
    """How the queue stands: jobs that wait too long, that lost their worker, that failed; chores overdue."""

    waiting: int
    left: int
    failed: int
    is_chore_overdue: bool

    @property
    def is_asleep(self) -> bool:
        """Whether no worker seems to be alive."""
        return bool(self.waiting or self.left or self.is_chore_overdue)


def condition(now: datetime) -> Condition:
    """How the queue stands at this moment."""
    late = now - PATIENCE
    jobs = Job.objects.all()
    return Condition(
        waiting=jobs.filter(state=Standing.QUEUED, run_at__lt=late).count(),
        left=jobs.filter(state=Standing.RUNNING, lease_until__lt=late).count(),
        failed=jobs.filter(state=Standing.FAILED, put_away_at=None).count(),
        is_chore_overdue=Chore.objects.filter(due_at__lt=late).exists(),
    )
