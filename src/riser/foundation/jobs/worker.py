"""The loop that does jobs until it is asked to end."""

import logging
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from types import FrameType

from django.db import DatabaseError, connections

from riser.foundation import clock as our_clock
from riser.foundation.jobs.chores import ask_for_chores
from riser.foundation.jobs.perform import perform
from riser.foundation.jobs.queue import claim
from riser.foundation.jobs.rules import LEASE, HandedBack

logger = logging.getLogger(__name__)
CHORES_EVERY = timedelta(minutes=1)
GRACE_SECONDS = 8  # after a polite end is asked for, a job that says nothing of itself is handed back
DATABASE_AWAY_SECONDS = 5.0


class Worker:
    """Does one job after the other. Several workers, also on several machines, share one queue."""

    def __init__(
        self,
        *,
        poll_seconds: float = 1.0,
        lease: timedelta = LEASE,
        clock: Callable[[], datetime] = our_clock.now,
        parent: int | None = None,
    ) -> None:
        self.poll_seconds, self.lease, self.clock, self.parent = poll_seconds, lease, clock, parent
        self._end = threading.Event()
        self._busy = False
        self._chores_at: datetime | None = None

    def work(self, *, once: bool = False) -> int:
        """How many jobs were done, when asked to end; with `once`, when nothing is due any more."""
        done = 0
        while not self.is_ending():
            try:
                worked, pause = self.step(), self.poll_seconds
            except DatabaseError:
                if once:
                    raise
                logger.exception("the database does not answer; trying again")
                connections.close_all()
                worked, pause = False, DATABASE_AWAY_SECONDS
            done += worked
            if not worked and once:
                break
            if not worked:
                self._end.wait(pause)
        return done

    def step(self) -> bool:
        """Whether there was a job to do; it is done now."""
        self._ask_for_chores()
        job = claim(self.clock(), lease=self.lease)
        if job is None:
            return False
        self._busy = True
        try:
            perform(job, lease=self.lease, clock=self.clock, stopping=self.is_ending)
        except HandedBack:  # in the very moment in which the job was settled; else its lease ends
            logger.warning("job %s was cut short while it was settled", job.pk)
        finally:
            self._busy = False
        return True

    def end(self) -> None:
        """Asks the loop to end after what it does now, or at that job's next word of progress."""
        self._end.set()

    def is_ending(self) -> bool:
        """Whether it is to end: somebody asked, or the process that started it is gone."""
        if self.parent is not None and os.getppid() != self.parent:
            self._end.set()
        return self._end.is_set()

    @contextmanager
    def heeding_signals(self) -> Iterator[None]:
        """SIGTERM and Ctrl-C ask politely; a job that stays silent is handed back after a while."""

        def ask(number: int, frame: FrameType | None) -> None:
            self.end()
            signal.alarm(GRACE_SECONDS)

        def insist(number: int, frame: FrameType | None) -> None:
            if self._busy:
                raise HandedBack

        wanted = {signal.SIGTERM: ask, signal.SIGINT: ask, signal.SIGALRM: insist}
        kept = {number: signal.signal(number, handler) for number, handler in wanted.items()}
        try:
            yield
        finally:
            signal.alarm(0)
            for number, handler in kept.items():
                signal.signal(number, handler)

    def _ask_for_chores(self) -> None:
        now = self.clock()
        if self._chores_at is None or now >= self._chores_at:
            self._chores_at = now + CHORES_EVERY
            try:
                ask_for_chores(now)
            except DatabaseError:
                raise
            except Exception:  # such as a time zone that is no more: people's jobs must not wait for that
                logger.exception("chores could not be asked for")
