"""Reads on jobs, and who may see one: administrators and whoever asked for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from riser.foundation.errors import NotFound
from riser.foundation.models import OPEN, Job, Standing
from riser.foundation.registries import jobs
from riser.foundation.roles import ADMINISTRATORS, Act, Permission, Role

SEE_JOBS = Permission("foundation.jobs", frozenset(Role), gettext_lazy("see background work"))
SHOWN = 200


@dataclass(frozen=True, slots=True)
class JobState:
    """Where one job stands: `share` is 0..1, `outcome` how it ended, `opens` the page of its result."""

    id: int
    kind: str
    label: StrOrPromise
    state: str
    share: float
    text: str
    outcome: str
    opens: str
    attempts: int
    of_attempts: int
    cancel_asked: bool
    put_away: bool
    asked_by: str
    asked_by_id: int | None
    created_at: datetime
    run_at: datetime
    started_at: datetime | None
    finished_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether it still waits or runs."""
        return self.state in OPEN

    @property
    def word(self) -> str:
        """The state as people read it."""
        return _("Stopping") if self.cancel_asked and self.is_open else str(Standing(self.state).label)

    @property
    def percent(self) -> int:
        """How much is done, 0..100."""
        return round(100 * self.share)

    @property
    def href(self) -> str:
        """The page of this job."""
        return reverse("job", args=[self.id])

    @property
    def may_retry(self) -> bool:
        """Whether it ended without a result."""
        return self.state in (Standing.FAILED, Standing.CANCELLED)


def state(organisation_id: int, job_id: int) -> JobState:
    """Where a job of this organisation stands, whoever asks (`find_job` looks at that). Raises NotFound."""
    row = Job.objects.filter(organisation_id=organisation_id, pk=job_id).first()
    if row is None:
        raise NotFound(_("There is no such job."))
    return job_state(row)


def find_job(act: Act, job_id: int) -> JobState:
    """One job that the acting person may see. Raises NotFound for any other."""
    return job_state(visible_row(act, job_id))


def open_job(act: Act, kind: str, *, key: str) -> JobState | None:
    """The job of this kind and key that waits or runs, where the acting person may see it."""
    row = visible(act).filter(kind=kind, key=key, state__in=OPEN).first()
    return job_state(row) if row else None


def job_list(act: Act, *, most: int = SHOWN) -> list[JobState]:
    """The newest jobs that the acting person may see, open ones first."""
    rows = visible(act).order_by("-pk")[:most]
    return sorted((job_state(row) for row in rows), key=lambda one: not one.is_open)


def failed_jobs(act: Act) -> list[JobState]:
    """Failed jobs that nobody put away and that no later job of the same key made good; newest first."""
    same = {name: OuterRef(name) for name in ("organisation", "kind", "key")}
    made_good = Job.objects.filter(**same, pk__gt=OuterRef("pk")).exclude(key="")
    rows = visible(act).filter(state=Standing.FAILED, put_away_at=None)
    left = rows.exclude(Exists(made_good.filter(state=Standing.DONE)))
    return [job_state(row) for row in left.order_by("-finished_at")[:SHOWN]]


def titles(organisation_id: int, ids: Sequence[str]) -> dict[str, str]:
    """The name of each of these jobs by its id."""
    rows = Job.objects.filter(organisation_id=organisation_id, pk__in=[one for one in ids if one.isdecimal()])
    return {str(row.pk): f"{job_state(row).label} {row.pk}" for row in rows}


def url_of(job_id: str) -> str:
    """The page of a job."""
    return reverse("job", args=[int(job_id)])


def visible(act: Act) -> QuerySet[Job]:
    """The rows that the acting person may see."""
    own = Q() if act.actor.role in ADMINISTRATORS else Q(asked_by_id=act.actor.member_id or 0)
    return Job.objects.filter(own, organisation_id=act.organisation_id)


def visible_row(act: Act, job_id: int, *, lock: bool = False) -> Job:
    """One row that the acting person may see. Raises NotFound."""
    rows = visible(act).select_for_update() if lock else visible(act)
    row = rows.filter(pk=job_id).first()
    if row is None:
        raise NotFound(_("There is no such job."))
    return row


def job_state(row: Job) -> JobState:
    """The row as frozen value."""
    kind = jobs.get(row.kind)
    return JobState(
        id=row.pk,
        kind=row.kind,
        label=kind.label if kind else row.kind,
        state=row.state,
        share=row.share,
        text=row.progress_text,
        outcome=row.outcome,
        opens=row.url,
        attempts=row.attempts,
        of_attempts=kind.attempts if kind else 0,
        cancel_asked=row.cancel_asked,
        put_away=row.put_away_at is not None,
        asked_by=row.asked_by_name,
        asked_by_id=row.asked_by_id,
        created_at=row.created_at,
        run_at=row.run_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
    )
