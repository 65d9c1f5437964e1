"""Approval, once for all rooms: who said yes to which version. The second person is never the first."""

from riser.foundation.approvals.asking import (
    approve_request,
    delegate,
    needs_asking,
    review,
    send_back,
    submit,
    withdraw,
)
from riser.foundation.approvals.baselines import Baseline, baseline, changes_since, whole
from riser.foundation.approvals.changes import (
    ask_change,
    awaiting_baseline,
    decide_change,
    settle,
    unagreed,
    withdraw_change,
)
from riser.foundation.approvals.entitled import Circle, circle, circles
from riser.foundation.approvals.giving import approve, declare_approval
from riser.foundation.approvals.holding import holding, is_approved
from riser.foundation.approvals.reading import (
    AskedChange,
    ChangeLine,
    Inbox,
    RequestLine,
    changes_asked,
    changes_of,
    inbox,
    latest_requests,
    open_requests,
)
from riser.foundation.approvals.reviews import Reviewed, confirm_review, reviews
from riser.foundation.approvals.thresholds import remove_threshold, set_threshold

__all__ = [
    "AskedChange",
    "Baseline",
    "ChangeLine",
    "Circle",
    "Inbox",
    "RequestLine",
    "Reviewed",
    "approve",
    "approve_request",
    "ask_change",
    "awaiting_baseline",
    "baseline",
    "changes_asked",
    "changes_of",
    "changes_since",
    "circle",
    "circles",
    "confirm_review",
    "decide_change",
    "declare_approval",
    "delegate",
    "holding",
    "inbox",
    "is_approved",
    "latest_requests",
    "needs_asking",
    "open_requests",
    "remove_threshold",
    "review",
    "reviews",
    "send_back",
    "set_threshold",
    "settle",
    "submit",
    "unagreed",
    "whole",
    "withdraw",
    "withdraw_change",
]
