"""The rows that API and shell print: plain values, decimals and days as text."""

from collections.abc import Sequence
from typing import Any

from riser.foundation.approvals.plain import change_json
from riser.foundation.evidence import PlatformKey
from riser.foundation.models import Approval
from riser.foundation.money import Money
from riser.plan.actions import Imported
from riser.plan.queries import (
    CampaignDetail,
    CampaignLine,
    Change,
    ObjectiveLine,
    Pace,
    RequestLine,
)
from riser.plan.queries.page import CapEntry, KeyLine, LinkLine, RequirementLine
from riser.plan.queries.standing import Standing
from riser.plan.queries.waiting import WaitingCap
from riser.plan.rules.draft import DraftRow

Plain = dict[str, Any]


def campaign_row(line: CampaignLine) -> Plain:
    """A campaign of the list."""
    return {
        "id": line.id,
        "version": line.version,
        "code": line.code,
        "name": line.name,
        "kind": line.kind,
        "class": line.campaign_class,
        "unit": line.unit,
        "owner": line.owner,
        "objective": line.objective,
        "channels": list(line.channels),
        "start": _text(line.start),
        "end": _text(line.end),
        "archived": line.archived,
        "spend": [_money(money) for money in line.spend],
        "caps": [_money(money) for money in line.caps],
        "caps_waiting": [waiting_cap_row(cap) for cap in line.caps_waiting],
        "assumed": line.assumed,
        "approved": line.is_approved,
        "missing": list(line.missing),
        "platform_campaigns": [_key(key) for key in line.keys],
    }


def detail_row(detail: CampaignDetail) -> Plain:
    """A campaign with what hangs on it. `version` of each record is what a change of it is based on."""
    return campaign_row(detail.line) | {
        "audience": detail.audience,
        "deliverables": detail.deliverables,
        "objective_id": detail.objective_id,
        "sha256": detail.sha256,
        "copied_from": detail.copied_from,
        "requirements": [_requirement(one) for one in detail.requirements],
        "budget_lines": [_cap(one) for one in detail.caps],
        "keys": [_mapping(one) for one in detail.keys],
        "links": [_link(one) for one in detail.links],
        "roles": [
            {"id": one.id, "role": one.role, "name": one.name, "member": one.member_id}
            for one in detail.roles
        ],
        "guests": [{"member": one.member_id, "name": one.name} for one in detail.guests],
        "pacing": [pace_row(one) for one in detail.pacing],
    }


def pace_row(pace: Pace) -> Plain:
    """How the spend of a cap runs; shares with four places."""
    return {
        "campaign": pace.campaign,
        "name": pace.name,
        "cap_id": pace.line,
        "cap": _money(pace.cap),
        "spent": _money(pace.spent),
        "from": _text(pace.window.from_day),
        "to": _text(pace.window.to_day),
        "approved": pace.is_approved,
        "assumed": pace.assumed,
        "share_spent": f"{pace.share_spent:.4f}",
        "share_elapsed": f"{pace.share_elapsed:.4f}",
        "days_left": pace.run.days_left,
        "verdict": pace.verdict,
    }


def change_row(change: Change) -> Plain:
    """Something that happened to a campaign."""
    return {
        "campaign": change.campaign,
        "name": change.name,
        "what": change.text,
        "fields": list(change.fields),
        "by": change.actor,
        "at": change.at.isoformat(),
    }


def request_row(line: RequestLine) -> Plain:
    """A request with its decision."""
    return {
        "id": line.id,
        "version": line.version,
        "title": line.title,
        "purpose": line.purpose,
        "wished": _text(line.wished),
        "hours": _text(line.hours),
        "amount": _money(line.amount) if line.amount else None,
        "requester": line.requester,
        "filed_at": line.filed_at.isoformat(),
        "state": line.state,
        "reason": line.reason,
        "waits_until": _text(line.waits_until),
        "displaces": line.displaces,
        "displaced": line.displaced,
        "campaign": line.campaign,
        "decider": line.decider,
        "decided_at": line.decided_at.isoformat() if line.decided_at else None,
    }


def _requirement(line: RequirementLine) -> Plain:
    return {
        "id": line.id,
        "version": line.version,
        "name": line.name,
        "metric": line.metric,
        "operator": line.operator,
        "bound": _text(line.bound),
        "unit": line.unit,
        "baseline": _text(line.baseline),
        "window_from": _text(line.from_day),
        "window_to": _text(line.to_day),
        "source": line.source,
        "acceptor": line.acceptor,
    }


def _cap(entry: CapEntry) -> Plain:
    return {
        "id": entry.id,
        "version": entry.version,
        "amount": str(entry.cap),
        "currency": entry.currency,
        "from_day": _text(entry.from_day),
        "to_day": _text(entry.to_day),
        "approved": entry.is_approved,
        "in_force": _text(entry.in_force),
        "spent": str(entry.spent),
    }


def _mapping(line: KeyLine) -> Plain:
    return {
        "id": line.id,
        "version": line.version,
        **_key(line.key),
        "from_day": _text(line.from_day),
        "to_day": _text(line.to_day),
        "requirement_id": line.requirement_id,
    }


def _link(line: LinkLine) -> Plain:
    return {
        "id": line.id,
        "version": line.version,
        "url": line.url,
        "findings": list(line.findings),
        "requirement_id": line.requirement_id,
    }


def waiting_cap_row(cap: WaitingCap) -> Plain:
    """A cap that counts as none until somebody approves it."""
    return {
        "campaign": cap.campaign,
        "name": cap.campaign_name,
        "cap": _money(cap.cap),
        "would_be_above": _money(cap.would_be_above),
        "says": cap.says,
    }


def import_row(done: Imported, waiting: Sequence[WaitingCap]) -> Plain:
    """What an import did, and the caps that count as none after it."""
    return {
        "created": done.created,
        "updated": done.updated,
        "unchanged": done.unchanged,
        "campaigns": list(done.campaigns),
        "caps_waiting": [waiting_cap_row(cap) for cap in waiting],
    }


def draft_row(row: DraftRow) -> Plain:
    """A drafted campaign."""
    return {
        **_key(row.key),
        "name": row.name,
        "channel": row.channel,
        "from": _text(row.from_day),
        "to": _text(row.to_day),
        "spend": str(row.spend),
        "currency": row.currency,
        "assumed": row.assumed,
        "by_month": {f"{month:%Y-%m}": str(amount) for month, amount in sorted(row.by_month.items())},
        "class": row.proposed_class,
    }


def objective_row(line: ObjectiveLine) -> Plain:
    """An objective of the list."""
    return {
        "id": line.id,
        "version": line.version,
        "name": line.name,
        "metric": line.metric,
        "baseline": _text(line.baseline),
        "target": _text(line.target),
        "unit": line.unit,
        "due": _text(line.due),
        "initiative": line.initiative,
        "owner": line.owner,
        "campaigns": line.campaigns,
        "missing": list(line.missing),
        "archived": line.archived,
    }


def approval_row(approval: Approval) -> Plain:
    """An approval just given."""
    return {
        "topic": approval.topic,
        "kind": approval.kind,
        "record": approval.record_id,
        "version": approval.version.number if approval.version else None,
        "approver": approval.approver_name,
        "requested_by": approval.requested_by,
        "at": approval.happened_at.isoformat(),
    }


def standing_row(found: Standing) -> Plain:
    """What differs from the baseline, the change requests, and what to look at again."""
    frozen = found.baseline
    return {
        "baseline": {"number": frozen.number, "sha256": frozen.sha256, "approver": frozen.approver}
        if frozen
        else None,
        "differences": [
            {
                "record": one.said.record,
                "field": one.said.field,
                "before": one.said.before,
                "after": one.said.after,
                "agreed": one.agreed,
            }
            for one in found.differences
        ],
        "unagreed": found.unagreed,
        "changes": [change_json(one) for one in found.changes],
        "waiting": [
            {"topic": one.topic, "record": one.record.id, "request": one.request.id if one.request else None}
            for one in found.asked
        ],
        "to_review": [
            {"requirement": one.requirement, "kind": one.record.kind, "record": one.record.id}
            for one in found.unreviewed
        ],
    }


def _money(money: Money) -> Plain:
    return {"amount": str(money.amount), "currency": money.currency}


def _key(key: PlatformKey) -> Plain:
    return {"source": key.source, "account": key.account, "campaign": key.campaign}


def _text(value: object) -> str | None:
    return None if value is None else str(value)
