"""Items of work summed up for a page: by kind, and line by line."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from riser.connect.intake.summary import items_in, unknown_words_in
from riser.connect.intake.work import WorkIntake
from riser.connect.mappings import source_name
from riser.connect.rules.work import WorkItem
from riser.connect.words import kind_word, state_word
from riser.ui.formats import listed

SHOWN_ITEMS = 20


@dataclass(frozen=True)
class KindLine:
    """How many items of one kind there are, and from when to when."""

    kind: str
    slug: str
    count: int
    first_day: date
    last_day: date


@dataclass(frozen=True)
class ItemLine:
    """One item in words."""

    item: WorkItem
    source: str
    kind: str
    state: str
    campaign: str


def by_kind(items: Iterable[WorkItem]) -> list[KindLine]:
    """The kinds among these items, the most frequent first."""
    groups: dict[str, list[WorkItem]] = {}
    for item in items:
        groups.setdefault(item.kind, []).append(item)
    lines = [_kind_line(group) for group in groups.values()]
    return sorted(lines, key=lambda line: (-line.count, line.kind))


def item_lines(items: Iterable[WorkItem]) -> list[ItemLine]:
    """The items in words."""
    return [
        ItemLine(
            item=item,
            source=source_name(item.source),
            kind=kind_word(item.kind),
            state=state_word(item.state),
            campaign=listed(item.campaign_words[:3]),
        )
        for item in items
    ]


def summary(intake: WorkIntake) -> dict[str, Any]:
    """What the preview of a work file says: its kinds, its first items, words that nobody knows yet."""
    items = items_in(intake)
    return {
        "kinds": by_kind(items),
        "shown": item_lines(items[:SHOWN_ITEMS]),
        "count": len(items),
        "changes_read": len(intake.changes),
        "unknown": unknown_words_in(intake),
        "unnamed": _unnamed(items),
        "campaigns": _campaigns(items),
    }


def _kind_line(group: Sequence[WorkItem]) -> KindLine:
    days = [item.happened_at.date() for item in group]
    return KindLine(kind_word(group[0].kind), group[0].kind, len(group), min(days), max(days))


def _unnamed(items: Iterable[WorkItem]) -> int:
    """How many items carry nothing that could name a campaign."""
    return sum(not item.campaign_words for item in items)


def _campaigns(items: Iterable[WorkItem]) -> list[tuple[str, int]]:
    """The surest words for campaigns, the most frequent first."""
    return Counter(item.campaign for item in items if item.campaign).most_common(8)
