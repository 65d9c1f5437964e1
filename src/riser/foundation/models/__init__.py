"""Rows of the foundation, one file a thought. No rule here."""

from riser.foundation.models.access import Invitation, OpenedRecord, PersonalToken
from riser.foundation.models.approvals import Approval, ApprovalRequest, ApprovalRule, RequestState
from riser.foundation.models.attachments import Attachment
from riser.foundation.models.baselines import ChangeRequest, ChangeState, FrozenRecord, Review
from riser.foundation.models.jobs import OPEN, Chore, Job, Standing
from riser.foundation.models.notices import Notice, NoticeChoice
from riser.foundation.models.people import Member, Organisation, PeopleManager, User
from riser.foundation.models.trail import AppendOnly, AuditEvent, RecordVersion

__all__ = [
    "OPEN",
    "AppendOnly",
    "Approval",
    "ApprovalRequest",
    "ApprovalRule",
    "Attachment",
    "AuditEvent",
    "ChangeRequest",
    "ChangeState",
    "Chore",
    "FrozenRecord",
    "Invitation",
    "Job",
    "Member",
    "Notice",
    "NoticeChoice",
    "OpenedRecord",
    "Organisation",
    "PeopleManager",
    "PersonalToken",
    "RecordVersion",
    "RequestState",
    "Review",
    "Standing",
    "User",
]
