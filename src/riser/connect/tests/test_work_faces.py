"""Work, words, undo and upkeep through page, REST and shell: the same actions, said in words."""

import io
import json
import re
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from cast import Cast
from riser.connect import jobs, queries
from riser.connect.actions import compact_lake, import_file, preview_undo, undo_load
from riser.connect.intake.template import evidence_template
from riser.connect.lake import table as lake
from riser.connect.models import BoardWord, Load
from riser.connect.records import work_ref
from riser.connect.rules.kinds import NEEDS
from riser.connect.rules.work import EvidenceKind
from riser.connect.tests.boards import HISTORY, JIRA, book, csv_file, jira_row
from riser.connect.tests.making import api_file, api_row, days_of
from riser.connect.tests.test_faces import ClientOf, shell, upload
from riser.foundation.jobs import state
from riser.foundation.models import AuditEvent
from riser.foundation.registries import records

LATER = date(2999, 1, 1)


@pytest.fixture
def board(cast: Cast, tmp_path: Path) -> Load:
    """A Jira workbook with one item in review, loaded by Cleo."""
    row = jira_row("MKT-1", Status="In Review", Labels=["autumn", ""], Due_date="20/Feb/26 12:00 AM")
    change = ("MKT-1", "2026-02-03 10:00", "status", "Bei Agentur", "In Review", "Bob Ma")
    path = book(tmp_path / "board.xlsx", issues=[JIRA, row], history=[HISTORY, change])
    return Load.objects.get(pk=import_file(cast.act("Cleo"), path).id)


def drop(client: Client, path: Path) -> Any:
    """The page after a file was dropped."""
    return client.post("/connect/drop/", {"file": upload(path)}, follow=True)


def test_a_dropped_board_is_shown_with_its_kinds_and_open_words_and_then_stored(
    cast: Cast, client_of: ClientOf, tmp_path: Path
) -> None:
    cleo = client_of("Cleo")
    rows = [jira_row("MKT-1", Status="Bei Agentur"), jira_row("MKT-2", Issue_Type="Brief")]
    page = drop(cleo, csv_file(tmp_path / "jira.csv", JIRA, rows))
    text = page.content.decode()
    assert "2 records of work" in text
    assert "1 word of this board is not known yet" in text
    assert "“Bei Agentur” (1)" in text
    assert not Load.objects.exists()
    answer = cleo.post(f"{page.request['PATH_INFO']}store/", {"source": "jira"}, follow=True)
    stored = answer.content.decode()
    assert "It is stored." in stored
    assert "Say what they mean" in stored
    assert [item.id for item in queries.work_items(cast.id, to_day=LATER)] == ["MKT-1", "MKT-2"]


def test_who_drops_days_that_could_be_months_is_asked_which_comes_first(
    cast: Cast, client_of: ClientOf, tmp_path: Path
) -> None:
    cleo = client_of("Cleo")
    page = drop(cleo, csv_file(tmp_path / "jira.csv", JIRA, [jira_row("MKT-1", Created="3/4/2026 9:00")]))
    assert page.status_code == 422
    (url,) = re.findall(r'href="([^"]+day_order=dmy)"', page.content.decode().replace("&amp;", "&"))
    asked = cleo.get(url)
    assert asked.status_code == 200
    assert 'name="day_order" value="dmy"' in asked.content.decode()


def test_an_item_opens_to_its_fields_changes_load_and_the_row_of_the_file(
    cast: Cast, client_of: ClientOf, board: Load
) -> None:
    (item,) = queries.work_items(cast.id, to_day=LATER)
    kind = records.get(work_ref(item).kind)
    assert kind is not None
    assert kind.titles(cast.id, [item.record_id]) == {"jira/MKT-1": "Piece MKT-1"}
    assert kind.search is not None
    assert [hit.id for hit in kind.search(cast.act("Vera"), "piece autumn", 5)] == ["jira/MKT-1"]
    text = client_of("Vera").get(kind.url(item.record_id)).content.decode()
    for said in (
        "State: Bei Agentur → In review",
        "Bob Ma",
        "board.xlsx",
        "20 Feb 2026",
        "Cleo Lin",
        "Issue key",
    ):
        assert said in text, said


def test_the_list_filters_and_tells_of_open_words(cast: Cast, client_of: ClientOf, board: Load) -> None:
    vera = client_of("Vera")
    assert (
        "Piece MKT-1" in vera.get("/connect/work/?q=autumn&kind=work+item&state=in+review").content.decode()
    )
    assert "Nothing fits" in vera.get("/connect/work/?kind=approval").content.decode()
    assert "No work tool is connected" in client_of("Mallory").get("/connect/work/").content.decode()
    assert client_of("Mallory").get("/connect/work/jira/MKT-1/").status_code == 404


def test_three_faces_settle_a_word_alike(cast: Cast, client_of: ClientOf, board: Load) -> None:
    cleo = client_of("Cleo")

    def by_web() -> None:
        told = {"source": "jira", "of": "state", "word": ["Bei Agentur"], "means": ["doing"]}
        assert cleo.post("/connect/words/settle/", told).status_code == 302

    def by_rest() -> None:
        told = {"source": "jira", "of": "state", "word": "Bei Agentur", "means": "doing"}
        assert cleo.post("/api/v1/connect/words", told, content_type="application/json").status_code == 204

    def by_shell() -> None:
        assert shell("word", "jira", "state", "Bei Agentur", "doing").exit_code == 0

    left = []
    for face in (by_web, by_rest, by_shell):
        face()
        events = AuditEvent.objects.filter(organisation_id=cast.id, verb="settle word").count()
        left.append(
            (list(BoardWord.objects.values_list("source", "of", "word", "means", "member_name")), events)
        )
        BoardWord.objects.all().delete()
    assert left == [([("jira", "state", "bei agentur", "doing", "Cleo")], n) for n in (1, 2, 3)]


def test_three_faces_undo_alike(cast: Cast, client_of: ClientOf, tmp_path: Path) -> None:
    cleo = client_of("Cleo")

    def by_web(load: str) -> None:
        page = cleo.get(f"/connect/loads/{load}/undo/").content.decode()
        assert "Rows that vanish" in page
        (based_on,) = re.findall(r'name="based_on" value="(\d+)"', page)
        after = cleo.post(
            f"/connect/loads/{load}/undo/", {"based_on": based_on}, follow=True
        ).content.decode()
        assert "Undone" in after

    def by_rest(load: str) -> None:
        found = cleo.get(f"/api/v1/connect/loads/{load}/undo").json()
        assert (found["vanished"], found["spend_after"]) == (1, {})
        told = {"based_on": found["based_on"]}
        done = cleo.post(f"/api/v1/connect/loads/{load}/undo", told, content_type="application/json")
        assert done.json()["state"] == "undone"

    def by_shell(load: str) -> None:
        assert json.loads(shell("undo", load, "--preview", "--json").output)["vanished"] == 1
        assert shell("undo", load, "--json").exit_code == 1  # nobody said yes
        assert json.loads(shell("undo", load, "--yes", "--json").output)["state"] == "undone"

    for face in (by_web, by_rest, by_shell):
        path = api_file(tmp_path / "a.csv", [api_row("2026-02-01")])
        record = import_file(cast.act("Cleo"), path)
        face(record.id)
        assert queries.campaign_days(cast.id, to_day=LATER) == []
        assert Load.objects.get(pk=record.id).state == "undone"
    verbs = AuditEvent.objects.filter(organisation_id=cast.id, verb="undo load").values_list("actor_name")
    assert list(verbs) == [("Cleo",)] * 3


def test_three_faces_store_again_what_was_undone(cast: Cast, client_of: ClientOf, tmp_path: Path) -> None:
    cleo = client_of("Cleo")

    def by_web(load: str) -> None:
        assert "Store it again" in cleo.get(f"/connect/loads/{load}/").content.decode()
        after = cleo.post(f"/connect/loads/{load}/redo/", follow=True).content.decode()
        assert "Stored again" in after

    def by_rest(load: str) -> None:
        assert cleo.post(f"/api/v1/connect/loads/{load}/redo").json()["state"] == "done"

    def by_shell(load: str) -> None:
        assert json.loads(shell("redo", load, "--json").output)["state"] == "done"

    record = import_file(cast.act("Cleo"), api_file(tmp_path / "a.csv", [api_row("2026-02-01")]))
    for face in (by_web, by_rest, by_shell):
        act = cast.act("Cleo")
        undo_load(act, record.id, based_on=preview_undo(act, record.id).based_on)
        face(record.id)
        (day,) = queries.campaign_days(cast.id, to_day=LATER)
        assert day.load_id != record.id
        record = queries.load(cast.id, day.load_id)
        assert (record.state, record.file_name) == ("done", "a.csv")
    events = AuditEvent.objects.filter(organisation_id=cast.id, verb="redo load")
    assert [event.actor_name for event in events] == ["Cleo"] * 3


def test_what_was_not_undone_cannot_be_stored_again(cast: Cast, tmp_path: Path) -> None:
    record = import_file(cast.act("Cleo"), api_file(tmp_path / "a.csv", [api_row("2026-02-01")]))
    refused = shell("redo", record.id)
    assert refused.exit_code == 2
    assert "was not undone" in refused.output
    assert Load.objects.count() == 1


def test_an_account_is_retired_on_its_page(cast: Cast, client_of: ClientOf, tmp_path: Path) -> None:
    import_file(cast.act("Cleo"), api_file(tmp_path / "a.csv", [api_row("2026-02-01")]))
    (account,) = queries.accounts(cast.id)
    page = reverse("connect_account", args=[account.id])
    cleo = client_of("Cleo")
    assert "a day without rows is a gap" in cleo.get(page).content.decode()
    cleo.post(f"{page}retire/", {"last_day": "2026-02-01"})
    assert "says Cleo" in cleo.get(page).content.decode()
    assert "used no longer" in cleo.get("/connect/").content.decode()
    cleo.post(f"{page}resume/")
    assert queries.retired_after(cast.id) == {}
    assert client_of("Vera").post(f"{page}retire/", {"last_day": "2026-02-01"}).status_code == 403


def test_the_shell_prints_work_and_previews_boards(cast: Cast, board: Load, tmp_path: Path) -> None:
    (row,) = json.loads(shell("work", "--json").output)["rows"]
    assert (row["id"], row["state"], row["events"][1]["new"]) == ("jira/MKT-1", "in review", "in review")
    found = json.loads(
        shell("preview", str(csv_file(tmp_path / "b.csv", JIRA, [jira_row("MKT-9")])), "--json").output
    )
    assert (found["source"], found["added"], found["kinds"], found["unknown_words"]) == (
        "jira",
        1,
        {"work item": 1},
        [],
    )
    assert "Bei Agentur" in shell("words", "--open").output


def test_rest_tells_work_and_its_words(cast: Cast, client_of: ClientOf, board: Load) -> None:
    vera = client_of("Vera")
    (item,) = vera.get("/api/v1/connect/work?kind=work item").json()
    assert (item["id"], item["campaign_words"]) == ("jira/MKT-1", ["autumn"])
    words = {one["word"]: one["means"] for one in vera.get("/api/v1/connect/words").json()}
    assert words == {"Bei Agentur": "", "In Review": "in review", "Task": "work item"}


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_template_is_read_back_and_names_what_each_kind_needs(
    cast: Cast, tmp_path: Path, language: str
) -> None:
    with translation.override(language):
        content = evidence_template()
    sheets = openpyxl.load_workbook(io.BytesIO(content)).worksheets
    told = {row[0]: row[2] for row in sheets[2].iter_rows(min_row=2, values_only=True)}
    assert set(told) == {kind.value for kind in EvidenceKind}
    header = [cell.value for cell in sheets[0][1]]
    filled = {header[0]: "brief", header[3]: "The brief", header[4]: "2026-02-01"}
    path = book(tmp_path / "e.xlsx", evidence=[header, [filled.get(name, "") for name in header]])
    assert import_file(cast.act("Cleo"), path).state == "done"
    (item,) = queries.work_items(cast.id, to_day=LATER)
    assert (item.kind, item.title) == (EvidenceKind.BRIEF, "The brief")


def test_the_docs_name_every_kind_and_what_it_needs() -> None:
    page = (Path(__file__).resolve().parents[4] / "docs" / "connect.md").read_text("utf-8")
    lines = {
        line.split("|")[1].strip().strip("`"): line for line in page.splitlines() if line.startswith("| `")
    }
    for kind, needs in NEEDS.items():
        assert [one.name for one in needs if f"`{one.name}`" not in lines[kind.value]] == []


def test_tidying_keeps_every_row_and_makes_few_files(cast: Cast, tmp_path: Path) -> None:
    for day in days_of("2026-02-01", 4):
        import_file(cast.act("Cleo"), api_file(tmp_path / "a.csv", [api_row(day)]))
    before = queries.campaign_days(cast.id, to_day=LATER)
    (found,) = compact_lake(cast.act("Alice"))
    assert (found["table"], found["files_after"], found["removed"]) == ("ad_daily", 1, 0)
    assert queries.campaign_days(cast.id, to_day=LATER) == before
    import_file(cast.act("Cleo"), api_file(tmp_path / "a.csv", [api_row("2026-02-09")]))
    assert lake.find_commit(cast.id, Load.objects.latest("started_at").pk) is not None


class Run:
    """A job's run without a worker: what it was told, and what it said."""

    def __init__(self, cast: Cast, args: dict[str, Any], *, who: str = "Cleo") -> None:
        self.organisation_id, self.act = cast.id, cast.act(who)
        self.args: Mapping[str, Any] = args
        self.said: list[float] = []

    def progress(self, share: float, text: str = "") -> None:
        """Remembers how far it said it was."""
        self.said.append(share)


def test_a_large_file_becomes_a_job_that_may_run_twice(
    cast: Cast, client_of: ClientOf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("riser.connect.views.drop.LARGE", 10)
    monkeypatch.setattr("riser.connect.intake.text_files.WATCHED_ROWS", 1)
    cleo = client_of("Cleo")
    page = drop(cleo, api_file(tmp_path / "big.csv", [api_row(day) for day in days_of("2026-02-01", 9)]))
    answer = cleo.post(f"{page.request['PATH_INFO']}store/", {"source": "google_ads", "currency": "EUR"})
    (job_id,) = re.findall(r"/jobs/(\d+)/", answer["Location"])
    assert state(cast.id, int(job_id)).kind == jobs.IMPORT_JOB
    assert not Load.objects.exists()
    from riser.foundation.models import Job

    run = Run(cast, Job.objects.get(pk=job_id).args)
    assert jobs.import_large(run) == "9 rows of big.csv are stored."
    assert run.said == sorted(run.said)
    assert 0 < run.said[-1] <= 1
    jobs.import_large(run)
    assert [load.unchanged for load in Load.objects.order_by("turn")] == [False, True]


def test_the_nightly_upkeep_is_a_chore_of_every_organisation(cast: Cast) -> None:
    assert jobs.KINDS[jobs.COMPACT_JOB].every == timedelta(days=1)
    assert jobs.compact(Run(cast, {}, who="system")).startswith("0 old files")
