"""Chores: kinds of jobs that every organisation gets again and again, asked for by the worker itself."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import translation

from riser.foundation.jobs.asking import enqueue
from riser.foundation.jobs.rules import next_due
from riser.foundation.models import Chore, Organisation
from riser.foundation.registries import jobs
from riser.foundation.roles import SYSTEM, Act, Face

CHORE_KEY = "chore"


def ask_for_chores(now: datetime) -> list[int]:
    """The ids of the jobs for every chore that has come due; each is asked for once, by one of the workers.

    A chore that is new to an organisation waits for its first night. One whose night was slept through, as on
    a laptop, is due when a worker wakes.
    """
    asked = (_ask(chore, now) for chore in _due(now))
    return [job_id for job_id in asked if job_id is not None]


def recurring() -> Iterator[tuple[str, timedelta]]:
    """Every kind that recurs, with its period."""
    return ((name, kind.every) for name, kind in jobs.items() if kind.every is not None)


def _due(now: datetime) -> list[Chore]:
    """The chores that are due, after chores that nobody has seen yet got their first night."""
    kinds = dict(recurring())
    known = set(Chore.objects.values_list("organisation_id", "kind"))
    new = [
        Chore(organisation=house, kind=kind, due_at=_next(house, every, now))
        for house in Organisation.objects.all()
        for kind, every in kinds.items()
        if (house.pk, kind) not in known
    ]
    if new:
        Chore.objects.bulk_create(new, ignore_conflicts=True)
    due = Chore.objects.filter(kind__in=kinds, due_at__lte=now)
    return list(due.select_related("organisation").order_by("due_at", "pk"))


@transaction.atomic
def _ask(chore: Chore, now: datetime) -> int | None:
    """The job, or None where another worker moved the date first."""
    house, every = chore.organisation, dict(recurring())[chore.kind]
    mine = Chore.objects.filter(pk=chore.pk, due_at=chore.due_at)
    if not mine.update(due_at=_next(house, every, now)):
        return None
    machine = Act(organisation_id=house.pk, actor=SYSTEM, face=Face.JOB, now=now)
    with translation.override(house.language):
        return enqueue(machine, chore.kind, {}, key=CHORE_KEY)


def _next(house: Organisation, every: timedelta, now: datetime) -> datetime:
    return next_due(now, every=every, zone=ZoneInfo(house.time_zone))
