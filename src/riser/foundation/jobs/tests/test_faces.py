"""Jobs on pages, in the API and in the shell: the same for all three, and nothing for strangers."""

import json
from collections.abc import Callable, Iterator

import pytest
from click.testing import CliRunner
from django.test import Client

from cast import Cast
from riser.cli import main
from riser.foundation import jobs
from riser.foundation.errors import Refused
from riser.foundation.jobs.queue import claim, renew
from riser.foundation.jobs.rules import LEASE
from riser.foundation.jobs.tests.kinds import Clock, do_next, kind_of_job, say_done
from riser.foundation.models import AuditEvent, Job
from riser.foundation.registries import JobRun

ClientOf = Callable[[str], Client]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def kind() -> Iterator[str]:
    """Work that succeeds."""
    with kind_of_job(say_done) as name:
        yield name


def refuse(job: JobRun) -> str:
    """Work that never succeeds."""
    raise Refused("Row 3 has no date.")


def text_of(client: Client, path: str, **headers: str) -> str:
    """The page as text; fails where it does not open."""
    answer = client.get(path, headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def running(cast: Cast, kind: str) -> int:
    """A job of Cleo's that some worker has half done."""
    number = jobs.enqueue(cast.act("Cleo"), kind, {})
    job = claim(Clock()(), lease=LEASE)
    assert job is not None
    renew(job, until=Clock()() + LEASE, share=0.4, text="row 400")
    return number


def test_the_page_shows_progress_and_asks_again_while_it_runs(
    cast: Cast, client_of: ClientOf, kind: str
) -> None:
    number = running(cast, kind)
    page = text_of(client_of("Cleo"), f"/jobs/{number}/")
    assert '<progress class="load" max="100" value="40"' in page
    assert "row 400" in page
    assert 'hx-trigger="every 2s"' in page
    part = text_of(client_of("Cleo"), f"/jobs/{number}/", **HTMX)
    assert part.strip().startswith(f'<div class="empty stack job" id="job-{number}"')
    assert "<html" not in part


def test_the_page_stops_asking_when_it_is_done_and_leads_to_the_result(
    cast: Cast, client_of: ClientOf, kind: str
) -> None:
    number = jobs.enqueue(cast.act("Cleo"), kind, {}, url="/connect/")
    do_next(Clock())
    part = text_of(client_of("Cleo"), f"/jobs/{number}/", **HTMX)
    assert "Done well." in part
    assert 'href="/connect/"' in part
    assert "hx-trigger" not in part


def test_the_list_asks_again_only_while_something_is_open(cast: Cast, client_of: ClientOf, kind: str) -> None:
    running(cast, kind)
    assert 'hx-trigger="every 3s"' in text_of(client_of("Cleo"), "/jobs/")
    assert "<html" not in text_of(client_of("Cleo"), "/jobs/", **HTMX)
    Job.objects.update(state="done")
    assert "hx-trigger" not in text_of(client_of("Cleo"), "/jobs/")


@pytest.mark.parametrize(
    ("name", "sees"), [("Cleo", True), ("Alice", True), ("Bob", False), ("Mallory", False)]
)
def test_a_job_is_seen_by_who_asked_and_by_administrators(
    cast: Cast, client_of: ClientOf, kind: str, name: str, sees: bool
) -> None:
    number = jobs.enqueue(cast.act("Cleo"), kind, {})
    client = client_of(name)
    assert ("Test work" in text_of(client, "/jobs/")) is sees
    found = [row["id"] for row in client.get("/api/v1/foundation/jobs").json()["rows"]]
    assert found == [number] * sees
    for path in (f"/jobs/{number}/", f"/api/v1/foundation/jobs/{number}"):
        assert client.get(path).status_code == (200 if sees else 404)


@pytest.mark.parametrize("name", ["Bob", "Vera", "Mallory"])
def test_nobody_else_cancels_or_retries(cast: Cast, client_of: ClientOf, kind: str, name: str) -> None:
    number = jobs.enqueue(cast.act("Cleo"), kind, {})
    client, before = client_of(name), AuditEvent.objects.count()
    for verb in ("cancel", "retry", "put-away"):
        assert client.post(f"/jobs/{number}/{verb}/").status_code == 404
    for verb in ("cancel", "retry"):
        assert client.post(f"/api/v1/foundation/jobs/{number}/{verb}").status_code == 404
    assert jobs.state(cast.id, number).state == "queued"
    assert AuditEvent.objects.count() == before


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


def test_what_has_ended_is_refused_with_a_sentence(cast: Cast, client_of: ClientOf, kind: str) -> None:
    number = jobs.enqueue(cast.act("Cleo"), kind, {})
    do_next(Clock())
    answer = client_of("Cleo").post(f"/jobs/{number}/cancel/")
    assert answer.status_code == 422
    assert f"Job {number} has ended" in answer.content.decode()
    assert client_of("Cleo").post(f"/api/v1/foundation/jobs/{number}/retry").status_code == 422
    assert CliRunner().invoke(main, ["jobs", "retry", str(number), "--org", "northwind"]).exit_code == 2


def test_a_failed_job_says_why_and_offers_another_try(cast: Cast, client_of: ClientOf) -> None:
    with kind_of_job(refuse) as kind:
        number = jobs.enqueue(cast.act("Cleo"), kind, {})
        do_next(Clock())
        page = text_of(client_of("Cleo"), f"/jobs/{number}/")
    assert f"Row 3 has no date. (job {number})" in page
    assert f'action="/jobs/{number}/retry/"' in page
    assert f'action="/jobs/{number}/put-away/"' in page


def test_a_worker_from_the_shell_does_what_is_due_and_ends(cast: Cast, kind: str) -> None:
    number = jobs.enqueue(cast.act("Cleo"), kind, {})
    Job.objects.update(run_at=Clock()())
    answer = CliRunner().invoke(main, ["worker", "--once"])
    assert (answer.exit_code, answer.output) == (0, "1 jobs done.\n")
    assert jobs.state(cast.id, number).outcome == "Done well."
