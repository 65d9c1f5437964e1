"""The list of campaigns: narrowed, ordered, paged, drawn; and where a campaign stands in time."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from cast import Cast
from riser.plan import actions
from riser.plan.rules.phases import Phase, phase
from riser.plan.views import lists

DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2030, 1, 1))
pytestmark = pytest.mark.django_db


@given(start=DAYS, length=st.integers(0, 400), as_of=DAYS)
def test_a_campaign_runs_from_its_first_day_to_its_last(start: date, length: int, as_of: date) -> None:
    end = start + timedelta(days=length)
    is_running = phase(start, end, as_of=as_of) is Phase.RUNNING
    assert is_running == (start <= as_of <= end)


def test_without_a_last_day_it_runs_on_and_without_a_first_it_has_no_days() -> None:
    assert phase(date(2026, 1, 1), None, as_of=date(2036, 1, 1)) is Phase.RUNNING
    assert phase(None, None, as_of=date(2036, 1, 1)) is Phase.UNDATED


@pytest.fixture
def client(cast: Cast, client_of: Callable[[str], Client]) -> Client:
    """Cleo, with three campaigns: one that is over, one that runs on, one without days."""
    act = cast.act("Cleo")
    actions.create_campaign(act, name="Tulip Week", owner="Bob", start=date(2020, 3, 1), end=date(2020, 3, 8))
    actions.create_campaign(act, name="Always Roses", owner="Cleo", start=date(2020, 1, 1))
    actions.create_campaign(act, name="Some Day", owner="Bob")
    return client_of("Cleo")


def names(client: Client, asked: str = "") -> list[str]:
    """The campaigns in the table, in their order."""
    return [line.name for line, _phase in client.get(f"/plan/{asked}").context["rows"]]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("?q=tulip", {"Tulip Week"}),
        ("?q=bob+day", {"Some Day"}),
        ("?owner=Bob", {"Tulip Week", "Some Day"}),
        ("?state=running", {"Always Roses"}),
        ("?state=over&owner=Cleo", set()),
        ("?state=undated", {"Some Day"}),
        ("?state=nonsense&class=XXL&sort=nothing", {"Tulip Week", "Always Roses", "Some Day"}),
    ],
)
def test_the_address_narrows_the_list(client: Client, asked: str, found: set[str]) -> None:
    assert set(names(client, asked)) == found


def test_a_head_orders_the_table_and_says_so(client: Client) -> None:
    assert names(client, "?sort=name") == ["Always Roses", "Some Day", "Tulip Week"]
    assert names(client, "?sort=-name") == ["Tulip Week", "Some Day", "Always Roses"]
    page = client.get("/plan/?sort=name&owner=Bob").content.decode()
    assert 'aria-sort="ascending"><a class="sort" href="?sort=-name&amp;owner=Bob"' in page


def test_a_long_list_has_pages_that_keep_what_was_asked(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "PAGE", 2)
    page = client.get("/plan/?sort=name&page=2")
    assert [line.name for line, _phase in page.context["rows"]] == ["Tulip Week"]
    assert "3–3 of 3" in page.content.decode()
    assert 'href="?sort=name&amp;page=1"' in page.content.decode()


def test_the_drawing_links_every_flight_and_leaves_out_what_has_no_days(client: Client) -> None:
    page = client.get("/plan/").content.decode()
    assert page.count('class="flight"') == 2
    assert "Tulip Week: 1 Mar 2020 – 8 Mar 2020" in page


def test_a_filter_that_leaves_nothing_says_so_and_leads_back(client: Client) -> None:
    page = client.get("/plan/?q=zebra").content.decode()
    assert "No campaign is like this" in page
    assert "0 of 3 campaigns" in page
