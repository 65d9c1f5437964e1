"""Everything the indicators of this room read, fetched once: flights, requirements, checkpoints, verdicts.

The number of queries does not depend on the number of campaigns. Nothing here is changed after it was read.
"""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.conf import settings

from riser.connect.records import work_ref
from riser.connect.rules.work import EvidenceKind, WorkItem
from riser.foundation import kept, trail
from riser.foundation.evidence import Provenance, RecordRef, judged_time
from riser.foundation.models import RecordVersion
from riser.foundation.queries import house
from riser.measure.rules import Given, folded
from riser.measure.words import Kind
from riser.plan.evidence.doors import work_of_campaigns
from riser.plan.evidence.results import Asked, Flight, asked, flights

KINDS = frozenset({EvidenceKind.CHECKPOINT, EvidenceKind.VERDICT})


@dataclass(frozen=True, slots=True)
class Check:
    """One checkpoint, made here or imported. `decided_on` is None where figures were read and nothing said.

    `at` and `day` are when the record counts; `decision` is the newest word.
    """

    record: RecordRef
    campaign: int
    data_day: date
    decision: str
    decided_on: date | None
    at: datetime
    day: date
    by: str
    note: str
    provenance: Provenance
    imported: bool


@dataclass(frozen=True, slots=True)
class Ruling:
    """One version of a verdict on a requirement, made here or imported."""

    record: RecordRef
    requirement: int
    given: Given
    value: Decimal | None
    by: str
    note: str
    provenance: Provenance
    imported: bool


@dataclass(frozen=True, slots=True)
class Room:
    """What was on record by the end of `as_of`."""

    as_of: date
    zone: ZoneInfo
    flights: Mapping[str, Flight]
    asked: Mapping[int, Asked]
    checks: Mapping[int, tuple[Check, ...]]  # by campaign, oldest first
    rulings: Mapping[int, tuple[Ruling, ...]]  # by requirement, oldest first
    lags: Mapping[str, tuple[tuple[date, int], ...]]  # by source: from which day on how many days

    def lag(self, source: str, day: date | None) -> int:
        """The days that a source needs after a window, as agreed by a day; 0 where nothing was."""
        known = [days for since, days in self.lags.get(folded(source), ()) if day is None or since <= day]
        return known[-1] if known else 0


def read(organisation_id: int, as_of: date, go_live: date | None = None) -> Room:
    """Everything on record by the end of `as_of`; the same object while nothing new was written."""
    place = house(organisation_id)
    clock = _Clock(ZoneInfo(place.time_zone), go_live or place.go_live)
    return _read(str(settings.RISER_HOME), kept.stamp(organisation_id), organisation_id, as_of, clock)


@lru_cache(maxsize=4)
def _read(_home: str, _stamp: Hashable, organisation_id: int, as_of: date, clock: "_Clock") -> Room:
    """Every write leaves an audit event, so a reading stands until the next one."""
    requirements = asked(organisation_id, as_of, clock.go_live)
    work = work_of_campaigns(organisation_id, as_of, KINDS)
    checks: dict[int, list[Check]] = defaultdict(list)
    rulings: dict[int, list[Ruling]] = defaultdict(list)
    for versions in trail.versions(organisation_id, Kind.CHECKPOINT, as_of=as_of).values():
        made = clock.check(versions)
        checks[made.campaign].append(made)
    for versions in trail.versions(organisation_id, Kind.VERDICT, as_of=as_of).values():
        for row in versions:
            rulings[row.data["requirement"]].append(clock.ruling(row))
    for campaign, items in work.items():
        mine = [one for one in requirements.values() if one.campaign == campaign]
        for item in items:
            if item.kind == EvidenceKind.CHECKPOINT and (check := clock.imported_check(item, campaign)):
                checks[campaign].append(check)
            elif item.kind == EvidenceKind.VERDICT and (one := _meant(item, mine)):
                rulings[one.id].append(clock.imported_ruling(item, one.id))
    return Room(
        as_of=as_of,
        zone=clock.zone,
        flights=flights(organisation_id, as_of, clock.go_live),
        asked=requirements,
        checks={pk: tuple(sorted(some, key=lambda one: one.at)) for pk, some in checks.items()},
        rulings={pk: tuple(sorted(some, key=lambda one: one.given.at)) for pk, some in rulings.items()},
        lags=_lags(organisation_id, as_of, clock),
    )


def _lags(organisation_id: int, as_of: date, clock: "_Clock") -> dict[str, tuple[tuple[date, int], ...]]:
    histories = trail.versions(organisation_id, Kind.LAG, as_of=as_of).values()
    return {
        folded(versions[-1].data["source"]): tuple(
            (clock.day(row.recorded_at), int(row.data["days"])) for row in versions
        )
        for versions in histories
    }


def _meant(item: WorkItem, mine: Sequence[Asked]) -> Asked | None:
    """The requirement that an imported verdict names: by name, metric or number; the only one there is."""
    said = _spelled(item.attributes.get("requirement", ""))
    named = [one for one in mine if said in {_spelled(one.now.name), str(one.id)}]
    by_metric = [one for one in mine if said == _spelled(one.now.metric)]
    found = named or by_metric or mine
    return found[0] if len(found) == 1 else None


def _spelled(text: str) -> str:
    return folded(text.replace("<=", "≤").replace(">=", "≥"))


@dataclass(frozen=True, slots=True)
class _Clock:
    """Turns stored records into values with judged days of the organisation's zone."""

    zone: ZoneInfo
    go_live: date

    def day(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def check(self, versions: Sequence[RecordVersion]) -> Check:
        """A checkpoint of this room: decided when it was first recorded, whatever it was changed to."""
        first, newest = versions[0], versions[-1]
        judged = self._judged(first)
        return Check(
            record=RecordRef(Kind.CHECKPOINT, first.record_id),
            campaign=newest.data["campaign"],
            data_day=date.fromisoformat(newest.data["data_day"]),
            decision=newest.data["decision"],
            decided_on=self.day(judged),
            at=judged,
            day=self.day(judged),
            by=newest.author_name,
            note=newest.data["note"],
            provenance=Provenance(newest.provenance),
            imported=judged != first.recorded_at,
        )

    def ruling(self, row: RecordVersion) -> Ruling:
        at, data = self._judged(row), row.data
        return Ruling(
            record=RecordRef(Kind.VERDICT, row.record_id),
            requirement=data["requirement"],
            given=Given(
                at=at,
                day=self.day(at),
                result=data["result"],
                metric=data["metric"],
                from_day=date.fromisoformat(data["from"]),
                to_day=date.fromisoformat(data["to"]),
                source=data["source"],
                n=data["n"],
            ),
            value=None if data["value"] is None else Decimal(data["value"]),
            by=row.author_name,
            note=data["note"],
            provenance=Provenance(row.provenance),
            imported=at != row.recorded_at,
        )

    def imported_check(self, item: WorkItem, campaign: int) -> Check | None:
        """A checkpoint of another tool, which vouches for its own time; None where it names no day."""
        data_day = _day(item.attributes.get("data_day", ""))
        if data_day is None:
            return None
        decision = item.attributes.get("decision", "")
        day = self.day(item.happened_at)
        return Check(
            record=work_ref(item),
            campaign=campaign,
            data_day=data_day,
            decision=decision,
            decided_on=day if decision else None,
            at=item.happened_at,
            day=day,
            by=item.owner,
            note=item.title,
            provenance=Provenance.SOURCED,
            imported=day < self.go_live,
        )

    def imported_ruling(self, item: WorkItem, requirement: int) -> Ruling:
        told, day = item.attributes, self.day(item.happened_at)
        count = _number(told.get("n", ""))
        return Ruling(
            record=work_ref(item),
            requirement=requirement,
            given=Given(
                at=item.happened_at,
                day=day,
                result=told.get("result", ""),
                metric=told.get("metric", ""),
                from_day=_day(told.get("window_from", "")),
                to_day=_day(told.get("window_to", "")),
                source=told.get("source", ""),
                n=None if count is None else int(count),
            ),
            value=_number(told.get("value", "")),
            by=item.owner,
            note=item.title,
            provenance=Provenance.SOURCED,
            imported=day < self.go_live,
        )

    def _judged(self, row: RecordVersion) -> datetime:
        return judged_time(happened_at=row.happened_at, recorded_at=row.recorded_at, go_live=self.go_live).at


def _day(text: str) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(text.strip()[:10])
    return None


def _number(text: str) -> Decimal | None:
    with suppress(InvalidOperation):
        found = Decimal(text.strip())
        return found if found.is_finite() else None
    return None
