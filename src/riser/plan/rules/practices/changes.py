"""REQ 2.3: a changed requirement is agreed by two sides, and what hangs on it is looked at again."""

from dataclasses import dataclass

from riser.foundation.verdict import DM, FM, LM, NY, PM, Thresholds
from riser.plan.rules.practices.verdict import Reason, Verdict


@dataclass(frozen=True, slots=True)
class ChangeFacts:
    """One change of a requirement, after its plan was approved or its money ran.

    `sides` counts who agreed on record, requester and manager, whenever. `agreed_before` is true where both
    had when the new value came into force. `reviewed_after` is how many working days later the last thing
    that hangs on the requirement was looked at, None while something is open. `days_since` is how many
    working days the change is old.
    """

    sides: int
    agreed_before: bool
    reviewed_after: int | None
    days_since: int


def agreed_change(facts: ChangeFacts, limits: Thresholds) -> Verdict:
    """The verdict on REQ 2.3. Thresholds, in working days: clear_days_full, clear_days_largely."""
    if facts.sides == 0:
        return Verdict(DM, Reason.CHANGE_UNAGREED)
    if facts.sides == 1:
        return Verdict(PM, Reason.CHANGE_ONE_SIDE)
    if not facts.agreed_before:
        return Verdict(PM, Reason.CHANGE_AGREED_LATE)
    return _reviewed(facts, limits)


def _reviewed(facts: ChangeFacts, limits: Thresholds) -> Verdict:
    days = facts.reviewed_after
    if days is None and facts.days_since <= limits["clear_days_largely"]:
        return Verdict(NY, Reason.CHANGE_UNDER_REVIEW)
    if days is None or days > limits["clear_days_largely"]:
        return Verdict(PM, Reason.CHANGE_UNREVIEWED)
    if days > limits["clear_days_full"]:
        return Verdict(LM, Reason.CHANGE_REVIEWED_LATE)
    return Verdict(FM, Reason.CHANGE_REVIEWED)
