"""Jobs from the shell, and that it does the same as page and API."""

import json
from collections.abc import Callable, Iterator

import pytest
from click.testing import CliRunner
from django.test import Client

from cast import Cast
from riser.cli import main
from riser.foundation import jobs
from riser.foundation.errors import Refused
from riser.foundation.jobs.tests.kinds import Clock, do_next, kind_of_job, say_done
from riser.foundation.models import AuditEvent, Job
from riser.foundation.registries import JobRun

ClientOf = Callable[[str], Client]


@pytest.fixture
def kind() -> Iterator[str]:
    """Work that succeeds."""
    with kind_of_job(say_done) as name:
        yield name


def refuse(job: JobRun) -> str:
    """Work that never succeeds."""
    raise Refused("Row 3 has no date.")


def by_page(client_of: ClientOf, verb: str, number: int) -> None:
    assert client_of("Alice").post(f"/jobs/{number}/{verb}/").status_code == 302


def by_api(client_of: ClientOf, verb: str, number: int) -> None:
    answer = client_of("Alice").post(f"/api/v1/foundation/jobs/{number}/{verb}")
    assert (answer.status_code, answer.json()["id"]) == (200, number)


def by_shell(client_of: ClientOf, verb: str, number: int) -> None:
    email = "alice@northwind.example"
    words = ["jobs", verb, str(number), "--json", "--as", email, "--org", "northwind"]
    answer = CliRunner().invoke(main, words)
    assert (answer.exit_code, json.loads(answer.output)["id"]) == (0, number)


@pytest.mark.parametrize("face", [by_page, by_api, by_shell])
def test_all_faces_cancel_and_retry_the_same_way(
    cast: Cast, client_of: ClientOf, face: Callable[[ClientOf, str, int], None]
) -> None:
    with kind_of_job(refuse) as kind:
        number = jobs.enqueue(cast.act("Cleo"), kind, {})
        face(client_of, "cancel", number)
        assert jobs.state(cast.id, number).state == "cancelled"
        face(client_of, "retry", number)
        assert jobs.state(cast.id, number).state == "queued"
    verbs = AuditEvent.objects.filter(case_kind="job", case_id=str(number)).order_by("pk")
    assert [event.verb for event in verbs] == ["ask for job", "cancel job", "retry job"]
    assert [event.actor_name for event in verbs] == ["Cleo", "Alice", "Alice"]


def test_the_shell_lists_jobs_in_lines(cast: Cast, kind: str) -> None:
    number = jobs.enqueue(cast.act("Cleo"), kind, {})
    do_next(Clock())
    answer = CliRunner().invoke(main, ["jobs", "list", "--org", "northwind"])
    assert answer.output.split(maxsplit=1) == [str(number), "Done  Test work  Done well.\n"]


def test_a_worker_from_the_shell_does_what_is_due_and_ends(cast: Cast, kind: str) -> None:
    number = jobs.enqueue(cast.act("Cleo"), kind, {})
    Job.objects.update(run_at=Clock()())
    answer = CliRunner().invoke(main, ["worker", "--once"])
    assert (answer.exit_code, answer.output) == (0, "1 job done.\n")
    assert jobs.state(cast.id, number).outcome == "Done well."


def test_the_shell_refuses_what_has_ended(cast: Cast, kind: str) -> None:
    number = jobs.enqueue(cast.act("Cleo"), kind, {})
    do_next(Clock())
    answer = CliRunner().invoke(main, ["jobs", "retry", str(number), "--org", "northwind"])
    assert (answer.exit_code, answer.output) == (
        2,
        f"Job {number} did not fail; there is nothing to try again.\n",
    )
