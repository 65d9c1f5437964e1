"""GOV 2.1: one accountable person; plan and launch are approved by someone who did not prepare them."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from riser.foundation.verdict import DM, FM, LM, PM, Thresholds
from riser.plan.rules.practices.verdict import Reason, Spending, Verdict, Weakness


@dataclass(frozen=True, slots=True)
class Signature:
    """An approval: its day, whether somebody else asked for it, seconds since it was asked for."""

    on: date
    by_another: bool
    seconds_since_asked: float | None = None


@dataclass(frozen=True, slots=True)
class OwnershipFacts:
    """Owners on T0 and the first approvals of plan and launch.

    `owners` counts active members named as owner, `groups` names that are no single known person.
    `burst` is the largest number of plan approvals the approver gave within the window around this one.
    `owner_gone_days` are working days of spend after the last owner left, without a new one.
    """

    spending: Spending
    owners: int
    groups: int
    plan: Signature | None
    go: Signature | None
    burst: int = 0
    owner_gone_days: int = 0
    affirmed_share: Fraction | None = None


def one_owner_two_persons(facts: OwnershipFacts, limits: Thresholds) -> Verdict:
    """The verdict on GOV 2.1.

    Thresholds: min_request_seconds, burst_count, fitness_share, owner_gone_days.
    """
    verdict = facts.spending.open()
    if verdict is not None:
        return verdict
    verdict = _doubted(_signed(facts), facts, limits)
    return verdict.critically(Weakness.OWNER_GONE, facts.owner_gone_days > limits["owner_gone_days"])


def _signed(facts: OwnershipFacts) -> Verdict:
    plan, go, first = facts.plan, facts.go, facts.spending.first
    separated = [sign for sign in (plan, go) if sign is not None and sign.by_another]
    if facts.owners == 0 and facts.groups == 0 and plan is None and go is None:
        return Verdict(DM, Reason.NOBODY)
    if facts.owners != 1 or facts.groups:
        return Verdict(PM, Reason.NOT_ONE_OWNER)
    if not separated:
        return Verdict(PM, Reason.ONE_PERSON_DID_ALL)
    if len(separated) == 1:
        return Verdict(LM, Reason.TWO_PERSONS_ONCE)
    if first is not None and all(sign.on < first for sign in separated):
        return Verdict(FM, Reason.TWO_PERSONS_TWICE)
    return Verdict(LM, Reason.TWO_PERSONS_LATE)


def _doubted(verdict: Verdict, facts: OwnershipFacts, limits: Thresholds) -> Verdict:
    """Stamping lowers one step, whichever of its two signs shows; doubt among colleagues caps at LM."""
    asked = facts.plan.seconds_since_asked if facts.plan else None
    stamped = asked is not None and asked < limits["min_request_seconds"]
    burst = facts.plan is not None and facts.burst > limits["burst_count"]
    doubted = facts.affirmed_share is not None and facts.affirmed_share < Fraction(limits["fitness_share"])
    verdict = verdict.noting(Weakness.STAMPED, stamped).noting(Weakness.BURST, burst)
    verdict = verdict.lowered(stamped or burst)
    return verdict.at_most(LM).noting(Weakness.UNAFFIRMED, True) if doubted else verdict
