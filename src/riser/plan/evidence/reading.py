"""Everything the indicators of this room read, fetched once: versions, approvals, decisions, checks, spend.

The number of queries does not depend on the number of campaigns. Nothing here is changed after it was read.
"""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from riser.connect.queries import campaign_days, connected_sources, link_days, work_items
from riser.connect.rules.facts import CampaignDay, Level
from riser.connect.rules.work import WorkItem
from riser.foundation import histories, kept, trail
from riser.foundation.approvals import AskedChange, changes_asked
from riser.foundation.evidence import Provenance, judged_time
from riser.foundation.histories import Histories
from riser.foundation.models import Approval, ApprovalRequest, RecordVersion
from riser.foundation.queries import Person, house, people
from riser.foundation.registries import later
from riser.plan.evidence.askers import askers
from riser.plan.models import CapDecision, Request
from riser.plan.words import Kind, RequestState, Topic


@dataclass(frozen=True, slots=True)
class Moment:
    """When a record counts: the judged day, and where that day comes from."""

    at: datetime
    day: date
    imported: bool
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class State:
    """One version of a record."""

    id: int
    number: int
    moment: Moment
    author: int | None
    sha256: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Signed:
    """One approval: who asked, who said yes, and to what."""

    topic: str
    moment: Moment
    recorded_at: datetime
    requested_at: datetime | None
    requested_by: str
    requester: int | None  # the member whose request it answered
    approver: int | None
    approver_name: str
    number: int
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Decided:
    """A raise or stop of a cap by an entitled person."""

    moment: Moment
    line: int
    decision: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """When a request for work was accepted here, whether it said how large it is, and who wrote it."""

    id: int
    at: datetime
    is_sized: bool
    askers: frozenset[int]


History = Mapping[int, tuple[State, ...]]  # record id -> its versions, oldest first
VERSIONED = (
    Kind.CAMPAIGN,
    Kind.OBJECTIVE,
    Kind.PLATFORM_LINK,
    Kind.REQUIREMENT,
    Kind.BUDGET_LINE,
    Kind.LINK,
    Kind.CAMPAIGN_ROLE,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was on record by the end of `as_of`."""

    as_of: date
    zone: ZoneInfo
    go_live: date
    campaigns: History
    objectives: History
    keys: History
    requirements: Mapping[int, History]  # by campaign, as the next five
    lines: Mapping[int, History]
    links: Mapping[int, History]
    roles: Mapping[int, History]
    gone: Mapping[Kind, History]  # what was taken off a campaign: by kind, as it stood and that it went
    plan_approvals: Mapping[int, tuple[Signed, ...]]
    go_approvals: Mapping[int, tuple[Signed, ...]]
    cap_approvals: Mapping[int, tuple[Signed, ...]]  # by budget line
    decisions: Mapping[int, tuple[Decided, ...]]  # by budget line
    people: tuple[Person, ...]
    days: tuple[CampaignDay, ...]
    ad_days: tuple[CampaignDay, ...]  # by landing page, where an account is read ad by ad
    covered: frozenset[tuple[str, str]]  # (source, account) of every connected account
    work: tuple[WorkItem, ...]  # what other tools recorded
    accepted: Mapping[int, Accepted]  # the request behind a campaign
    changes: tuple[AskedChange, ...]  # change requests on plans


def read(organisation_id: int, as_of: date, go_live: date | None = None) -> Reading:
    """Everything on record by the end of `as_of`; the same object while nothing new was written.

    Lateness is judged from `go_live` on, by default the organisation's own. What rooms above record is not
    read, nor does it make anything be read again.
    """
    stamp = kept.stamp(organisation_id, aside=frozenset().union(*(kinds for _, kinds in later.items())))
    clock = clock_of(organisation_id, go_live)
    return _read(str(settings.RISER_HOME), stamp, organisation_id, as_of, clock)


def clock_of(organisation_id: int, go_live: date | None = None) -> "Clock":
    """How the organisation turns stored times into days; lateness is judged from `go_live` on."""
    place = house(organisation_id)
    return Clock(ZoneInfo(place.time_zone), go_live or place.go_live)


@lru_cache(maxsize=4)
def _read(_home: str, _stamp: Hashable, organisation_id: int, as_of: date, clock: "Clock") -> Reading:
    """Every write leaves an audit event, so a reading stands until the next one."""
    stamps = trail.version_stamps(organisation_id)
    there, gone = {}, {}
    for kind in VERSIONED:
        known = by_then(clock.histories(organisation_id, kind, stamps.get(kind)), as_of)
        there[kind] = {pk: one for pk, one in known.items() if not _is_gone(one)}
        if off := {pk: one for pk, one in known.items() if _is_gone(one)}:
            gone[kind] = off
    of_campaign = _signed(organisation_id, Kind.CAMPAIGN, as_of, clock)
    days = tuple(campaign_days(organisation_id, to_day=as_of))
    by_ad = any(day.level == Level.AD for day in days)
    accounts = connected_sources(organisation_id, to_day=as_of)
    return Reading(
        as_of=as_of,
        zone=clock.zone,
        go_live=clock.go_live,
        campaigns=there[Kind.CAMPAIGN],
        objectives=there[Kind.OBJECTIVE],
        keys=there[Kind.PLATFORM_LINK],
        requirements=by_campaign(there[Kind.REQUIREMENT]),
        lines=by_campaign(there[Kind.BUDGET_LINE]),
        links=by_campaign(there[Kind.LINK]),
        roles=by_campaign(there[Kind.CAMPAIGN_ROLE]),
        gone=gone,
        plan_approvals=of_campaign[Topic.PLAN],
        go_approvals=of_campaign[Topic.GO],
        cap_approvals=_signed(organisation_id, Kind.BUDGET_LINE, as_of, clock)[Topic.CAP],
        decisions=_decisions(organisation_id, as_of, clock),
        people=tuple(people(organisation_id)),
        days=days,
        ad_days=tuple(link_days(organisation_id, to_day=as_of)) if by_ad else (),
        covered=frozenset((one.source, one.account) for one in accounts),
        work=work_items(organisation_id, to_day=as_of),
        accepted=_accepted(organisation_id, as_of),
        changes=changes_asked(organisation_id, Kind.CAMPAIGN, as_of=as_of),
    )


def by_then(every: Histories[State], as_of: date) -> History:
    """The versions that had happened by the end of a day, without the records of which there was none."""
    found = {int(pk): tuple(state for at, state in some if at.date() <= as_of) for pk, some in every.items()}
    return {pk: states for pk, states in found.items() if states}


def _is_gone(states: Sequence[State]) -> bool:
    """Whether it was taken off its campaign."""
    return bool(states[-1].data.get("deleted"))


def _signed(
    organisation_id: int, kind: Kind, as_of: date, clock: "Clock"
) -> Mapping[str, Mapping[int, tuple[Signed, ...]]]:
    """The approvals of a kind of record by topic and record, oldest first; none for a topic nobody signed."""
    by_topic: dict[str, dict[int, list[Signed]]] = {topic: defaultdict(list) for topic in Topic}
    every = histories.given(organisation_id, kind, clock.signed, key=("plan", clock))
    for pk, given in every.items():
        in_order = sorted((one for one in given if one[0].date() <= as_of), key=itemgetter(0))
        for _at, sign in in_order:
            by_topic.setdefault(sign.topic, defaultdict(list))[int(pk)].append(sign)
    return {
        topic: {pk: tuple(sorted(signs, key=lambda sign: sign.moment.at)) for pk, signs in found.items()}
        for topic, found in by_topic.items()
    }


def forget() -> None:
    """Forgets every reading kept in this process."""
    _read.cache_clear()
    histories.forget()


def as_day(text: str | None) -> date | None:
    """The day behind the ISO text of a version."""
    return date.fromisoformat(text) if text else None


def by_campaign(history: History) -> Mapping[int, History]:
    """The records under the campaign that their newest version belongs to."""
    found: dict[int, dict[int, tuple[State, ...]]] = defaultdict(dict)
    for pk, states in history.items():
        found[states[-1].data["campaign"]][pk] = states
    return dict(found)


def _decisions(organisation_id: int, as_of: date, clock: "Clock") -> dict[int, tuple[Decided, ...]]:
    rows = CapDecision.objects.filter(
        line__campaign__organisation_id=organisation_id, happened_at__date__lte=as_of
    )
    found: dict[int, list[Decided]] = defaultdict(list)
    for row in rows.order_by("happened_at", "pk"):
        moment = clock.moment(row.happened_at, row.recorded_at, Provenance.NATIVE)
        found[row.line_id].append(Decided(moment, row.line_id, row.decision))
    return {line: tuple(made) for line, made in found.items()}


def _accepted(organisation_id: int, as_of: date) -> dict[int, Accepted]:
    """The request that became a campaign; the first accepted one where there are several."""
    rows = Request.objects.filter(
        organisation_id=organisation_id,
        state=RequestState.ACCEPTED,
        campaign__isnull=False,
        decided_at__date__lte=as_of,
    )
    wrote = askers(organisation_id)
    return {
        row.campaign_id: Accepted(
            row.pk,
            row.decided_at,
            row.hours is not None or row.amount is not None,
            wrote.get(row.campaign_id, frozenset()),
        )
        for row in rows.order_by("-decided_at")
        if row.campaign_id is not None and row.decided_at is not None
    }


@dataclass(frozen=True, slots=True)
class Clock:
    """Turns stored times into judged days of the organisation's zone."""

    zone: ZoneInfo
    go_live: date

    def moment(self, happened_at: datetime, recorded_at: datetime, provenance: str) -> Moment:
        judged = judged_time(happened_at=happened_at, recorded_at=recorded_at, go_live=self.go_live)
        day = judged.at.astimezone(self.zone).date()
        return Moment(judged.at, day, judged.imported, Provenance(provenance))

    def histories(self, organisation_id: int, kind: Kind, stamp: Hashable) -> Histories[State]:
        """Every version of a kind with the moment it is said to have happened."""
        return histories.histories(organisation_id, kind, self.state, stamp=stamp, key=("plan", self))

    def state(self, row: RecordVersion) -> State:
        moment = self.moment(row.happened_at, row.recorded_at, row.provenance)
        return State(int(row.record_id), row.number, moment, row.author_id, row.sha256, row.data)

    def signed(self, row: Approval) -> Signed:
        asked: ApprovalRequest | None = getattr(row, "request", None)
        return Signed(
            topic=row.topic,
            moment=self.moment(row.happened_at, row.recorded_at, row.provenance),
            recorded_at=row.recorded_at,
            requested_at=row.requested_at,
            requested_by=row.requested_by,
            requester=asked.requested_by_id if asked else None,
            approver=row.approver_id,
            approver_name=row.approver_name,
            number=row.version.number if row.version else 0,
            data=row.version.data if row.version else {},
        )
