"""The work of each campaign as other tools recorded it: which items, and what stood in them when."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from riser.connect.rules.work import EvidenceKind, WorkEvent, WorkItem, WorkState
from riser.foundation.evidence import Fact, Provenance, RecordRef
from riser.plan.evidence.judged import Judged
from riser.plan.evidence.ledger import Unit
from riser.plan.evidence.reading import Reading, as_day
from riser.plan.words import Kind

CLOSED = frozenset({WorkState.APPROVED, WorkState.DONE})
RECORDS_NAMED = 25
# Words that name a group. Whoever is assigned to one of these is nobody in particular.
GROUPS = frozenset(
    {
        *("team", "teams", "group", "everybody", "everyone", "all", "agency", "design", "marketing"),
        *("tbd", "unassigned", "团队", "小组", "设计组", "市场部", "代理商", "大家", "全员", "待定"),
    }
)


@dataclass(frozen=True)
class Timeline:
    """One item with its changes up to a day, oldest first; days are days of the organisation's zone."""

    item: WorkItem
    zone: ZoneInfo
    as_of: date

    @cached_property
    def events(self) -> tuple[WorkEvent, ...]:
        """The changes by the end of the day."""
        known = (event for event in self.item.events if self.day(event.at) <= self.as_of)
        return tuple(sorted(known, key=lambda event: event.at))

    @cached_property
    def states(self) -> tuple[WorkEvent, ...]:
        """The changes of state."""
        return tuple(event for event in self.events if event.field == "state" and event.old != event.new)

    def day(self, at: datetime) -> date:
        """The day of a moment."""
        return at.astimezone(self.zone).date()

    def entered(self, *states: str) -> list[datetime]:
        """When the item entered one of the states, in order."""
        return [event.at for event in self.states if event.new in states]

    def at(self, field: str, moment: datetime) -> str:
        """What a field held at a moment: the last change by then, else what the first later one replaced."""
        changes = [event for event in self.events if event.field == field]
        earlier = [event.new for event in changes if event.at <= moment]
        later = [event.old for event in changes if event.at > moment]
        return (earlier[-1:] or later[:1] or [self._now(field)])[0]

    def _now(self, field: str) -> str:
        values = {"owner": self.item.owner, "due": self.item.due.isoformat() if self.item.due else ""}
        return values.get(field, self.item.attributes.get(field, ""))

    @cached_property
    def started_at(self) -> datetime | None:
        """The first move to "doing"; where the board has none, the first move to any state of work."""
        moves = self.entered(WorkState.DOING) or self.entered(WorkState.IN_REVIEW, *CLOSED)
        return moves[0] if moves else None

    @cached_property
    def closed_at(self) -> datetime | None:
        """When it was first approved or done, None while open."""
        return next(iter(self.entered(*CLOSED)), None)

    @cached_property
    def dropped_at(self) -> datetime | None:
        """When it was last dropped, None where it was not."""
        return next(reversed(self.entered(WorkState.DROPPED)), None)

    @cached_property
    def last_day(self) -> date:
        """The newest day on which something is known of it."""
        return self.day(max((self.item.happened_at, *(event.at for event in self.events))))


@dataclass(frozen=True)
class Desk:
    """The work on record by a day, by campaign and as a whole."""

    by_campaign: Mapping[int, tuple[Timeline, ...]]
    loose: tuple[Timeline, ...]

    @cached_property
    def everything(self) -> tuple[Timeline, ...]:
        """Every item, of a campaign or of none."""
        return (*(one for work in self.by_campaign.values() for one in work), *self.loose)

    def of(self, campaign: int, *kinds: EvidenceKind) -> tuple[Timeline, ...]:
        """The records of one campaign of these kinds."""
        return tuple(one for one in self.by_campaign.get(campaign, ()) if one.item.kind in kinds)

    def kind(self, kind: EvidenceKind) -> tuple[Timeline, ...]:
        """Every record of a kind."""
        return self._kinds.get(kind, ())

    @cached_property
    def _kinds(self) -> dict[EvidenceKind, tuple[Timeline, ...]]:
        found: dict[EvidenceKind, list[Timeline]] = defaultdict(list)
        for one in self.everything:
            found[one.item.kind].append(one)
        return {kind: tuple(lines) for kind, lines in found.items()}

    def campaign_of(self, line: Timeline) -> int | None:
        """The campaign a record belongs to, None where it names none."""
        return self._owners.get(id(line))

    @cached_property
    def _owners(self) -> dict[int, int]:
        return {id(line): pk for pk, lines in self.by_campaign.items() for line in lines}

    @cached_property
    def boards_with_review(self) -> frozenset[tuple[str, str]]:
        """(source, project) of every board that knows a review state."""
        return frozenset(
            (one.item.source, one.item.project)
            for one in self.everything
            if one.item.state == WorkState.IN_REVIEW or one.entered(WorkState.IN_REVIEW)
        )


def lay_out(reading: Reading) -> Desk:
    """The desk of a reading: an item belongs to the campaign whose code or name it carries."""
    called = _callings(reading)
    by_campaign: dict[int, list[Timeline]] = defaultdict(list)
    loose = []
    for item in reading.work:
        words = (word.strip().casefold() for word in (item.campaign_words or (item.campaign,)))
        campaign = next((called[word] for word in words if word in called), None)
        line = Timeline(item, reading.zone, reading.as_of)
        if campaign is None:
            loose.append(line)
        else:
            by_campaign[campaign].append(line)
    return Desk({pk: tuple(lines) for pk, lines in by_campaign.items()}, tuple(loose))


def _callings(reading: Reading) -> dict[str, int]:
    """Campaign ids by code and by name. A name that two campaigns share names neither."""
    found: dict[str, set[int]] = defaultdict(set)
    for pk, states in reading.campaigns.items():
        for word in {states[-1].data["name"], states[-1].data["code"]}:
            found[word.strip().casefold()].add(pk)
    return {word: next(iter(ids)) for word, ids in found.items() if word and len(ids) == 1}


def work_ref(item: WorkItem) -> RecordRef:
    """The reference to a record of another tool."""
    return RecordRef("work_item" if item.kind == EvidenceKind.WORK_ITEM else "evidence", item.record_id)


def is_one_person(owner: str) -> bool:
    """Whether an owner field names one person, not several and not a group."""
    text = owner.strip().casefold()
    return bool(text) and text not in GROUPS and not any(mark in text for mark in ";；、,，/&+")


def within(lines: Iterable[Timeline], unit: Unit) -> tuple[Timeline, ...]:
    """Of a programme's quarter only the work that was due, closed or recorded in it."""
    window = unit.window
    if window is None:
        return tuple(lines)
    return tuple(one for one in lines if (one.item.due or one.last_day) in window)


def sourced(judged: Judged, unit: Unit, lines: Sequence[Timeline], go_live: date) -> Fact:
    """The fact of one campaign from another tool's records, which vouch for their own times.

    History from before go-live is labelled, whichever of its records is the oldest.
    """
    shown = sorted(lines, key=lambda one: one.last_day, reverse=True)[:RECORDS_NAMED]
    verdict = judged.verdict
    return Fact(
        value=verdict.value,
        reason=judged.sentence,
        records=(
            RecordRef(Kind.CAMPAIGN, str(unit.campaign)),
            *judged.records,
            *(work_ref(one.item) for one in shown),
        ),
        provenance=Provenance.SOURCED if lines else Provenance.NATIVE,
        imported=any(is_history(one, go_live) for one in lines),
        critical=judged.critical,
        notes=judged.notes,
        day=max((one.last_day for one in lines), default=as_day(unit.plan.data["end"])),
    )


def is_history(line: Timeline, go_live: date) -> bool:
    """Whether the whole of the record lies before go-live: nobody could have kept it here."""
    return line.last_day < go_live
