"""Jobs on pages and in the API: live for who may see them, nothing for strangers."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from cast import Cast
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


def test_what_has_ended_is_refused_with_a_sentence(cast: Cast, client_of: ClientOf, kind: str) -> None:
    number = jobs.enqueue(cast.act("Cleo"), kind, {})
    do_next(Clock())
    answer = client_of("Cleo").post(f"/jobs/{number}/cancel/")
    assert answer.status_code == 422
    assert f"Job {number} has ended" in answer.content.decode()
    assert client_of("Cleo").post(f"/api/v1/foundation/jobs/{number}/retry").status_code == 422


def test_a_failed_job_says_why_and_offers_another_try(cast: Cast, client_of: ClientOf) -> None:
    with kind_of_job(refuse) as kind:
        number = jobs.enqueue(cast.act("Cleo"), kind, {})
        do_next(Clock())
        page = text_of(client_of("Cleo"), f"/jobs/{number}/")
    assert f"Row 3 has no date. (job {number})" in page
    assert f'action="/jobs/{number}/retry/"' in page
    assert f'action="/jobs/{number}/put-away/"' in page
