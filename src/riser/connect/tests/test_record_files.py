"""Files of records (JSON, an object a line, Parquet) are read as the same rows that a table would hold."""

import json
import os
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from cast import Cast
from riser.connect.actions import import_file
from riser.connect.intake.files import open_file
from riser.connect.lake.reads import select_rows
from riser.connect.lake.tables import TABLES
from riser.connect.rules.records import flat, records_of
from riser.connect.tests.making import NOW
from riser.foundation.errors import Refused

DAYS = [{"customer_id": "123-456", "base_campaign": "", "id": 20253000000000000001 + n, "name": "Brand",
         "date": f"2026-01-0{n + 1}", "cost_micros": 1_230_001 * (n + 1), "clicks": 3, "impressions": 40}
        for n in range(3)]  # fmt: skip
REFERENCE = os.environ.get("RISER_REFERENCE_DATA")


def ndjson(path: Path, records: Sequence[Mapping[str, Any]], encoding: str = "utf-8") -> Path:
    """A file with one object on each line."""
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records), encoding)
    return path


def in_parquet(path: Path, records: Sequence[Mapping[str, Any]]) -> Path:
    """The same as Parquet."""
    texts = [{name: str(value) for name, value in one.items()} for one in records]
    parquet.write_table(pa.Table.from_pylist(texts), path)
    return path


def as_pages(path: Path) -> Path:
    """The same as an API's pages, one a line."""
    pages: list[dict[str, Any]] = [{"results": DAYS[:2], "nextPageToken": "x"}, {"results": DAYS[2:]}]
    return ndjson(path, pages)


def table(path: Path) -> list[tuple[int, list[Any]]]:
    """The rows of the one sheet."""
    return list(open_file(path).sheets[0].rows())


@pytest.mark.parametrize(
    "file",
    [
        lambda folder: ndjson(folder / "days.ndjson", DAYS),
        lambda folder: ndjson(folder / "days.jsonl", DAYS, "utf-16"),
        lambda folder: as_pages(folder / "pages.json"),
        lambda folder: in_parquet(folder / "days.parquet", DAYS),
    ],
)
def test_days_of_ads_are_stored_from_records_as_from_a_table(cast: Cast, tmp_path: Path, file: Any) -> None:
    record = import_file(cast.act("Cleo", now=NOW), file(tmp_path), currency="EUR")
    assert (record.state, record.rows_accepted, record.rows_rejected) == ("done", 3, 0)
    stored = select_rows(cast.id, TABLES["ad_daily"], lambda found: found.order_by("day"))
    assert [row["campaign"] for row in stored] == [str(20253000000000000001 + n) for n in range(3)]
    assert sum(row["spend"] for row in stored) == Decimal("7.380006")
    assert "its records hold" in record.notes[0]


def test_numbers_keep_every_digit_that_the_file_writes(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(
        '[{"id": 120253000000000004711, "cost": 0.10000000000000000001, "on": true, "off": null}]'
    )
    header, row = table(path)
    assert header == (0, ["id", "cost", "on", "off"])
    assert row == (1, ["120253000000000004711", "0.10000000000000000001", "true", None])


def test_columns_are_those_of_all_records_in_the_order_of_their_first_use(tmp_path: Path) -> None:
    path = ndjson(tmp_path / "a.ndjson", [{"a": 1}, {"b": {"c": 2, "d": [1, 2]}}, {"a": 3}])
    assert table(path) == [
        (0, ["a", "b.c", "b.d"]),
        (1, ["1", None, None]),
        (2, [None, "2", '["1", "2"]']),
        (3, ["3", None, None]),
    ]


def test_a_list_of_keys_with_values_becomes_columns() -> None:
    params = [
        {"key": "page", "value": {"string_value": "/a", "int_value": None}},
        {"key": "id", "value": {"string_value": None, "int_value": "7"}},
    ]
    assert flat({"event_params": params, "items": []}) == {
        "event_params.page": "/a",
        "event_params.id": "7",
        "items": None,
    }


def test_the_rows_of_a_report_take_the_names_that_it_tells_once() -> None:
    page = {
        "dimensionHeaders": [{"name": "date"}],
        "metricHeaders": [{"name": "sessions", "type": "TYPE_INTEGER"}],
        "rows": [{"dimensionValues": [{"value": "20260101"}], "metricValues": [{"value": "4"}]}],
    }
    assert list(records_of(page)) == [{"date": "20260101", "sessions": "4"}]


def test_a_record_that_holds_a_list_stays_a_record() -> None:
    found = [
        {"id": "1", "rows": []},
        {"id": "2", "data": [{"a": 1}]},
        {"results": [{"id": "3"}], "paging": {}},
    ]
    assert list(records_of(found)) == [*found[:2], {"id": "3"}]


@pytest.mark.parametrize("rows", ["null", '[{"dimensionValues": ["x"]}]', '[{"dimensionValues": [{}, {}]}]'])
def test_an_odd_report_is_refused_with_its_line(cast: Cast, tmp_path: Path, rows: str) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"dimensionHeaders": [{"name": "date"}], "metricHeaders": [], "rows": ' + rows + "}")
    with pytest.raises(Refused, match=r"a\.json"):
        import_file(cast.act("Cleo", now=NOW), path)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner)))
def test_whatever_stands_in_a_cell_becomes_a_text_or_nothing(value: Any) -> None:
    assert all(cell is None or isinstance(cell, str) for cell in flat({"a": value}).values())


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('{"a": 1}\n{"a": 2\n', "a.json, line 2: this is no JSON object."),
        ('{"a": 1}\n[1, 2]\n', "a.json, line 2: this is no JSON object."),
        ('{\n"a": 1,\n', "a.json, line 3: this is no JSON object."),
        ("[" * 100_000, "a.json"),
        ('{"a":' * 40 + "1" + "}" * 40, "a.json, record 1: objects are nested too deep."),
        (json.dumps({f"c{n}": n for n in range(600)}), "a.json has more than 500 columns."),
        ('{"data": []}', "a.json"),
    ],
)
def test_broken_records_are_refused_with_a_sentence(
    cast: Cast, tmp_path: Path, text: str, sentence: str
) -> None:
    path = tmp_path / "a.json"
    path.write_text(text)
    with pytest.raises(Refused) as refused:
        import_file(cast.act("Cleo", now=NOW), path)
    assert sentence in str(refused.value)


def test_a_damaged_parquet_file_is_refused(cast: Cast, tmp_path: Path) -> None:
    whole = in_parquet(tmp_path / "whole.parquet", DAYS).read_bytes()
    path = tmp_path / "days.parquet"
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(Refused, match=r"days\.parquet is a damaged Parquet file"):
        import_file(cast.act("Cleo", now=NOW), path)


@pytest.mark.skipif(not REFERENCE, reason="RISER_REFERENCE_DATA is not set")
def test_deals_of_hubspots_api_become_deals(cast: Cast) -> None:
    path = Path(REFERENCE or "") / "crm/hubspot_api/mock_deals_data.json"
    record = import_file(cast.act("Cleo", now=NOW), path, currency="EUR")
    assert (record.source, record.table, record.state) == ("hubspot", "deal", "done")
    found = select_rows(cast.id, TABLES["deal"], lambda rows: rows.order_by("deal"))
    assert [(row["deal"], row["amount"]) for row in found][:2] == [("6744192456", 500), ("6744457152", 3233)]


@pytest.mark.skipif(not REFERENCE, reason="RISER_REFERENCE_DATA is not set")
def test_contacts_of_hubspots_api_become_leads_without_their_addresses(cast: Cast) -> None:
    path = Path(REFERENCE or "") / "crm/hubspot_api/mock_contacts_data.json"
    record = import_file(cast.act("Cleo", now=NOW), path)
    assert (record.source, record.table) == ("hubspot", "lead_handoff")
    found = select_rows(cast.id, TABLES["lead_handoff"], lambda rows: rows)
    assert found
    assert not any("@" in str(value) for row in found for value in row.values())
