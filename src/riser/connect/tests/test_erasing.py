"""A person is erased: from tables, kept files and quotes; the key stands in no file below the home."""

import json
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from cast import Cast
from riser.connect import ledger
from riser.connect.actions import erase_person, import_file, preview_undo, undo_load
from riser.connect.commands import connect
from riser.connect.lake.reads import select_rows
from riser.connect.lake.tables import TABLES
from riser.connect.models import Load
from riser.connect.privacy import person_key
from riser.connect.rules.erasing import Erasure
from riser.connect.tests.boards import csv_file
from riser.connect.tests.making import NOW, api_file, api_row
from riser.connect.tests.test_web_events import event, export
from riser.foundation.errors import NotPermitted, Refused
from riser.foundation.home import home
from riser.foundation.models import AuditEvent

ORDERS = ["Order ID", "Goal", "Ordered at", "Email", "Value", "Currency", "Cancelled"]
ANN, JOANN = "Ann@mail.example", "joann@mail.example"


def orders(path: Path, *mails: str) -> Path:
    """One order of each."""
    rows = [
        [f"O-{n}", "purchase", f"2026-01-0{n}T10:00:00Z", mail, "10", "EUR", ""]
        for n, mail in enumerate(mails, 1)
    ]
    return csv_file(path, ORDERS, rows)


def places(*needles: str) -> list[str]:
    """The files below the home that hold one of these texts, whatever their capitals; what a reader of this
    process put aside is gone with it."""
    wanted = [one.lower().encode() for one in needles]
    files = [path for path in home().rglob("*") if path.is_file() and "spool" not in path.parts]
    return [str(path) for path in files if any(one in path.read_bytes().lower() for one in wanted)]


@pytest.fixture
def stored(cast: Cast, tmp_path: Path) -> Cast:
    """Orders of Ann and Joann, and a visit of Ann's."""
    act = cast.act("Cleo", now=NOW)
    import_file(act, orders(tmp_path / "orders.csv", ANN, JOANN, "ANN@mail.example "))
    import_file(act, export(tmp_path / "events.json", [event(user_id="ann@mail.example"), event(after=1)]))
    return cast


def persons(cast: Cast, table: str, column: str = "person") -> list[str | None]:
    """Who stands in a table."""
    rows = select_rows(cast.id, TABLES[table], lambda found: found.order_by("scope_key"))
    return sorted((row[column] for row in rows), key=str)


def test_the_key_stands_in_no_file_below_the_home(stored: Cast) -> None:
    key = person_key(stored.id, ANN)
    assert places(ANN, key) != []
    erased = erase_person(stored.act("Alice", now=NOW), "ann@mail.example")
    assert (erased.rows, erased.files, erased.left) == ({"conversion": 2, "web_event": 1}, 2, ())
    assert places(key) == []
    assert all("joann@mail.example" in Path(path).read_text().lower() for path in places(ANN))
    assert not any(Erasure(ANN).stands_in(Path(path).read_bytes()) for path in places(ANN))


def test_sums_stay_and_everybody_else_is_left_alone(stored: Cast) -> None:
    erase_person(stored.act("Alice", now=NOW), ANN)
    assert persons(stored, "conversion") == sorted([None, None, person_key(stored.id, JOANN)], key=str)
    assert persons(stored, "web_event", "user") == [None, None]
    assert persons(stored, "web_event") == [person_key(stored.id, "ann.1")] * 2


def test_a_row_that_must_name_somebody_goes(cast: Cast, tmp_path: Path) -> None:
    head = ["CampaignId", "LeadId", "Status", "CreatedDate", "Id", "HasResponded"]
    members = [
        ["C", lead, "Sent", "2026-01-01T00:00:00Z", f"M-{lead}", "false"] for lead in ("L-100", "L-200")
    ]
    record = import_file(cast.act("Cleo", now=NOW), csv_file(tmp_path / "m.csv", head, members))
    assert record.table == "campaign_member"
    assert erase_person(cast.act("Alice", now=NOW), "L-100").rows == {"campaign_member": 1}
    assert persons(cast, "campaign_member") == [person_key(cast.id, "L-200")]


def test_undoing_another_load_later_does_not_bring_the_person_back(stored: Cast, tmp_path: Path) -> None:
    act = stored.act("Cleo", now=NOW)
    later = import_file(act, orders(tmp_path / "later.csv", "bob@mail.example"))
    erase_person(stored.act("Alice", now=NOW), ANN)
    undo_load(act, later.id, based_on=preview_undo(act, later.id).based_on)
    assert persons(stored, "conversion") == sorted([None, None, person_key(stored.id, JOANN)], key=str)


def test_a_number_goes_from_the_columns_of_persons_only(cast: Cast, tmp_path: Path) -> None:
    lines = [["1000", "purchase", "2026-01-01T10:00:00Z", "1000", "1000", "EUR", ""]]
    record = import_file(cast.act("Cleo", now=NOW), csv_file(tmp_path / "orders.csv", ORDERS, lines))
    assert erase_person(cast.act("Alice", now=NOW), "1000").files == 1
    kept = ledger.kept_file(Load.objects.get(pk=record.id)).read_text("utf-8-sig").splitlines()
    assert kept == [",".join(ORDERS), "1000,purchase,2026-01-01T10:00:00Z,,1000,EUR,"]


def test_a_word_of_the_header_stays(stored: Cast) -> None:
    assert erase_person(stored.act("Alice", now=NOW), "Email").files == 0


def test_files_of_ads_are_never_touched(cast: Cast, tmp_path: Path) -> None:
    path = api_file(tmp_path / "ads.csv", [api_row("2026-01-02")])
    record = import_file(cast.act("Cleo", now=NOW), path)
    digest = Load.objects.get(pk=record.id).file_sha256
    erase_person(cast.act("Alice", now=NOW), "2026-01-02")
    assert Load.objects.get(pk=record.id).file_sha256 == digest


def test_addresses_go_from_json_however_they_are_written(cast: Cast, tmp_path: Path) -> None:
    told = [event(user_id="ann@mail.example"), event(user_id="bob@mail.example", after=1, value=0.10)]
    path = tmp_path / "events.json"
    path.write_text("".join(json.dumps(one).replace("@", "\\u0040") + "\n" for one in told))
    record = import_file(cast.act("Cleo", now=NOW), path)
    assert erase_person(cast.act("Alice", now=NOW), ANN).files == 1
    kept = ledger.kept_file(Load.objects.get(pk=record.id)).read_text().splitlines()
    assert json.loads(kept[0])["user_id"] is None
    assert kept[1] == json.dumps(told[1]).replace("@", "\\u0040")


def test_a_workbook_is_written_anew(cast: Cast, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (ORDERS, ["O-1", "purchase", "2026-01-01T10:00:00Z", ANN, "10", "EUR", ""]):
        book.worksheets[0].append(row)
    book.save(tmp_path / "orders.xlsx")
    record = import_file(cast.act("Cleo", now=NOW), tmp_path / "orders.xlsx")
    assert erase_person(cast.act("Alice", now=NOW), ANN).files == 1
    load = Load.objects.get(pk=record.id)
    [kept] = [path for path in (home() / "raw").rglob("*") if path.is_file()]
    assert kept.name == load.file_sha256
    cells = [
        cell
        for row in openpyxl.load_workbook(kept.open("rb")).worksheets[0].iter_rows(values_only=True)
        for cell in row
    ]
    assert ANN not in cells
    assert "O-1" in cells


def test_quotes_in_the_ledger_go_too_and_the_trail_tells_numbers_only(cast: Cast, tmp_path: Path) -> None:
    path = csv_file(tmp_path / "orders.csv", ORDERS, [["O-1", "purchase", ANN, ANN, "10", "EUR", ""]])
    import_file(cast.act("Cleo", now=NOW), path)
    assert places(ANN) != []
    erased = erase_person(cast.act("Alice", now=NOW), ANN)
    assert erased.loads == 1
    told = AuditEvent.objects.filter(verb="erase person").values_list("after", flat=True)
    assert list(told) == [{"rows": {}, "files": 1}]
    assert not any(
        ANN.lower() in json.dumps(one).lower() for one in Load.objects.values_list("rejections", flat=True)
    )


def test_erasing_again_changes_nothing(stored: Cast) -> None:
    act = stored.act("Alice", now=NOW)
    erase_person(act, ANN)
    again = erase_person(act, ANN)
    assert (again.rows, again.files, again.loads) == ({}, 0, 0)


def test_another_organisation_keeps_its_own(stored: Cast) -> None:
    erase_person(stored.act("Alice", now=NOW), "mallory@mail.example")
    assert persons(stored, "conversion").count(person_key(stored.id, ANN)) == 2


@pytest.mark.parametrize("name", ["Cleo", "Vera"])
def test_only_an_administrator_erases(stored: Cast, name: str) -> None:
    with pytest.raises(NotPermitted):
        erase_person(stored.act(name, now=NOW), ANN)
    assert persons(stored, "conversion").count(None) == 0


def test_too_short_a_key_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="at least four characters"):
        erase_person(cast.act("Alice", now=NOW), " an ")


def test_the_shell_tells_what_was_erased(stored: Cast) -> None:
    found: Result = CliRunner().invoke(connect, ["erase-person", "--org", "northwind", ANN, "--json"])
    told = json.loads(found.output)
    assert (found.exit_code, told["rows"], told["left"]) == (0, {"conversion": 2, "web_event": 1}, [])


@given(st.text(min_size=1))
def test_a_text_without_the_word_stays_as_it_is(text: str) -> None:
    erasure = Erasure("ann@mail.example")
    assert erasure.in_text(text) == text or "ann@mail.example" in text.lower()


@pytest.mark.parametrize(
    "text", ["joann@mail.example", "ann@mail.example.org", "x.ann@mail.example", "ann@mail.examples"]
)
def test_part_of_a_longer_address_is_another_person(text: str) -> None:
    assert Erasure("ann@mail.example").in_text(text) == text
