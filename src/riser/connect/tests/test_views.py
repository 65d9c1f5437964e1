"""Sessions, touchpoints and active days are read from events, and never contradict them."""

import os
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from cast import Cast
from riser.connect import queries
from riser.connect.actions import import_file
from riser.connect.lake.views import VIEWS, select_table
from riser.connect.tables import every_table
from riser.connect.tests.making import NOW
from riser.connect.tests.test_web_events import event, export

REFERENCE = os.environ.get("RISER_REFERENCE_DATA")


def rows(cast: Cast, name: str) -> list[dict[str, Any]]:
    """Every row of a view."""
    return select_table(cast.id, name, lambda found: found.order_by(["day", "person"]))


@pytest.fixture
def visits(cast: Cast, tmp_path: Path) -> Cast:
    """Ann comes twice in one day and again on the third; somebody without consent comes once."""
    tagged = {"page_location": "https://a.example/start?utm_source=news&utm_medium=email"}
    later = {"page_location": "https://a.example/next?utm_source=late", "session_engaged": "1"}
    sale = {"transaction_id": "T", "purchase_revenue": 5}
    events = [
        event("session_start", after=0),
        event(after=1, params=tagged),
        event(after=9, params=later),
        event("purchase", after=20, ecommerce=sale, params={"currency": "EUR"}),
        event(after=900, params={"ga_session_id": 8}),
        event(after=2 * 86400, day="20260103", params={"ga_session_id": 9}),
        event(after=30, user_pseudo_id=None),
    ]
    import_file(cast.act("Cleo", now=NOW), export(tmp_path / "events.json", events))
    return cast


def test_a_session_tells_when_how_much_and_where_it_came_from(visits: Cast) -> None:
    first, second, third = rows(visits, "session")
    assert (first["session"], first["events"], first["page_views"], first["engaged"]) == ("7", 4, 2, True)
    assert (first["ended_at"] - first["started_at"]).seconds == 20
    assert (first["landing_page"], first["traffic_source"], first["traffic_medium"]) == (
        "/start",
        "news",
        "email",
    )
    assert (first["purchases"], first["value"], first["currency"]) == (1, Decimal(5), "EUR")
    assert (second["session"], second["traffic_source"], third["day"]) == ("8", None, date(2026, 1, 3))


def test_what_is_believed_first_decides_even_where_it_is_told_last(cast: Cast, tmp_path: Path) -> None:
    events = [
        event(params={"page_location": "https://a.example/?utm_source=tag"}),
        event(after=9, collected_traffic_source={"manual_source": "collected", "manual_medium": "cpc"}),
    ]
    import_file(cast.act("Cleo", now=NOW), export(tmp_path / "events.json", events))
    [found] = rows(cast, "session")
    assert (found["traffic_source"], found["traffic_medium"], found["traffic_by"]) == (
        "collected",
        "cpc",
        "collected",
    )


def test_every_session_is_a_touchpoint(visits: Cast) -> None:
    sessions, touches = rows(visits, "session"), rows(visits, "touchpoint")
    assert [(one["person"], one["session"], one["started_at"]) for one in sessions] == [
        (one["person"], one["session"], one["at"]) for one in touches
    ]


def test_active_days_count_from_the_first_one(visits: Cast) -> None:
    found = [
        (row["day"].day, row["events"], row["days_since_first"]) for row in rows(visits, "person_activity")
    ]
    assert found == [(1, 5, 0), (3, 1, 2)]


def test_every_view_has_the_columns_that_the_dictionary_tells(visits: Cast) -> None:
    assert {name for name, told in every_table().items() if told.view_of} == VIEWS.keys()
    for name in VIEWS:
        if every_table()[name].view_of != "web_event":
            continue
        [row, *_rest] = rows(visits, name)
        assert tuple(row) == (*every_table()[name].names, "load_id", "loaded_at")


def test_the_dictionary_shows_a_view_with_its_rows(visits: Cast, client_of: Callable[[str], Client]) -> None:
    told = {one.table.name: one.rows for one in queries.tables(visits.id)}
    assert (told["web_event"], told["session"], told["person_activity"]) == (7, 3, 2)
    page = client_of("Cleo").get("/connect/tables/session/")
    assert page.status_code == 200
    assert "/start" in page.content.decode()


def test_a_view_of_nothing_is_empty(cast: Cast) -> None:
    assert rows(cast, "session") == []
    assert queries.table(cast.id, "session").rows == 0


@pytest.mark.skipif(not REFERENCE, reason="RISER_REFERENCE_DATA is not set")
def test_the_public_sample_has_85_sessions(cast: Cast) -> None:
    import_file(cast.act("Cleo", now=NOW), Path(REFERENCE or "") / "ga4/events.ndjson")
    assert len(rows(cast, "session")) == 85
