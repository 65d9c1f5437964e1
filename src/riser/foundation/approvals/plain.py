"""Requests, change requests and thresholds as API and shell print them: plain values."""

from typing import Any

from riser.foundation.approvals.entitled import who_decides
from riser.foundation.approvals.reading import ChangeLine, RequestLine
from riser.foundation.approvals.rules import Threshold
from riser.foundation.differences import MISSING, Change
from riser.foundation.models import ApprovalRequest, ChangeRequest
from riser.foundation.queries import Person

Plain = dict[str, Any]


def request_json(one: RequestLine) -> Plain:
    """A request with where it stands."""
    return {
        "id": one.id,
        "topic": one.topic,
        "kind": one.record.kind,
        "record": one.record.id,
        "title": one.title,
        "version": one.version,
        "amount": str(one.amount.amount) if one.amount else None,
        "currency": one.amount.currency if one.amount else "",
        "comment": one.comment,
        "asked_by": one.asked_name,
        "asked_at": one.asked_at.isoformat(),
        "assigned": one.assigned_name,
        "state": one.state,
        "stale": one.is_stale,
        "may_decide": sorted(one.circle.members),
        "decided_by": one.decided_name,
        "decided_at": one.decided_at.isoformat() if one.decided_at else None,
        "decision": one.decision,
    }


def asked_json(row: ApprovalRequest) -> Plain:
    """A request just submitted, sent back, handed on or taken back."""
    return {"id": row.pk, "topic": row.topic, "record": row.record_id, "state": row.state}


def change_json(one: ChangeLine) -> Plain:
    """A change request with both sides."""
    return {
        "id": one.id,
        "topic": one.topic,
        "kind": one.record.kind,
        "record": one.record.id,
        "title": one.title,
        "reason": one.reason,
        "changes": [difference_json(change) for change in one.changes],
        "filed_by": one.filed_name,
        "filed_at": one.filed_at.isoformat(),
        "requester": one.requester_name,
        "requester_agreed_at": one.requester_at.isoformat() if one.requester_at else None,
        "manager": one.manager_name,
        "manager_agreed_at": one.manager_at.isoformat() if one.manager_at else None,
        "state": one.state,
        "decision": one.decision,
        "baseline": one.baseline,
    }


def changed_json(row: ChangeRequest) -> Plain:
    """A change request just filed or decided."""
    return {"id": row.pk, "record": row.record_id, "state": row.state}


def difference_json(change: Change) -> Plain:
    """One field that differs; null also where it is not there."""
    return {
        "field": change.field,
        "before": None if change.before is MISSING else change.before,
        "after": None if change.after is MISSING else change.after,
    }


def threshold_json(one: Threshold, everybody: list[Person]) -> Plain:
    """A threshold."""
    return {
        "id": one.id,
        "topic": one.topic,
        "from_amount": str(one.from_amount),
        "currency": one.currency,
        "roles": sorted(one.roles),
        "members": sorted(one.members),
        "who": who_decides(one, everybody),
    }
