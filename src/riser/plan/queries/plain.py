"""The rows that API and shell print: plain values, decimals and days as text."""

from collections.abc import Sequence
from typing import Any

from riser.foundation.evidence import PlatformKey
from riser.foundation.models import Approval
from riser.foundation.money import Money
from riser.plan.actions import Imported
from riser.plan.queries import CampaignLine, ObjectiveLine
from riser.plan.queries.waiting import WaitingCap
from riser.plan.rules.draft import DraftRow

Plain = dict[str, Any]


def campaign_row(line: CampaignLine) -> Plain:
    """A campaign of the list."""
    return {
        "id": line.id,
        "code": line.code,
        "name": line.name,
        "kind": line.kind,
        "class": line.campaign_class,
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


def _money(money: Money) -> Plain:
    return {"amount": str(money.amount), "currency": money.currency}


def _key(key: PlatformKey) -> Plain:
    return {"source": key.source, "account": key.account, "campaign": key.campaign}


def _text(value: object) -> str | None:
    return None if value is None else str(value)
