"""How long rows are kept: what goes, what stays, and that a later undo brings nothing back."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cast import Cast
from riser.connect import jobs, queries
from riser.connect.actions import (
    apply_retention,
    import_file,
    preview_undo,
    redo_load,
    set_retention,
    undo_load,
)
from riser.connect.lake.ageing import ageing_tables
from riser.connect.lake.table import lake_folder
from riser.connect.ledger import LoadRecord, raw_path
from riser.connect.models import Load
from riser.connect.rules.retention import first_kept
from riser.connect.tests.boards import csv_file
from riser.connect.tests.making import NOW
from riser.connect.tests.test_faces import ClientOf
from riser.foundation.errors import NotPermitted, Refused
from riser.foundation.models import AuditEvent

OLD, YOUNG = NOW.date() - timedelta(days=400), NOW.date() - timedelta(days=20)
ORDERS = ["Order ID", "Goal", "Ordered at", "Email", "Value", "Currency", "Cancelled"]


def ads(folder: Path, *days: date, spend: str = "10.50") -> Path:
    """An interface export with a row for each day."""
    rows = [["spring", str(day), spend, "EUR", "77"] for day in days]
    name = f"{'-'.join(map(str, days))}-{spend}.csv"
    return csv_file(folder / name, ["Campaign", "Day", "Cost", "Currency code", "Customer ID"], rows)


def load(cast: Cast, path: Path, turn: int = 0) -> LoadRecord:
    """Cleo imports a file."""
    return import_file(cast.act("Cleo", now=NOW + timedelta(minutes=turn)), path)


def days(cast: Cast) -> list[str]:
    """The days of which something is stored."""
    return [total.label for total in queries.totals(cast.id, by="day")]


def is_kept(cast: Cast, record: LoadRecord) -> bool:
    """Whether the file of a load is still there."""
    return raw_path(cast.id, Load.objects.get(pk=record.id).file_sha256).is_file()


def test_so_many_whole_months_before_the_present_one_are_kept() -> None:
    """14 months before November 2026: ten back to January 2026, four more to September 2025."""
    assert first_kept(date(2026, 11, 24), 14) == date(2025, 9, 1)
    assert first_kept(date(2026, 1, 1), 12) == date(2025, 1, 1)


@given(today=st.dates(date(2000, 1, 1), date(2100, 1, 1)), months=st.integers(3, 240))
def test_the_first_kept_day_begins_a_month_and_one_month_more_keeps_the_one_before(
    today: date, months: int
) -> None:
    first = first_kept(today, months)
    assert first.day == 1
    assert first_kept(first, 0) == first
    assert first_kept(today, months + 1) == first_kept(first - timedelta(days=1), 0)


def test_older_rows_go_with_their_parquet_and_with_files_of_which_nothing_else_is_left(
    cast: Cast, tmp_path: Path
) -> None:
    old, both = load(cast, ads(tmp_path, OLD)), load(cast, ads(tmp_path, OLD - timedelta(days=1), YOUNG), 1)
    set_retention(cast.act("Alice"), "ad_daily", 6)
    assert days(cast) == [str(OLD - timedelta(days=1)), str(OLD), str(YOUNG)]
    (gone,) = apply_retention(cast.act("Alice"))
    assert (gone.table, gone.rows, gone.files) == ("ad_daily", 2, 1)
    assert days(cast) == [str(YOUNG)]
    assert not list(lake_folder().rglob(f"month={OLD:%Y-%m}/*.parquet"))
    assert (is_kept(cast, old), is_kept(cast, both)) == (False, True)
    event = AuditEvent.objects.latest("id")
    assert event.verb == "let rows go"
    assert event.after == {"first_day": str(first_kept(NOW.date(), 6)), "rows": 2, "files": 1}
    assert apply_retention(cast.act("Alice")) == []


def test_an_undo_after_it_needs_no_file_that_went_and_brings_nothing_back(cast: Cast, tmp_path: Path) -> None:
    load(cast, ads(tmp_path, OLD))
    first = load(cast, ads(tmp_path, YOUNG), 1)
    wrong = load(cast, ads(tmp_path, YOUNG, spend="99.00"), 2)
    set_retention(cast.act("Alice"), "ad_daily", 6)
    apply_retention(cast.act("Alice"))
    act = cast.act("Cleo", now=NOW + timedelta(hours=1))
    undo_load(act, wrong.id, based_on=preview_undo(act, wrong.id).based_on)
    assert [(one.label, str(one.spend)) for one in queries.totals(cast.id, by="day")] == [
        (str(YOUNG), "10.50")
    ]
    assert is_kept(cast, first)


def test_a_load_whose_file_went_says_so_when_it_is_to_be_stored_again(cast: Cast, tmp_path: Path) -> None:
    old = load(cast, ads(tmp_path, OLD))
    act = cast.act("Cleo", now=NOW + timedelta(hours=1))
    undo_load(act, old.id, based_on=preview_undo(act, old.id).based_on)
    set_retention(cast.act("Alice"), "ad_daily", 6)
    apply_retention(cast.act("Alice"))
    with pytest.raises(Refused, match="is no longer kept"):
        redo_load(act, old.id)


def test_a_table_that_is_not_split_by_months_lets_single_rows_go(cast: Cast, tmp_path: Path) -> None:
    rows = [
        ["O-1", "purchase", f"{OLD}T10:00:00Z", "ann@mail.example", "10", "EUR", ""],
        ["O-2", "purchase", f"{YOUNG}T10:00:00Z", "joe@mail.example", "12", "EUR", ""],
    ]
    record = load(cast, csv_file(tmp_path / "orders.csv", ORDERS, rows))
    set_retention(cast.act("Alice"), "conversion", 6)
    (gone,) = apply_retention(cast.act("Alice"))
    assert (gone.rows, gone.files) == (1, 0)
    assert queries.table(cast.id, "conversion").rows == 1
    assert is_kept(cast, record)


def test_kept_for_good_again_nothing_goes(cast: Cast, tmp_path: Path) -> None:
    load(cast, ads(tmp_path, OLD))
    set_retention(cast.act("Alice"), "ad_daily", 6)
    assert set_retention(cast.act("Alice"), "ad_daily", None).first_day is None
    assert apply_retention(cast.act("Alice")) == []
    assert days(cast) == [str(OLD)]


@pytest.mark.parametrize("months", [0, 2, 241, -6])
def test_a_length_out_of_bounds_is_refused_with_the_bounds(cast: Cast, months: int) -> None:
    with pytest.raises(Refused, match="Keep rows for 3 to 240 months, or for good"):
        set_retention(cast.act("Alice"), "ad_daily", months)


def test_a_table_whose_rows_tell_no_age_is_refused_and_those_that_do_are_named(cast: Cast) -> None:
    with pytest.raises(Refused, match=r"The rows of “account” tell no age.*web_event"):
        set_retention(cast.act("Alice"), "account", 12)
    assert {"ad_daily", "web_event", "conversion", "deal", "lead_handoff"} <= set(ageing_tables())


def test_a_manager_decides_nothing_about_it(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        set_retention(cast.act("Cleo"), "ad_daily", 6)
    with pytest.raises(NotPermitted):
        apply_retention(cast.act("Cleo"))


def test_another_organisation_keeps_its_own_rows(cast: Cast, tmp_path: Path) -> None:
    load(cast, ads(tmp_path, OLD))
    stranger = next(iter(cast.contoso.members))
    set_retention(cast.act(stranger), "ad_daily", 6)
    assert apply_retention(cast.act(stranger)) == []
    assert days(cast) == [str(OLD)]


def test_the_page_of_a_table_keeps_the_months_and_says_what_is_wrong(client_of: ClientOf) -> None:
    client = client_of("Alice")
    page = "/connect/tables/ad_daily/"
    said = client.post(f"{page}retention/", {"months": "14"}, follow=True).content.decode()
    assert "Its rows are kept for 14 months: from" in said
    odd = client.post(f"{page}retention/", {"months": "2"}, follow=True).content.decode()
    assert "greater than or equal to 3" in odd
    client.post(f"{page}retention/", {"months": ""})
    assert "Its rows are kept for good." in client.get(page).content.decode()


def test_the_nightly_job_lets_go(cast: Cast) -> None:
    assert jobs.KINDS[jobs.RETAIN_JOB].every == timedelta(days=1)
