"""Rows of the foundation, one file a thought. No rule here."""

from riser.foundation.models.approvals import Approval
from riser.foundation.models.people import Member, Organisation, PeopleManager, User
from riser.foundation.models.trail import AppendOnly, AuditEvent, RecordVersion

__all__ = [
    "AppendOnly",
    "Approval",
    "AuditEvent",
    "Member",
    "Organisation",
    "PeopleManager",
    "RecordVersion",
    "User",
]
