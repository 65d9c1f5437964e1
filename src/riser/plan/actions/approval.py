"""Approval of plan, cap and launch by a second person."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from riser.foundation import approvals
from riser.foundation.errors import NotPermitted, Refused
from riser.foundation.evidence import RecordRef
from riser.foundation.models import Approval, RecordVersion
from riser.foundation.roles import Act, require
from riser.plan.actions.campaigns import find_campaign
from riser.plan.actions.keeping import Claim, ref
from riser.plan.actions.permissions import APPROVE_PLANS, EDIT_PLANS
from riser.plan.models import Campaign
from riser.plan.rules.preparers import Version, barred
from riser.plan.words import Kind, Topic


@transaction.atomic
def approve(
    act: Act,
    *,
    campaign_id: int,
    topic: Topic,
    line_id: int | None = None,
    requested_by: str = "",
    requested_at: datetime | None = None,
) -> list[Approval]:
    """The approvals of the newest version of plan, cap or launch; of a cap one per budget line that waits.

    Asked for since the version was saved, unless a time is given. Raises NotPermitted for whoever prepared
    it, Refused where nothing waits.
    """
    require(act, APPROVE_PLANS)
    campaign = find_campaign(act, campaign_id)
    made = [
        _approve_one(act, case, topic, requested_by=requested_by, requested_at=requested_at)
        for case in _cases(campaign, topic, line_id)
        if not _is_approved(act, case, topic)
    ]
    if not made:
        raise Refused(_("Nothing waits for this approval: the newest version has it, or there is none yet."))
    return made


@transaction.atomic
def declare_approval(
    act: Act, *, case: RecordRef, topic: Topic, approver_name: str, on: date, requested_by: str = ""
) -> Approval | None:
    """An approval copied from another record, with the day it claims; None where the same one is known."""
    require(act, EDIT_PLANS)
    claim = Claim(on)
    known = Approval.objects.filter(
        organisation_id=act.organisation_id, kind=case.kind, record_id=case.id, topic=topic
    )
    if known.filter(approver_name=approver_name, happened_at=claim.at).exists():
        return None
    return approvals.declare_approval(
        act,
        case,
        topic=topic,
        approver_name=approver_name,
        happened_at=claim.at,
        requested_by=requested_by,
    )


def _cases(campaign: Campaign, topic: Topic, line_id: int | None) -> list[RecordRef]:
    if topic != Topic.CAP:
        return [ref(Kind.CAMPAIGN, campaign)]
    lines = campaign.lines.order_by("window_from", "pk")
    return [ref(Kind.BUDGET_LINE, line) for line in lines if line_id in (None, line.pk)]


def _is_approved(act: Act, case: RecordRef, topic: Topic) -> bool:
    newest = _versions(act, case).last()
    return newest is not None and newest.approvals.filter(topic=topic).exists()


def _approve_one(
    act: Act, case: RecordRef, topic: Topic, *, requested_by: str, requested_at: datetime | None
) -> Approval:
    versions = list(_versions(act, case))
    _refuse_preparer(act, versions, topic, requested_by)
    asked_at = requested_at or (versions[-1].recorded_at if versions and topic == Topic.PLAN else None)
    return approvals.approve(act, case, topic=topic, requested_by=requested_by, requested_at=asked_at)


def _versions(act: Act, case: RecordRef) -> QuerySet[RecordVersion]:
    rows = RecordVersion.objects.filter(
        organisation_id=act.organisation_id, kind=case.kind, record_id=case.id
    )
    return rows.order_by("number")


def _refuse_preparer(act: Act, rows: list[RecordVersion], topic: Topic, requested_by: str) -> None:
    """Person two is never person one: neither who wrote it nor who asked for it.

    Naming somebody as the one who asked does not help: anybody can type a name.
    """
    written = [Version(row.author_id, row.data) for row in rows]
    authors = barred(written, is_go=topic == Topic.GO)
    asked_themselves = bool(requested_by) and requested_by == act.actor.name
    if asked_themselves or act.actor.member_id in authors:
        raise NotPermitted(_("You prepared this yourself. Somebody else has to approve it."))
