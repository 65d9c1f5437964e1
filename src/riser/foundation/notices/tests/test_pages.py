"""The pages of notices, the bell, and what waits on the front page."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from cast import Cast
from riser.foundation import jobs
from riser.foundation.errors import Refused
from riser.foundation.jobs.tests.kinds import Clock, do_next, kind_of_job
from riser.foundation.models import AuditEvent, Notice
from riser.foundation.notices import notify
from riser.foundation.notices.choices import Ways, own_choice
from riser.foundation.registries import JobRun, NoticeKind, notices

ClientOf = Callable[[str], Client]


@pytest.fixture(autouse=True)
def kind() -> Iterator[str]:
    """A kind of notice."""
    notices._entries["test.loud"] = NoticeKind("Loud things")
    yield "test.loud"
    del notices._entries["test.loud"]


def tell(cast: Cast, text: str = "The plan came back.", url: str = "/settings/") -> int:
    """Tells Cleo something."""
    [number] = notify(cast.act("Bob"), kind="test.loud", to=[cast.user("Cleo").pk], text=text, url=url)
    return number


def page_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_bell_counts_what_is_unread(cast: Cast, client_of: ClientOf) -> None:
    assert 'aria-label="Notices: 0 unread"' in page_of(client_of("Cleo"), "/settings/")
    tell(cast)
    assert 'aria-label="Notices: 1 unread"' in page_of(client_of("Cleo"), "/settings/")
    assert 'aria-label="Notices: 0 unread"' in page_of(client_of("Bob"), "/settings/")


def test_opening_a_notice_marks_it_and_leads_to_its_page(cast: Cast, client_of: ClientOf) -> None:
    number = tell(cast)
    assert "The plan came back." in page_of(client_of("Cleo"), "/notices/")
    assert client_of("Cleo").get(f"/notices/{number}/open/").status_code == 405  # a GET reads nothing off
    answer = client_of("Cleo").post(f"/notices/{number}/open/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/settings/")
    assert Notice.objects.get().read_at is not None


def test_a_notice_leads_nobody_away(cast: Cast, client_of: ClientOf) -> None:
    for url in ("https://evil.example/", "//evil.example", "javascript:alert(1)"):
        number = tell(cast, url=url)
        answer = client_of("Cleo").post(f"/notices/{number}/open/")
        assert answer.headers["Location"] == "/notices/"


def test_all_notices_are_marked_at_once(cast: Cast, client_of: ClientOf) -> None:
    tell(cast)
    tell(cast)
    client_of("Bob").post("/notices/read/")
    assert Notice.objects.filter(read_at=None).count() == 2
    client_of("Cleo").post("/notices/read/")
    assert Notice.objects.filter(read_at=None).count() == 0


def test_what_people_write_is_shown_as_text(cast: Cast, client_of: ClientOf) -> None:
    tell(cast, text="<script>alert(1)</script>")
    assert "<script>alert(1)" not in page_of(client_of("Cleo"), "/notices/")


def test_members_choose_how_they_are_told(cast: Cast, client_of: ClientOf) -> None:
    page = page_of(client_of("Cleo"), "/notices/choices/")
    assert "Loud things" in page
    sent = {"shown": "yes", "language": "zh-hans", "app:test.loud": "on"}
    answer = client_of("Cleo").post("/notices/choices/", sent)
    assert answer.status_code == 302
    choice = own_choice(cast.act("Cleo"))
    assert (choice.language, choice.ways("test.loud")) == ("zh-hans", Ways(app=True, mail=False))
    assert own_choice(cast.act("Bob")).ways("test.loud") == Ways(app=True, mail=True)


def test_a_form_that_was_not_sent_switches_nothing_off(cast: Cast, client_of: ClientOf) -> None:
    before = AuditEvent.objects.count()
    assert client_of("Cleo").post("/notices/choices/", {"topic": "plan"}).status_code == 422
    assert client_of("Cleo").post("/notices/choices/", {"shown": "yes", "language": "xx"}).status_code == 422
    assert own_choice(cast.act("Cleo")).ways("test.loud") == Ways(app=True, mail=True)
    assert AuditEvent.objects.count() == before


def test_failed_jobs_wait_on_the_front_page(
    cast: Cast, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(job: JobRun) -> str:
        raise Refused("The disk is full.")

    monkeypatch.setattr("riser.web.views.is_empty", lambda house: False)
    with kind_of_job(refuse) as work:
        number = jobs.enqueue(cast.act("Cleo"), work, {})
        do_next(Clock())
        assert f'href="/jobs/{number}/"' in page_of(client_of("Alice"), "/")
        assert f'href="/jobs/{number}/"' not in page_of(client_of("Bob"), "/")
