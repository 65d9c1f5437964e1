"""Jobs from being asked for to their end, with a clock that the test turns."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import translation

from cast import NOW, Cast
from riser.foundation import jobs
from riser.foundation.actions import change_role, deactivate_member
from riser.foundation.errors import Later, Refused
from riser.foundation.jobs import actions
from riser.foundation.jobs.queue import claim, renew, settle
from riser.foundation.jobs.rules import LEASE, LeaseLost, pause_after
from riser.foundation.jobs.tests.kinds import Clock, do_next, kind_of_job, say_done
from riser.foundation.models import AuditEvent, Job, Notice, Standing
from riser.foundation.registries import JobRun
from riser.foundation.roles import Role


@pytest.fixture
def kind() -> Iterator[str]:
    """Work that succeeds."""
    with kind_of_job(say_done) as name:
        yield name


def test_a_job_is_done_and_says_what_came_of_it(cast: Cast, kind: str) -> None:
    number = jobs.enqueue(cast.act("Cleo"), kind, {"file": "a.csv"}, url="/connect/")
    waiting = jobs.state(cast.id, number)
    assert (waiting.state, waiting.asked_by, waiting.opens) == ("queued", "Cleo", "/connect/")
    assert do_next(Clock()) is not None
    done = jobs.state(cast.id, number)
    assert (done.state, done.outcome, done.share, done.attempts) == ("done", "Done well.", 1.0, 1)
    assert done.finished_at == NOW
    event = AuditEvent.objects.get(case_kind="job", case_id=str(number))
    assert (event.verb, event.actor_name, event.after) == ("ask for job", "Cleo", {"kind": kind})
    assert do_next(Clock()) is None


def test_what_no_room_registered_cannot_be_asked_for(cast: Cast) -> None:
    with pytest.raises(LookupError, match=r"test\.unknown"):
        jobs.enqueue(cast.act("Cleo"), "test.unknown", {})


def test_the_same_open_key_is_the_same_job(cast: Cast, kind: str) -> None:
    first, again = (jobs.enqueue(cast.act("Cleo"), kind, {}, key="a.csv") for _ in range(2))
    other = jobs.enqueue(cast.act("Cleo"), kind, {}, key="b.csv")
    elsewhere = jobs.enqueue(cast.act("Mallory"), kind, {}, key="a.csv")
    assert first == again
    assert len({first, other, elsewhere}) == 3
    do_next(Clock())
    assert jobs.enqueue(cast.act("Cleo"), kind, {}, key="a.csv") not in {first, other, elsewhere}


def test_jobs_without_a_key_are_each_their_own(cast: Cast, kind: str) -> None:
    assert len({jobs.enqueue(cast.act("Cleo"), kind, {}) for _ in range(3)}) == 3


def test_a_job_waits_for_its_time(cast: Cast, kind: str) -> None:
    clock = Clock()
    jobs.enqueue(cast.act("Cleo"), kind, {}, run_at=NOW + timedelta(hours=1))
    assert do_next(clock) is None
    clock.pass_by(timedelta(hours=1))
    assert do_next(clock) is not None


def test_the_oldest_is_done_first(cast: Cast, kind: str) -> None:
    late = jobs.enqueue(cast.act("Cleo"), kind, {})
    early = jobs.enqueue(cast.act("Cleo"), kind, {}, run_at=NOW - timedelta(minutes=5))
    done = [job.pk for job in (do_next(Clock()), do_next(Clock())) if job]
    assert done == [early, late]


def test_it_acts_as_who_asked_with_the_role_they_have_by_then(cast: Cast) -> None:
    seen: list[tuple[str, str, str]] = []

    def look(job: JobRun) -> str:
        seen.append((job.act.actor.name, job.act.actor.role, job.act.face))
        return ""

    with kind_of_job(look) as kind:
        jobs.enqueue(cast.act("Cleo"), kind, {})
        jobs.enqueue(cast.act("system"), kind, {})
        change_role(cast.act("Alice"), member_id=cast.user("Cleo").pk, role=Role.VIEWER)
        do_next(Clock())
        do_next(Clock())
    assert seen == [("Cleo", "viewer", "job"), ("system", "system", "job")]


def test_who_left_acts_no_more(cast: Cast, kind: str) -> None:
    number = jobs.enqueue(cast.act("Cleo"), kind, {})
    deactivate_member(cast.act("Alice"), member_id=cast.user("Cleo").pk)
    do_next(Clock())
    state = jobs.state(cast.id, number)
    assert state.state == "failed"
    assert "Cleo asked for this and has no access any more" in state.outcome


def test_it_speaks_the_language_in_which_it_was_asked_for(cast: Cast) -> None:
    with kind_of_job(lambda job: translation.get_language()) as kind:
        with translation.override("zh-hans"):
            number = jobs.enqueue(cast.act("Cleo"), kind, {})
        do_next(Clock())
    assert jobs.state(cast.id, number).outcome == "zh-hans"


def test_what_breaks_is_tried_again_after_growing_pauses_and_then_fails(cast: Cast) -> None:
    def divide(job: JobRun) -> str:
        return str(1 / 0)

    clock = Clock()
    with kind_of_job(divide, attempts=3) as kind:
        number = jobs.enqueue(cast.act("Cleo"), kind, {})
        for attempt in (1, 2):
            do_next(clock)
            waits = jobs.state(cast.id, number)
            assert (waits.state, waits.attempts) == ("queued", attempt)
            assert waits.run_at == clock() + pause_after(attempt)
            assert do_next(clock) is None
            clock.pass_by(pause_after(attempt))
        do_next(clock)
    failed = jobs.state(cast.id, number)
    assert (failed.state, failed.attempts) == ("failed", 3)
    assert failed.outcome == f"Something went wrong inside Riser: ZeroDivisionError. (job {number})"


def test_a_refusal_is_final_and_told_to_who_asked(cast: Cast) -> None:
    def refuse(job: JobRun) -> str:
        raise Refused("Row 3 has no date.")

    with kind_of_job(refuse) as kind:
        number = jobs.enqueue(cast.act("Cleo"), kind, {})
        do_next(Clock())
    failed = jobs.state(cast.id, number)
    assert (failed.state, failed.attempts) == ("failed", 1)
    assert failed.outcome == f"Row 3 has no date. (job {number})"
    notice = Notice.objects.get()
    assert (notice.member_id, notice.kind) == (cast.user("Cleo").pk, "foundation.job_failed")
    assert "Row 3 has no date." in notice.text
    assert notice.url == f"/jobs/{number}/"


def test_a_refusal_for_now_is_tried_again(cast: Cast) -> None:
    def refuse(job: JobRun) -> str:
        raise Later("Another import is being written.")

    with kind_of_job(refuse) as kind:
        number = jobs.enqueue(cast.act("Cleo"), kind, {})
        do_next(Clock())
    assert jobs.state(cast.id, number).state == "queued"
    assert "Another import" in jobs.state(cast.id, number).text


def test_administrators_hear_of_what_the_machine_could_not_do(cast: Cast) -> None:
    def refuse(job: JobRun) -> str:
        raise Refused("The disk is full.")

    with kind_of_job(refuse) as kind:
        jobs.enqueue(cast.act("system"), kind, {})
        do_next(Clock())
    assert [notice.member_id for notice in Notice.objects.all()] == [cast.user("Alice").pk]


def test_a_job_whose_worker_was_killed_runs_again_when_the_lease_ends(cast: Cast, kind: str) -> None:
    clock = Clock()
    number = jobs.enqueue(cast.act("Cleo"), kind, {})
    assert claim(clock(), lease=LEASE) is not None  # and its worker is killed here
    clock.pass_by(LEASE - timedelta(seconds=1))
    assert do_next(clock) is None
    clock.pass_by(timedelta(seconds=1))
    assert do_next(clock) is not None
    assert (jobs.state(cast.id, number).state, jobs.state(cast.id, number).attempts) == ("done", 2)


def test_a_lease_that_is_renewed_does_not_end(cast: Cast, kind: str) -> None:
    clock = Clock()
    jobs.enqueue(cast.act("Cleo"), kind, {})
    job = claim(clock(), lease=LEASE)
    assert job is not None
    for _ in range(5):
        clock.pass_by(LEASE / 2)
        assert renew(job, until=clock() + LEASE, share=0.5, text="halfway").held
        assert do_next(clock) is None


def test_a_job_that_kills_its_worker_each_time_fails_in_the_end(cast: Cast, kind: str) -> None:
    clock = Clock()
    number = jobs.enqueue(cast.act("Cleo"), kind, {})
    for _ in range(3):
        assert claim(clock(), lease=LEASE) is not None
        clock.pass_by(LEASE)
    assert claim(clock(), lease=LEASE) is None
    failed = jobs.state(cast.id, number)
    assert failed.state == "failed"
    assert f"Job {number} ended with its worker 3 times" in failed.outcome
    assert Notice.objects.filter(member=cast.user("Cleo")).count() == 1


def test_a_worker_that_lost_its_lease_changes_nothing_any_more(cast: Cast, kind: str) -> None:
    clock = Clock()
    number = jobs.enqueue(cast.act("Cleo"), kind, {})
    slow = claim(clock(), lease=LEASE)
    assert slow is not None
    clock.pass_by(LEASE)
    quick = claim(clock(), lease=LEASE)
    assert quick is not None
    assert not renew(slow, until=clock() + LEASE, share=0.9, text="mine").held
    assert not settle(slow, clock(), state=Standing.DONE, outcome="mine")
    assert jobs.state(cast.id, number).state == "running"
    assert settle(quick, clock(), state=Standing.DONE, outcome="done by the other")
    assert jobs.state(cast.id, number).outcome == "done by the other"


def test_a_job_that_was_taken_over_stops_at_its_next_word(cast: Cast) -> None:
    clock, ended = Clock(), []

    def dawdle(job: JobRun) -> str:
        clock.pass_by(LEASE)
        assert claim(clock(), lease=LEASE) is not None
        try:
            job.progress(0.5)
        except LeaseLost:
            ended.append(True)
            raise
        return "never said"

    with kind_of_job(dawdle) as kind:
        number = jobs.enqueue(cast.act("Cleo"), kind, {})
        do_next(clock)
    assert ended == [True]
    assert jobs.state(cast.id, number).state == "running"


def test_progress_is_seen_while_it_runs(cast: Cast) -> None:
    seen: list[tuple[str, float, str]] = []

    def count(job: JobRun) -> str:
        for done in (0.25, 7.0):
            job.progress(done, f"{done} so far")
            state = jobs.state(cast.id, number)
            seen.append((state.state, state.share, state.text))
        return "Counted."

    with kind_of_job(count) as kind:
        number = jobs.enqueue(cast.act("Cleo"), kind, {})
        do_next(Clock())
    assert seen == [("running", 0.25, "0.25 so far"), ("running", 1.0, "7.0 so far")]


def test_a_waiting_job_is_cancelled_at_once(cast: Cast, kind: str) -> None:
    number = jobs.enqueue(cast.act("Cleo"), kind, {})
    assert actions.cancel(cast.act("Cleo"), number).state == "cancelled"
    assert do_next(Clock()) is None
    assert AuditEvent.objects.filter(case_kind="job", verb="cancel job", actor_name="Cleo").count() == 1
    with pytest.raises(Refused, match="has ended"):
        actions.cancel(cast.act("Cleo"), number)


def test_a_running_job_is_cancelled_at_its_next_word_of_progress(cast: Cast) -> None:
    reached: list[str] = []

    def long_work(job: JobRun) -> str:
        job.progress(0.1)
        assert actions.cancel(cast.act("Alice"), number).word == "Stopping"
        try:
            job.progress(0.2)
        except Exception:  # careless work cannot swallow it
            reached.append("swallowed")
        reached.append("went on")
        return "never said"

    with kind_of_job(long_work) as kind:
        number = jobs.enqueue(cast.act("Cleo"), kind, {})
        do_next(Clock())
    state = jobs.state(cast.id, number)
    assert (state.state, state.outcome, reached) == ("cancelled", "Cancelled.", [])


def test_a_cancelled_job_whose_worker_died_does_not_run_again(cast: Cast, kind: str) -> None:
    clock = Clock()
    number = jobs.enqueue(cast.act("Cleo"), kind, {})
    claim(clock(), lease=LEASE)
    actions.cancel(cast.act("Cleo"), number)
    clock.pass_by(LEASE)
    assert do_next(clock) is None
    assert jobs.state(cast.id, number).state == "cancelled"


def test_a_failed_job_is_tried_again_on_demand(cast: Cast) -> None:
    broken = [True]

    def mended(job: JobRun) -> str:
        if broken:
            raise Refused("Not yet.")
        return "Now."

    with kind_of_job(mended) as kind:
        number = jobs.enqueue(cast.act("Cleo"), kind, {}, key="k")
        do_next(Clock())
        broken.clear()
        again = actions.retry(cast.act("Cleo"), number)
        assert (again.state, again.attempts, again.outcome) == ("queued", 0, "")
        with pytest.raises(Refused, match="did not fail"):
            actions.retry(cast.act("Cleo"), number)
        do_next(Clock())
    assert jobs.state(cast.id, number).outcome == "Now."
    assert AuditEvent.objects.filter(case_kind="job", verb="retry job").count() == 1


def test_a_failed_job_is_not_tried_again_beside_the_same_work(cast: Cast) -> None:
    def refuse(job: JobRun) -> str:
        raise Refused("No.")

    with kind_of_job(refuse) as kind:
        number = jobs.enqueue(cast.act("Cleo"), kind, {}, key="k")
        do_next(Clock())
        jobs.enqueue(cast.act("Cleo"), kind, {}, key="k")
        with pytest.raises(Refused, match="waits or runs already"):
            actions.retry(cast.act("Cleo"), number)
    assert Job.objects.get(pk=number).state == Standing.FAILED
