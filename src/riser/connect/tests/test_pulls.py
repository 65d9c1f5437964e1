"""Rows are pulled from a platform that answers on this machine: whole, once, and never past its host."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from click.testing import CliRunner
from django.core.management import call_command
from django.utils.translation import override

from cast import Cast
from riser.connect import queries
from riser.connect.actions.pulls import (
    Said,
    forget_connection,
    keep_connection,
    pull,
    pulls_folder,
    run_due,
)
from riser.connect.commands import connect
from riser.connect.lake.lease import writing
from riser.connect.lake.reads import select_rows
from riser.connect.lake.tables import TABLES
from riser.connect.models import Connection, Load, Pull
from riser.connect.pulling import PullRecord
from riser.connect.pulls import platforms
from riser.connect.pulls.engine import Clock
from riser.connect.pulls.fake import ACCOUNT, WRITERS, FakePlatform, Scenario, serving
from riser.connect.pulls.sending import sender
from riser.connect.queries.pulls import connections
from riser.connect.tests.test_faces import ClientOf
from riser.foundation.errors import Later, NotFound, NotPermitted, Refused
from riser.foundation.guarded import Guard
from riser.foundation.home import home
from riser.foundation.models import AuditEvent
from riser.foundation.roles import Face

NEWEST = date(2026, 3, 1)
SINCE = date(2026, 2, 10)
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ADS = ["google_ads", "meta_ads", "linkedin_ads", "tiktok_ads"]
HERE = Guard(allowed=("127.0.0.1",))


@pytest.fixture
def naps() -> list[float]:
    """The seconds that a pull waited; none of them passes."""
    return []


@pytest.fixture
def clock(naps: list[float]) -> Clock:
    """A clock that stands at the real moment and lets time pass at once."""
    return Clock(sleep=naps.append, jitter=lambda: 1.0)


def fake(platform: str = "google_ads", scenario: Scenario = Scenario.FINE, **said: Any) -> FakePlatform:
    """A platform with twenty days and thirty rows on a page."""
    return FakePlatform(platform, scenario, newest=NEWEST, days=20, a_page=30, **said)


@contextmanager
def connected(cast: Cast, platform: FakePlatform) -> Iterator[Callable[..., PullRecord]]:
    """Alice keeps a connection to a platform that answers; what pulls over it."""
    with serving(platform) as url:
        act = cast.act("Alice", now=NOW)
        said = Said(platform.platform, ACCOUNT, url, secret=secret("the-first-token"))
        row = keep_connection(act, said)

        def pulled(**more: Any) -> PullRecord:
            send = sender(HERE, seconds=more.pop("seconds", 5.0))
            return pull(cast.act("Alice", now=NOW), row.id, send=send, **{"since": SINCE, **more})

        yield pulled


def secret(token: str) -> str:
    """All that opens any of the platforms."""
    return json.dumps({"token": token, "developer_token": "the-developer"})


def spent(cast: Cast) -> Decimal:
    """All spend in the lake."""
    return sum((total.spend or Decimal(0) for total in queries.totals(cast.id, by="day")), Decimal(0))


@pytest.mark.parametrize("name", ADS)
def test_what_a_platform_says_was_spent_stands_in_the_lake_to_the_cent(
    cast: Cast, clock: Clock, name: str
) -> None:
    platform = fake(name)
    with connected(cast, platform) as pulled:
        found = pulled(clock=clock)
    assert (found.state, found.rows, found.why) == ("done", 80, "")
    assert spent(cast) == platform.spend(SINCE, NEWEST)
    assert Load.objects.get(pk=found.load).rows_accepted == 80
    assert not (pulls_folder(cast.id) / found.id).exists()


@pytest.mark.parametrize(("name", "column"), [("hubspot", "amount"), ("salesforce", "amount")])
def test_deals_come_from_a_crm(cast: Cast, clock: Clock, name: str, column: str) -> None:
    platform = fake(name)
    with connected(cast, platform) as pulled:
        found = pulled(clock=clock)
    rows = select_rows(cast.id, TABLES["deal"], lambda table: table)
    assert (found.state, len(rows)) == ("done", 80)
    assert sum(row[column] for row in rows) == platform.spend(SINCE, NEWEST)


def test_every_platform_that_can_be_pulled_can_be_tried_here() -> None:
    assert set(platforms()) == set(WRITERS)


@pytest.mark.parametrize(
    ("scenario", "retries", "repeated"),
    [(Scenario.ERROR_500, 3, 0), (Scenario.LIMITED_429, 3, 0), (Scenario.REPEATED, 0, 1)],
)
def test_errors_that_pass_and_pages_that_come_twice_leave_every_row_once(
    cast: Cast, clock: Clock, scenario: Scenario, retries: int, repeated: int
) -> None:
    platform = fake(scenario=scenario)
    with connected(cast, platform) as pulled:
        found = pulled(clock=clock)
    assert (found.state, found.pages, found.retries, found.repeated) == ("done", 3, retries, repeated)
    assert spent(cast) == platform.spend(SINCE, NEWEST)


def test_what_the_platform_says_of_waiting_is_kept_and_requests_keep_within_its_quota(
    cast: Cast, clock: Clock, naps: list[float]
) -> None:
    """Three pages, each refused once with Retry-After: 1; 60 a minute are one a second between requests."""
    with connected(cast, fake(scenario=Scenario.LIMITED_429)) as pulled:
        pulled(clock=clock)
    assert naps == [1.0] * 3 + [1.0] * 5


def test_an_answer_that_takes_too_long_is_asked_for_again(cast: Cast, clock: Clock) -> None:
    """Four days are one page; it comes late once."""
    since = NEWEST - timedelta(days=3)
    platform = fake(scenario=Scenario.SLOW, slow_seconds=4.0)
    with connected(cast, platform) as pulled:
        found = pulled(clock=clock, seconds=2.0, since=since)
    assert found.state == "done"
    assert found.retries >= 1
    assert spent(cast) == platform.spend(since, NEWEST)


def test_figures_that_the_platform_restates_replace_the_older_ones(cast: Cast, clock: Clock) -> None:
    platform = fake(scenario=Scenario.RESTATED)
    with connected(cast, platform) as pulled:
        pulled(clock=clock)
        before = spent(cast)
        again = pulled(clock=clock, since=None)
    assert before == platform.spend(SINCE, NEWEST, generation=0)
    assert again.since == NEWEST - timedelta(days=30)
    assert spent(cast) == platform.spend(again.since, NEWEST, generation=1) > before


def test_a_token_that_expires_on_the_way_is_said_and_a_new_one_goes_on_where_it_stopped(
    cast: Cast, clock: Clock
) -> None:
    platform = fake(scenario=Scenario.TOKEN_EXPIRES)
    with connected(cast, platform) as pulled:
        stopped = pulled(clock=clock)
        assert (stopped.state, stopped.pages, stopped.load) == ("failed", 1, "")
        assert stopped.why.startswith("The platform refused page 2 (401): ")
        assert "the-first-token" not in stopped.why
        assert spent(cast) == 0
        with override("zh-hans"):
            assert "第 2 页" in queries_of(cast)
        found = pulled(clock=clock, secret=secret("a-second-token"), since=None)
    assert (found.id, found.state, found.pages) == (stopped.id, "done", 3)
    assert platform.served == 3
    assert spent(cast) == platform.spend(SINCE, NEWEST)


def queries_of(cast: Cast) -> str:
    """What the newest pull says in the reader's language."""
    last = connections(cast.id)[0].last
    assert last is not None
    return last.why


def test_a_platform_that_does_not_answer_is_asked_five_times_and_the_pull_says_so(
    cast: Cast, clock: Clock
) -> None:
    with serving(fake()) as url:
        gone = keep_connection(cast.act("Alice", now=NOW), Said("google_ads", ACCOUNT, url))
    found = pull(cast.act("Alice", now=NOW), gone.id, send=sender(HERE, seconds=2.0), clock=clock)
    assert (found.state, found.retries, found.pages) == ("failed", 4, 0)
    assert found.why.startswith("Page 1 did not come after five attempts.")


def test_two_clocks_that_differ_are_told(cast: Cast, clock: Clock) -> None:
    with connected(cast, fake(scenario=Scenario.SKEWED_CLOCK)) as pulled:
        assert pulled(clock=clock).skewed


def test_a_second_pull_of_the_same_account_is_turned_away(cast: Cast, clock: Clock) -> None:
    with connected(cast, fake()) as pulled:
        row = Connection.objects.get()
        with writing(f"pull/{row.pk}"), pytest.raises(Later, match="being pulled already"):
            pulled(clock=clock)
    assert not Pull.objects.exists()


def test_the_trail_tells_of_connection_and_pull_and_never_of_the_token(cast: Cast, clock: Clock) -> None:
    with connected(cast, fake()) as pulled:
        pulled(clock=clock)
    verbs = list(AuditEvent.objects.order_by("id").values_list("verb", flat=True))
    assert verbs[-3:] == ["keep connection", "import file", "pull"]
    assert (AuditEvent.objects.get(verb="keep connection").after or {})["new_secret"] is True
    stream = StringIO()
    call_command("dumpdata", stdout=stream)
    assert "the-first-token" not in stream.getvalue()
    for path in home().rglob("*"):
        assert not path.is_file() or b"the-first-token" not in path.read_bytes()


def test_only_administrators_keep_connections_and_nobody_pulls_those_of_another_house(
    cast: Cast, clock: Clock
) -> None:
    with pytest.raises(NotPermitted):
        keep_connection(cast.act("Cleo", now=NOW), Said("meta_ads", "1", secret="t"))
    row = keep_connection(cast.act("Alice", now=NOW), Said("meta_ads", "1", secret="t"))
    stranger = cast.act("Mallory", now=NOW)
    with pytest.raises(NotFound):
        pull(stranger, row.id, clock=clock)
    with pytest.raises((NotFound, NotPermitted)):
        forget_connection(stranger, row.id)


@pytest.mark.parametrize("face", [Face.WEB, Face.API, Face.JOB])
def test_only_who_works_in_the_shell_reaches_an_address_of_this_machine(
    cast: Cast, clock: Clock, face: Face
) -> None:
    platform = fake()
    with serving(platform) as url:
        row = keep_connection(cast.act("Alice", now=NOW), Said("google_ads", ACCOUNT, url))
        found = pull(cast.act("Alice", now=NOW, face=face), row.id, since=SINCE, clock=clock)
    assert (found.state, found.why.split(".")[0]) == (
        "failed",
        "The address lies inside this network, or is not https",
    )
    assert platform.tokens == []


@pytest.mark.parametrize(
    "said",
    [
        Said("google_ads", ""),
        Said("google_ads", "12 34"),
        Said("google_ads", "../../secrets"),
        Said("google_ads", "1", "ftp://ads.example"),
        Said("google_ads", "1", "http://ads.example"),
        Said("google_ads", "1", "https://user:word@ads.example"),
        Said("google_ads", "1", "https://ads.example/" + "x" * 300),
        Said("google_ads", "1", "https://[ads.example"),
        Said("google_ads", "1", every_hours=-1),
        Said("google_ads", "1", secret="{not json"),
        Said("myspace_ads", "1"),
    ],
)
def test_what_cannot_be_a_connection_is_refused_and_not_kept(cast: Cast, said: Said) -> None:
    with pytest.raises(Refused):
        keep_connection(cast.act("Alice", now=NOW), said)
    assert not Connection.objects.exists()


def test_a_connection_that_moves_to_another_address_does_not_take_its_token_along(cast: Cast) -> None:
    act = cast.act("Alice", now=NOW)
    kept = keep_connection(act, Said("meta_ads", "1", secret="t"))
    assert keep_connection(act, Said("meta_ads", "1", every_hours=3)).has_secret
    moved = keep_connection(act, Said("meta_ads", "1", "https://elsewhere.example"))
    assert (moved.id, moved.has_secret) == (kept.id, False)


def test_a_pull_that_stopped_long_ago_begins_anew(cast: Cast, clock: Clock) -> None:
    platform = fake(scenario=Scenario.TOKEN_EXPIRES)
    with connected(cast, platform) as pulled:
        stopped = pulled(clock=clock)
        platform.scenario = Scenario.FINE
        row = Connection.objects.get()
        later = cast.act("Alice", now=NOW + timedelta(days=2))
        found = pull(later, row.pk, since=SINCE, send=sender(HERE), clock=clock)
    assert (stopped.state, found.state, found.pages) == ("failed", "done", 3)
    assert found.id != stopped.id
    assert not (pulls_folder(cast.id) / stopped.id).exists()


def test_what_is_due_is_pulled_and_the_rest_is_not(cast: Cast, clock: Clock) -> None:
    with serving(fake()) as url:
        act = cast.act("Alice", now=NOW, face=Face.CLI)
        keep_connection(act, Said("google_ads", ACCOUNT, url, every_hours=6))
        keep_connection(act, Said("meta_ads", ACCOUNT, url))
        assert [one.platform for one in run_due(act, clock=clock)] == ["google_ads"]
        assert run_due(act, clock=clock) == []
        later = cast.act("Alice", now=NOW + timedelta(hours=6), face=Face.CLI)
        assert len(run_due(later, clock=clock)) == 1


def test_the_shell_pulls_and_tells_its_contract(cast: Cast) -> None:
    platform = fake()
    with serving(platform) as url:
        words = ["--account", ACCOUNT, "--base-url", url, "--since", "2026-02-28", "--until", "2026-03-01"]
        told = CliRunner().invoke(connect, ["pull", "google_ads", *words, "--org", "northwind", "--json"])
    assert told.exit_code == 0, told.output
    found = json.loads(told.stdout)
    assert found.keys() >= {"source", "pages", "retries", "load", "state", "rows", "why"}
    assert (found["source"], found["state"], found["rows"]) == ("google_ads", "done", 8)
    assert spent(cast) == platform.spend(date(2026, 2, 28), NEWEST)


def test_the_page_keeps_a_connection_without_ever_showing_its_token(cast: Cast, client_of: ClientOf) -> None:
    said = {"platform": "meta_ads", "account": "77", "secret": "hush-hush", "every_hours": "24"}
    alice = client_of("Alice")
    page = alice.post("/connect/pulls/", said, follow=True).content.decode()
    assert "hush-hush" not in page
    assert "https://graph.facebook.com" in page
    assert Connection.objects.get().secret != "hush-hush"
    assert alice.post("/connect/pulls/", said | {"account": "7 7"}).status_code == 422
    assert "hush-hush" not in alice.get("/api/v1/connect/connections").content.decode()
