"""Which commits of the lake belong to a moment of the ledger, and tables that get new columns."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cast import Cast
from riser.connect.actions import import_file, migrate_lake, outdated_tables
from riser.connect.lake import schemas
from riser.connect.lake import table as lake
from riser.connect.lake.points import (
    TAKEN_BACK,
    WRITTEN,
    Apart,
    Ledger,
    files_of,
    last_known,
    ledger_at,
    missing_files,
    points,
)
from riser.connect.lake.tables import AD_DAILY, TABLES, LakeTable
from riser.connect.models import LoadState
from riser.connect.queries.condition import condition
from riser.connect.tests.making import api_file, api_row, days_of
from riser.foundation.errors import Refused

COMMIT = st.one_of(
    st.just({}),  # tidying, or the making of the table
    st.builds(lambda load: {lake.LOAD_KEY: load}, st.sampled_from("abc")),
    st.builds(lambda load: {lake.UNDO_KEY: load}, st.sampled_from("abc")),
)
STATES = st.dictionaries(st.sampled_from("abc"), st.sampled_from([state.value for state in LoadState]))


def numbered(commits: list[dict[str, Any]]) -> list[Mapping[str, Any]]:
    return [{"version": number, **commit} for number, commit in enumerate(commits)]


@given(st.lists(COMMIT), STATES)
def test_the_commits_of_a_moment_are_the_first_ones_and_all_of_them_known(
    commits: list[dict[str, Any]], states: dict[str, str]
) -> None:
    last = last_known(numbered(commits), states)
    taken = commits[: 0 if last is None else last + 1]
    assert all(states.get(one[lake.LOAD_KEY]) in WRITTEN for one in taken if lake.LOAD_KEY in one)
    assert all(states.get(one[lake.UNDO_KEY]) in TAKEN_BACK for one in taken if lake.UNDO_KEY in one)
    if len(taken) < len(commits):
        first_left = commits[len(taken)]
        assert states.get(first_left.get(lake.LOAD_KEY, "")) not in WRITTEN or lake.UNDO_KEY in first_left


def load(cast: Cast, folder: Path, first: str) -> None:
    """A load of a week."""
    path = api_file(folder / f"{first}.csv", [api_row(day) for day in days_of(first, 7)])
    import_file(cast.act("Alice"), path, currency="EUR")


@pytest.mark.django_db
def test_a_load_that_came_later_is_not_part_of_the_moment(cast: Cast, tmp_path: Path) -> None:
    load(cast, tmp_path, "2026-01-05")
    moment = ledger_at("default")
    [before] = points(moment)
    load(cast, tmp_path, "2026-01-12")
    assert points(moment) == [before]
    [after] = points(ledger_at("default"))
    assert after.version > before.version
    names = {path.name for path in files_of(before)}
    assert f"{after.version:020}.json" not in names
    assert f"{before.version:020}.json" in names


@pytest.mark.django_db
def test_what_the_ledger_has_and_the_lake_has_not_is_said(cast: Cast, tmp_path: Path) -> None:
    load(cast, tmp_path, "2026-01-05")
    assert condition().is_whole
    [point] = points(ledger_at("default"))
    [gone] = [path for path in files_of(point) if path.suffix == ".parquet"]
    gone.unlink()
    assert missing_files(cast.id) == [gone]
    with pytest.raises(Apart, match="is gone"):
        list(files_of(point))
    claimed = ledger_at("default")
    ahead = {key: replace(one, version=99) for key, one in claimed.loads.items()}
    with pytest.raises(Apart, match="lost rows"):
        points(Ledger(claimed.organisations, ahead))
    assert not condition().is_whole


# --- tables of an older program --------------------------------------------------------------------------


def later(table: LakeTable) -> LakeTable:
    """The table as a later program knows it: one more column."""
    return replace(table, schema=table.schema.append(pa.field("region", pa.string())), version=2)


@pytest.fixture
def next_program(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Turns this program into the next one, whose `ad_daily` has a column more."""

    def become() -> None:
        def add_region(rows: pa.Table) -> pa.Table:
            return rows.append_column("region", pa.array(["eu"] * rows.num_rows, pa.string()))

        monkeypatch.setitem(TABLES, AD_DAILY.name, later(AD_DAILY))
        monkeypatch.setattr(schemas, "STEPS", {AD_DAILY.name: {1: add_region}})

    return become


@pytest.mark.django_db
def test_a_table_gets_its_new_column_once_and_keeps_every_row(
    cast: Cast, tmp_path: Path, next_program: Callable[[], None]
) -> None:
    load(cast, tmp_path, "2026-01-05")
    before = lake.open_table(cast.id)
    assert before is not None
    rows = before.to_pyarrow_table().sort_by("day")
    assert outdated_tables() == []
    next_program()
    assert outdated_tables() == [(cast.id, "ad_daily")]
    assert migrate_lake() == [(cast.id, "ad_daily")]
    after = lake.open_table(cast.id)
    assert after is not None
    found = after.to_pyarrow_table().sort_by("day")
    assert found.select(rows.schema.names).cast(rows.schema).equals(rows)
    assert set(found["region"].to_pylist()) == {"eu"}
    assert schemas.schema_version(after) == 2
    version = after.version()
    assert (outdated_tables(), migrate_lake()) == ([], [])
    assert lake.open_table(cast.id).version() == version  # type: ignore[union-attr]


@pytest.mark.django_db
def test_a_kill_between_the_rows_and_their_description_changes_nothing(
    cast: Cast, tmp_path: Path, next_program: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    load(cast, tmp_path, "2026-01-05")
    next_program()
    with monkeypatch.context() as killed:
        # The table keeps its old description, as if the process had ended right after the commit.
        killed.setattr("deltalake.table.TableAlterer.set_table_description", lambda *said: None)
        migrate_lake()
    table = lake.open_table(cast.id)
    assert table is not None
    assert table.metadata().description == AD_DAILY.description
    assert schemas.schema_version(table) == 2
    assert outdated_tables() == []


@pytest.mark.django_db
def test_a_table_of_a_newer_program_is_left_alone(
    cast: Cast, tmp_path: Path, next_program: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    load(cast, tmp_path, "2026-01-05")
    next_program()
    migrate_lake()
    monkeypatch.setitem(TABLES, AD_DAILY.name, AD_DAILY)
    with pytest.raises(Refused, match="newer Riser"):
        outdated_tables()
