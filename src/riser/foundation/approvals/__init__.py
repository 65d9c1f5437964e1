"""Approval, once for all rooms: who said yes to which version. The second person is never the first."""

from riser.foundation.approvals.giving import approvals, approve, declare_approval

__all__ = ["approvals", "approve", "declare_approval"]
