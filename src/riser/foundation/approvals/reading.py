"""Requests and change requests as pages, tasks and programs read them; a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from riser.foundation.approvals.baselines import fingerprints
from riser.foundation.approvals.changes import wanted_changes
from riser.foundation.approvals.entitled import Circle, circles
from riser.foundation.approvals.sentences import change_state, request_state, topic_word
from riser.foundation.differences import Change
from riser.foundation.errors import NotFound
from riser.foundation.evidence import RecordRef
from riser.foundation.kept import keep
from riser.foundation.models import (
    ApprovalRequest,
    AuditEvent,
    ChangeRequest,
    ChangeState,
    RecordVersion,
    RequestState,
)
from riser.foundation.money import Money
from riser.foundation.registries import topics
from riser.foundation.roles import READERS, Act, Permission

SEE_APPROVALS = Permission("approvals.see", READERS, gettext_lazy("see approvals"))
DECIDED_SHOWN = 50


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A request: what is asked, by whom, where it stands, and who may decide while it waits."""

    id: int
    topic: str
    record: RecordRef
    title: str
    url: str
    version: int
    amount: Money | None
    comment: str
    asked_by: int | None
    asked_name: str
    asked_at: datetime
    assigned: int | None
    assigned_name: str
    state: str
    is_stale: bool
    decided_name: str
    decided_at: datetime | None
    decision: str
    circle: Circle

    @property
    def waits(self) -> bool:
        """Whether an approver can act on it: a stale one waits for whoever asked."""
        return self.state == RequestState.WAITING and not self.is_stale

    @property
    def topic_word(self) -> str:
        """What the room calls its topic."""
        return topic_word(self.topic)

    @property
    def state_word(self) -> str:
        """Where it stands, in words."""
        return request_state(self.state, is_stale=self.is_stale)

    def waits_for(self, member_id: int | None) -> bool:
        """Whether it is this member's to decide: addressed to them, or to nobody who still may."""
        addressed = self.assigned if self.assigned in self.circle.members else None
        return self.waits and member_id in self.circle.members and addressed in (None, member_id)


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A change request with both sides; `circle` is who may be the second one."""

    id: int
    topic: str
    record: RecordRef
    title: str
    url: str
    reason: str
    changes: tuple[Change, ...]
    filed_by: int | None
    filed_name: str
    filed_at: datetime
    requester: int | None
    requester_name: str
    requester_at: datetime | None
    manager_name: str
    manager_at: datetime | None
    state: str
    decided_at: datetime | None
    decision: str
    baseline: int | None
    circle: Circle

    @property
    def state_word(self) -> str:
        """Where it stands, in words."""
        return change_state(self.state)

    def waits_for(self, member_id: int | None) -> bool:
        """Whether this member's word is the next one needed."""
        if self.state != ChangeState.OPEN or member_id is None:
            return False
        return member_id == self.requester if self.requester_at is None else member_id in self.circle.members


@dataclass(frozen=True, slots=True)
class AskedChange:
    """A change request for indicators: what it asks for, and when each side agreed, None while it has not."""

    id: int
    record: RecordRef
    changes: tuple[Change, ...]
    filed_at: datetime
    requester_at: datetime | None
    requester_name: str
    manager_at: datetime | None
    manager_name: str


@dataclass(frozen=True, slots=True)
class Inbox:
    """What waits for one person, what they asked for, and what was decided lately."""

    for_me: tuple[RequestLine, ...]
    changes_for_me: tuple[ChangeLine, ...]
    by_me: tuple[RequestLine, ...]
    changes_by_me: tuple[ChangeLine, ...]
    for_others: tuple[RequestLine, ...]
    decided: tuple[RequestLine, ...]
    changes_decided: tuple[ChangeLine, ...]

    @property
    def mine(self) -> int:
        """How many things wait for this person."""
        return len(self.for_me) + len(self.changes_for_me)


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that happened to a request: the verb as stored, who, when, and what they said."""

    verb: str
    by: str
    at: datetime
    text: str


def open_requests(
    organisation_id: int, *, cases: Sequence[RecordRef] | None = None, topic: str = ""
) -> list[RequestLine]:
    """Requests that wait, stale ones too, newest first; of these records only, where some are given."""
    rows = _requests(organisation_id).filter(state=RequestState.WAITING)
    if cases is not None:
        about = [Q(kind=case.kind, record_id=case.id) for case in cases]
        rows = rows.filter(reduce(or_, about)) if about else rows.none()
    return request_lines(organisation_id, rows.filter(topic=topic) if topic else rows)


def latest_requests(organisation_id: int, case: RecordRef) -> list[RequestLine]:
    """The newest request of each topic of one record, whatever its state."""
    rows = _requests(organisation_id).filter(kind=case.kind, record_id=case.id)
    newest = rows.order_by().values("topic").annotate(last=Max("pk")).values("last")
    return request_lines(organisation_id, rows.filter(pk__in=newest))


def request_line(organisation_id: int, request_id: int) -> RequestLine:
    """One request. Raises NotFound."""
    found = request_lines(organisation_id, _requests(organisation_id).filter(pk=request_id))
    if not found:
        raise NotFound(_("There is no such request in this organisation."))
    return found[0]


def change_line(organisation_id: int, change_id: int) -> ChangeLine:
    """One change request. Raises NotFound."""
    found = change_lines(organisation_id, _changes(organisation_id).filter(pk=change_id))
    if not found:
        raise NotFound(_("There is no such change request in this organisation."))
    return found[0]


def changes_of(organisation_id: int, case: RecordRef) -> list[ChangeLine]:
    """The change requests of one record, newest first."""
    rows = _changes(organisation_id).filter(kind=case.kind, record_id=case.id)
    return change_lines(organisation_id, rows)


def changes_asked(organisation_id: int, kind: str, *, as_of: date) -> tuple[AskedChange, ...]:
    """Change requests of a kind of record as they stood by the end of `as_of`, oldest first; one query.

    What was taken back by then is left out: nobody stands by it.
    """
    rows = ChangeRequest.objects.filter(organisation_id=organisation_id, kind=kind, filed_at__date__lte=as_of)
    gone = Q(state=ChangeState.WITHDRAWN, decided_at__date__lte=as_of)
    return tuple(_asked(row, as_of) for row in rows.exclude(gone).order_by("filed_at", "pk"))


def inbox(act: Act) -> Inbox:
    """The approvals page of the acting person."""
    me, organisation_id = act.actor.member_id, act.organisation_id
    return keep(organisation_id, ("inbox", me), lambda: _inbox(organisation_id, me))


def _inbox(organisation_id: int, me: int | None) -> Inbox:
    mine = Q(requested_by_id=me, state=RequestState.SENT_BACK, pk__in=_newest(organisation_id))
    open_ones = request_lines(
        organisation_id, _requests(organisation_id).filter(Q(state=RequestState.WAITING) | mine)
    )
    changes = change_lines(organisation_id, _changes(organisation_id).filter(state=ChangeState.OPEN))
    about_me = Q(requested_by_id=me) | Q(decided_by_id=me)
    closed = _requests(organisation_id).exclude(state=RequestState.WAITING).filter(about_me)
    changed = _changes(organisation_id).exclude(state=ChangeState.OPEN)
    changed = changed.filter(Q(filed_by_id=me) | Q(requester_id=me) | Q(manager_id=me))
    for_me = tuple(one for one in open_ones if one.waits_for(me))
    by_me = tuple(one for one in open_ones if one.asked_by == me)
    return Inbox(
        for_me=for_me,
        changes_for_me=tuple(one for one in changes if one.waits_for(me)),
        by_me=by_me,
        changes_by_me=tuple(one for one in changes if me in (one.filed_by, one.requester)),
        for_others=tuple(one for one in open_ones if one not in for_me and one not in by_me),
        decided=tuple(request_lines(organisation_id, closed[:DECIDED_SHOWN])),
        changes_decided=tuple(change_lines(organisation_id, changed[:DECIDED_SHOWN])),
    )


def said_about(
    organisation_id: int, case: RecordRef, *, request_id: int = 0, change_id: int = 0
) -> list[Said]:
    """What happened to one request or change request, oldest first, from the trail."""
    asked = {"after__request": request_id} if request_id else {"after__change": change_id}
    rows = AuditEvent.objects.filter(
        organisation_id=organisation_id, case_kind=case.kind, case_id=case.id, **asked
    )
    return [_said(row) for row in rows.order_by("recorded_at", "pk")]


def request_lines(organisation_id: int, rows: QuerySet[ApprovalRequest]) -> list[RequestLine]:
    """The rows as lines; the state of their records is asked once per topic."""
    found = list(rows)
    waiting = [row for row in found if row.state == RequestState.WAITING]
    fresh = _fresh(organisation_id, waiting)
    known = _circles(organisation_id, [(row.topic, _case(row)) for row in waiting])
    return [_request_line(row, fresh, known) for row in found]


def change_lines(organisation_id: int, rows: QuerySet[ChangeRequest]) -> list[ChangeLine]:
    """The rows as lines."""
    found = list(rows)
    waiting = [row for row in found if row.state == ChangeState.OPEN]
    known = _circles(organisation_id, [(row.topic, _case(row)) for row in waiting])
    return [_change_line(row, known) for row in found]


def _requests(organisation_id: int) -> QuerySet[ApprovalRequest]:
    rows = ApprovalRequest.objects.filter(organisation_id=organisation_id)
    return rows.select_related("version", "assigned__user").order_by("-requested_at", "-pk")


def _changes(organisation_id: int) -> QuerySet[ChangeRequest]:
    rows = ChangeRequest.objects.filter(organisation_id=organisation_id)
    return rows.select_related("baseline").order_by("-filed_at", "-pk")


def _newest(organisation_id: int) -> QuerySet[ApprovalRequest, Any]:
    """The ids of the newest request of each topic and record: an earlier one sent back is settled."""
    rows = ApprovalRequest.objects.filter(organisation_id=organisation_id)
    grouped = rows.order_by().values("topic", "kind", "record_id").annotate(last=Max("pk"))
    return grouped.values("last")


Known = Mapping[tuple[str, RecordRef], Circle]


def _circles(
    organisation_id: int, asked: Iterable[tuple[str, RecordRef]]
) -> dict[tuple[str, RecordRef], Circle]:
    by_topic: dict[str, list[RecordRef]] = defaultdict(list)
    for topic, case in dict.fromkeys(asked):
        by_topic[topic].append(case)
    return {
        (topic, case): found
        for topic, cases in by_topic.items()
        if topic in topics
        for case, found in circles(organisation_id, topic, cases).items()
    }


def _fresh(organisation_id: int, rows: Sequence[ApprovalRequest]) -> frozenset[int]:
    """The waiting requests whose record is still what was submitted."""
    newest = _newest_versions(organisation_id, rows)
    fresh = set()
    for topic in {row.topic for row in rows}:
        mine = [row for row in rows if row.topic == topic]
        prints = fingerprints(organisation_id, topic, {_case(row): newest[_case(row)] for row in mine})
        fresh |= {row.pk for row in mine if row.sha256 == prints[_case(row)]}
    return frozenset(fresh)


def _newest_versions(organisation_id: int, rows: Sequence[ApprovalRequest]) -> dict[RecordRef, RecordVersion]:
    ids = {row.record_id for row in rows}
    mine = RecordVersion.objects.filter(organisation_id=organisation_id, record_id__in=ids)
    last = mine.order_by().values("kind", "record_id").annotate(last=Max("number"))
    numbers = {(one["kind"], one["record_id"]): one["last"] for one in last}
    found = {(row.kind, row.record_id): row for row in mine if numbers[row.kind, row.record_id] == row.number}
    return {_case(row): found[row.kind, row.record_id] for row in rows}


def _case(row: ApprovalRequest | ChangeRequest) -> RecordRef:
    return RecordRef(row.kind, row.record_id)


NOBODY = Circle(frozenset(), frozenset())


def _request_line(row: ApprovalRequest, fresh: frozenset[int], known: Known) -> RequestLine:
    return RequestLine(
        id=row.pk,
        topic=row.topic,
        record=_case(row),
        title=row.title,
        url=row.url,
        version=row.version.number,
        amount=Money(row.amount, row.currency) if row.amount is not None else None,
        comment=row.comment,
        asked_by=row.requested_by_id,
        asked_name=row.requested_name,
        asked_at=row.requested_at,
        assigned=row.assigned_id,
        assigned_name=str(row.assigned) if row.assigned else "",
        state=row.state,
        is_stale=row.state == RequestState.WAITING and row.pk not in fresh,
        decided_name=row.decided_name,
        decided_at=row.decided_at,
        decision=row.decision,
        circle=known.get((row.topic, _case(row)), NOBODY).without(row.requested_by_id),
    )


def _change_line(row: ChangeRequest, known: Known) -> ChangeLine:
    found = known.get((row.topic, _case(row)), NOBODY)
    return ChangeLine(
        id=row.pk,
        topic=row.topic,
        record=_case(row),
        title=row.title,
        url=row.url,
        reason=row.reason,
        changes=tuple(wanted_changes(row)),
        filed_by=row.filed_by_id,
        filed_name=row.filed_name,
        filed_at=row.filed_at,
        requester=row.requester_id,
        requester_name=row.requester_name,
        requester_at=row.requester_at,
        manager_name=row.manager_name,
        manager_at=row.manager_at,
        state=row.state,
        decided_at=row.decided_at,
        decision=row.decision,
        baseline=row.baseline.number if row.baseline else None,
        circle=found.without(row.filed_by_id, row.requester_id),
    )


def _asked(row: ChangeRequest, as_of: date) -> AskedChange:
    def by_then(at: datetime | None) -> datetime | None:
        return at if at is not None and at.date() <= as_of else None

    return AskedChange(
        id=row.pk,
        record=_case(row),
        changes=tuple(wanted_changes(row)),
        filed_at=row.filed_at,
        requester_at=by_then(row.requester_at),
        requester_name=row.requester_name,
        manager_at=by_then(row.manager_at),
        manager_name=row.manager_name,
    )


def _said(row: AuditEvent) -> Said:
    after = row.after or {}
    return Said(row.verb, row.actor_name, row.recorded_at, after.get("comment") or after.get("reason") or "")
