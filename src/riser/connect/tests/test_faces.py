"""Web, REST and shell are one action: they store the same rows, ledger and trail."""

import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cast import Cast
from riser.connect import queries
from riser.connect.commands import connect
from riser.connect.models import Load
from riser.connect.tests.making import api_file, api_row
from riser.foundation.models import AuditEvent

ClientOf = Callable[[str], Client]
Face = Callable[[Path], None]
GOOD = (api_row("2026-02-01"), api_row("2026-02-02", impressions=""))
BAD = (api_row("2026-02-01"), api_row("2026-02-02", micros="oops"))


def shell(*words: str) -> Result:
    """One command; --org because the cast has two organisations."""
    name, *rest = words
    email = "cleo@northwind.example"
    return CliRunner().invoke(connect, [name, "--org", "northwind", "--as", email, *rest])


def upload(path: Path) -> SimpleUploadedFile:
    """The file as a browser sends it."""
    return SimpleUploadedFile(path.name, path.read_bytes())


@pytest.fixture
def faces(cast: Cast, client_of: ClientOf) -> dict[str, Face]:
    """Cleo stores a file through each face."""
    cleo = client_of("Cleo")

    def by_shell(path: Path) -> None:
        assert shell("import", str(path), "--currency", "USD").exit_code == 0

    def by_rest(path: Path) -> None:
        said = {"currency": "USD", "file": upload(path)}
        assert cleo.post("/api/v1/connect/imports", said).status_code == 200

    def by_web(path: Path) -> None:
        page = cleo.post("/connect/drop/", {"file": upload(path)}, follow=True).request["PATH_INFO"]
        cleo.post(f"{page}store/", {"source": "google_ads", "currency": "USD"})

    return {"shell": by_shell, "rest": by_rest, "web": by_web}


def stored(cast: Cast) -> Sequence[Any]:
    """Everything the import left behind, without ids and times."""
    days = [
        (day.key, day.campaign_name, day.day, day.spend, day.currency, day.impressions, day.assumed)
        for day in queries.campaign_days(cast.id, to_day=date.max)
    ]
    names = ("state", "source", "shape", "rows_read", "rows_accepted", "file_name", "member_name")
    events = AuditEvent.objects.filter(case_kind="load").values_list("verb", "actor_name")
    return [days, list(Load.objects.values_list(*names)), list(events)]


@pytest.mark.parametrize("name", ["shell", "rest", "web"])
def test_every_face_stores_the_same(cast: Cast, faces: dict[str, Face], tmp_path: Path, name: str) -> None:
    faces[name](api_file(tmp_path / "export.csv", GOOD))
    days, ledger, events = stored(cast)
    assert [(day[2].day, str(day[3]), day[4], day[5], day[6]) for day in days] == [
        (1, "1.50", "USD", 100, False),
        (2, "1.50", "USD", None, False),
    ]
    assert ledger == [("done", "google_ads", "api_campaign", 2, 2, "export.csv", "Cleo")]
    assert events == [("import file", "Cleo")]


def test_the_shell_prints_the_contract_and_exit_code_0(cast: Cast, tmp_path: Path) -> None:
    result = shell("import", str(api_file(tmp_path / "a.csv", GOOD)), "--json")
    assert result.exit_code == 0
    answer = json.loads(result.stdout)
    assert answer.pop("load") == Load.objects.get().pk
    assert answer == {
        "state": "done",
        "rows_read": 2,
        "rows_accepted": 2,
        "rows_skipped": 0,
        "rows_rejected": 0,
        "rejections": [],
        "unchanged": False,
    }
    again = json.loads(shell("import", str(tmp_path / "a.csv"), "--json").stdout)
    assert again["unchanged"] is True


def test_a_load_that_waits_is_exit_code_1_and_can_be_accepted(cast: Cast, tmp_path: Path) -> None:
    result = shell("import", str(api_file(tmp_path / "a.csv", BAD)), "--json")
    assert result.exit_code == 1
    answer = json.loads(result.stdout)
    assert (answer["state"], answer["rows_rejected"]) == ("waiting", 1)
    (rejection,) = answer["rejections"]
    assert (rejection["row"], rejection["column"]) == (3, "cost_micros")
    assert rejection["reason"].startswith("“oops” is not a number.")
    told = shell("import", str(tmp_path / "a.csv"))
    assert "row 3, cost_micros: “oops” is not a number." in told.stdout
    assert "riser connect accept" in told.stdout
    accepted = shell("accept", answer["load"], "--json")
    assert (accepted.exit_code, json.loads(accepted.stdout)["state"]) == (0, "done")


NOTHING = (
    "Nothing of a.csv can be taken in: all 3 rows are rejected.",
    "2 rows, such as row 2, cost_micros: “oops” is not a number. "
    "Write digits, with at most one decimal mark.",
    "Row 4, date: “soon” is not a day. Write it as 2026-03-01.",
    "Mend the file, or export it again, and import it anew.",
)


def test_a_file_of_which_every_row_is_rejected_is_told_once_and_alike_by_every_face(
    cast: Cast, client_of: ClientOf, tmp_path: Path
) -> None:
    rows = (api_row("2026-02-01", micros="oops"), api_row("2026-02-02", micros="no"), api_row("soon"))
    path, cleo = api_file(tmp_path / "a.csv", rows), client_of("Cleo")
    told = shell("import", str(path))
    load = Load.objects.get().pk
    lines = [f"{load}  waiting", *NOTHING, f"To put it away: riser connect discard {load}"]
    assert (told.exit_code, told.stdout.splitlines()) == (1, lines)
    assert shell("preview", str(path)).stdout.splitlines() == list(NOTHING)
    for address in ("imports", "previews"):
        answer = cleo.post(f"/api/v1/connect/{address}", {"file": upload(path)}).json()
        assert answer["nothing_taken"] == " ".join(NOTHING)
    preview = cleo.post("/connect/drop/", {"file": upload(path)}, follow=True)
    for page in (preview, cleo.get(f"/connect/loads/{load}/")):
        text = page.content.decode()
        assert all(sentence in text for sentence in NOTHING)
        assert "No spend" not in text
        assert "/store/" not in text
        assert "/accept/" not in text


def test_what_every_row_of_was_rejected_cannot_be_accepted_and_is_told_why(
    cast: Cast, tmp_path: Path
) -> None:
    path = api_file(tmp_path / "a.csv", (api_row("2026-02-01", micros="oops"),))
    waiting = json.loads(shell("import", str(path), "--json").stdout)
    for refused in (shell("accept", waiting["load"]), shell("import", str(path), "--accept-quarantine")):
        assert refused.exit_code == 2
        assert "Nothing of a.csv can be taken in: its only row is rejected." in refused.stderr
    assert list(Load.objects.values_list("state", flat=True)) == ["waiting"]
    assert not queries.campaign_days(cast.id, to_day=date.max)


def test_accepting_beforehand_is_exit_code_0(cast: Cast, tmp_path: Path) -> None:
    path = api_file(tmp_path / "a.csv", BAD)
    assert shell("import", str(path), "--accept-quarantine", "--json").exit_code == 0


@pytest.mark.parametrize(
    "words",
    [
        ("none.csv",),
        ("bad.csv",),
        ("good.csv", "--source", "myspace"),
        ("good.csv", "--account", "99"),
        ("good.csv", "--currency", "Euro"),
        ("good.csv", "--account-total", "much"),
        ("good.csv", "--unknown-option"),
    ],
)
def test_what_cannot_be_read_is_exit_code_2_with_a_sentence(
    cast: Cast, tmp_path: Path, words: tuple[str, ...]
) -> None:
    (tmp_path / "bad.csv").write_text("hello\nworld\n")
    api_file(tmp_path / "good.csv", GOOD)
    file, *options = words
    result = shell("import", str(tmp_path / file), *options)
    assert result.exit_code == 2
    assert result.stderr.strip()
    assert not Load.objects.exists()


def test_the_shell_previews_without_storing(cast: Cast, tmp_path: Path) -> None:
    result = shell("import", str(api_file(tmp_path / "a.csv", GOOD)), "--preview", "--json")
    assert (result.exit_code, json.loads(result.stdout)["added"]) == (0, 2)
    assert json.loads(result.stdout)["accounts"] == ["77 EUR"]
    assert not Load.objects.exists()


def test_the_preview_of_the_shell_says_what_it_assumes(cast: Cast, tmp_path: Path) -> None:
    path = str(api_file(tmp_path / "a.csv", GOOD))
    assert "assumed: currency assumed" in shell("import", path, "--preview").stdout
    assert "assumed: \n" in shell("import", path, "--preview", "--currency", "EUR").stdout


def test_the_preview_of_the_shell_prints_lists_as_text(cast: Cast, tmp_path: Path) -> None:
    said = shell("import", str(api_file(tmp_path / "a.csv", GOOD)), "--preview").stdout
    assert "accounts: 77 EUR\n" in said
    assert "rejections: \n" in said
    assert "[" not in said
    assert "{" not in said


def test_the_shell_confirms_agrees_and_marks(cast: Cast, tmp_path: Path) -> None:
    shell("import", str(api_file(tmp_path / "a.csv", GOOD)))
    assert shell("confirm", "google_ads", "77", "--currency", "USD").exit_code == 0
    assert shell("latency", "google_ads", "77", "--hours", "192").exit_code == 0
    assert shell("quiet", "google_ads", "77", "--from", "2026-02-03", "--to", "2026-02-04").exit_code == 0
    (source,) = queries.connected_sources(cast.id)
    assert (source.currency, source.assumed) == ("USD", False)
    assert shell("confirm", "google_ads", "none", "--currency", "USD").exit_code == 2
    listed = shell("loads", "--json")
    assert [row["file_name"] for row in json.loads(listed.stdout)["rows"]] == ["a.csv"]


def test_the_rest_face_reads_what_it_stored(
    cast: Cast, client_of: ClientOf, faces: dict[str, Face], tmp_path: Path
) -> None:
    faces["rest"](api_file(tmp_path / "export.csv", GOOD))
    vera = client_of("Vera")
    (load,) = vera.get("/api/v1/connect/loads").json()
    assert vera.get(f"/api/v1/connect/loads/{load['load']}").json() == load
    (source,) = vera.get("/api/v1/connect/sources").json()
    assert (source["source"], source["newest_day"]) == ("google_ads", "2026-02-02")
    days = vera.get("/api/v1/connect/days", {"limit": 1}).json()
    assert [(day["day"], day["campaign"]) for day in days] == [("2026-02-01", "11")]
    assert vera.get("/api/v1/connect/days", {"limit": 10**9}).status_code == 422
    assert vera.get("/api/v1/connect/findings").status_code == 200


def test_the_rest_face_says_what_waits_and_what_is_refused(
    cast: Cast, client_of: ClientOf, tmp_path: Path
) -> None:
    cleo = client_of("Cleo")
    waiting = cleo.post("/api/v1/connect/imports", {"file": upload(api_file(tmp_path / "a.csv", BAD))}).json()
    assert (waiting["state"], waiting["rejections"][0]["row"]) == ("waiting", 3)
    accepted = cleo.post(f"/api/v1/connect/loads/{waiting['load']}/accept")
    assert (accepted.status_code, accepted.json()["state"]) == (200, "done")
    assert cleo.post(f"/api/v1/connect/loads/{waiting['load']}/discard").status_code == 422
    refused = cleo.post("/api/v1/connect/imports", {"file": SimpleUploadedFile("a.csv", b"hello\n")})
    assert refused.status_code == 422
    assert "not recognised" in refused.json()["detail"]
    said = {"source": "google_ads", "account": "77", "currency": "USD"}
    assert (
        client_of("Vera").post("/api/v1/connect/accounts/confirm", said, "application/json").status_code
        == 403
    )
    assert cleo.post("/api/v1/connect/accounts/confirm", said, "application/json").status_code == 204


def test_a_stranger_reads_nothing_by_rest(
    cast: Cast, client_of: ClientOf, faces: dict[str, Face], tmp_path: Path
) -> None:
    faces["rest"](api_file(tmp_path / "export.csv", GOOD))
    mallory = client_of("Mallory")
    load = Load.objects.get().pk
    assert mallory.get("/api/v1/connect/loads").json() == []
    assert mallory.get("/api/v1/connect/days").json() == []
    assert mallory.get(f"/api/v1/connect/loads/{load}").status_code == 404
    assert mallory.get("/api/v1/connect/findings", {"load_id": load}).status_code == 404


@pytest.mark.parametrize("url", ["/connect/drop/", "/api/v1/connect/imports"])
@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.csv", b"", "empty.csv is empty"),
        ("pdf.csv", b"%PDF-1.7\n" + bytes(range(256)) * 10, "pdf.csv is a PDF"),
        ("wide.csv", b"x," * 501 + b"x\n", "wide.csv has more than 500 columns"),
        ("long.csv", b"a,b\n" + b"x" * 200_000 + b",1\n", "long.csv, line 2: no cell ends"),
        # The end of an empty archive, and nothing before it.
        ("cut.xlsx", b"PK\x05\x06" + bytes(18), "cut.xlsx is damaged or no XLSX file"),
    ],
)
def test_a_refusal_calls_an_upload_by_its_own_name(
    client_of: ClientOf, url: str, name: str, content: bytes, says: str
) -> None:
    answer = client_of("Cleo").post(url, {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Load.objects.exists()


def test_an_xlsx_file_is_read_through_the_api(cast: Cast, client_of: ClientOf, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["Day", "Campaign", "Currency code", "Cost"])
    book.worksheets[0].append([date(2026, 2, 1), "Terrace", "EUR", 12.5])
    book.save(tmp_path / "days.xlsx")
    said = {"file": upload(tmp_path / "days.xlsx")}
    answer = client_of("Cleo").post("/api/v1/connect/imports", said)
    assert (answer.status_code, answer.json()["file_name"]) == (200, "days.xlsx")
    (day,) = queries.campaign_days(cast.id, to_day=date.max)
    assert (day.campaign_name, day.day, str(day.spend)) == ("Terrace", date(2026, 2, 1), "12.50")
