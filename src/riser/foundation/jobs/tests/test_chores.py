"""What every organisation gets at night, and what waits for whom when it fails."""

from datetime import UTC, datetime, timedelta

from django.contrib.sessions.models import Session

from cast import NOW, Cast
from riser.foundation import jobs
from riser.foundation.errors import Refused
from riser.foundation.jobs import actions
from riser.foundation.jobs.chores import CHORE_KEY, ask_for_chores
from riser.foundation.jobs.clearing import FAILED_KEPT, JOBS_KEPT
from riser.foundation.jobs.rules import DAY
from riser.foundation.jobs.tests.kinds import Clock, do_next, kind_of_job, say_done
from riser.foundation.models import AuditEvent, Job, Organisation
from riser.foundation.registries import JobRun
from riser.foundation.tasks import waiting


def asked(now: datetime, kind: str = "test.work") -> list[int]:
    """The organisations for which this chore was asked for at this moment."""
    numbers = ask_for_chores(now)
    return list(Job.objects.filter(pk__in=numbers, kind=kind).values_list("organisation_id", flat=True))


def night_after(day: str) -> datetime:
    return datetime.fromisoformat(f"{day} 03:00").replace(tzinfo=UTC)


def test_a_chore_is_asked_for_once_a_night_for_each_organisation(cast: Cast) -> None:
    with kind_of_job(say_done, every=DAY):
        assert asked(NOW) == []  # the first night is still to come
        assert sorted(asked(night_after("2026-03-03"))) == sorted([cast.id, cast.contoso.id])
        assert asked(night_after("2026-03-03") + timedelta(minutes=1)) == []
        for _ in range(2):
            while do_next(Clock(night_after("2026-03-03") + timedelta(minutes=2))):
                pass
        assert asked(night_after("2026-03-03") + timedelta(hours=5)) == []
        assert len(asked(night_after("2026-03-04"))) == 2


def test_a_night_that_was_slept_through_is_made_up_once(cast: Cast) -> None:
    with kind_of_job(say_done, every=DAY):
        ask_for_chores(NOW)
        monday = datetime(2026, 3, 9, 8, 30, tzinfo=UTC)
        assert len(asked(monday)) == 2
        assert asked(monday + timedelta(minutes=1)) == []
        assert len(asked(night_after("2026-03-10"))) == 2


def test_night_is_where_the_organisation_is(cast: Cast) -> None:
    Organisation.objects.filter(pk=cast.id).update(time_zone="Asia/Shanghai")
    with kind_of_job(say_done, every=DAY):
        ask_for_chores(NOW)
        assert asked(datetime(2026, 3, 2, 19, 0, tzinfo=UTC)) == [cast.id]
        assert asked(night_after("2026-03-03")) == [cast.contoso.id]


def test_a_chore_that_still_runs_is_not_asked_for_twice(cast: Cast) -> None:
    with kind_of_job(say_done, every=DAY):
        ask_for_chores(NOW)
        first, second = ask_for_chores(night_after("2026-03-03")), ask_for_chores(night_after("2026-03-04"))
    assert first == second


def test_the_machine_leaves_the_trail_to_people(cast: Cast) -> None:
    before = AuditEvent.objects.count()
    with kind_of_job(say_done, every=DAY):
        ask_for_chores(NOW)
        ask_for_chores(night_after("2026-03-03"))
    assert AuditEvent.objects.count() == before


def test_old_jobs_and_sessions_are_cleared(cast: Cast) -> None:
    with kind_of_job(say_done) as kind:
        old = jobs.enqueue(cast.act("Cleo"), kind, {})
        do_next(Clock())
        later = NOW + JOBS_KEPT + timedelta(seconds=1)
        recent = jobs.enqueue(cast.act("Cleo", now=later), kind, {})
        elsewhere = jobs.enqueue(cast.act("Mallory"), kind, {})
        Session.objects.create(
            session_key="x" * 32, session_data="", expire_date=datetime(2020, 1, 1, tzinfo=UTC)
        )
        clearing = jobs.enqueue(cast.act("system", now=NOW), "foundation.clear", {})
        while do_next(Clock(later)):
            pass
    left = set(Job.objects.values_list("pk", flat=True))
    assert old not in left
    assert {recent, elsewhere, clearing} <= left
    assert jobs.state(cast.id, clearing).outcome == "1 old job or notice cleared."
    assert not Session.objects.filter(session_key="x" * 32).exists()


def refuse(job: JobRun) -> str:
    """Work that never succeeds."""
    raise Refused("The disk is full.")


def test_failed_jobs_wait_for_who_asked_and_for_administrators(cast: Cast) -> None:
    with kind_of_job(refuse) as kind:
        number = jobs.enqueue(cast.act("Cleo"), kind, {})
        do_next(Clock())
        [task] = waiting(cast.act("Cleo"))
        assert (task.topic, task.url, task.since) == ("jobs", f"/jobs/{number}/", NOW)
        assert task.text == f"“Test work” failed: The disk is full. (job {number})"
        assert waiting(cast.act("Alice")) == [task]
        assert waiting(cast.act("Bob")) == waiting(cast.act("Mallory")) == []
        actions.put_away(cast.act("Alice"), number)
        assert waiting(cast.act("Cleo")) == waiting(cast.act("Alice")) == []
    assert FAILED_KEPT > JOBS_KEPT


def test_a_chore_that_succeeded_since_waits_for_nobody(cast: Cast) -> None:
    with kind_of_job(refuse) as kind:
        jobs.enqueue(cast.act("system"), kind, {}, key=CHORE_KEY)
        do_next(Clock())
        assert len(waiting(cast.act("Alice"))) == 1
    with kind_of_job(say_done) as kind:
        jobs.enqueue(cast.act("system"), kind, {}, key=CHORE_KEY)
        do_next(Clock())
    assert waiting(cast.act("Alice")) == []
