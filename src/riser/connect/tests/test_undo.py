"""A load is taken back: what it replaced comes back, what came later stays, as if it had never come."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cast import Cast
from riser.connect import queries
from riser.connect.actions import import_file, preview_undo, reconcile, undo_load
from riser.connect.lake import table as lake
from riser.connect.lake.tables import AD_DAILY, WORK
from riser.connect.ledger import LoadRecord, raw_path
from riser.connect.models import Load, LoadState
from riser.connect.tests.boards import JIRA, csv_file, jira_row
from riser.connect.tests.making import NOW, api_file, api_row, days_of
from riser.connect.tests.test_lake import State, own_home, rows, states
from riser.foundation.errors import NotPermitted, Refused
from riser.foundation.models import AuditEvent

Importer = Callable[..., LoadRecord]


def at(turn: int) -> datetime:
    """The moment of the load of this turn."""
    return datetime(2026, 6, 1, tzinfo=UTC) + timedelta(hours=turn)


def load_rows(state: State, turn: int) -> pa.Table:
    """The rows of one load, with a moment and an id of its own."""
    found = rows(state, load=f"{turn:032x}")
    for name in ("loaded_at", "first_loaded_at"):
        place = AD_DAILY.schema.get_field_index(name)
        field = AD_DAILY.schema.field(place)
        found = found.set_column(place, field, pa.array([at(turn)] * found.num_rows, field.type))
    return found


def everything(loads: Sequence[pa.Table]) -> list[Any]:
    """Every cell of the table after these loads."""
    with own_home():
        for turn, load in enumerate(loads):
            lake.replace(1, load, load_id=f"{turn:032x}")
        return stored()


def stored() -> list[Any]:
    """Every cell of the table, in the order of scope."""
    table = lake.open_table(1)
    found = table.to_pyarrow_table().select(AD_DAILY.schema.names).to_pylist() if table else []
    return sorted(found, key=lambda row: (row["scope_key"], row["day"]))


@settings(max_examples=15, deadline=None)
@given(st.lists(states, min_size=1, max_size=5), st.data())
def test_undoing_a_load_leaves_what_the_others_alone_would_have_left(
    told: list[State], data: st.DataObject
) -> None:
    """Every cell is the same, also which load brought a row and when it first arrived."""
    loads = [load_rows(state, turn) for turn, state in enumerate(told)]
    gone = data.draw(st.integers(0, len(loads) - 1))
    others = [load for turn, load in enumerate(loads) if turn != gone]
    with own_home():
        for turn, load in enumerate(loads):
            lake.replace(1, load, load_id=f"{turn:032x}")
        before = lake.open_table(1)
        assert before is not None
        version = before.version()
        lake.take_back(1, loads[gone], lake.replay(loads[gone], others), load_id=f"{gone:032x}")
        after = lake.open_table(1)
        assert after is not None
        assert after.version() <= version + 1  # one commit, or none
        left = stored()
    assert left == everything(others)


@settings(max_examples=8, deadline=None)
@given(states, states)
def test_undoing_a_load_and_loading_days_apart_from_it_commute(one: State, other: State) -> None:
    apart = {scope: value for scope, value in other.items() if scope not in one}
    if not apart:
        return
    first, second = load_rows(one, 0), load_rows(apart, 1)

    def undone(before: bool) -> list[Any]:
        with own_home():
            lake.replace(1, first, load_id="0" * 32)
            if before:
                lake.replace(1, second, load_id="1" * 32)
            lake.take_back(1, first, lake.replay(first, [second] if before else []), load_id="0" * 32)
            if not before:
                lake.replace(1, second, load_id="1" * 32)
            return stored()

    assert undone(True) == undone(False) == everything([second])


@pytest.fixture
def load(cast: Cast, tmp_path: Path) -> Importer:
    """Cleo imports these API rows, one day after the other."""
    count = iter(range(100))

    def importer(*rows: str, **said: Any) -> LoadRecord:
        turn = next(count)
        path = api_file(tmp_path / f"{turn}.csv", rows)
        return import_file(cast.act("Cleo", now=NOW + timedelta(days=turn)), path, **said)

    return importer


def undo(cast: Cast, load_id: str, who: str = "Cleo") -> LoadRecord:
    """Looks at what would change, and takes the load back."""
    act = cast.act(who, now=NOW + timedelta(days=50))
    return undo_load(act, load_id, based_on=preview_undo(act, load_id).based_on)


def spend(cast: Cast) -> dict[str, Decimal | None]:
    """The spend by day."""
    return {total.label: total.spend for total in queries.totals(cast.id, by="day")}


def test_what_a_load_had_replaced_comes_back_and_what_came_later_stays(cast: Cast, load: Importer) -> None:
    load(*(api_row(day) for day in days_of("2026-02-01", 3)))
    wrong = load(*(api_row(day, micros=9_000_000) for day in days_of("2026-02-02", 3)))
    load(api_row("2026-02-03", micros=4_000_000))
    found = preview_undo(cast.act("Cleo"), wrong.id)
    assert (found.changes.vanished, found.changes.changed, found.changes.same) == (1, 1, 1)
    assert (found.before, found.after) == ((("EUR", Decimal(22)),), (("EUR", Decimal("5.5")),))
    assert ([day.day for day in found.days], found.replayed) == ([2, 3, 4], 2)
    record = undo(cast, wrong.id)
    assert (record.state, record.undone_by) == (LoadState.UNDONE, "Cleo")
    days = {"2026-02-01": Decimal("1.50"), "2026-02-02": Decimal("1.50"), "2026-02-03": Decimal("4.00")}
    assert spend(cast) == days
    event = AuditEvent.objects.get(organisation_id=cast.id, verb="undo load")
    assert (event.case_id, event.before and event.before["state"], event.after and event.after["state"]) == (
        wrong.id,
        "done",
        "undone",
    )


def test_redo_is_importing_the_file_again(cast: Cast, load: Importer, tmp_path: Path) -> None:
    first = load(api_row("2026-02-01"))
    undo(cast, first.id)
    assert spend(cast) == {}
    again = load(api_row("2026-02-01"))
    assert (again.state, again.unchanged, spend(cast)) == ("done", False, {"2026-02-01": Decimal("1.50")})
    assert again.id != first.id


def test_a_second_load_of_the_same_rows_keeps_them(cast: Cast, load: Importer) -> None:
    first, second = load(api_row("2026-02-01")), load(api_row("2026-02-01"))
    assert second.unchanged
    undo(cast, first.id)
    (day,) = queries.campaign_days(cast.id, to_day=date.max)
    assert (day.load_id, day.first_loaded_at) == (second.id, second.started_at)


def test_the_platforms_total_goes_back_with_its_load(cast: Cast, load: Importer) -> None:
    load(api_row("2026-02-01"), account_total=Decimal("1.40"))
    later = load(api_row("2026-02-01", micros=2_000_000), account_total=Decimal("2.10"))
    undo(cast, later.id)
    assert [total.amount for total in queries.account_totals(cast.id)] == [Decimal("1.40")]


def test_nobody_confirms_what_they_have_not_seen(cast: Cast, load: Importer) -> None:
    first = load(api_row("2026-02-01"))
    seen = preview_undo(cast.act("Cleo"), first.id)
    load(api_row("2026-02-02"))
    with pytest.raises(Refused, match="Something was stored since you looked"):
        undo_load(cast.act("Cleo"), first.id, based_on=seen.based_on)
    assert len(spend(cast)) == 2


def test_what_is_not_stored_cannot_be_undone_and_a_viewer_may_not(cast: Cast, load: Importer) -> None:
    waiting = load(api_row("2026-02-01"), api_row("2026-02-02", micros="oops"))
    with pytest.raises(Refused, match="Nothing of this load is stored"):
        preview_undo(cast.act("Cleo"), waiting.id)
    done = load(api_row("2026-02-01"))
    undo(cast, done.id)
    with pytest.raises(Refused, match="Nothing of this load is stored"):
        undo(cast, done.id)
    with pytest.raises(NotPermitted):
        preview_undo(cast.act("Vera"), done.id)


def test_a_replay_needs_the_files_of_the_others_and_says_which_is_gone(cast: Cast, load: Importer) -> None:
    first, second = load(api_row("2026-02-01")), load(api_row("2026-02-01", micros=3_000_000))
    raw_path(cast.id, Load.objects.get(pk=first.id).file_sha256).unlink()
    with pytest.raises(Refused, match=r"0\.csv is no longer kept"):
        preview_undo(cast.act("Cleo"), second.id)
    assert spend(cast) == {"2026-02-01": Decimal("3.00")}


def test_an_account_settled_meanwhile_does_not_change_what_the_others_had_stored(
    cast: Cast, load: Importer
) -> None:
    """The second file names another account; read again today, the first would ask whose rows it holds."""
    first = load(api_row("2026-02-01", account=""))
    load(api_row("2026-02-01", account="88"))
    third = load(api_row("2026-02-01", account="", micros=7_000_000))
    undo(cast, third.id)
    (assumed,) = (day for day in queries.campaign_days(cast.id, to_day=date.max) if day.key.account != "88")
    assert (assumed.load_id, assumed.spend) == (first.id, Decimal("1.50"))


@pytest.mark.parametrize("reached", [True, False])
def test_an_undo_cut_off_is_through_where_its_commit_is_in_the_lake(
    cast: Cast, load: Importer, reached: bool
) -> None:
    record = load(api_row("2026-02-01"))
    Load.objects.filter(pk=record.id).update(state=LoadState.UNDOING, undone_by="Cleo", undone_at=NOW)
    if reached:
        gone = rows({("a", 1): 1})  # any rows will do: the mark of the commit counts
        lake.take_back(cast.id, gone, rows({("a", 1): 2}), load_id=record.id)
    (settled,) = reconcile(cast.id, NOW + timedelta(days=1))
    assert settled.state == (LoadState.UNDONE if reached else LoadState.DONE)
    assert (settled.undone_by, settled.undone_at) == (("Cleo", NOW) if reached else ("", None))


def test_work_items_are_taken_back_too(cast: Cast, tmp_path: Path) -> None:
    act = cast.act("Cleo")
    import_file(act, csv_file(tmp_path / "a.csv", JIRA, [jira_row("MKT-1"), jira_row("MKT-2")]))
    later = csv_file(tmp_path / "b.csv", JIRA, [jira_row("MKT-1", Status="Done"), jira_row("MKT-3")])
    record = import_file(cast.act("Cleo", now=NOW + timedelta(days=1)), later)
    found = preview_undo(act, record.id)
    assert (found.items, found.changes.changed, found.changes.vanished, found.before) == (2, 1, 1, ())
    undo(cast, record.id)
    states = {item.id: item.state for item in queries.work_items(cast.id, to_day=date(2026, 12, 31))}
    assert states == {"MKT-1": "todo", "MKT-2": "todo"}
    assert lake.find_commit(cast.id, record.id, key=lake.UNDO_KEY, table=WORK) is not None
