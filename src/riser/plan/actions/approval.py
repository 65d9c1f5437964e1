"""Approval of plan, cap and launch by a second person: asked for, given, sent back, handed on."""

from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from riser.foundation import approvals
from riser.foundation.errors import Refused
from riser.foundation.evidence import RecordRef
from riser.foundation.models import Approval, ApprovalRequest
from riser.foundation.money import Money
from riser.foundation.registries import topics
from riser.foundation.roles import Act, require
from riser.foundation.trail import latest_version
from riser.plan.actions.batch import Batch, Declared
from riser.plan.actions.campaigns import find_campaign
from riser.plan.actions.keeping import Claim, ref
from riser.plan.actions.permissions import APPROVE_PLANS, EDIT_PLANS
from riser.plan.models import Campaign
from riser.plan.words import Kind, Topic
from riser.ui import formats


@transaction.atomic
def submit(
    act: Act,
    *,
    campaign_id: int,
    topic: Topic = Topic.PLAN,
    line_id: int | None = None,
    to: int | None = None,
    comment: str = "",
) -> list[ApprovalRequest]:
    """The requests for approval of the newest version of a plan, or of every cap that needs one.

    `to` is the member it is addressed to; without, it waits for everybody who may decide. Raises Refused
    where nothing needs an approval, or nobody may give it.
    """
    require(act, EDIT_PLANS)
    if topic == Topic.GO:
        raise Refused(_("The GO is asked for at the launch gate."))
    campaign = find_campaign(act, campaign_id)
    needed = [
        case
        for case in _cases(campaign, topic, line_id)
        if topic != Topic.CAP or approvals.needs_asking(act, case, topic)
    ]
    if not needed:
        raise Refused(_("Nothing here needs an approval that nobody has asked for yet."))
    return [_submit_one(act, campaign, case, topic, to, comment) for case in needed]


@transaction.atomic
def approve(
    act: Act,
    *,
    campaign_id: int,
    topic: Topic,
    line_id: int | None = None,
    requested_by: str = "",
    requested_at: datetime | None = None,
    comment: str = "",
) -> list[Approval]:
    """The approvals of the newest version of plan, cap or launch; of a cap one per budget line that waits.

    A request that waits is answered by it, and who asked and when stays theirs; without one it counts as
    asked for since the version was saved, unless a time is given. Raises NotPermitted for whoever prepared
    or asked for it and for whom a threshold keeps out, Refused where nothing waits or it was changed since.
    """
    require(act, APPROVE_PLANS)
    campaign = find_campaign(act, campaign_id)
    made = [
        _approve_one(act, case, topic, requested_by, requested_at, comment)
        for case in _cases(campaign, topic, line_id)
        if not approvals.is_approved(act.organisation_id, case, topic)
    ]
    if not made:
        raise Refused(_("Nothing waits for this approval: the newest version has it, or there is none yet."))
    return made


@transaction.atomic
def send_back(act: Act, *, campaign_id: int, topic: Topic, comment: str) -> list[ApprovalRequest]:
    """The requests that wait, back with whoever asked, and why."""
    return _each(act, campaign_id, topic, lambda pk: approvals.send_back(act, pk, comment))


@transaction.atomic
def withdraw(act: Act, *, campaign_id: int, topic: Topic, comment: str = "") -> list[ApprovalRequest]:
    """The requests that wait, taken back by whoever asked."""
    return _each(act, campaign_id, topic, lambda pk: approvals.withdraw(act, pk, comment))


@transaction.atomic
def delegate(
    act: Act, *, campaign_id: int, topic: Topic, to_member: int, reason: str
) -> list[ApprovalRequest]:
    """The requests that wait, handed on to a colleague who may decide too."""
    return _each(act, campaign_id, topic, lambda pk: approvals.delegate(act, pk, to_member, reason=reason))


@transaction.atomic
def declare_approval(
    act: Act, *, case: RecordRef, topic: Topic, approver_name: str, on: date, requested_by: str = ""
) -> Approval | None:
    """An approval copied from another record, with the day it claims; None where the same one is known."""
    require(act, EDIT_PLANS)
    with Batch(act) as batch:
        return store_declared(
            batch, case, topic=topic, approver_name=approver_name, on=on, requested_by=requested_by
        )


def store_declared(
    batch: Batch, case: RecordRef, *, topic: Topic, approver_name: str, on: date, requested_by: str
) -> Approval | None:
    """The same inside an action, after `require`; stored with the batch."""
    said = Declared(topic, approver_name, Claim(on).at)
    if said in batch.declared(case):
        return None
    batch.declared(case).add(said)
    return approvals.declare_approval(
        batch.trail,
        case,
        topic=topic,
        approver_name=approver_name,
        happened_at=said.happened_at,
        requested_by=requested_by,
    )


def _cases(campaign: Campaign, topic: Topic, line_id: int | None) -> list[RecordRef]:
    if topic != Topic.CAP:
        return [ref(Kind.CAMPAIGN, campaign)]
    lines = campaign.lines.order_by("window_from", "pk")
    return [ref(Kind.BUDGET_LINE, line) for line in lines if line_id in (None, line.pk)]


def _submit_one(
    act: Act, campaign: Campaign, case: RecordRef, topic: Topic, to: int | None, comment: str
) -> ApprovalRequest:
    amount = _amount(act, case, topic)
    title = campaign.name
    if topic == Topic.CAP and amount is not None:
        title = f"{title}: {formats.money(amount.amount, amount.currency)}"
    return approvals.submit(
        act,
        case,
        topic=topic,
        title=title,
        url=reverse("plan_campaign", args=[campaign.pk]),
        amount=amount.amount if amount else None,
        currency=amount.currency if amount else "",
        to=to,
        comment=comment,
    )


def _amount(act: Act, case: RecordRef, topic: Topic) -> Money | None:
    """What it is about, where that is in one currency: two never add."""
    entry = topics.get(topic)
    found = entry.amounts(act.organisation_id, [case]).get(case, ()) if entry else ()
    return found[0] if len(found) == 1 else None


def _approve_one(
    act: Act, case: RecordRef, topic: Topic, requested_by: str, requested_at: datetime | None, comment: str
) -> Approval:
    newest = latest_version(act.organisation_id, case)
    asked_at = requested_at or (newest.recorded_at if newest and topic == Topic.PLAN else None)
    return approvals.approve(
        act, case, topic=topic, requested_by=requested_by, requested_at=asked_at, comment=comment
    )


def _each(
    act: Act, campaign_id: int, topic: Topic, do: Callable[[int], ApprovalRequest]
) -> list[ApprovalRequest]:
    campaign = find_campaign(act, campaign_id)
    cases = _cases(campaign, topic, None)
    waiting = [one.id for one in approvals.open_requests(act.organisation_id, cases=cases, topic=topic)]
    if not waiting:
        raise Refused(_("No request of this kind waits. Submit it first."))
    return [do(pk) for pk in waiting]
