"""Work that was asked for, and what was decided about it."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from riser.foundation.errors import NotFound
from riser.foundation.evidence import RecordRef
from riser.foundation.money import Money
from riser.foundation.queries import today
from riser.foundation.registries import Task
from riser.foundation.roles import DECIDERS, Act
from riser.foundation.trail import version_numbers
from riser.plan.models import Request
from riser.plan.queries.visible import visible_ids, visible_requests
from riser.plan.sentences import STATE_NAMES
from riser.plan.words import Kind, RequestState

UNDECIDED = (RequestState.OPEN, RequestState.WAITING)


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A request with its size and its decision. `decided_at` before the first work is what PLN 2.4 asks for.

    `campaign` is the draft that a yes made: its brief counts as accepted from `decided_at` on.
    """

    id: int
    version: int
    title: str
    purpose: str
    wished: date | None
    hours: Decimal | None
    amount: Money | None
    requester: str
    requester_id: int | None
    filed_at: datetime
    state: RequestState
    reason: str
    waits_until: date | None
    displaces: str
    displaced: int | None
    campaign: int | None
    campaign_name: str
    decider: str
    decided_at: datetime | None

    @property
    def is_undecided(self) -> bool:
        """Whether somebody still has to say yes or no."""
        return self.state in UNDECIDED

    @property
    def says(self) -> str:
        """Its state in words."""
        return str(STATE_NAMES[self.state])


def request_lines(act: Act) -> list[RequestLine]:
    """The requests that the one who acts may see: undecided ones first, then the newest; three queries."""
    lines = _lines(act.organisation_id, visible_requests(act), visible_ids(act))
    return sorted(lines, key=lambda line: (not line.is_undecided, -line.filed_at.timestamp(), -line.id))


def request_line(act: Act, request_id: int) -> RequestLine:
    """One request. Raises NotFound, for a hidden one too."""
    rows = visible_requests(act).filter(pk=request_id)
    for line in _lines(act.organisation_id, rows, visible_ids(act)):
        return line
    raise NotFound(_("There is no such %(what)s in this organisation.") % {"what": _("request")})


def requests(organisation_id: int, as_of: date) -> list[RequestLine]:
    """Every request filed by the end of a day, oldest first; decisions taken later are in them too."""
    rows = Request.objects.filter(organisation_id=organisation_id, recorded_at__date__lte=as_of)
    return sorted(_lines(organisation_id, rows, None), key=lambda line: (line.filed_at, line.id))


def requests_waiting(act: Act) -> list[Task]:
    """What a decider has to decide: open requests of others, and those whose day of waiting has come."""
    if act.actor.role not in DECIDERS:
        return []
    due = Q(state=RequestState.OPEN) | Q(state=RequestState.WAITING, waits_until__lte=today(act))
    rows = Request.objects.filter(due, organisation_id=act.organisation_id)
    return [_task(row) for row in rows.exclude(requester=act.actor.member_id).order_by("recorded_at")]


def _task(row: Request) -> Task:
    text = _("Decide on the request of %(name)s: %(title)s")
    return Task(
        topic="requests",
        text=text % {"name": row.requester_name, "title": row.title},
        url=reverse("plan_request", args=[row.pk]),
        since=row.recorded_at,
        record=RecordRef(Kind.REQUEST, str(row.pk)),
    )


def _lines(organisation_id: int, rows: QuerySet[Request], only: frozenset[int] | None) -> list[RequestLine]:
    """The rows as lines; other campaigns than `only` these are blank: a guest reads no name of them."""
    numbers = version_numbers(organisation_id, Kind.REQUEST)
    found = (_line(row, numbers.get(str(row.pk), 0)) for row in rows.select_related("campaign"))
    return [line if only is None else _blanked(line, only) for line in found]


def _blanked(line: RequestLine, only: frozenset[int]) -> RequestLine:
    if line.displaced not in only:
        line = replace(line, displaces="", displaced=None)
    if line.campaign not in only:
        line = replace(line, campaign=None, campaign_name="")
    return line


def _line(row: Request, version: int) -> RequestLine:
    return RequestLine(
        id=row.pk,
        version=version,
        title=row.title,
        purpose=row.purpose,
        wished=row.wished,
        hours=None if row.hours is None else Decimal(f"{row.hours.normalize():f}"),
        amount=None if row.amount is None else Money(row.amount, row.currency),
        requester=row.requester_name,
        requester_id=row.requester_id,
        filed_at=row.recorded_at,
        state=RequestState(row.state),
        reason=row.reason,
        waits_until=row.waits_until,
        displaces=row.displaces,
        displaced=row.displaced_id,
        campaign=row.campaign_id,
        campaign_name=row.campaign.name if row.campaign else "",
        decider=row.decider_name,
        decided_at=row.decided_at,
    )
