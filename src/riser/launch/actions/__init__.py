"""Writes: one function, one business verb, one transaction, one audit event, one version."""

from riser.launch.actions.checking import Signing, run_checks, sign_check
from riser.launch.actions.classes import NamedClaim, NamedSystem, set_class_list
from riser.launch.actions.going import ask_go, decide_go, withdraw_go
from riser.launch.actions.opening import fetch_links, record_fetch
from riser.launch.actions.permissions import (
    ASK_FOR_GO,
    CHECK_LAUNCHES,
    DECIDE_LAUNCHES,
    SEE_LAUNCHES,
    SEE_LISTS,
    SET_LISTS,
    WAIVE_CHECKS,
)
from riser.launch.actions.waiving import end_waiver, waive

__all__ = [
    "ASK_FOR_GO",
    "CHECK_LAUNCHES",
    "DECIDE_LAUNCHES",
    "SEE_LAUNCHES",
    "SEE_LISTS",
    "SET_LISTS",
    "WAIVE_CHECKS",
    "NamedClaim",
    "NamedSystem",
    "Signing",
    "ask_go",
    "decide_go",
    "end_waiver",
    "fetch_links",
    "record_fetch",
    "run_checks",
    "set_class_list",
    "sign_check",
    "waive",
    "withdraw_go",
]
