"""Lists that are read again: few queries while nobody wrote, the change at once where somebody did."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cast import Cast
from riser.measure.views import results
from riser.plan import actions

pytestmark = pytest.mark.django_db
# Session, user, memberships, the state of the records, unread notices; and what no event tells of.
QUERIES = {
    "/?front=organisation": 6,
    "/today/": 7,
    "/plan/": 5,
    "/plan/grid/": 5,
    "/plan/objectives/": 5,
    "/plan/requests/": 5,
    "/launch/": 6,
    "/measure/": 5,
    "/measure/campaigns/": 6,
    "/connect/": 7,
    "/connect/rows/": 5,
    "/connect/work/": 5,
    "/approvals/": 5,
    "/notices/": 6,
    "/assess/": 5,
    "/assess/fitness/": 6,
}


@pytest.fixture
def cleo(cast: Cast, client_of: Callable[[str], Client]) -> Client:
    """Cleo, who reads the lists of a house with two campaigns."""
    for name in ("Tulip Week", "Always Roses"):
        actions.create_campaign(cast.act("Cleo"), name=name, owner="Cleo")
    return client_of("Cleo")


@pytest.mark.parametrize(("path", "most"), QUERIES.items())
def test_a_list_that_is_read_again_asks_few_questions(cleo: Client, path: str, most: int) -> None:
    first = cleo.get(path)
    with CaptureQueriesContext(connection) as asked:
        again = cleo.get(path)
    assert (first.status_code, again.status_code) == (200, 200)
    assert len(asked) <= most, [one["sql"][:120] for one in asked]


@pytest.mark.parametrize("path", ["/plan/", "/plan/grid/", "/measure/campaigns/", "/launch/"])
def test_a_change_is_seen_at_once(cast: Cast, cleo: Client, path: str) -> None:
    assert b"Tulip Month" not in cleo.get(path).content
    actions.create_campaign(cast.act("Cleo"), name="Tulip Month", owner="Cleo")
    assert b"Tulip Month" in cleo.get(path).content


@pytest.mark.parametrize("path", QUERIES)
def test_what_one_house_reads_is_never_shown_in_another(
    cleo: Client, client_of: Callable[[str], Client], path: str
) -> None:
    cleo.get(path)
    answer = client_of("Mallory").get(path)
    assert b"Tulip Week" not in answer.content
    assert b"Always Roses" not in answer.content


def test_who_may_not_change_the_plan_gets_the_rows_without_boxes(
    cleo: Client, client_of: Callable[[str], Client]
) -> None:
    """The rows are drawn once for each right to them."""
    assert b'name="campaign"' in cleo.get("/plan/").content
    assert b'name="campaign"' not in client_of("Vera").get("/plan/").content


def test_each_language_reads_its_own_rows(cleo: Client) -> None:
    english = cleo.get("/plan/", headers={"accept-language": "en"}).content
    chinese = cleo.get("/plan/", headers={"accept-language": "zh-hans"}).content
    assert english != chinese
    assert cleo.get("/plan/", headers={"accept-language": "en"}).content.count(b"Always Roses") == (
        english.count(b"Always Roses")
    )


def test_results_of_many_campaigns_stand_on_several_pages(
    cleo: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(results, "PAGE", 1)
    first, second = (cleo.get("/measure/campaigns/", {"page": number}).content for number in (1, 2))
    assert (b"Always Roses" in first, b"Tulip Week" in first) == (True, False)
    assert (b"Always Roses" in second, b"Tulip Week" in second) == (False, True)
    assert b"page=2" in first
