"""A column that earlier exports brought is missed: the load stops, names it, and offers what can be done."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from cast import Cast
from riser.connect import queries
from riser.connect.actions import accept_load, import_file, preview_file, preview_undo, redo_load, undo_load
from riser.connect.ledger import LoadRecord
from riser.connect.models import Load
from riser.connect.rules.drift import Columns, Drift, drift
from riser.connect.tests.making import NOW
from riser.connect.tests.test_faces import ClientOf, shell, upload
from riser.foundation.models import AuditEvent

WHOLE = "Campaign,Day,Cost,Currency code,Customer ID,Conversions"
WITHOUT = "Campaign,Day,Cost,Currency code,Customer ID"
RENAMED = "Campaign,Day,Cost,Currency code,Customer ID,Results"


def export(folder: Path, header: str, day: str, account: str = "77") -> Path:
    """An interface export of one row."""
    cells = ["spring_sale", day, "10.50", "EUR", account, "3"][: header.count(",") + 1]
    path = folder / f"{day}-{account}-{header.count(',')}.csv"
    path.write_text(f"{header}\n{','.join(cells)}\n")
    return path


def load(cast: Cast, path: Path, *, turn: int = 0, accept: bool = False) -> LoadRecord:
    """Cleo imports a file."""
    act = cast.act("Cleo", now=NOW + timedelta(days=turn))
    return import_file(act, path, accept_quarantine=accept)


def test_a_load_without_a_column_of_the_last_one_waits_and_names_it(cast: Cast, tmp_path: Path) -> None:
    load(cast, export(tmp_path, WHOLE, "2026-02-01"))
    held = load(cast, export(tmp_path, WITHOUT, "2026-02-02"), turn=1)
    assert held.waits
    assert held.drifted
    assert held.rows_rejected == 0
    assert (
        "Missing here, though the last export of this kind brought it: Conversions. The figures of that "
        "column would be empty from now on. Export the file again with it, or store it without."
    ) in held.notes
    assert [total.label for total in queries.totals(cast.id, by="day")] == ["2026-02-01"]
    assert AuditEvent.objects.latest("id").verb == "hold load"


def test_what_may_be_the_new_name_of_a_column_is_named_in_both_languages(cast: Cast, tmp_path: Path) -> None:
    load(cast, export(tmp_path, WHOLE, "2026-02-01"))
    held = load(cast, export(tmp_path, RENAMED, "2026-02-02"), turn=1)
    assert any("it: Conversions. New: Results. If that is its new name" in note for note in held.notes)
    with override("zh-hans"):
        told = queries.load(cast.id, held.id).notes
    assert any("Conversions" in note and "Results" in note and "新名字" in note for note in told)


def test_after_a_yes_the_next_load_of_that_form_asks_nothing(cast: Cast, tmp_path: Path) -> None:
    load(cast, export(tmp_path, WHOLE, "2026-02-01"))
    held = load(cast, export(tmp_path, WITHOUT, "2026-02-02"), turn=1)
    assert accept_load(cast.act("Cleo", now=NOW + timedelta(days=2)), held.id).state == "done"
    assert load(cast, export(tmp_path, WITHOUT, "2026-02-03"), turn=3).state == "done"


def test_the_next_good_load_needs_no_cleaning(cast: Cast, tmp_path: Path) -> None:
    load(cast, export(tmp_path, WHOLE, "2026-02-01"))
    load(cast, export(tmp_path, RENAMED, "2026-02-02"), turn=1)
    assert load(cast, export(tmp_path, WHOLE, "2026-02-02"), turn=2).state == "done"


def test_another_account_and_a_column_more_are_no_drift(cast: Cast, tmp_path: Path) -> None:
    load(cast, export(tmp_path, WHOLE, "2026-02-01"))
    assert load(cast, export(tmp_path, WITHOUT, "2026-02-02", "88"), turn=1).state == "done"
    assert load(cast, export(tmp_path, WHOLE, "2026-02-03", "88"), turn=2).state == "done"


def test_a_load_that_was_accepted_without_a_column_can_be_undone_and_redone(
    cast: Cast, tmp_path: Path
) -> None:
    load(cast, export(tmp_path, WHOLE, "2026-02-01"))
    stored = load(cast, export(tmp_path, WITHOUT, "2026-02-02"), turn=1, accept=True)
    act = cast.act("Cleo", now=NOW + timedelta(days=3))
    undo_load(act, stored.id, based_on=preview_undo(act, stored.id).based_on)
    assert redo_load(act, stored.id).state == "done"


def test_the_preview_says_it_before_anything_is_stored(cast: Cast, tmp_path: Path) -> None:
    load(cast, export(tmp_path, WHOLE, "2026-02-01"))
    assert preview_file(cast.act("Cleo", now=NOW), export(tmp_path, WITHOUT, "2026-02-02")).drifted
    assert Load.objects.count() == 1


def test_the_shell_ends_with_1_and_the_pages_offer_the_yes(
    cast: Cast, client_of: ClientOf, tmp_path: Path
) -> None:
    load(cast, export(tmp_path, WHOLE, "2026-02-01"))
    path = export(tmp_path, WITHOUT, "2026-02-02")
    told = shell("import", str(path))
    assert told.exit_code == 1
    assert "Conversions" in told.output
    cleo = client_of("Cleo")
    page = cleo.post("/connect/drop/", {"file": upload(path)}, follow=True).content.decode()
    assert "A column is missing" in page
    assert "Store it without the column" in page
    waiting = Load.objects.get(state="waiting")
    assert "Store it without the column" in cleo.get(f"/connect/loads/{waiting.pk}/").content.decode()
    cleo.post(f"/connect/loads/{waiting.pk}/accept/")
    waiting.refresh_from_db()
    assert waiting.state == "done"


headers = st.dictionaries(st.sampled_from("abcde"), st.sampled_from("ABCDE"), max_size=5)


@given(headers)
def test_a_file_never_drifts_from_itself(fields: dict[str, str]) -> None:
    columns = Columns(fields, list(fields.values()))
    assert drift(columns, columns) is None


@pytest.mark.parametrize(
    ("now", "found"),
    [
        (Columns({"spend": "Cost"}, ["Cost"]), Drift(("Clicks",), ())),
        (Columns({"spend": "Cost"}, ["Cost", "Taps"]), Drift(("Clicks",), ("Taps",))),
        (Columns({"spend": "Cost", "clicks": "Klicks"}, ["Cost", "Klicks"]), None),
        (Columns({"spend": "Kosten", "clicks": "Clicks", "day": "Tag"}, ["Kosten", "Clicks", "Tag"]), None),
    ],
)
def test_only_a_field_that_no_column_brings_any_more_is_drift(now: Columns, found: Drift | None) -> None:
    """The older file read `clicks` from Clicks and `spend` from Cost; another known name is no loss."""
    assert drift(Columns({"spend": "Cost", "clicks": "Clicks"}, ["Cost", "Clicks"]), now) == found
