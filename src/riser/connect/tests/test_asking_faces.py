"""The lake asked and a table exported from page, REST and shell: the same answer, and one event each."""

import csv
import json
from io import BytesIO, StringIO
from pathlib import Path
from urllib.parse import quote

import openpyxl
import pytest
from click.testing import CliRunner

from cast import Cast
from riser.connect.actions import import_file
from riser.connect.commands import connect
from riser.connect.tests.making import NOW, api_file, api_row
from riser.connect.tests.test_faces import ClientOf
from riser.foundation.home import home
from riser.foundation.models import AuditEvent

SQL = "SELECT day, spend, campaign_name FROM ad_daily ORDER BY day"
ORG = ("--org", "northwind")


@pytest.fixture
def stored(cast: Cast, tmp_path: Path) -> Cast:
    """Two days of ads."""
    rows = [api_row("2026-02-01"), api_row("2026-02-02")]
    import_file(cast.act("Cleo", now=NOW), api_file(tmp_path / "ads.csv", rows), currency="EUR")
    return cast


def told(verb: str) -> list[tuple[str, int]]:
    """Face and rows of each event of this verb."""
    events = AuditEvent.objects.filter(verb=verb).order_by("id")
    return [(one.face, (one.after or {})["rows"]) for one in events]


def test_three_faces_get_the_same_answer(stored: Cast, client_of: ClientOf) -> None:
    alice = client_of("Alice")
    shell = json.loads(CliRunner().invoke(connect, ["query", SQL, "--json", *ORG]).output)
    said = alice.post("/api/v1/connect/query", json.dumps({"sql": SQL}), "application/json").json()
    assert (
        [row["day"] for row in said["rows"]]
        == [row["day"] for row in shell["rows"]]
        == ["2026-02-01", "2026-02-02"]
    )
    page = alice.post("/connect/query/", {"sql": SQL}).content.decode()
    assert "2 rows" in page
    assert "1 Feb 2026" in page
    assert SQL in page
    file = alice.post("/connect/query/", {"sql": SQL, "download": "csv"})
    assert file["Content-Disposition"] == 'attachment; filename="riser-query.csv"'
    assert len(list(csv.reader(StringIO(file.content.decode("utf-8-sig"))))) == 3
    assert told("ask lake") == [("cli", 2), ("api", 2), ("web", 2), ("web", 2)]
    assert (AuditEvent.objects.filter(verb="ask lake").latest("id").after or {})["query"] == SQL


@pytest.mark.parametrize(
    "sql", ["DELETE FROM ad_daily", "SELECT * FROM read_csv('/etc/passwd')", "SELECT nothing FROM ad_daily"]
)
def test_a_refusal_stands_by_the_box_with_nothing_lost_and_no_event(
    stored: Cast, client_of: ClientOf, sql: str
) -> None:
    answer = client_of("Alice").post("/connect/query/", {"sql": sql})
    assert answer.status_code == 422
    assert "aria-invalid" in answer.content.decode()
    assert sql.replace("'", "&#x27;") in answer.content.decode()
    assert told("ask lake") == []


def test_an_example_fills_the_box_and_asks_nothing(stored: Cast, client_of: ClientOf) -> None:
    page = client_of("Alice").get(f"/connect/query/?sql={quote('SELECT 42 AS answer')}").content.decode()
    assert "SELECT 42 AS answer" in page
    assert told("ask lake") == []


def test_a_manager_does_not_ask_and_a_stranger_sees_nothing_of_it(stored: Cast, client_of: ClientOf) -> None:
    assert client_of("Cleo").post("/connect/query/", {"sql": SQL}).status_code == 403
    assert "No row fits." in client_of("Mallory").post("/connect/query/", {"sql": SQL}).content.decode()
    assert 'href="/connect/query/"' not in client_of("Cleo").get("/connect/tables/").content.decode()


def test_page_and_shell_export_the_same_rows(stored: Cast, client_of: ClientOf, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    CliRunner().invoke(connect, ["export", "ad_daily", "--out", str(out), *ORG])
    answer = client_of("Vera").post("/connect/tables/ad_daily/export/", {"as_file": "csv"})
    assert bytes(answer.getvalue()) == out.read_bytes()
    assert answer["Content-Disposition"] == 'attachment; filename="ad_daily.csv"'
    assert told("export table") == [("cli", 2), ("web", 2)]
    assert not any((home() / "spool").iterdir())


def test_an_export_keeps_to_the_days_and_the_kind_of_file(stored: Cast, client_of: ClientOf) -> None:
    said = {"as_file": "xlsx", "from_day": "2026-02-02", "to_day": "2026-02-02"}
    answer = client_of("Vera").post("/connect/tables/ad_daily/export/", said)
    book = openpyxl.load_workbook(BytesIO(bytes(answer.getvalue())))
    assert book.worksheets[0].max_row == 2


@pytest.mark.parametrize(
    "said",
    [
        {"as_file": "exe"},
        {"as_file": "csv", "from_day": "x"},
        {"as_file": "csv", "from_day": "2026-02-02", "to_day": "2026-02-01"},
    ],
)
def test_an_odd_wish_is_refused_in_a_sentence(
    stored: Cast, client_of: ClientOf, said: dict[str, str]
) -> None:
    assert client_of("Vera").post("/connect/tables/ad_daily/export/", said).status_code == 422
    assert told("export table") == []
