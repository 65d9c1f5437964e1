"""GO and NO-GO: asked for by one person, decided by another, over what the gate says at that moment."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from riser.foundation import approvals
from riser.foundation.approvals.entitled import circle, require_second_person
from riser.foundation.errors import NotPermitted, Problem, Refused
from riser.foundation.evidence import RecordRef
from riser.foundation.models import ApprovalRequest
from riser.foundation.registries import topics
from riser.foundation.roles import Act, require
from riser.launch.actions.checking import run_checks
from riser.launch.actions.keeping import campaign_at_gate, keep, launch_values, open_launch, refuse_machine
from riser.launch.actions.permissions import ASK_FOR_GO, DECIDE_LAUNCHES
from riser.launch.actions.telling import tell_decided
from riser.launch.models import GateDecision
from riser.launch.queries import Report, report
from riser.launch.queries.plain import check_row
from riser.launch.rules.practices import Live
from riser.launch.sentences import several
from riser.launch.words import Decision, Kind
from riser.plan.queries.visible import CampaignCard, find_visible

GO = "go"
LONGEST_VERSION, MOST_VERSIONS = 120, 200


@transaction.atomic
def ask_go(
    act: Act,
    *,
    campaign_id: int,
    live: Sequence[Live] = (),
    to: int | None = None,
    comment: str = "",
) -> ApprovalRequest:
    """The request for GO, with the creative versions that go live; it waits for a second person.

    Raises Refused where the class asks for claims and no version is declared, NotPermitted for whoever waived
    a check of this launch.
    """
    require(act, ASK_FOR_GO)
    refuse_machine(act)
    card = campaign_at_gate(act, campaign_id)
    launch = open_launch(act, card)
    run_checks(act, campaign_id=campaign_id)
    found = report(act.organisation_id, campaign_id, act.now.date(), now=act.now)
    _refuse_own_waiver(act, found)
    declared = _declared(live) or found.live
    if found.state.claims and not declared:
        problem = Problem(
            _("Name the creative versions that go live: claims are approved on them."), column="live"
        )
        raise Refused(_("Nothing was stored. Some fields cannot be taken."), (problem,))
    if tuple(declared) != found.live:
        before = launch_values(launch)
        launch.live = [{"version": one.version, "parent": one.parent} for one in declared]
        launch.save(update_fields=["live"])
        keep(act, Kind.LAUNCH, launch, "declare live", before=before, after=launch_values(launch))
    return _submit(act, card, to=to, comment=comment)


@transaction.atomic
def withdraw_go(act: Act, *, campaign_id: int, comment: str = "") -> ApprovalRequest:
    """The request for GO, taken back by whoever asked."""
    require(act, ASK_FOR_GO)
    card = find_visible(act, campaign_id)
    return approvals.withdraw(act, _waiting(act, card).pk, comment)


@transaction.atomic
def decide_go(act: Act, *, campaign_id: int, go: bool = True, comment: str = "") -> GateDecision:
    """The recorded decision. Where a blocking check is red or unknown and not waived it is NO-GO, whatever
    was meant: a GO over red is possible by a waiver only.

    Raises Refused where nobody asked, NotPermitted for whoever asked or wrote the newest version of the plan.
    """
    require(act, DECIDE_LAUNCHES)
    refuse_machine(act)
    card = campaign_at_gate(act, campaign_id)
    request = _waiting(act, card)
    _require_second_person(act, request)
    found = _at_gate(act, card)
    if go and found.decision.opens:
        approval = approvals.approve(act, _case(card), topic=GO, comment=comment)
        return GateDecision.objects.get(approval_id=approval.pk)
    row = _record(act, card, found, Decision.NO_GO, request, comment=comment)
    approvals.send_back(act, request.pk, _why_not(found, comment))
    tell_decided(act, card, row, request.requested_by_id)
    return row


def gate(act: Act, case: RecordRef) -> Callable[[int], object]:
    """What stands before every GO, through whatever face it is given.

    Raises Refused where nobody asked for it or a blocking check stands in the way.
    """
    card = campaign_at_gate(act, int(case.id))
    request = _waiting(act, card)
    found = _at_gate(act, card)
    if found.state.claims and not found.live:
        raise Refused(_("No creative version is declared to go live. Ask for the GO anew and name them."))
    if not found.decision.opens:
        raise Refused(_why_not(found, ""))

    def record(approval_id: int) -> None:
        row = _record(act, card, found, found.decision, request, approval_id=approval_id)
        tell_decided(act, card, row, request.requested_by_id)

    return record


def _case(card: CampaignCard) -> RecordRef:
    return RecordRef("campaign", str(card.id))


def _at_gate(act: Act, card: CampaignCard) -> Report:
    """The gate at this moment, with the machine's results on record."""
    open_launch(act, card)
    run_checks(act, campaign_id=card.id)
    return report(act.organisation_id, card.id, act.now.date(), now=act.now)


def _submit(act: Act, card: CampaignCard, *, to: int | None, comment: str) -> ApprovalRequest:
    entry, case = topics.get(GO), _case(card)
    amounts = entry.amounts(act.organisation_id, [case]).get(case, ()) if entry else ()
    amount = amounts[0] if len(amounts) == 1 else None
    return approvals.submit(
        act,
        case,
        topic=GO,
        title=card.name,
        url=reverse("launch_campaign", args=[card.id]),
        amount=amount.amount if amount else None,
        currency=amount.currency if amount else "",
        to=to,
        comment=comment,
    )


def _waiting(act: Act, card: CampaignCard) -> ApprovalRequest:
    rows = ApprovalRequest.objects.select_for_update(of=("self",)).filter(
        organisation_id=act.organisation_id,
        topic=GO,
        kind="campaign",
        record_id=str(card.id),
        state="waiting",
    )
    request = rows.first()
    if request is None:
        raise Refused(_("Nobody has asked for the GO of “%(name)s”. Ask first.") % {"name": card.name})
    return request


def _require_second_person(act: Act, request: ApprovalRequest) -> None:
    case = RecordRef(request.kind, request.record_id)
    found = circle(act.organisation_id, GO, case).without(request.requested_by_id)
    require_second_person(act, GO, found)


def _record(
    act: Act,
    card: CampaignCard,
    found: Report,
    decision: Decision,
    request: ApprovalRequest,
    *,
    comment: str = "",
    approval_id: int | None = None,
) -> GateDecision:
    row = GateDecision.objects.create(
        organisation_id=act.organisation_id,
        campaign_id=card.id,
        request=request,
        decision=decision,
        member_id=act.actor.member_id,
        member_name=act.actor.name,
        comment=comment.strip(),
        approval_id=approval_id,
        decided_at=act.now,
    )
    keep(act, Kind.DECISION, row, "decide launch", before=None, after=_frozen(row, found, request))
    return row


def _frozen(row: GateDecision, found: Report, request: ApprovalRequest) -> dict[str, Any]:
    """Everything the decision rested on, as it was said then."""
    return {
        "campaign": row.campaign_id,
        "code": found.plan.code,
        "name": found.plan.name,
        "class": found.campaign_class,
        "list_version": found.list_version,
        "plan_version": found.plan.version,
        "decision": str(row.decision),
        "decided_by": row.member_name,
        "comment": row.comment,
        "requested_by": request.requested_name,
        "requested_at": request.requested_at.isoformat(),
        "live": [{"version": one.version, "parent": one.parent} for one in found.live],
        "checks": [check_row(line) for line in found.lines],
    }


def _declared(live: Sequence[Live]) -> tuple[Live, ...]:
    """The versions as typed, each once. Raises Refused for one without a name or that cannot be stored."""
    found = tuple(dict.fromkeys(Live(one.version.strip(), one.parent.strip()) for one in live))
    faulty = [one for one in found if not one.version or not _fits(one.version) or not _fits(one.parent)]
    if faulty or len(found) > MOST_VERSIONS:
        problem = Problem(_("Write one creative version a line, up to 120 characters each."), column="live")
        raise Refused(_("Nothing was stored. Some fields cannot be taken."), (problem,))
    return found


def _fits(text: str) -> bool:
    return len(text) <= LONGEST_VERSION and (text.isprintable() or not text)


def _refuse_own_waiver(act: Act, found: Report) -> None:
    own = [line for line in found.lines if line.leave is not None and line.leave.by == act.actor.member_id]
    if own:
        text = _("You waived “%(name)s” yourself. Somebody else has to ask for the GO.")
        raise NotPermitted(text % {"name": own[0].line.name})


def _why_not(found: Report, comment: str) -> str:
    """The sentence of a NO-GO: what the person said, or what stands in the way."""
    names = several([str(line.line.name) for line in found.stopping])
    said = _("NO-GO. In the way: %(names)s.") % {"names": names} if names else _("NO-GO.")
    return f"{said} {comment.strip()}".strip()
