"""The verbs of stories about work: an evidence sheet and its history, written as files and imported.

`load_work` takes `items`. One entry stands for `count` items titled "title 1", "title 2" …; `states` are
pairs of state and time, each further item `apart` minutes later; `reviews: n` writes n rounds from `begin`.
`closed_campaigns` makes campaigns of one class, each with its accepted brief and its GO.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

from riser.connect.actions import import_file
from riser.foundation.periods import minus_working_days
from riser.foundation.roles import Act
from riser.plan import actions
from riser.plan.models import Request
from riser.plan.tests.gate import go_given
from riser.plan.words import RequestDecision

Entry = Mapping[str, Any]
Row = dict[str, str]
CHANGES = ("ID", "At", "Field", "From", "To", "By")
OWN = ("ID", "Kind", "Campaign", "Title", "Happened at", "Person", "State", "Due")


class Stage(Protocol):
    """What these verbs need of the stage."""

    folder: Path
    campaign_id: int
    campaign_name: str
    files: int

    def act(self, step: Entry) -> Act: ...


def load_work(stage: Stage, step: Entry) -> None:
    """Imports the items of a step as an evidence sheet, and their changes as its history."""
    items: list[Row] = []
    changes: list[Row] = []
    for entry in step["items"]:
        for number in range(int(entry.get("count", 1))):
            item, history = _item(stage, entry, number, f"W-{stage.files}-{len(items) + 1}", step)
            items.append(item)
            changes += history
    _import(stage, step, items, [*OWN, *sorted({name for item in items for name in item} - set(OWN))])
    if changes:
        _import(stage, step, changes, CHANGES)


def _import(stage: Stage, step: Entry, rows: Sequence[Row], header: Sequence[str]) -> None:
    stage.files += 1
    path = stage.folder / f"work-{stage.files}.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, header, restval="")
        writer.writeheader()
        writer.writerows(rows)
    record = import_file(stage.act(step), path)
    assert record.state == "done", (record.state, record.rejections)


def _item(stage: Stage, entry: Entry, number: int, id_: str, step: Entry) -> tuple[Row, list[Row]]:
    shift = timedelta(minutes=int(entry.get("apart", 0)) * number)
    states = [(state, at + shift) for state, at in _states(entry)]
    title, many = entry["title"], "count" in entry or "first" in entry
    item = {
        "ID": id_,
        "Kind": entry.get("kind", "work item"),
        "Campaign": entry.get("campaign", stage.campaign_name),
        "Title": f"{title} {entry.get('first', 1) + number}" if many else title,
        "Happened at": _text(_moment(entry["happened"]) if "happened" in entry else _first(states, step)),
        "Person": entry.get("owner", ""),
        "State": states[-1][0] if states else "",
        "Due": str(entry.get("due", "")),
    }
    attributes = {_header(name): _many(name, value) for name, value in entry.get("attributes", {}).items()}
    return item | attributes, [*_moves(id_, states), *_changed(id_, entry)]


def _many(name: str, value: Any) -> str:
    """An attribute as text; a number of tasks stands for that many of them."""
    if name == "tasks" and isinstance(value, int):
        return "; ".join(f"task {n}" for n in range(1, value + 1))
    return str(value)


def _header(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _states(entry: Entry) -> list[tuple[str, datetime]]:
    if "reviews" in entry:
        return list(_rounds(_moment(entry["begin"]), int(entry["reviews"]), entry.get("end", "approved")))
    return [(state, _moment(at)) for state, at in entry.get("states", ())]


def _rounds(begin: datetime, reviews: int, end: str) -> Iterator[tuple[str, datetime]]:
    yield "doing", begin
    for number in range(reviews):
        yield "in review", begin + timedelta(days=2 * number + 1)
        if number < reviews - 1:
            yield "doing", begin + timedelta(days=2 * number + 2)
    if end != "doing":
        yield end, begin + timedelta(days=2 * reviews + 1)


def _moves(id_: str, states: Sequence[tuple[str, datetime]]) -> Iterator[Row]:
    before = "todo"
    for state, at in states:
        if state != before:
            yield dict(zip(CHANGES, (id_, _text(at), "state", before, state, ""), strict=True))
        before = state


def _changed(id_: str, entry: Entry) -> Iterator[Row]:
    for field, old, new, at, *person in entry.get("changes", ()):
        values = (id_, _text(_moment(at)), field, str(old), str(new), person[0] if person else "")
        yield dict(zip(CHANGES, values, strict=True))


def _first(states: Sequence[tuple[str, datetime]], step: Entry) -> datetime:
    return states[0][1] if states else _moment(step["at"])


def _moment(value: Any) -> datetime:
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    return datetime.strptime(str(value), "%Y-%m-%d %H:%M").replace(tzinfo=UTC)


def _text(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def file_request(stage: Stage, step: Entry) -> None:
    """Files a request for work with its size."""
    hours = Decimal(str(step["hours"])) if "hours" in step else None
    actions.file_request(stage.act(step), title=step["name"], hours=hours)


def decide_request(stage: Stage, step: Entry) -> None:
    """Decides the request of that name."""
    act = stage.act(step)
    row = Request.objects.get(organisation_id=act.organisation_id, title=step["name"])
    actions.decide_request(
        act,
        request_id=row.pk,
        decision=RequestDecision(step["decision"]),
        reason=step.get("reason", ""),
        displaces=step.get("displaces", ""),
    )


def closed_campaigns(stage: Stage, step: Entry) -> None:
    """Campaigns of one class that have closed, a fixed number of days apart; `odd` took other times."""
    items: list[Row] = []
    first, odd = date.fromisoformat(str(step["first_go"])), step.get("odd", {})
    for number in range(1, int(step["count"]) + 1):
        go = first + timedelta(days=int(step["every_days"]) * (number - 1))
        began = minus_working_days(go, int(odd.get(number, step["days"])))
        name = f"{step['name']} {number}"
        _closed(stage, step, name, began=began, go=go)
        brief = {"ID": f"B-{number}", "Kind": "brief", "Campaign": name, "Title": "Brief"}
        items.append(brief | dict.fromkeys(("Happened at", "Accepted at"), _text(_at(began))))
    if not step.get("without_times"):
        _import(stage, step, items, (*OWN, "Accepted at"))


def _closed(stage: Stage, step: Entry, name: str, *, began: date, go: date) -> None:
    act = stage.act(step)
    campaign = actions.create_campaign(
        act.at(_at(began)),
        name=name,
        campaign_class=step["class"],
        start=go,
        end=go + timedelta(days=10),
    )
    stage.campaign_id = campaign.pk
    if not step.get("without_times"):
        decider = stage.act({**step, "by": step["decided_by"]})
        go_given(decider.at(_at(go)), campaign_id=campaign.pk)


def _at(day: date) -> datetime:
    return datetime.combine(day, time(9), UTC)
