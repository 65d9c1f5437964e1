"""The work of the demo's campaigns as its board and its evidence sheet would export it."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from riser.demo.scenario import PREPARED, Calendar, Campaign, Scenario
from riser.foundation.periods import minus_working_days

# The ten tasks of the class standard: begun, finished and due, in days before the first spend.
TASKS = (
    ("media plan", -24, -20, -19),
    ("concept", -24, -18, -17),
    ("copy", -20, -14, -13),
    ("banner set", -18, -11, -10),
    ("landing page", -17, -9, -8),
    ("tag test", -8, -5, -4),
    ("tracking links", -12, -7, -6),
    ("legal check", -11, -7, -6),
    ("budget set-up", -6, -4, -3),
    ("stop plan", -6, -4, -3),
)
STEPS = "brief; plan (brief); concept (plan); landing page (concept); tag test (landing page); GO (tag test)"
PIECES = {"kept": (1, 1, 2, 2, 2), "long": (2, 2, 3, 4, 5), "chat": (0, 0, 0, 0, 1)}
LATE_OWNERS = 3  # of fifteen items, where owners are "late"
STANDARD_DAY, RULE_DAY = 300, 375
LOWER, UPPER, PERCENTILE = 15, 30, "0.8"
EXPLAINED_AFTER = 6
JIRA = (
    *("Summary", "Issue key", "Issue Type", "Status", "Project name", "Assignee", "Created", "Due date"),
    *("Custom field (Campaign)", "Custom field (Review rounds)"),
)
JIRA_HISTORY = ("Issue key", "At", "Field", "From", "To", "By")
SHEET = (
    *("ID", "Kind", "Campaign", "Title", "Happened at", "Person", "Accepted at", "Promised"),
    *("Class", "Version", "Revised", "Closed campaigns", "Tasks", "Steps", "Lower", "Upper", "Percentile"),
    *("Check", "Result", "Role", "Live version"),
)
SHEET_HISTORY = ("ID", "At", "Field", "From", "To", "By")


@dataclass(frozen=True, slots=True)
class Item:
    """One issue on the board with its changes: (moment, field, from, to, by)."""

    key: str
    title: str
    kind: str
    campaign: str
    created: datetime
    owner: str = ""
    due: str = ""
    rounds: str = ""
    changes: tuple[tuple[datetime, str, str, str, str], ...] = ()


def board(scenario: Scenario, calendar: Calendar, upto: datetime) -> tuple[str, str]:
    """The board's export and its history, as far as they had come by a moment."""
    items = [
        item
        for campaign in scenario.campaigns
        if campaign.has_board
        for item in _items(campaign, calendar)
        if item.created <= upto
    ]
    issues = [_issue(item, upto) for item in items]
    history = [
        (item.key, _text(at), field, old, new, by)
        for item in items
        for at, field, old, new, by in item.changes
        if at <= upto
    ]
    return _csv(JIRA, issues), _csv(JIRA_HISTORY, history)


def _issue(item: Item, upto: datetime) -> Sequence[str]:
    """The row of an issue as it stood at a moment."""
    now = {"status": "To Do", "assignee": item.owner, "duedate": item.due}
    for at, field, old, _new, _by in sorted(item.changes, reverse=True):
        if at > upto:
            now[field] = old
    for at, field, _old, new, _by in sorted(item.changes):
        if at <= upto:
            now[field] = new
    made = _text(item.created)
    row = (item.title, item.key, item.kind, now["status"], "Launches", now["assignee"], made, now["duedate"])
    return (*row, item.campaign, item.rounds)


def _items(campaign: Campaign, calendar: Calendar) -> Iterator[Item]:
    prefix = campaign.key.upper()
    for number, task in enumerate(TASKS[: int(campaign.habit("tasks"))]):
        yield _task(campaign, calendar, f"{prefix}-{number + 1}", number, task)
    for number, rounds in enumerate(PIECES[campaign.habit("rounds")]):
        yield _piece(campaign, calendar, f"{prefix}-{number + 21}", number, rounds)
    yield from _milestones(campaign, calendar, prefix)


def _task(
    campaign: Campaign, calendar: Calendar, key: str, number: int, task: tuple[str, int, int, int]
) -> Item:
    title, begun, done, due = task
    closed = _at(campaign, calendar, done, 15)
    if campaign.habit("owners") == "friday":
        closed = _at(campaign, calendar, -5, 17) + timedelta(minutes=number)
    owner, day = _owned(campaign, calendar, number, due)
    moves = ((_at(campaign, calendar, begun, 9), "To Do", "In Progress"), (closed, "In Progress", "Done"))
    changes = tuple((at, "status", old, new, "Priya Nair") for at, old, new in moves)
    made = _at(campaign, calendar, -30, 9)
    late = campaign.habit("owners") == "late" and number < LATE_OWNERS
    given = ((_at(campaign, calendar, begun + 1, 9), "assignee", "", owner, owner),) if late else ()
    return Item(key, title, "Task", campaign.name, made, owner, day, changes=(*changes, *given))


def _owned(campaign: Campaign, calendar: Calendar, number: int, due: int) -> tuple[str, str]:
    if campaign.habit("owners") == "nobody":
        return "", ""
    names = ("Priya Nair", "李薇", "Dan Field")
    return names[number % 3], calendar.day(campaign.from_day + due).isoformat()


def _piece(campaign: Campaign, calendar: Calendar, key: str, number: int, rounds: int) -> Item:
    begun = _at(campaign, calendar, -22, 9 + number)
    states = [(begun, "To Do", "In Progress")]
    for turn in range(rounds):
        at = begun + timedelta(days=2 * turn + 1)
        states.append((at, "In Progress", "In Review"))
        if turn < rounds - 1:
            states.append((at + timedelta(days=1), "In Review", "In Progress"))
    last = "In Review" if rounds else "In Progress"
    passed = begun + timedelta(days=2 * max(rounds, 1) + 1)
    if campaign.habit("owners") == "friday":
        passed = _at(campaign, calendar, -5, 17) + timedelta(minutes=10 + number)
    states.append((passed, last, "Approved"))
    owner, day = _owned(campaign, calendar, number, -8)
    changes = tuple((at, "status", old, new, "李薇") for at, old, new in states)
    made = _at(campaign, calendar, -30, 10)
    return Item(key, f"banner {number + 1}", "Asset", campaign.name, made, owner, day, "2", changes)


def _milestones(campaign: Campaign, calendar: Calendar, prefix: str) -> Iterator[Item]:
    """Two milestones; the second one moves as the campaign's word for its dates says."""
    made = _at(campaign, calendar, -30, 11)
    for number, (title, due) in enumerate((("Assets ready", -10), ("Page live", -8))):
        day = calendar.day(campaign.from_day + due).isoformat()
        done = (_at(campaign, calendar, due, 9), "status", "To Do", "Done", "Priya Nair")
        moved = tuple(_moves(campaign, calendar, day)) if number else ()
        shown = moved[0][2] if moved else day
        if number and campaign.habit("dates") == "silent":
            shown = calendar.day(campaign.from_day - 14).isoformat()
        yield Item(
            f"{prefix}-{41 + number}",
            title,
            "Milestone",
            campaign.name,
            made,
            "Priya Nair",
            shown,
            changes=(*moved, done),
        )


def _moves(campaign: Campaign, calendar: Calendar, day: str) -> Iterator[tuple[datetime, str, str, str, str]]:
    first = calendar.day(campaign.from_day - 14).isoformat()
    on = {"agreed": -16, "afterwards": -12}.get(campaign.habit("dates"))
    if on is not None:
        yield _at(campaign, calendar, on, 10), "duedate", first, day, "Tom Becker"


def evidence(scenario: Scenario, calendar: Calendar, upto: datetime) -> tuple[str, str]:
    """The evidence sheet and its history by a moment: briefs, class standard, promise rule, a claim."""
    rows = [row for row in _rows(scenario, calendar) if row["Happened at"] <= _text(upto)]
    causes = [cause for cause in _causes(scenario, calendar) if cause[1] <= _text(upto)]
    return _csv(SHEET, [[row.get(name, "") for name in SHEET] for row in rows]), _csv(SHEET_HISTORY, causes)


def _rows(scenario: Scenario, calendar: Calendar) -> Iterator[dict[str, str]]:
    yield _standard(calendar)
    yield _rule(calendar)
    for campaign in scenario.campaigns:
        if campaign.kind == "campaign" and not campaign.declared_by and campaign.habit("request") == "none":
            yield _brief(campaign, calendar)
        if campaign.habit("claims") == "elsewhere":
            yield _claim(campaign, calendar)


def _standard(calendar: Calendar) -> dict[str, str]:
    at = calendar.at(STANDARD_DAY, 9)
    return {
        "ID": "STD-M-3",
        "Kind": "class standard",
        "Title": "Standard of medium campaigns",
        "Happened at": _text(at),
        "Class": "M",
        "Version": "3",
        "Revised": at.date().isoformat(),
        "Closed campaigns": "6",
        "Tasks": "; ".join(task[0] for task in TASKS),
        "Steps": STEPS,
    }


def _rule(calendar: Calendar) -> dict[str, str]:
    return {
        "ID": "RULE-M",
        "Kind": "promise rule",
        "Title": "Preparation of medium campaigns",
        "Happened at": _text(calendar.at(RULE_DAY, 9)),
        "Person": "Jonas Weber",
        "Class": "M",
        "Lower": str(LOWER),
        "Upper": str(UPPER),
        "Percentile": PERCENTILE,
    }


def _brief(campaign: Campaign, calendar: Calendar) -> dict[str, str]:
    """The brief, accepted so many working days before the GO."""
    go = calendar.day(campaign.from_day + (campaign.go if not campaign.habits else -1))
    accepted = minus_working_days(go, campaign.prepared or PREPARED)
    at = _text(datetime.combine(accepted, time(8), UTC))
    told = {"ID": f"BRIEF-{campaign.key}", "Kind": "brief", "Campaign": campaign.name, "Title": "Brief"}
    return told | {"Happened at": at, "Accepted at": at, "Person": "Priya Nair"}


def _claim(campaign: Campaign, calendar: Calendar) -> dict[str, str]:
    return {
        "ID": f"CLAIM-{campaign.key}",
        "Kind": "claim check",
        "Campaign": campaign.name,
        "Title": "Price claim read",
        "Happened at": _text(_at(campaign, calendar, -5, 11)),
        "Person": "Priya Nair",
        "Check": "Price claim",
        "Result": "pass",
        "Role": "contributor",
        "Version": "hero-3",
    }


def _causes(scenario: Scenario, calendar: Calendar) -> Iterator[tuple[str, str, str, str, str, str]]:
    """The cause of each signal since the limits were published, written within ten days."""
    for campaign in scenario.campaigns:
        if campaign.habits and (campaign.prepared or PREPARED) > UPPER:
            at = _at(campaign, calendar, EXPLAINED_AFTER, 10)
            yield (
                "RULE-M",
                _text(at),
                f"cause {campaign.name}",
                "",
                "The printer went out of business",
                "李薇",
            )


def _at(campaign: Campaign, calendar: Calendar, x: int, hour: int) -> datetime:
    """A moment some days after the first spend; the demo's clock never runs ahead of now."""
    return datetime.combine(calendar.day(campaign.from_day + x), time(hour), UTC)


def _text(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()
