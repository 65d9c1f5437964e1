"""Rows of the lake become work items: words read, history in order, everything as it stood on a day."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from riser.connect.rules.words import Words
from riser.connect.rules.work import EvidenceKind, WorkEvent, WorkItem, WorkSource, WorkState

Row = Mapping[str, Any]

# A record of these kinds has happened when its item was done, not when somebody made the card.
HAPPENED_WHEN_DONE = frozenset(
    {EvidenceKind.APPROVAL, EvidenceKind.REVIEW, EvidenceKind.VERDICT, EvidenceKind.CHECKPOINT}
)
AS_IT_STANDS = ("state", "owner", "due")


@dataclass(frozen=True, slots=True)
class Told:
    """One item of the lake with its changes, every word read, before it is bounded by a day."""

    item: WorkItem
    first_day: date
    last_day: date
    loaded_at: datetime


def read_items(rows: Iterable[Row], words: Callable[[str], Words], zone: ZoneInfo) -> list[Told]:
    """Every item with its history. Changes whose item never came are left out."""
    rows = list(rows)
    words = with_categories(rows, words)
    items: list[Row] = []
    changes: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        if row["layer"] == "item":
            items.append(row)
        else:
            changes.setdefault((row["source"], row["item"]), []).append(row)
    return [_told(row, changes.get((row["source"], row["item"]), ()), words, zone) for row in items]


def with_categories(rows: Iterable[Row], words: Callable[[str], Words]) -> Callable[[str], Words]:
    """The word lists by source, with what the categories beside the words of these rows say."""
    told: dict[str, set[tuple[str, str]]] = {}
    for row in rows:
        if row["category"]:
            told.setdefault(row["source"], set()).add((row["state"], row["category"]))
    known = {source: words(source).with_categories(sorted(pairs)) for source, pairs in told.items()}
    return lambda source: known[source] if source in known else words(source)


def as_of(told: Iterable[Told], to_day: date, zone: ZoneInfo) -> list[WorkItem]:
    """The items that had happened by the end of `to_day`, as they stood then, in order of time."""
    found = [_as_of(one.item, to_day, zone) for one in told if _day(one.item.happened_at, zone) <= to_day]
    return sorted(found, key=lambda item: (item.happened_at, item.source, item.id))


def sources_in(told: Iterable[Told], to_day: date, name: Callable[[str], str]) -> list[WorkSource]:
    """The projects of the connected tools that tell anything of the time up to `to_day`."""
    groups: dict[tuple[str, str], list[Told]] = {}
    for one in told:
        if one.first_day <= to_day:
            groups.setdefault((one.item.source, one.item.project), []).append(one)
    return [_source(groups[group], to_day, name) for group in sorted(groups)]


def _source(group: Sequence[Told], to_day: date, name: Callable[[str], str]) -> WorkSource:
    first = group[0].item
    return WorkSource(
        source=first.source,
        name=name(first.source),
        project=first.project,
        first_day=min(one.first_day for one in group),
        last_day=min(to_day, max(one.last_day for one in group)),
        loaded_at=max(one.loaded_at for one in group),
        items=len(group),
        has_history=any(_has_history(one.item) for one in group),
    )


def _has_history(item: WorkItem) -> bool:
    return any(event.field == "state" and event.old for event in item.events)


# --- one item --------------------------------------------------------------------------------------------


def _told(row: Row, changes: Sequence[Row], words: Callable[[str], Words], zone: ZoneInfo) -> Told:
    read = words(row["source"])
    labels = json.loads(row["labels"])
    events = _events(row, changes, read)
    kind, given = _given(row, read.kind_of(row["type"], labels), events)
    item = WorkItem(
        source=row["source"],
        project=row["project"],
        id=row["item"],
        kind=kind,
        title=row["title"],
        campaign=next(iter(json.loads(row["campaign_words"])), ""),
        happened_at=given.at,
        recorded_at=row["first_loaded_at"],
        state=_state(row, read),
        owner=given.person or row["person"],
        due=row["due"],
        url=row["url"],
        load_id=row["load_id"],
        attributes=_attributes(row, labels),
        events=events,
        campaign_words=tuple(json.loads(row["campaign_words"])),
        changed_at=row["loaded_at"],
    )
    days = [_day(item.happened_at, zone), *(_day(event.at, zone) for event in events)]
    loaded = max([row["loaded_at"], *(change["loaded_at"] for change in changes)])
    return Told(item, min(days), max(days), loaded)


class _Given(NamedTuple):
    """When a record happened, and who gave it where the history says so."""

    at: datetime
    person: str = ""


def _given(row: Row, board_kind: EvidenceKind, events: Sequence[WorkEvent]) -> tuple[EvidenceKind, _Given]:
    """What a row is evidence of, and since when. What is asked for on a board and not given yet is work."""
    if row["kind"]:
        return EvidenceKind(row["kind"]), _Given(row["claimed_at"])
    made = _Given(row["created_at"])
    if board_kind not in HAPPENED_WHEN_DONE:
        return board_kind, made
    for event in events:
        if event.field == "state" and event.new in (WorkState.APPROVED, WorkState.DONE):
            return board_kind, _Given(event.at, event.person if board_kind == EvidenceKind.APPROVAL else "")
    return EvidenceKind.WORK_ITEM, made


def _attributes(row: Row, labels: Sequence[str]) -> dict[str, str]:
    told: dict[str, str] = json.loads(row["attributes"])
    own = {"type": row["type"], "labels": "; ".join(labels)}
    return {**{name: text for name, text in own.items() if text}, **told}


def _events(row: Row, changes: Sequence[Row], words: Words) -> tuple[WorkEvent, ...]:
    """What the history says, else what the item's own moments say; its making always comes first."""
    found = [_change(change, words) for change in changes]
    if not any(event.field == "state" for event in found):
        found.extend(_from_moments(row, words))
    if row["created_at"] is not None and not any(event.field == "created" for event in found):
        found.append(WorkEvent(row["created_at"], "created", "", ""))
    return tuple(sorted(found, key=lambda event: event.at))


def _state(row: Row, words: Words) -> str:
    """What the board says; an item the tool itself calls done is done, whatever column it was left in."""
    found = words.state_of(row["state"], row["category"])
    closed = (WorkState.DONE, WorkState.APPROVED, WorkState.DROPPED)
    return WorkState.DONE.value if row["done_at"] is not None and found not in closed else found


def _from_moments(row: Row, words: Words) -> list[WorkEvent]:
    state = _state(row, words)
    at = row["done_at"] or row["state_at"]
    return [WorkEvent(at, "state", "", state)] if at is not None and state else []


def _change(change: Row, words: Words) -> WorkEvent:
    name = words.field_of(change["field"])
    old, new = change["old"], change["new"]
    if name == "state":
        old, new = words.state_of(old), words.state_of(new)
    return WorkEvent(change["at"], name, old, new, change["person"])


# --- a day -----------------------------------------------------------------------------------------------


def _as_of(item: WorkItem, to_day: date, zone: ZoneInfo) -> WorkItem:
    later = [event for event in item.events if _day(event.at, zone) > to_day]
    if not later:
        return item
    before = tuple(event for event in item.events if _day(event.at, zone) <= to_day)
    # What a field was on that day is what its first later change took away.
    stood = {event.field: event.old for event in reversed(later) if event.field in AS_IT_STANDS}
    due = stood.get("due")
    return replace(
        item,
        events=before,
        state=stood.get("state", item.state),
        owner=stood.get("owner", item.owner),
        due=item.due if due is None else _iso_day(due),
    )


def _iso_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _day(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()
