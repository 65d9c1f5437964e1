"""The one way in for work outside the plan: asked for, sized, decided by somebody else."""

from datetime import date
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from riser.foundation.errors import NotPermitted, Problem, Refused
from riser.foundation.models import Organisation
from riser.foundation.money import currency_code, from_micros, to_micros
from riser.foundation.queries import today
from riser.foundation.roles import EDITORS, Act, Role, require
from riser.foundation.storing import checked
from riser.foundation.trail import record_event
from riser.plan.actions.campaigns import create_campaign, find_campaign
from riser.plan.actions.keeping import find, keep, ref
from riser.plan.actions.locking import only_mine
from riser.plan.actions.permissions import DECIDE_REQUESTS, FILE_REQUESTS
from riser.plan.actions.roles import admit_guest
from riser.plan.actions.telling import tell_deciders, tell_requester
from riser.plan.models import Campaign, Request
from riser.plan.queries.visible import visible_requests
from riser.plan.words import Kind, RequestDecision, RequestState

VERBS = {
    RequestDecision.ACCEPT: "accept request",
    RequestDecision.DISPLACE: "accept request",
    RequestDecision.WAIT: "let request wait",
    RequestDecision.DECLINE: "decline request",
}
STATES = {
    RequestDecision.ACCEPT: RequestState.ACCEPTED,
    RequestDecision.DISPLACE: RequestState.ACCEPTED,
    RequestDecision.WAIT: RequestState.WAITING,
    RequestDecision.DECLINE: RequestState.DECLINED,
}
UNDECIDED = (RequestState.OPEN, RequestState.WAITING)


class RequestFields(TypedDict, total=False):
    """What a person can say of work they ask for. `hours` and `amount` are its estimated size."""

    title: str
    purpose: str
    wished: date | None
    hours: Decimal | None
    amount: Decimal | None
    currency: str


@transaction.atomic
def file_request(act: Act, **fields: Unpack[RequestFields]) -> Request:
    """A request that waits for a decision; the deciders are told. Raises Refused where a field cannot be."""
    require(act, FILE_REQUESTS)
    row = Request(
        organisation_id=act.organisation_id,
        requester_id=act.actor.member_id,
        requester_name=act.actor.name,
        recorded_at=act.now,
    )
    _fill(row, fields)
    checked(row).save()
    keep(act, ref(Kind.REQUEST, row), "file request", before=None, after=request_values(row))
    tell_deciders(act, row.pk, row.title)
    return row


@transaction.atomic
def edit_request(
    act: Act, *, request_id: int, based_on: int | None = None, **fields: Unpack[RequestFields]
) -> Request:
    """The request with these fields changed, by the one who filed it or an editor, until it is decided.

    `based_on` is the version that was read before. Raises Stale where somebody changed the same field since.
    """
    require(act, FILE_REQUESTS)
    row = find_request(act, request_id)
    if act.actor.role not in EDITORS and row.requester_id != act.actor.member_id:
        raise NotPermitted(_("Only who asked for this work, or somebody who edits plans, may change it."))
    _refuse_decided(row)
    before, case = request_values(row), ref(Kind.REQUEST, row)
    fields = only_mine(act, case, row, fields, based_on, fill=_fill, values=request_values)
    _fill(row, fields)
    after = request_values(checked(row))
    if after != before:
        row.save()
        keep(act, case, "edit request", before=before, after=after)
    return row


@transaction.atomic
def decide_request(
    act: Act,
    *,
    request_id: int,
    decision: RequestDecision,
    reason: str = "",
    waits_until: date | None = None,
    displaces: str = "",
    displaced_id: int | None = None,
) -> Request:
    """The decided request. A yes makes a draft campaign, and from this moment its brief counts as accepted.

    A yes that displaces names the work that gives way: a campaign, or work known elsewhere by its name.
    Waiting needs a day, a no its reason. Raises NotPermitted for who asked: the second is never the first.
    """
    require(act, DECIDE_REQUESTS)
    # Two people saying yes at once would each make a campaign.
    Organisation.objects.select_for_update().get(pk=act.organisation_id)
    row = find_request(act, request_id)
    _refuse_decided(row)
    if act.actor.member_id == row.requester_id:
        raise NotPermitted(_("You asked for this yourself. Somebody else has to decide it."))
    before = request_values(row)
    gives_way = find_campaign(act, displaced_id) if displaced_id else None
    row.reason, row.state = reason.strip(), STATES[decision]
    row.waits_until = waits_until if decision == RequestDecision.WAIT else None
    if decision == RequestDecision.DISPLACE:
        row.displaced, row.displaces = gives_way, displaces.strip() or (gives_way.name if gives_way else "")
    _refuse_half_a_decision(act, row, decision)
    row.decider_id, row.decider_name, row.decided_at = act.actor.member_id, act.actor.name, act.now
    if row.state == RequestState.ACCEPTED:
        row.campaign = _draft(act, row)
    checked(row).save()
    keep(act, ref(Kind.REQUEST, row), VERBS[decision], before=before, after=request_values(row))
    if row.displaced is not None:
        after = {"request": row.pk, "title": row.title}
        record_event(act, ref(Kind.CAMPAIGN, row.displaced), "displace campaign", after=after)
    tell_requester(act, row.pk, row.title, row.requester_id, row.state)
    return row


def find_request(act: Act, request_id: int) -> Request:
    """The request of this organisation, locked; a guest finds only their own. Raises NotFound."""
    return find(visible_requests(act), request_id, _("request"))


def request_values(row: Request) -> dict[str, Any]:
    """What a version of a request holds."""
    return {
        "title": row.title,
        "purpose": row.purpose,
        "wished": row.wished,
        "hours": None if row.hours is None else f"{row.hours.normalize():f}",
        "amount": None if row.amount is None else str(row.amount),
        "currency": row.currency,
        "requester": row.requester_id,
        "state": row.state,
        "reason": row.reason,
        "waits_until": row.waits_until,
        "displaces": row.displaces,
        "displaced": row.displaced_id,
        "campaign": row.campaign_id,
        "decider": row.decider_id,
        "decided_at": row.decided_at,
    }


def _fill(row: Request, fields: RequestFields) -> None:
    for name, value in fields.items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    for name, most in (("hours", 100_000), ("amount", 10**12)):
        _refuse_odd_size(name, getattr(row, name), most)
    row.amount = None if row.amount is None else from_micros(to_micros(row.amount))
    if row.amount is None:
        row.currency = ""
    elif not row.currency:
        _refuse(_("Name the currency of the amount."), "currency")
    else:
        row.currency = currency_code(row.currency)


def _refuse_odd_size(name: str, value: Decimal | None, most: int) -> None:
    if value is not None and (not value.is_finite() or not 0 < value < most):
        _refuse(_("This is no size that can be meant. Leave it empty where nobody knows it yet."), name)


def _refuse_half_a_decision(act: Act, row: Request, decision: RequestDecision) -> None:
    if decision == RequestDecision.DECLINE and not row.reason:
        _refuse(_("Say why: a no without its reason is asked for again."), "reason")
    if decision == RequestDecision.DISPLACE and not row.displaces:
        _refuse(_("Name the work that gives way: a campaign, or what it is called elsewhere."), "displaces")
    if decision == RequestDecision.WAIT and (row.waits_until is None or row.waits_until <= today(act)):
        _refuse(_("Name a day after today on which this is decided again."), "waits_until")


def _refuse_decided(row: Request) -> None:
    if row.state not in UNDECIDED:
        raise Refused(_("This request was decided by %(name)s already.") % {"name": row.decider_name})


def _refuse(text: str, column: str) -> None:
    raise Refused(_("Nothing was stored. Some fields cannot be taken."), (Problem(text, column=column),))


def _draft(act: Act, row: Request) -> Campaign:
    """A campaign that states what the request states and nothing that is not agreed yet."""
    made = create_campaign(act, name=row.title, deliverables=row.purpose, start=row.wished)
    asked = row.requester
    if asked is not None and asked.role == Role.GUEST and asked.is_active:
        admit_guest(act, campaign_id=made.pk, member_id=asked.pk)
    return made
