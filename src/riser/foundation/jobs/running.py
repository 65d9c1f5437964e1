"""One job while it runs: what its function is given, and the thread that keeps its lease."""

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError, connection
from django.utils.translation import gettext as _

from riser.foundation.errors import NotPermitted
from riser.foundation.jobs.queue import Pulse, renew
from riser.foundation.jobs.rules import HandedBack, JobCancelled, LeaseLost
from riser.foundation.models import Job, Member
from riser.foundation.queries import actor, membership
from riser.foundation.roles import SYSTEM, Act, Actor, Face, Scope

logger = logging.getLogger(__name__)
BEAT_SECONDS = 1.0


class Running:
    """What a job's function is given: whose it is, its arguments, and the way to say where it stands.

    `progress` only notes share and text; the thread beside it stores them, on a connection of its own, so
    that they are seen while the job is in the middle of one long transaction.
    """

    def __init__(
        self,
        job: Job,
        *,
        lease: timedelta,
        clock: Callable[[], datetime],
        stopping: Callable[[], bool] = lambda: False,
        threaded: bool = True,
    ) -> None:
        self.organisation_id = job.organisation_id
        self.args: Mapping[str, Any] = job.args
        self.act = act_of(job, clock())
        self._job, self._lease, self._clock = job, lease, clock
        self._stopping, self._threaded = stopping, threaded
        self._share, self._text = 0.0, ""
        self._pulse = Pulse(held=True, cancel_asked=False)
        self._over = threading.Event()

    def progress(self, share: float, text: str = "") -> None:
        """Notes how much is done (0..1). Raises JobCancelled, HandedBack or LeaseLost where it is to end."""
        self._share, self._text = min(max(share, 0.0), 1.0), text
        if not self._threaded:
            self.beat()
        if not self._pulse.held:
            raise LeaseLost
        if self._pulse.cancel_asked:
            raise JobCancelled
        if self._stopping():
            raise HandedBack

    def beat(self) -> None:
        """Stores where it stands, renews the lease, and learns whether somebody cancelled."""
        until = self._clock() + self._lease
        self._pulse = renew(self._job, until=until, share=self._share, text=self._text)

    @contextmanager
    def alive(self) -> Iterator["Running"]:
        """Keeps the lease for the length of the block."""
        thread = threading.Thread(target=self._beat_on, name=f"job-{self._job.pk}", daemon=True)
        if self._threaded:
            thread.start()
        try:
            yield self
        finally:
            self._over.set()
            if self._threaded:
                thread.join()

    def _beat_on(self) -> None:
        while not self._over.wait(BEAT_SECONDS):
            try:
                self.beat()
            except DatabaseError:  # busy or away; the lease is many beats long
                logger.warning("job %s: its lease could not be renewed just now", self._job.pk)
        connection.close()


def act_of(job: Job, now: datetime) -> Act:
    """The circumstances in which a job acts: as whoever asked for it, with the role they have now.

    Raises NotPermitted where they have no access any more.
    """
    return Act(
        organisation_id=job.organisation_id,
        actor=SYSTEM if job.by_system else _member(job),
        face=Face.JOB,
        now=now,
        scope=Scope(job.scope),
    )


def _member(job: Job) -> Actor:
    row = Member.objects.filter(pk=job.asked_by_id or 0).first()
    person = membership(row.user_id, job.organisation_id) if row else None
    if person is None:
        raise NotPermitted(
            _("%(name)s asked for this and has no access any more.") % {"name": job.asked_by_name}
        )
    return actor(person)
