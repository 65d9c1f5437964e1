"""Events of a web analytics export: flattened, persons hashed, the source of a visit told."""

import hashlib
import json
import os
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from cast import Cast
from riser.connect.actions import import_file, preview_undo, undo_load
from riser.connect.intake.event_sql import hashed
from riser.connect.lake.reads import select_rows
from riser.connect.lake.tables import TABLES
from riser.connect.ledger import LoadRecord
from riser.connect.mappings import MappingError, mapping_from
from riser.connect.models import Load
from riser.connect.privacy import person_key, person_pads
from riser.connect.tests.making import NOW
from riser.foundation.errors import Refused
from riser.foundation.home import home

REFERENCE = os.environ.get("RISER_REFERENCE_DATA")
AT = 1_767_258_000_000_000  # 2026-01-01 09:00 UTC


def event(name: str = "page_view", *, after: int = 0, day: str = "20260101", **more: Any) -> dict[str, Any]:
    """An event of Ann's, so many seconds after nine; `params` are its parameters, the rest its fields."""
    params = {"ga_session_id": 7} | more.pop("params", {})
    told = [
        {"key": key, "value": {"int_value" if isinstance(value, int) else "string_value": value}}
        for key, value in params.items()
    ]
    return {
        "event_date": day,
        "event_timestamp": str(AT + after * 1_000_000),
        "event_name": name,
        "user_pseudo_id": "ann.1",
        "stream_id": 42,
        "event_params": told,
    } | more


def export(path: Path, events: Sequence[dict[str, Any]]) -> Path:
    """The events, one a line."""
    path.write_text("".join(json.dumps(one) + "\n" for one in events))
    return path


def load(cast: Cast, path: Path, **said: Any) -> LoadRecord:
    """Cleo imports the file."""
    return import_file(cast.act("Cleo", now=NOW), path, **said)


def stored(cast: Cast) -> list[dict[str, Any]]:
    """Every stored event in the order of its day."""
    return select_rows(cast.id, TABLES["web_event"], lambda found: found.order_by(["day", "account", "seq"]))


def traffic(cast: Cast, tmp_path: Path, **told: Any) -> tuple[Any, ...]:
    """Where one event says that its visit came from."""
    load(cast, export(tmp_path / "events.json", [event(**told)]))
    [row] = stored(cast)
    return row["traffic_source"], row["traffic_medium"], row["traffic_campaign"], row["traffic_by"]


def test_events_are_flattened_and_counted_by_day(cast: Cast, tmp_path: Path) -> None:
    sale = {"transaction_id": "T-1", "purchase_revenue": 19.99}
    file = export(
        tmp_path / "events.json",
        [
            event("purchase", after=60, ecommerce=sale, params={"currency": "eur", "session_engaged": "1"}),
            event(
                params={"page_location": "https://www.Shop.example/a/b?q=1#top"},
                device={"category": "mobile"},
            ),
            event(day="20260102", geo={"country": "France"}),
        ],
    )
    record = load(cast, file)
    assert (record.state, record.source, record.table) == ("done", "ga4", "web_event")
    assert (record.rows_read, record.rows_accepted) == (3, 3)
    first, second, third = stored(cast)
    assert (first["event"], first["seq"], first["host"], first["page"]) == (
        "page_view",
        1,
        "shop.example",
        "/a/b",
    )
    assert (first["device"], first["account"], first["session"]) == ("mobile", "42", "7")
    assert first["at"] == datetime(2026, 1, 1, 9, tzinfo=UTC)
    assert (second["transaction"], second["value"], second["currency"]) == ("T-1", Decimal("19.99"), "EUR")
    assert (second["engaged"], third["day"], third["country"]) == (True, date(2026, 1, 2), "France")


def test_a_visit_comes_from_the_last_click_before_anything_else(cast: Cast, tmp_path: Path) -> None:
    told = {
        "session_traffic_source_last_click": {"manual_campaign": {"source": "news", "medium": "email"}},
        "collected_traffic_source": {"manual_source": "other"},
        "traffic_source": {"source": "first", "medium": "user"},
        "params": {"page_location": "https://a.example/?utm_source=tag"},
    }
    assert traffic(cast, tmp_path, **told) == ("news", "email", None, "last_click")


def test_without_a_last_click_it_comes_from_what_was_collected(cast: Cast, tmp_path: Path) -> None:
    told = {
        "collected_traffic_source": {"manual_source": "other", "manual_campaign_name": "spring"},
        "params": {"page_location": "https://a.example/?utm_source=tag"},
    }
    assert traffic(cast, tmp_path, **told) == ("other", None, "spring", "collected")


@pytest.mark.parametrize(
    ("page", "found"),
    [
        (
            "https://a.example/?utm_source=n%C3%A4chste+Woche&utm_medium=email",
            ("nächste Woche", "email", None),
        ),
        ("https://a.example/?x=1&utm_campaign=50%25&utm_source=%zz", ("%zz", None, "50%")),
        ("https://a.example/?utm_campaign=spring", (None, None, "spring")),
        ("https://a.example/?gclid=abc", ("google", "cpc", None)),
        ("https://a.example/?utm_source=partner&gclid=abc", ("partner", None, None)),
    ],
)
def test_without_both_it_comes_from_the_tags_of_the_page(
    cast: Cast, tmp_path: Path, page: str, found: tuple[Any, ...]
) -> None:
    assert traffic(cast, tmp_path, params={"page_location": page}) == (*found, "page")


@pytest.mark.parametrize(
    ("referrer", "found"),
    [
        ("https://blog.example/post?x=1", ("blog.example", "referral", None, "referrer")),
        ("https://www.google.co.uk/", ("google", "organic", None, "referrer")),
        ("https://search.aol.com/x", ("search.aol.com", "organic", None, "referrer")),
        ("https://mail.google.com/", ("mail.google.com", "referral", None, "referrer")),
        ("https://www.a.example/other", (None, None, None, None)),
        ("", (None, None, None, None)),
    ],
)
def test_without_all_it_comes_from_the_page_before_unless_that_is_the_same_site(
    cast: Cast, tmp_path: Path, referrer: str, found: tuple[Any, ...]
) -> None:
    params = {"page_location": "https://a.example/", "page_referrer": referrer}
    assert traffic(cast, tmp_path, params=params) == found


def test_the_first_source_of_a_visitor_is_never_read(cast: Cast, tmp_path: Path) -> None:
    assert traffic(cast, tmp_path, traffic_source={"source": "first", "medium": "cpc"}) == (None,) * 4


def test_visitors_are_keyed_hashes_and_neither_ids_nor_queries_reach_the_lake(
    cast: Cast, tmp_path: Path
) -> None:
    page = "https://a.example/stop/ann%40mail.example/?utm_campaign=ann@mail.example&gclid=SECRETCLICK"
    load(
        cast,
        export(
            tmp_path / "events.json", [event(user_id="Ann@Mail.example ", params={"page_location": page})]
        ),
    )
    [row] = stored(cast)
    assert (row["person"], row["user"]) == (
        person_key(cast.id, "ann.1"),
        person_key(cast.id, "ann@mail.example"),
    )
    assert (row["click_id"], row["page"], row["traffic_campaign"]) == ("gclid", "/stop/…/", "…")
    for file in (home() / "lake").rglob("*"):
        if file.is_file():
            text = file.read_bytes()
            assert not any(word in text for word in (b"ann.1", b"mail.example", b"SECRETCLICK")), file


def test_events_without_consent_are_kept_and_told(cast: Cast, tmp_path: Path) -> None:
    record = load(cast, export(tmp_path / "events.json", [event(), event(user_pseudo_id=None)]))
    assert "Events without a visitor, for lack of consent: 1. They belong to no session." in record.notes
    assert sum(row["person"] is None for row in stored(cast)) == 1


def test_what_cannot_be_read_waits_and_names_its_record(cast: Cast, tmp_path: Path) -> None:
    wrong = [event(), event(day="2026-13-40"), event(name=""), event() | {"event_timestamp": "soon"}]
    file = export(tmp_path / "events.json", [*wrong, event(day="20991231"), event(day="")])
    record = load(cast, file)
    assert (record.state, record.rows_accepted, record.rows_rejected) == ("waiting", 1, 5)
    told = [(row.row, row.column) for row in record.rejections]
    assert told == [
        (2, "event_date"),
        (3, "event_name"),
        (4, "event_timestamp"),
        (5, "event_date"),
        (6, "event_date"),
    ]
    assert stored(cast) == []
    accepted = load(cast, file, accept_quarantine=True)
    assert (accepted.state, len(stored(cast))) == ("done", 1)


def test_a_day_that_comes_again_replaces_itself_and_only_itself(cast: Cast, tmp_path: Path) -> None:
    load(cast, export(tmp_path / "a.json", [event(), event(after=5), event(day="20260102")]))
    again = load(cast, export(tmp_path / "b.json", [event("scroll")]))
    assert [(row["day"].day, row["event"]) for row in stored(cast)] == [(1, "scroll"), (2, "page_view")]
    act = cast.act("Cleo", now=NOW)
    undo_load(act, again.id, based_on=preview_undo(act, again.id).based_on)
    assert [(row["day"].day, row["event"]) for row in stored(cast)] == [
        (1, "page_view"),
        (1, "page_view"),
        (2, "page_view"),
    ]


def test_the_same_file_again_changes_nothing(cast: Cast, tmp_path: Path) -> None:
    file = export(tmp_path / "a.json", [event(), event(), event(after=3)])
    load(cast, file)
    assert load(cast, file).unchanged


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (json.dumps(event()) + "\n" + json.dumps(event())[:90] + "\n", "line [23]: this is no JSON object"),
        (json.dumps(event()) + "\n[1]\n", "line 2: this is no JSON object"),
    ],
)
def test_a_download_that_broke_off_is_refused_as_a_whole(
    cast: Cast, tmp_path: Path, text: str, sentence: str
) -> None:
    path = tmp_path / "events.json"
    path.write_text(text)
    with pytest.raises(Refused, match=sentence):
        load(cast, path)
    assert stored(cast) == []


def test_a_list_of_events_is_read_as_lines_are(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "events.json"
    path.write_text(json.dumps([event(), event(after=1)], indent=1))
    assert load(cast, path).rows_accepted == 2


@given(st.text(st.characters(max_codepoint=127), min_size=1))
def test_the_database_hashes_as_the_program_does(told: str) -> None:
    import duckdb

    sql = f"SELECT {hashed('told', person_pads(3))} FROM (SELECT ? AS told)"  # noqa: S608 - no value in it
    found = duckdb.execute(sql, [told.replace("\0", "")]).fetchall()[0][0]
    plain = " ".join(told.replace("\0", "").split())
    assert found == (person_key(3, plain) if plain else found)


def test_the_hash_is_hmac_of_rfc_2104() -> None:
    inner, outer = person_pads(3)
    told = hashlib.sha256(outer + hashlib.sha256(inner + b"ann").digest()).hexdigest()
    assert told == person_key(3, " Ann ")


def test_a_mapping_of_events_names_what_it_lacks() -> None:
    head = "source: x1\nname: X\nkind: analytics\nshapes:\n"
    text = head + " - {id: a, title: {en: A, zh: 甲}, proof: sample, columns: {day: {names: [d]}}}\n"
    with pytest.raises(MappingError, match="at, event, person must come from a column"):
        mapping_from(text, name="x1.yaml")


@pytest.mark.skipif(not REFERENCE, reason="RISER_REFERENCE_DATA is not set")
def test_the_public_sample_has_275_events_in_85_sessions(cast: Cast) -> None:
    record = load(cast, Path(REFERENCE or "") / "ga4/events.ndjson")
    assert (record.rows_accepted, record.rows_rejected) == (275, 0)
    assert len({(row["person"], row["session"]) for row in stored(cast)}) == 85


EXPLORATION = """# ----------------------------------------
# Free-form
# Northwind - GA4
# 20260101-20260131
# ----------------------------------------

Session source / medium,Date,Sessions,Total users
Grand total,,120,80
google / cpc,20260105,70,50
news / email,20260106,50,40

Session default channel group,Sessions
Paid Search,70
Email,50
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_an_exploration_of_sums_is_refused_with_what_to_export_instead(
    cast: Cast, tmp_path: Path, encoding: str
) -> None:
    path = tmp_path / "free-form.csv"
    path.write_text(EXPLORATION, encoding=encoding)
    with pytest.raises(Refused, match=r"It is an exploration or a report of Google Analytics 4.*BigQuery"):
        import_file(cast.act("Cleo", now=NOW), path)
    assert not Load.objects.exists()
    with override("zh-hans"), pytest.raises(Refused, match="请改用 BigQuery 导出"):
        import_file(cast.act("Cleo", now=NOW), path)
