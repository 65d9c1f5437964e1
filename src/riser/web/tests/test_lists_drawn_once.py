"""Lists that are drawn once for a reader: everybody gets what a server that has just started would give."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from cast import NOW, Cast
from exports import google_ads_interface
from riser.assess.actions import answer_fitness
from riser.assess.rules.fitness import Reply
from riser.assess.rules.stated import Respondent
from riser.connect.actions import import_file
from riser.connect.models import Load, LoadState
from riser.foundation import clock, kept
from riser.foundation.actions import add_member
from riser.foundation.models import Job, Standing
from riser.foundation.roles import SYSTEM, Act, Face, Role
from riser.measure.actions import agree_lag
from riser.plan import actions
from riser.ui import drawn_once

pytestmark = pytest.mark.django_db
ClientOf = Callable[[str], Client]
LISTS = (
    *("/?front=organisation", "/today/", "/plan/", "/plan/?sort=name", "/plan/grid/", "/plan/objectives/"),
    *("/plan/objectives/?archived=yes", "/plan/requests/", "/launch/", "/measure/", "/measure/campaigns/"),
    *("/connect/", "/connect/?loads=all", "/connect/rows/", "/connect/work/", "/approvals/", "/notices/"),
    *("/assess/", "/assess/fitness/", "/assess/history/", "/assess/affirmations/", "/assess/appraisals/"),
)
OWN = re.compile(r'(name="csrfmiddlewaretoken" value="|X-CSRFToken": ")[^"]*')


def read(client: Client, path: str, language: str = "en") -> tuple[int, str]:
    """Status and text, without the token that each answer has of its own."""
    answer = client.get(path, headers={"accept-language": language})
    return answer.status_code, OWN.sub(r"\1", answer.content.decode())


@contextmanager
def just_started(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A server that has kept nothing yet."""
    with monkeypatch.context() as patch:
        patch.setattr(drawn_once, "_drawn", type(drawn_once._drawn)())
        patch.setattr(kept, "_shelf", type(kept._shelf)(kept.MOST))
        yield


@pytest.fixture
def readers(cast: Cast, client_of: ClientOf, tmp_path: Path) -> dict[str, Client]:
    """Every role at a house with something in each list, and a stranger."""
    for name in ("Tulip Week", "Always Roses"):
        campaign = actions.create_campaign(cast.act("Cleo"), name=name, owner="Cleo")
    actions.create_objective(cast.act("Cleo"), name="More gardens")
    actions.file_request(cast.act("Cleo"), title="A leaflet", purpose="for the fair")
    made = google_ads_interface(tmp_path / "spend.csv", last_day=NOW.date())
    import_file(cast.act("Cleo"), made.path)
    machine = Act(organisation_id=cast.id, actor=SYSTEM, face=Face.CLI, now=NOW)
    guest = add_member(machine, email="gus@agency.example", role=Role.GUEST, name="Gus")
    actions.admit_guest(cast.act("Alice"), campaign_id=campaign.pk, member_id=guest.pk)
    clients = {name: client_of(name) for name in ("Alice", "Bob", "Cleo", "Vera", "Mallory")} | {
        "Gus": Client()
    }
    clients["Gus"].force_login(guest.user)
    return clients


@pytest.mark.parametrize("path", LISTS)
def test_each_reader_gets_what_nobody_read_before(
    readers: dict[str, Client], path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everybody read the page twice before, each in turn: nobody's page is left of somebody else."""
    for _time in range(2):
        warm = {name: read(client, path) for name, client in readers.items()}
    for name, client in readers.items():
        with just_started(monkeypatch):
            assert read(client, path) == warm[name], name


@pytest.mark.parametrize("path", ["/?front=organisation", "/plan/grid/", "/connect/", "/assess/fitness/"])
def test_each_language_gets_its_own(
    readers: dict[str, Client], path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    warm = {language: read(readers["Bob"], path, language) for language in ("en", "zh-hans", "en")}
    for language, page in warm.items():
        with just_started(monkeypatch):
            assert read(readers["Bob"], path, language) == page
    assert warm["en"] != warm["zh-hans"]


def test_each_day_gets_its_own(readers: dict[str, Client], monkeypatch: pytest.MonkeyPatch) -> None:
    days = ("2026-02-01", "2026-02-20", "2026-03-02")
    warm = {day: read(readers["Bob"], f"/measure/?as_of={day}") for day in days}
    assert len(set(warm.values())) == len(days)
    for day, page in warm.items():
        with just_started(monkeypatch):
            assert read(readers["Bob"], f"/measure/?as_of={day}") == page


def test_a_guest_reads_of_one_campaign_and_a_stranger_of_none(readers: dict[str, Client]) -> None:
    for path in ("/plan/", "/measure/campaigns/", "/launch/"):
        seen = {name: read(client, path)[1] for name, client in readers.items()}
        told = {name: ("Always Roses" in page, "Tulip Week" in page) for name, page in seen.items()}
        assert (told["Bob"], told["Gus"], told["Mallory"]) == ((True, True), (True, False), (False, False))


def test_what_is_written_is_read_at_once_by_everybody_who_may(cast: Cast, readers: dict[str, Client]) -> None:
    """Each list is read, then something is recorded that belongs into it."""
    bob = readers["Bob"]
    cleo, alice = cast.act("Cleo"), cast.act("Alice")
    writes: list[tuple[str, str, Callable[[], object]]] = [
        ("/plan/", "Lily Day", lambda: actions.create_campaign(cleo, name="Lily Day", owner="Bob")),
        ("/plan/grid/", "Fern Day", lambda: actions.create_campaign(cleo, name="Fern Day", owner="Bob")),
        ("/plan/objectives/", "Fewer weeds", lambda: actions.create_objective(cleo, name="Fewer weeds")),
        ("/plan/requests/", "A flag", lambda: actions.file_request(cleo, title="A flag", purpose="for it")),
        ("/measure/campaigns/", "crm_shop", lambda: agree_lag(alice, source="crm_shop", days=9)),
        ("/launch/", "Moss Day", lambda: _planned(cast, "Moss Day")),
        ("/today/", "Reed Day", lambda: _planned(cast, "Reed Day", owner="Bob")),
        (
            "/?front=organisation",
            "A banner",
            lambda: actions.file_request(cleo, title="A banner", purpose="x"),
        ),
    ]
    for path, word, write in writes:
        assert word not in read(bob, path)[1]
        write()
        assert word in read(bob, path)[1], path


def test_answers_are_shown_at_once_and_to_whoever_gave_them(cast: Cast, readers: dict[str, Client]) -> None:
    before = {name: read(readers[name], "/assess/fitness/")[1] for name in ("Bob", "Cleo")}
    answer_fitness(cast.act("Bob"), role=Respondent.MANAGER, replies={"F1.1": Reply.YES})
    after = {name: read(readers[name], "/assess/fitness/")[1] for name in ("Bob", "Cleo")}
    assert after["Bob"].count(" checked") > before["Bob"].count(" checked")
    assert after["Cleo"].count(" checked") == before["Cleo"].count(" checked")


def test_what_no_event_tells_of_is_read_at_once_too(cast: Cast, readers: dict[str, Client]) -> None:
    """A job that failed, a load that was begun and one that ended."""
    alice, bob = readers["Alice"], readers["Bob"]
    for path in ("/today/", "/?front=organisation"):
        assert "never arrived" not in read(alice, path)[1]
    Job.objects.create(
        organisation_id=cast.id,
        kind="foundation.mail",
        state=Standing.FAILED,
        outcome="never arrived",
        created_at=NOW,
        finished_at=NOW,
        run_at=NOW,
        by_system=True,
    )
    for path in ("/today/", "/?front=organisation"):
        assert "never arrived" in read(alice, path)[1]
        assert "never arrived" not in read(bob, path)[1]
    load = Load.objects.get(organisation_id=cast.id)
    assert "Failed" not in read(bob, "/connect/")[1]
    Load.objects.filter(pk=load.pk).update(state=LoadState.FAILED)
    assert "Failed" in read(bob, "/connect/")[1]


def test_a_refused_form_is_never_kept(readers: dict[str, Client]) -> None:
    cleo = readers["Cleo"]
    before = read(cleo, "/plan/objectives/")
    answer = cleo.post("/plan/objectives/", {"name": "", "metric": "Orders typed wrong"})
    assert (answer.status_code, b"Orders typed wrong" in answer.content) == (422, True)
    assert read(cleo, "/plan/objectives/") == before


def test_what_was_just_done_is_said_once(readers: dict[str, Client]) -> None:
    cleo = readers["Cleo"]
    answer = cleo.post("/plan/objectives/", {"name": "Quieter mowers"}, follow=True)
    assert "“Quieter mowers” is stored." in answer.content.decode()
    assert "“Quieter mowers” is stored." not in read(cleo, "/plan/objectives/")[1]


def _planned(cast: Cast, name: str, owner: str = "Cleo") -> None:
    """A campaign that starts in a week."""
    start = clock.now().date() + timedelta(days=7)
    end = start + timedelta(days=30)
    actions.create_campaign(cast.act("Cleo"), name=name, owner=owner, start=start, end=end)
