"""The template as XLSX, CSV and YAML: read back as written, refused cell by cell, all or nothing."""

import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cast import Cast
from riser.foundation.errors import Refused
from riser.foundation.evidence import Provenance
from riser.foundation.models import Approval, RecordVersion
from riser.plan import actions
from riser.plan.forms.sheet import COLUMNS, read_plan, write_template
from riser.plan.models import BudgetLine, Campaign, PlatformLink, Requirement
from riser.plan.rules.rows import READERS

ROW = {name: example for name, (_explanation, example) in COLUMNS.items()}


def as_csv(folder: Path, *rows: dict[str, Any], header: tuple[str, ...] = tuple(COLUMNS)) -> Path:
    lines = [",".join(header), *(",".join(f'"{row.get(name, "")}"' for name in header) for row in rows)]
    path = folder / "plan.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def as_xlsx(folder: Path, row: dict[str, Any]) -> Path:
    book = openpyxl.load_workbook(io.BytesIO(write_template("xlsx")))
    typed = dict(row) | {"start": date(2026, 3, 2), "cap": 40000, "objective_baseline": 4200.0}
    book.worksheets[0].append([typed.get(name) for name in COLUMNS])
    path = folder / "plan.xlsx"
    book.save(path)
    return path


def as_yaml(folder: Path, row: dict[str, Any]) -> Path:
    path = folder / "plan.yaml"
    listed = row | {"channels": ["search", "social"], "start": date(2026, 3, 2), "cap": 40000}
    path.write_text(yaml.safe_dump({"campaigns": [listed]}, allow_unicode=True), encoding="utf-8")
    return path


def test_the_template_explains_every_column_it_reads() -> None:
    assert list(COLUMNS) == list(READERS)


@pytest.mark.parametrize("form", ["xlsx", "csv", "yaml"])
def test_an_empty_template_is_read_and_refused_because_it_is_empty(
    cast: Cast, tmp_path: Path, form: str
) -> None:
    path = tmp_path / f"plan.{form}"
    path.write_bytes(write_template(form))
    with pytest.raises(Refused, match="no campaign"):
        actions.import_plan(cast.act("Cleo"), read_plan(path))


@pytest.mark.parametrize("write", [as_csv, as_xlsx, as_yaml])
def test_the_example_of_the_template_is_stored_whole_from_every_format(
    cast: Cast, tmp_path: Path, write: Callable[[Path, dict[str, Any]], Path]
) -> None:
    done = actions.import_plan(cast.act("Cleo"), read_plan(write(tmp_path, ROW)))
    assert (done.created, done.updated, done.unchanged) == (1, 0, 0)
    made = Campaign.objects.get()
    assert (made.code, made.campaign_class, made.channels) == ("SPRING-26", "M", ["search", "social"])
    assert made.objective is not None
    assert (made.objective.metric, made.objective.target) == ("online orders per month", Decimal(5000))
    asked, line, key = Requirement.objects.get(), BudgetLine.objects.get(), PlatformLink.objects.get()
    assert (asked.metric, asked.operator, asked.bound, asked.acceptor) == (
        "CPA",
        "<=",
        Decimal(32),
        "Ben Okafor",
    )
    assert (line.cap, line.currency, line.window_to) == (Decimal(40000), "EUR", date(2026, 3, 31))
    assert (str(key), key.requirement, key.made_by) == ("google_ads/1234567890/998877", asked, "import")


def test_days_typed_later_are_declared_and_never_native(cast: Cast, tmp_path: Path) -> None:
    actions.import_plan(cast.act("Cleo"), read_plan(as_csv(tmp_path, ROW)))
    plan, cap = Approval.objects.get(topic="plan"), Approval.objects.get(topic="cap")
    assert (plan.approver_name, plan.requested_by) == ("Ben Okafor", "Eva Lindt")
    assert (plan.happened_at.date(), cap.happened_at.date()) == (date(2026, 2, 20), date(2026, 2, 20))
    assert {plan.provenance, cap.provenance} == {Provenance.DECLARED}
    assert set(RecordVersion.objects.values_list("provenance", flat=True)) == {Provenance.DECLARED}
    assert {day.date() for day in RecordVersion.objects.values_list("happened_at", flat=True)} == {
        date(2026, 2, 16)
    }


def test_without_typed_days_the_plan_is_of_today_and_has_no_approval(cast: Cast, tmp_path: Path) -> None:
    row = {name: value for name, value in ROW.items() if not name.endswith(("_on", "_by"))}
    actions.import_plan(cast.act("Cleo"), read_plan(as_csv(tmp_path, row)))
    assert not Approval.objects.exists()
    assert set(RecordVersion.objects.values_list("provenance", flat=True)) == {Provenance.NATIVE}


def test_the_same_file_again_changes_nothing(cast: Cast, tmp_path: Path) -> None:
    rows = read_plan(as_csv(tmp_path, ROW))
    actions.import_plan(cast.act("Cleo"), rows)
    done = actions.import_plan(cast.act("Cleo"), rows)
    assert (done.created, done.updated, done.unchanged) == (0, 0, 1)
    assert Approval.objects.count() == 2


def test_an_empty_cell_changes_nothing_and_a_filled_one_does(cast: Cast, tmp_path: Path) -> None:
    actions.import_plan(cast.act("Cleo"), read_plan(as_csv(tmp_path, ROW)))
    done = actions.import_plan(
        cast.act("Cleo"), read_plan(as_csv(tmp_path, {"code": "SPRING-26", "name": "Spring", "owner": "Bob"}))
    )
    made = Campaign.objects.get()
    assert done.updated == 1
    assert (made.name, made.owner, made.audience) == ("Spring", "Bob", ROW["audience"])


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("name", "", "empty"),
        ("name", "x" * 201, "200"),
        ("kind", "zzz", "campaign or programme"),
        ("class", "XL", "S or M or L"),
        ("objective_target", "22.000", "22000 or 22.00"),
        ("objective_due", "03/04/2026", "2026-04-03 or 2026-03-04"),
        ("start", "soon", "2026-03-01"),
        ("start", "3/4/26", "no full year"),
        ("end", "2026-02-01", "earlier than start"),
        ("platform_campaigns", "my campaign", "source/account/campaign"),
        ("requirement", "more orders", "neither be met nor missed"),
        ("requirement", "CPA <= 3; ROAS >= 4", "one requirement"),
        ("requirement_to", "2026-03-01", "earlier than requirement_from"),
        ("cap", "22.000", "22000 or 22.00"),
        ("cap", "-5", "more than nothing"),
        ("cap", "¥5", "CNY or JPY"),
        ("currency", "Euro", "EUR"),
        ("cap_to", "2026-03-01", "earlier than cap_from"),
        ("agreed_on", "2026-03-03", "not come yet"),
        ("approved_on", "2026-02-15", "earlier than agreed_on"),
        ("approved_by", "", "approved_by"),
        ("cap_approved_on", "", "cap_approved_on"),
    ],
)
def test_a_bad_cell_is_named_with_row_column_and_remedy_and_nothing_is_stored(
    cast: Cast, tmp_path: Path, column: str, value: str, says: str
) -> None:
    good = ROW | {"code": "OTHER", "name": "Other", "platform_campaigns": ""}
    path = as_csv(tmp_path, good, ROW | {column: value})
    with pytest.raises(Refused) as refusal:
        actions.import_plan(cast.act("Cleo"), read_plan(path))
    problem = refusal.value.problems[0]
    assert problem.row == 3
    assert column in f"{problem.column} {problem}"
    assert says in str(problem)
    assert not Campaign.objects.exists()


@pytest.mark.parametrize("column", ["start", "end", "cap", "approved_by", "objective"])
def test_a_cell_that_cannot_be_read_is_told_alone_without_what_follows_from_it(
    cast: Cast, tmp_path: Path, column: str
) -> None:
    unreadable = {"approved_by": "x" * 151, "objective": "x" * 201}.get(column, "soon")
    row = ROW | {"cap_from": "", "cap_to": "", column: unreadable}
    with pytest.raises(Refused) as refusal:
        actions.import_plan(cast.act("Cleo"), read_plan(as_csv(tmp_path, row)))
    assert {one.column for one in refusal.value.problems} == {column}


def test_a_cap_without_a_first_day_asks_for_that_one(cast: Cast, tmp_path: Path) -> None:
    row = ROW | {"start": "", "cap_from": ""}
    with pytest.raises(Refused) as refusal:
        actions.import_plan(cast.act("Cleo"), read_plan(as_csv(tmp_path, row)))
    assert [one.column for one in refusal.value.problems] == ["cap"]
    assert "cap_from" in str(refusal.value.problems[0])


def test_a_cap_in_two_currencies_is_refused(cast: Cast, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refusal:
        actions.import_plan(
            cast.act("Cleo"), read_plan(as_csv(tmp_path, ROW | {"cap": "$5", "currency": "EUR"}))
        )
    assert (refusal.value.problems[0].row, refusal.value.problems[0].column) == (2, "currency")
    assert not Campaign.objects.exists()


@pytest.mark.parametrize("column", ["code", "name", "platform_campaigns"])
def test_the_same_campaign_twice_in_one_file_is_refused(cast: Cast, tmp_path: Path, column: str) -> None:
    other = ROW | {"code": "OTHER", "name": "Other", "platform_campaigns": "google_ads/1/2"}
    path = as_csv(tmp_path, ROW, other | {column: ROW[column]})
    with pytest.raises(Refused) as refusal:
        actions.import_plan(cast.act("Cleo"), read_plan(path))
    assert [(one.row, one.column) for one in refusal.value.problems] == [(3, column)]
    assert "row 2" in str(refusal.value.problems[0])


def test_a_key_that_another_campaign_holds_is_refused_with_its_row(cast: Cast, tmp_path: Path) -> None:
    actions.import_plan(cast.act("Cleo"), read_plan(as_csv(tmp_path, ROW)))
    with pytest.raises(Refused) as refusal:
        actions.import_plan(
            cast.act("Cleo"), read_plan(as_csv(tmp_path, ROW | {"code": "NEW", "name": "New"}))
        )
    assert refusal.value.problems[0].row == 2
    assert "Spring sale" in str(refusal.value.problems[0])
    assert Campaign.objects.count() == 1


def test_an_unknown_column_is_refused_with_the_nearest_known_one(tmp_path: Path) -> None:
    path = as_csv(tmp_path, {"name": "A", "ownr": "Bob"}, header=("name", "ownr"))
    with pytest.raises(Refused) as refusal:
        read_plan(path)
    assert (refusal.value.problems[0].row, refusal.value.problems[0].column) == (2, "ownr")
    assert "owner" in str(refusal.value.problems[0])


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("plan.csv", b"", "empty"),
        ("plan.csv", b"name,name\nA,B\n", "not clear"),
        ("plan.csv", b"name\nA,stray text\n", "not in the template"),
        ("plan.xlsx", b"PK\x03\x04 not a workbook", "XLSX"),
        ("plan.yaml", b"campaigns: [", "YAML"),
        ("plan.yaml", b"just text", "campaigns:"),
        ("plan.yaml", b"campaigns:\n- 1\n", "campaigns:"),
        ("plan.yaml", b"\xff\xfe\x00", "UTF-8"),
    ],
)
def test_a_file_that_is_no_plan_is_refused_in_a_sentence(
    tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Refused) as refusal:
        read_plan(path)
    assert says in str(refusal.value)


def test_the_page_names_the_bad_cell_and_stores_nothing(
    cast: Cast, client_of: Callable[[str], Client], tmp_path: Path
) -> None:
    upload = SimpleUploadedFile("plan.csv", as_csv(tmp_path, ROW | {"cap": "22.000"}).read_bytes())
    answer = client_of("Cleo").post("/plan/import/", {"file": upload})
    assert answer.status_code == 422
    assert "Row 2, column cap: “22.000” can be 22000 or 22.00" in answer.content.decode()
    assert not Campaign.objects.exists()


def test_the_page_hands_out_the_template_in_three_formats(
    cast: Cast, client_of: Callable[[str], Client]
) -> None:
    client = client_of("Vera")
    for form in ("xlsx", "csv", "yaml"):
        assert client.get(f"/plan/template.{form}").status_code == 200
    assert client.get("/plan/template.exe").status_code == 404
