"""Work items from other tools: what is stored, how they stand on a day, what a file replaces."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cast import Cast
from riser.connect import queries
from riser.connect.actions import import_file, settle_word
from riser.connect.lake import table as lake
from riser.connect.lake.tables import WORK
from riser.connect.ledger import LoadRecord
from riser.connect.rules.work import EvidenceKind, WorkItem
from riser.connect.tests.boards import (
    ASANA,
    EVIDENCE,
    HISTORY,
    JIRA,
    TRELLO,
    book,
    csv_file,
    jira_row,
    row_of,
)
from riser.connect.tests.making import NOW
from riser.foundation.errors import Refused
from riser.foundation.models import AuditEvent

LATER = date(2026, 12, 31)


def load(cast: Cast, path: Path, *, days: int = 0, **said: Any) -> LoadRecord:
    """Cleo imports the file so many days after the tests' now."""
    return import_file(cast.act("Cleo", now=NOW + timedelta(days=days)), path, **said)


def items(cast: Cast, *, to_day: date = LATER) -> dict[str, WorkItem]:
    """Every item by its id."""
    return {item.id: item for item in queries.work_items(cast.id, to_day=to_day)}


def jira(path: Path, *rows: Sequence[str]) -> Path:
    """A Jira export."""
    return csv_file(path, JIRA, rows)


def history(*rows: tuple[str, ...]) -> list[Sequence[str]]:
    """A sheet of changes."""
    return [HISTORY, *rows]


def test_a_jira_export_becomes_items_with_labels_from_every_column(cast: Cast, tmp_path: Path) -> None:
    row = jira_row(
        "MKT-1",
        Status="In Progress",
        Due_date="20/Feb/26 12:00 AM",
        Labels=["autumn", "video"],
        Parent_summary="Autumn launch",
        **{"Custom field (Campaign)": "autumn_2026", "Custom field (Review rounds)": "2"},
    )
    record = load(cast, jira(tmp_path / "jira.csv", row))
    assert (record.state, record.source, record.rows_accepted, record.is_work) == ("done", "jira", 1, True)
    item = items(cast)["MKT-1"]
    assert (item.kind, item.state, item.owner, item.project) == (
        EvidenceKind.WORK_ITEM,
        "doing",
        "Cleo Lin",
        "Marketing",
    )
    assert item.campaign_words == ("autumn_2026", "autumn", "video", "Autumn launch")
    assert (item.campaign, item.due, item.attributes["rounds"]) == ("autumn_2026", date(2026, 2, 20), "2")
    assert item.happened_at == datetime(2026, 2, 2, 9, 0, tzinfo=UTC)
    assert (item.recorded_at, item.load_id) == (NOW, record.id)
    assert [(event.field, event.new) for event in item.events] == [("created", "")]
    event = AuditEvent.objects.get(organisation_id=cast.id, case_kind="load")
    assert (event.verb, event.after and event.after["rows_accepted"]) == ("import file", 1)


def test_a_workbook_brings_its_history_and_items_stand_as_they_did_on_a_day(
    cast: Cast, tmp_path: Path
) -> None:
    row = jira_row("MKT-1", Status="Done", Resolved="12/Feb/26 5:00 PM", Due_date="14/Feb/26 12:00 AM")
    changes = history(
        ("MKT-1", "2026-02-03 10:00", "status", "To Do", "In Progress", "Cleo"),
        ("MKT-1", "2026-02-05 11:00", "duedate", "2026-02-10", "2026-02-14", "Bob"),
        ("MKT-1", "2026-02-10 16:00", "status", "In Progress", "In Review", "Cleo"),
        ("MKT-1", "2026-02-12 17:00", "status", "In Review", "Done", "Bob"),
    )
    record = load(cast, book(tmp_path / "jira.xlsx", issues=[JIRA, row], history=changes))
    assert (record.state, record.rows_read, record.rows_accepted) == ("done", 5, 5)
    item = items(cast)["MKT-1"]
    states = [(event.old, event.new, event.person) for event in item.events if event.field == "state"]
    assert states == [("todo", "doing", "Cleo"), ("doing", "in review", "Cleo"), ("in review", "done", "Bob")]
    assert (item.state, item.due) == ("done", date(2026, 2, 14))
    before = items(cast, to_day=date(2026, 2, 4))["MKT-1"]
    assert (before.state, before.due, len(before.events)) == ("doing", date(2026, 2, 10), 2)
    assert items(cast, to_day=date(2026, 2, 1)) == {}
    (source,) = queries.work_sources(cast.id, to_day=LATER)
    assert (source.name, source.project, source.has_history) == ("Jira", "Marketing", True)
    assert (source.first_day, source.last_day) == (date(2026, 2, 2), date(2026, 2, 12))
    table = lake.open_table(cast.id, WORK)
    assert table is not None
    assert table.version() == 1


def test_a_file_replaces_only_the_items_it_names_and_history_stays(cast: Cast, tmp_path: Path) -> None:
    first = book(
        tmp_path / "a.xlsx",
        issues=[JIRA, jira_row("MKT-1"), jira_row("MKT-2")],
        history=history(("MKT-1", "2026-02-03", "status", "To Do", "In Progress", "Cleo")),
    )
    one = load(cast, first)
    two = load(cast, jira(tmp_path / "b.csv", jira_row("MKT-1", Summary="Renamed")), days=1)
    found = items(cast)
    assert (found["MKT-1"].title, found["MKT-1"].load_id) == ("Renamed", two.id)
    assert (found["MKT-2"].title, found["MKT-2"].load_id) == ("Piece MKT-2", one.id)
    assert [event.new for event in found["MKT-1"].events if event.field == "state"] == ["doing"]
    assert (found["MKT-1"].recorded_at, found["MKT-1"].changed_at) == (NOW, NOW + timedelta(days=1))


def test_the_same_export_again_changes_nothing_although_its_rows_moved(cast: Cast, tmp_path: Path) -> None:
    load(cast, jira(tmp_path / "a.csv", jira_row("MKT-1"), jira_row("MKT-2")))
    again = load(cast, jira(tmp_path / "b.csv", jira_row("MKT-2"), jira_row("MKT-1")), days=1)
    assert (again.state, again.unchanged) == ("done", True)


def test_history_may_come_as_a_file_of_its_own_before_or_after_the_items(cast: Cast, tmp_path: Path) -> None:
    change = ("MKT-1", "2026-02-03T10:00:00+01:00", "Status", "To Do", "In Progress", "Cleo")
    load(cast, csv_file(tmp_path / "h.csv", HISTORY, [change]))
    assert items(cast) == {}
    load(cast, jira(tmp_path / "a.csv", jira_row("MKT-1")), days=1)
    (created, moved) = items(cast)["MKT-1"].events
    assert (created.field, moved.new) == ("created", "doing")
    assert moved.at == datetime(2026, 2, 3, 9, 0, tzinfo=UTC)


def test_an_asana_export_reads_sections_tags_and_its_own_fields(cast: Cast, tmp_path: Path) -> None:
    told = {
        "Task ID": "1209000000000001",
        "Created At": "2026-02-02",
        "Completed At": "2026-02-09",
        "Name": "[autumn_2026] Landing page",
        "Section/Column": "Week 7",
        "Assignee": "Inès Moreau",
        "Due Date": "2026-02-10",
        "Tags": "Sign-off,web",
        "Projects": "Launch",
        "Review rounds": "3",
    }
    load(cast, csv_file(tmp_path / "asana.csv", ASANA, [row_of(ASANA, told)]))
    item = items(cast)["1209000000000001"]
    assert (item.source, item.kind, item.state) == ("asana", EvidenceKind.APPROVAL, "done")
    assert "autumn_2026" in item.campaign_words
    assert item.attributes["rounds"] == "3"
    assert item.happened_at == datetime(2026, 2, 9, 12, 0, tzinfo=UTC)


def test_a_trello_board_reads_labels_without_colour_and_the_day_a_card_was_made(
    cast: Cast, tmp_path: Path
) -> None:
    made = datetime(2026, 2, 2, 8, 30, tzinfo=UTC)
    told = {
        "Card ID": f"{int(made.timestamp()):08x}7d2acf3ad0aabb1c",
        "Card Name": "Video cut",
        "Card URL": "https://trello.com/c/abc",
        "Labels": "autumn (green), Video (red_dark)",
        "Members": "Cleo",
        "Due Date": "2026-02-20T08:00:00.000Z",
        "List Name": "审核中",
        "Board Name": "Autumn",
        "Archived": "false",
    }
    load(cast, csv_file(tmp_path / "trello.csv", TRELLO, [row_of(TRELLO, told)]))
    (item,) = items(cast).values()
    assert (item.happened_at, item.state, item.project) == (made, "in review", "Autumn")
    assert (item.campaign_words, item.url) == (("autumn", "Video"), "https://trello.com/c/abc")


def test_a_notion_database_is_read_by_its_id_and_created_time(cast: Cast, tmp_path: Path) -> None:
    header = ["Name", "ID", "Created time", "Status", "Assign", "Due", "Tags", "Campaign", "Owner team"]
    row = [
        "Video cut",
        "MKT-12",
        "February 2, 2026 9:30 AM",
        "In review",
        "Cleo",
        "February 20, 2026",
        "Video",
        "autumn",
        "Studio",
    ]
    record = load(cast, csv_file(tmp_path / "notion.csv", header, [row]))
    assert record.source == "notion"
    (item,) = items(cast).values()
    assert (item.state, item.happened_at) == ("in review", datetime(2026, 2, 2, 9, 30, tzinfo=UTC))


@pytest.mark.parametrize(
    "header",
    [
        ["任务描述", "编号", "创建时间", "进展", "任务执行人", "截止日期", "活动"],
        ["Task description", "Auto number", "Date created", "Progress", "Assignee", "Due date", "Campaign"],
    ],
)
def test_a_feishu_base_is_read_in_both_languages(cast: Cast, tmp_path: Path, header: list[str]) -> None:
    row = ["剪辑视频", "T-7", "2026/02/02 09:30", "进行中", "Cleo", "2026/02/20", "autumn"]
    record = load(cast, csv_file(tmp_path / "base.csv", header, [row]))
    assert record.source == "feishu_base"
    assert any("never tried on a real export" in note for note in record.notes)
    (item,) = items(cast).values()
    assert (item.state, item.happened_at) == ("doing", datetime(2026, 2, 2, 9, 30, tzinfo=UTC))


def test_a_notion_database_without_an_id_says_where_to_add_it(cast: Cast, tmp_path: Path) -> None:
    path = csv_file(
        tmp_path / "notion.csv", ["Name", "Created time", "Status"], [["a", "February 2, 2026", "Done"]]
    )
    with pytest.raises(Refused, match="add a property of the kind ID"):
        load(cast, path, source="notion")


def test_a_word_the_list_does_not_know_stays_until_somebody_settles_it(cast: Cast, tmp_path: Path) -> None:
    load(cast, jira(tmp_path / "a.csv", jira_row("MKT-1", Status="Bei Agentur", Issue_Type="Freigabe")))
    item = items(cast)["MKT-1"]
    assert (item.state, item.kind) == ("Bei Agentur", EvidenceKind.WORK_ITEM)
    bob = cast.act("Bob")
    settle_word(bob, source="jira", of="state", word="bei  agentur", means="doing")
    assert items(cast)["MKT-1"].state == "doing"
    event = AuditEvent.objects.get(organisation_id=cast.id, verb="settle word")
    assert event.after == {"word": "bei agentur", "of": "state", "means": "doing"}
    settle_word(bob, source="jira", of="state", word="Bei Agentur", means="")
    assert items(cast)["MKT-1"].state == "Bei Agentur"
    with pytest.raises(Refused, match="is no meaning here"):
        settle_word(bob, source="jira", of="state", word="x", means="finished")


@pytest.mark.parametrize(("created", "order"), [("3/4/2026 14:00", ""), ("3/4/26 2:00 PM", "")])
def test_days_that_could_be_months_are_refused_until_somebody_says(
    cast: Cast, tmp_path: Path, created: str, order: str
) -> None:
    path = jira(tmp_path / "a.csv", jira_row("MKT-1", Created=created))
    with pytest.raises(Refused, match=r"\(row 2, Created\) can be two different days"):
        load(cast, path, days=60)
    load(cast, path, days=60, day_order="dmy")
    assert items(cast)["MKT-1"].happened_at == datetime(2026, 4, 3, 14, 0, tzinfo=UTC)


def test_a_cell_that_settles_the_order_settles_it_for_the_file(cast: Cast, tmp_path: Path) -> None:
    rows = [jira_row("MKT-1", Created="2/4/2026 9:00"), jira_row("MKT-2", Created="2/13/2026 9:00")]
    load(cast, jira(tmp_path / "a.csv", *rows))
    assert items(cast)["MKT-1"].happened_at.date() == date(2026, 2, 4)
    with pytest.raises(Refused, match="contradicts the order"):
        load(cast, jira(tmp_path / "a.csv", *rows), day_order="dmy")


def evidence(path: Path, header: Sequence[str], *rows: Sequence[str]) -> Path:
    """An evidence sheet with further columns."""
    return csv_file(path, [*EVIDENCE, *header], rows)


def test_an_evidence_sheet_holds_each_kind_to_what_it_needs(cast: Cast, tmp_path: Path) -> None:
    header = ("Topic", "Requested by", "Requested at")
    good = ("approval", "", "autumn_2026", "Plan", "2026-02-05 15:00", "Bob", "", "", "")
    bad = ("approval", "", "autumn_2026", "Plan again", "2026-02-06", "", "", "", "")
    odd = ("applause", "", "", "Hooray", "2026-02-06", "", "", "", "")
    asked = ("plan", "Cleo", "2026-02-05 09:00")
    path = evidence(tmp_path / "e.csv", header, (*good, *asked), (*bad, "", "", ""), (*odd, "", "", ""))
    record = load(cast, path)
    assert (record.state, record.rows_accepted, record.rows_rejected) == ("waiting", 1, 2)
    assert [row.reason.split(":")[0] for row in record.rejections] == [
        "A record of the kind “approval” also needs",
        "“applause” is no kind of evidence. Write one of",
    ]
    assert "topic, person" in record.rejections[0].reason
    load(cast, path, accept_quarantine=True)
    (item,) = items(cast).values()
    assert (item.kind, item.owner, item.attributes["topic"]) == (EvidenceKind.APPROVAL, "Bob", "plan")
    assert item.attributes["requested_at"] == "2026-02-05T09:00:00+00:00"


def test_choices_numbers_and_days_of_evidence_are_read_in_both_languages(cast: Cast, tmp_path: Path) -> None:
    told = {
        "种类": "结论",
        "编号": "v1",
        "活动": "秋季",
        "标题": "线索数",
        "发生时间": "2026年2月20日",
        "需求": "R1",
        "指标": "leads",
        "窗口开始": "2026-01-01",
        "窗口结束": "2026/1/31",
        "结果": "未达成",
        "样本量": "1,240",
    }
    header, row = list(told), list(told.values())
    load(cast, csv_file(tmp_path / "证据.csv", header, [row]))
    item = items(cast)["v1"]
    assert item.kind == EvidenceKind.VERDICT
    assert (item.attributes["result"], item.attributes["n"]) == ("missed", "1240")
    assert (item.attributes["window_from"], item.attributes["window_to"]) == ("2026-01-01", "2026-01-31")


def test_two_rows_of_one_item_are_told_by_their_rows(cast: Cast, tmp_path: Path) -> None:
    record = load(cast, jira(tmp_path / "a.csv", jira_row("MKT-1"), jira_row("MKT-1")))
    assert [(row.row, row.column) for row in record.rejections] == [(3, "Issue key")]
    assert record.rejections[0].reason == "Row 2 already holds the item MKT-1. Leave one of them out."


def test_what_lies_in_the_future_is_rejected(cast: Cast, tmp_path: Path) -> None:
    record = load(cast, jira(tmp_path / "a.csv", jira_row("MKT-1", Created="01/Dec/26 9:00 AM")))
    assert [row.column for row in record.rejections] == ["Created"]


def test_an_approval_on_a_board_is_given_by_whoever_moved_it_and_is_work_until_then(
    cast: Cast, tmp_path: Path
) -> None:
    rows = [jira_row(key, Issue_Type="Approval", Status="In Review") for key in ("MKT-1", "MKT-2")]
    given = ("MKT-1", "2026-02-12 17:00", "status", "In Review", "Approved", "Bob Ma")
    load(cast, book(tmp_path / "jira.xlsx", issues=[JIRA, *rows], history=history(given)))
    found = items(cast)
    assert (found["MKT-1"].kind, found["MKT-1"].owner) == (EvidenceKind.APPROVAL, "Bob Ma")
    assert found["MKT-1"].happened_at == datetime(2026, 2, 12, 17, 0, tzinfo=UTC)
    assert (found["MKT-2"].kind, found["MKT-2"].owner) == (EvidenceKind.WORK_ITEM, "Cleo Lin")
