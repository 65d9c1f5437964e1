"""Exports of work tools for the tests of this room, in the shapes in which the tools write them."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import openpyxl

JIRA = (
    *("Summary", "Issue key", "Issue id", "Issue Type", "Status", "Project key", "Project name", "Priority"),
    *("Assignee", "Reporter", "Creator", "Created", "Updated", "Resolved", "Due date", "Labels", "Labels"),
    *("Description", "Custom field (Epic Link)", "Custom field (Campaign)", "Custom field (Review rounds)"),
    *("Sprint", "Comment", "Comment", "Parent", "Parent key", "Parent summary"),
    *("Status Category", "Status Category Changed"),
)
HISTORY = ("Issue key", "At", "Field", "From", "To", "By")
ASANA = (
    *("Task ID", "Created At", "Completed At", "Last Modified", "Name", "Section/Column", "Assignee"),
    *("Assignee Email", "Start Date", "Due Date", "Tags", "Notes", "Projects", "Parent task"),
    *("Blocked By (Dependencies)", "Blocking (Dependencies)", "Campaign", "Review rounds"),
)
TRELLO = (
    *("Card ID", "Card Name", "Card URL", "Card Description", "Labels", "Members", "Due Date"),
    *("Attachment Count", "Attachment Links", "Checklist Item Total Count", "Checklist Item Completed Count"),
    *("Vote Count", "Comment Count", "Last Activity Date", "List ID", "List Name", "Board ID", "Board Name"),
    *("Archived", "Start Date", "Due Complete"),
)
EVIDENCE = ("Kind", "ID", "Campaign", "Title", "Happened at", "Person", "State", "Due", "Link")


def jira_row(key: str, **said: str | Sequence[str]) -> list[str]:
    """One issue; a sequence fills the columns of its name one after the other."""
    told: dict[str, str | Sequence[str]] = {
        "Summary": f"Piece {key}",
        "Issue key": key,
        "Issue id": "10001",
        "Issue Type": "Task",
        "Status": "To Do",
        "Project key": "MKT",
        "Project name": "Marketing",
        "Assignee": "Cleo Lin",
        "Created": "02/Feb/26 9:00 AM",
        "Updated": "03/Feb/26 9:00 AM",
    }
    return row_of(JIRA, told | {name.replace("_", " "): text for name, text in said.items()})


def row_of(header: Sequence[str], told: Mapping[str, str | Sequence[str]]) -> list[str]:
    """The cells of a row by the names of their columns."""
    left = {name: [text] if isinstance(text, str) else list(text) for name, text in told.items()}
    cells = [left[name].pop(0) if left.get(name) else "" for name in header]
    assert not any(left.values()), f"no column for {left}"
    return cells


def csv_file(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> Path:
    """A CSV file as the tools write it."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerows([header, *rows])
    return path


def book(path: Path, **sheets: Sequence[Sequence[object]]) -> Path:
    """A workbook with these sheets, headers first."""
    found = openpyxl.Workbook()
    found.remove(found.worksheets[0])
    for name, rows in sheets.items():
        sheet = found.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    found.save(path)
    return path
