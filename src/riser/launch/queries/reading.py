"""Everything on record at the gate by a day, fetched once from the trail; nothing of it changes later."""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property, lru_cache, partial
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django.conf import settings

from riser.connect.rules.work import EvidenceKind, WorkItem
from riser.foundation import kept, trail
from riser.foundation.addresses import Trouble
from riser.foundation.histories import histories, itself
from riser.foundation.models import RecordVersion
from riser.foundation.queries import house
from riser.launch.lists import System, check_list
from riser.launch.rules.checks import Fetched
from riser.launch.rules.gate import Leave, Seen
from riser.launch.rules.parts import FirstUse, is_reused, tests_of
from riser.launch.rules.practices import Live
from riser.launch.words import Check, Decision, Kind, Purpose, Result, heaviest
from riser.plan.evidence.doors import work_of_campaigns

Made = TypeVar("Made")
IMPORTED = {
    EvidenceKind.TEST_CONVERSION: Check.TEST_CONVERSION,
    EvidenceKind.CLAIM_CHECK: Check.CLAIMS_CHECKED,
}


@dataclass(frozen=True, slots=True)
class AskedClaim:
    """A claim check that a class asks for, and the members entitled to it."""

    name: str
    entitled: tuple[int, ...]
    regulated: bool


@dataclass(frozen=True, slots=True)
class ClassState:
    """What a class asks for from a day on. `said` is false where the organisation never said it itself."""

    systems: tuple[System, ...]
    claims: tuple[AskedClaim, ...]
    since: date | None = None
    said: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """A campaign at the gate: its class then, the list it is held to, the versions declared live."""

    id: int
    campaign_class: str
    list_version: int
    blocking: Mapping[str, bool]
    live: tuple[Live, ...]
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class Decided:
    """A recorded decision; everything it rested on stands in its version."""

    id: int
    decision: Decision
    by: str
    at: datetime
    requested_by: str
    requested_at: datetime | None
    comment: str
    sha256: str
    data: Mapping[str, Any]


Results = Mapping[str, tuple[Seen, ...]]  # by code, oldest first


@dataclass(frozen=True)
class Gate:
    """What stood on record at the gate by the end of `as_of`, by campaign. It is judged on `day`."""

    as_of: date
    day: date
    zone: ZoneInfo
    opened: Mapping[int, Opened]
    seen: Mapping[int, Results]
    leaves: Mapping[int, Mapping[str, tuple[Leave, ...]]]
    fetched: Mapping[int, Mapping[str, Fetched]]  # the newest answer of each link
    decided: Mapping[int, tuple[Decided, ...]]  # oldest first
    classes: Mapping[str, tuple[ClassState, ...]]  # by class, oldest first

    def class_state(self, campaign_class: str, day: date) -> ClassState:
        """What a class asked for on a day: as the organisation said by then, else as the list comes."""
        said = [state for state in self.classes.get(campaign_class, ()) if state.since and state.since <= day]
        return said[-1] if said else default_state(campaign_class)

    def class_of(self, campaign: int, stated: str) -> str:
        """The class a campaign is held to: a lighter one chosen after it came to the gate changes nothing."""
        opened = self.opened.get(campaign)
        return heaviest(opened.campaign_class, stated) if opened else heaviest(stated)

    def blocking(self, campaign: int, stated: str) -> Mapping[str, bool]:
        """The list a campaign is held to, in its order: every code and whether it blocks."""
        opened, held = self.opened.get(campaign), self.class_of(campaign, stated)
        if opened is None or opened.campaign_class != held:
            return check_list().blocking(held)
        return {code: opened.blocking[code] for code in check_list().lines if code in opened.blocking}

    def results(self, campaign: int, code: str) -> tuple[Seen, ...]:
        """Every result of one check, oldest first."""
        return self.seen.get(campaign, {}).get(code, ())

    def tests(
        self, campaign: int, system: System, landing: Collection[str], seen: Sequence[Seen]
    ) -> list[Seen]:
        """The results among these that say something of one receiving system."""
        names = (system.key, system.name)
        return tests_of(seen, names, landing=landing, campaign=campaign, first_use=self.first_use)

    def is_reused(self, campaign: int, seen: Seen) -> bool:
        """Whether the file behind a result stood for another launch before."""
        return is_reused(seen, campaign, self.first_use)

    @cached_property
    def first_use(self) -> FirstUse:
        """For which launch a file first stood, by its SHA-256."""
        found: dict[str, tuple[datetime, int]] = {}
        for campaign, codes in self.seen.items():
            for one in (one for some in codes.values() for one in some if one.sha256):
                found[one.sha256] = min(found.get(one.sha256, (one.at, campaign)), (one.at, campaign))
        return found

    def waivers(self, campaign: int, code: str) -> tuple[Leave, ...]:
        """Every waiver of one check, oldest first."""
        return self.leaves.get(campaign, {}).get(code, ())


def default_state(campaign_class: str) -> ClassState:
    """What the list itself says of a class: its systems, and no claims."""
    size = check_list().classes[campaign_class]
    return ClassState(tuple(System(name.en, str(name), purpose) for name, purpose in size.systems), ())


def read_gate(organisation_id: int, as_of: date, now: datetime | None = None) -> Gate:
    """The gate by the end of `as_of` in UTC; the same object while nothing new was written.

    Waivers, tests and lists count in the organisation's days. Where `as_of` is today of our clock `now`, the
    gate is judged on the day it is there at this moment, a day before or after `as_of`; else on `as_of`.
    """
    place, home, stamp = house(organisation_id), str(settings.RISER_HOME), kept.stamp(organisation_id)
    day = place.day(now) if now is not None and now.astimezone(UTC).date() == as_of else as_of
    return _read(home, stamp, organisation_id, as_of, day, ZoneInfo(place.time_zone))


@lru_cache(maxsize=4)
def _read(_home: str, _stamp: Hashable, organisation_id: int, as_of: date, day: date, zone: ZoneInfo) -> Gate:
    """Every write leaves an audit event, so a reading stands until the next one."""

    stamps = trail.version_stamps(organisation_id)

    def newest(kind: Kind, make: Callable[[RecordVersion], Made], *key: Hashable) -> list[Made]:
        every = histories(organisation_id, kind, make, stamp=stamps.get(kind), key=("launch", *key))
        known = ([one for at, one in rows if at.date() <= as_of] for rows in every.values())
        return [some[-1] for some in known if some]

    work = work_of_campaigns(organisation_id, as_of, IMPORTED)
    return Gate(
        as_of=as_of,
        day=day,
        zone=zone,
        opened={row.data["campaign"]: _opened(row) for row in newest(Kind.LAUNCH, itself)},
        seen=_seen(newest(Kind.CHECK, partial(_native, zone), zone), work, zone),
        leaves=_leaves(newest(Kind.WAIVER, itself), zone),
        fetched=_fetched(newest(Kind.FETCH, itself), zone),
        decided=_decided(newest(Kind.DECISION, itself)),
        classes=_classes(trail.versions(organisation_id, Kind.CLASS_LIST, as_of=as_of), zone),
    )


def _opened(row: RecordVersion) -> Opened:
    data = row.data
    return Opened(
        id=int(row.record_id),
        campaign_class=data["class"],
        list_version=data["list_version"],
        blocking=data["blocking"],
        live=tuple(Live(one["version"], one.get("parent", "")) for one in data["live"]),
        opened_at=datetime.fromisoformat(data["opened_at"]),
    )


def _seen(
    results: Iterable[tuple[int, str, Seen]], work: Mapping[int, Sequence[WorkItem]], zone: ZoneInfo
) -> dict[int, Results]:
    found: dict[int, dict[str, list[Seen]]] = defaultdict(lambda: defaultdict(list))
    for campaign, code, one in results:
        found[campaign][code].append(one)
    for campaign, items in work.items():
        for item in items:
            if seen := _imported(item, zone):
                found[campaign][IMPORTED[item.kind]].append(seen)
    return {
        campaign: {code: _in_order(some) for code, some in codes.items()} for campaign, codes in found.items()
    }


def _in_order(seen: Sequence[Seen]) -> tuple[Seen, ...]:
    return tuple(sorted(seen, key=lambda one: (one.at, one.record)))


def _native(zone: ZoneInfo, row: RecordVersion) -> tuple[int, str, Seen]:
    """The campaign, the code of the check, and what was seen."""
    data = row.data
    seen = Seen(
        at=row.recorded_at,
        day=row.recorded_at.astimezone(zone).date(),
        result=Result(data["result"]),
        automatic=data.get("automatic", False),
        item=data.get("item", ""),
        record=int(row.record_id),
        by=row.author_id,
        by_name=row.author_name,
        why=data.get("why", ""),
        note=data.get("note", ""),
        evidence=data.get("evidence", ""),
        url=data.get("url", ""),
        creative=data.get("creative", ""),
        sha256=data.get("sha256", ""),
    )
    return data["campaign"], data["kind"], seen


def _imported(item: WorkItem, zone: ZoneInfo) -> Seen | None:
    """A test or claim check that another tool recorded; None where it names no system or check."""
    told = item.attributes
    name = told.get("system") or told.get("check") or ""
    if not name.strip():
        return None
    return Seen(
        at=item.happened_at,
        day=item.happened_at.astimezone(zone).date(),
        result=Result.FAIL if told.get("result") == Result.FAIL else Result.PASS,
        automatic=False,
        item=name.strip(),
        by_name=item.owner,
        role=told.get("role", ""),
        evidence=item.url,
        url=item.url if item.kind == EvidenceKind.TEST_CONVERSION else "",
        creative=told.get("version", ""),
        live=told.get("live_version", ""),
        sha256=told.get("file_hash", ""),
        elsewhere=item.record_id,
    )


def _leaves(rows: Sequence[RecordVersion], zone: ZoneInfo) -> dict[int, dict[str, tuple[Leave, ...]]]:
    found: dict[int, dict[str, list[Leave]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        data = row.data
        given = datetime.fromisoformat(data["given_at"])
        ended = datetime.fromisoformat(data["ended_at"]) if data.get("ended_at") else None
        found[data["campaign"]][data["kind"]].append(
            Leave(
                id=int(row.record_id),
                by=data["by"],
                by_name=data["by_name"],
                why=data["why"],
                until=date.fromisoformat(data["until"]),
                given_at=given,
                given_on=given.astimezone(zone).date(),
                ended_at=ended,
                ended_on=ended.astimezone(zone).date() if ended else None,
            )
        )
    return {
        campaign: {code: tuple(sorted(some, key=lambda one: one.given_at)) for code, some in codes.items()}
        for campaign, codes in found.items()
    }


def _fetched(rows: Sequence[RecordVersion], zone: ZoneInfo) -> dict[int, dict[str, Fetched]]:
    found: dict[int, dict[str, Fetched]] = defaultdict(dict)
    for row in sorted(rows, key=lambda one: (one.recorded_at, one.pk)):
        data = row.data
        found[data["campaign"]][data["url"]] = Fetched(
            url=data["url"],
            result=Result(data["result"]),
            at=row.recorded_at,
            on=row.recorded_at.astimezone(zone).date(),
            trouble=Trouble(data["trouble"]) if data["trouble"] else None,
            status=data["status"],
            hops=data["hops"],
            final_url=data["final_url"],
            record=int(row.record_id),
        )
    return dict(found)


def _decided(rows: Sequence[RecordVersion]) -> dict[int, tuple[Decided, ...]]:
    found: dict[int, list[Decided]] = defaultdict(list)
    for row in sorted(rows, key=lambda one: (one.recorded_at, one.pk)):
        found[row.data["campaign"]].append(decided_from(row))
    return {campaign: tuple(some) for campaign, some in found.items()}


def decided_from(row: RecordVersion) -> Decided:
    """The decision behind its version."""
    data = row.data
    asked = data["requested_at"]
    return Decided(
        id=int(row.record_id),
        decision=Decision(data["decision"]),
        by=row.author_name,
        at=row.recorded_at,
        requested_by=data["requested_by"],
        requested_at=datetime.fromisoformat(asked) if asked else None,
        comment=data["comment"],
        sha256=row.sha256,
        data=data,
    )


def _classes(
    rows: Mapping[str, Sequence[RecordVersion]], zone: ZoneInfo
) -> dict[str, tuple[ClassState, ...]]:
    return {
        states[0].data["class"]: tuple(_class_state(row, zone) for row in states) for states in rows.values()
    }


def _class_state(row: RecordVersion, zone: ZoneInfo) -> ClassState:
    return ClassState(
        systems=tuple(
            System(one["name"], one["name"], Purpose(one["purpose"])) for one in row.data["systems"]
        ),
        claims=tuple(
            AskedClaim(one["name"], tuple(one["entitled"]), bool(one["regulated"]))
            for one in row.data["claims"]
        ),
        since=row.recorded_at.astimezone(zone).date(),
        said=True,
    )
