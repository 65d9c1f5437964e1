"""The lake table: scopes, order of loads, predicates."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riser.connect.lake import table as lake
from riser.connect.lake.tables import AD_DAILY, scope_key

Scope = tuple[str, int]  # campaign, days after the first of March
State = Mapping[Scope, int]

campaigns = st.sampled_from(["a", "b", "B' or '1'='1"])
# Sixty days reach over three months, so that a load may touch several partitions.
states = st.dictionaries(st.tuples(campaigns, st.integers(0, 60)), st.integers(0, 99), min_size=1, max_size=8)


@contextmanager
def own_home() -> Iterator[None]:
    """A lake of its own for one example."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("RISER_HOME", folder)
        yield


def rows(state: State, *, load: str = "0" * 32) -> pa.Table:
    """These campaign-days as rows of the table."""
    now = datetime(2026, 6, 1, tzinfo=UTC)
    return pa.Table.from_pylist(
        [_row(scope, value, load, now) for scope, value in state.items()], AD_DAILY.schema
    )


def _row(scope: Scope, value: int, load: str, now: datetime) -> dict[str, Any]:
    campaign, after = scope
    day = date(2026, 3, 1) + timedelta(days=after)
    empty = dict.fromkeys(AD_DAILY.schema.names)
    texts = dict.fromkeys(("ad_group", "ad", "segment"), "")
    return (
        empty
        | texts
        | {
            "source": "google_ads",
            "month": f"{day:%Y-%m}",
            "account": "77",
            "level": "campaign",
            "campaign": campaign,
            "day": day,
            "spend": Decimal(value),
            "currency": "EUR",
            "currency_assumed": False,
            "account_assumed": False,
            "channel": "paid_search",
            "scope_key": scope_key(account="77", level="campaign", campaign=campaign),
            "load_id": load,
            "loaded_at": now,
            "first_loaded_at": now,
        }
    )


def stored() -> dict[Scope, int]:
    """What the table holds."""
    table = lake.open_table(1)
    assert table is not None
    first = date(2026, 3, 1)
    return {
        (row["campaign"], (row["day"] - first).days): int(row["spend"])
        for row in table.to_pyarrow_table().to_pylist()
    }


def after(*loads: State) -> dict[Scope, int]:
    """What the table holds after these loads, one after the other."""
    with own_home():
        for load in loads:
            lake.replace(1, rows(load), load_id="0" * 32)
        return stored()


@settings(max_examples=25, deadline=None)
@given(states, states)
def test_two_loads_of_disjoint_scope_commute(one: State, other: State) -> None:
    apart = {scope: value for scope, value in other.items() if scope not in one}
    if apart:
        assert after(one, apart) == after(apart, one) == {**one, **apart}


@settings(max_examples=25, deadline=None)
@given(states, states)
def test_where_scopes_meet_the_later_load_wins_and_the_rest_stays(one: State, other: State) -> None:
    assert after(one, other) == {**one, **other}


@settings(max_examples=15, deadline=None)
@given(states)
def test_the_same_load_again_writes_no_version(state: State) -> None:
    with own_home():
        first = lake.replace(1, rows(state), load_id="a" * 32)
        again = lake.replace(1, rows(state, load="b" * 32), load_id="b" * 32)
        assert again.version is None
        assert not again.changes.any
        table = lake.open_table(1)
        assert table is not None
        assert table.version() == first.version


def test_the_names_in_the_log_tell_the_version_that_the_log_itself_tells() -> None:
    with own_home():
        assert lake.newest_version(1) is None
        for number in range(3):
            lake.replace(1, rows({("a", number): 5}), load_id=f"{number}" * 32)
            assert lake.newest_version(1) == _opened_version()
        lake.tidy(1, AD_DAILY)
        assert lake.newest_version(1) == _opened_version()


def _opened_version() -> int:
    table = lake.open_table(1)
    assert table is not None
    return table.version()


def test_the_commit_carries_the_load_and_of_names_only_slugs_and_months() -> None:
    with own_home():
        lake.replace(1, rows({("B' or '1'='1", 3): 5}), load_id="a" * 32)
        table = lake.open_table(1)
        assert table is not None
        commit = table.history(1)[0]
    assert commit[lake.LOAD_KEY] == "a" * 32
    assert "predicate" not in commit["operationParameters"]
    (file,) = table.file_uris()
    assert "/source=google_ads/month=2026-03/part-" in file


@pytest.mark.parametrize("column", ["source", "month"])
def test_anything_else_is_kept_out_of_a_commit(column: str) -> None:
    place = AD_DAILY.schema.get_field_index(column)
    evil = rows({("a", 1): 1}).set_column(place, AD_DAILY.schema.field(place), pa.array(["x' or '1'='1"]))
    with own_home(), pytest.raises(ValueError, match="registered source and ISO months"):
        lake.replace(1, evil, load_id="a" * 32)


def test_a_load_that_never_reached_the_table_is_not_found() -> None:
    with own_home():
        assert lake.find_commit(1, "a" * 32) is None
        lake.replace(1, rows({("a", 1): 1}), load_id="a" * 32)
        assert lake.find_commit(1, "a" * 32) == 1
        assert lake.find_commit(1, "b" * 32) is None
