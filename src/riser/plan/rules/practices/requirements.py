"""REQ 2.1 and REQ 2.2: a bound that can be missed before production, and spend that serves it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from riser.foundation.periods import minus_working_days
from riser.foundation.verdict import DM, FM, LM, PM, Thresholds
from riser.plan.rules.practices.verdict import Reason, Spending, Verdict, Weakness

REQUIREMENT_FIELDS = ("metric", "operator", "bound", "window", "source", "acceptor")


@dataclass(frozen=True, slots=True)
class RequirementFacts:
    """The first complete requirement of the campaign.

    `exists` is true where any requirement is recorded. `complete_on` is the day on which one first had all of
    REQUIREMENT_FIELDS. `bound_moved_on` is a day on which a bound was changed after results had been loaded.
    """

    spending: Spending
    exists: bool
    complete_on: date | None = None
    baseline: bool = False
    bound_moved_on: date | None = None


@dataclass(frozen=True, slots=True)
class TraceFacts:
    """How much of the spend leads to a requirement.

    `traced` and `spend` are amounts in one currency; `orphans` counts requirements that nothing carries.
    `ad_level` is true where ads and links were read, not campaigns alone. `largest` is the largest part of
    the traced spend on one of `requirements` requirements.
    """

    spending: Spending
    traced: Decimal
    spend: Decimal
    orphans: int
    requirements: int
    ad_level: bool = False
    largest: Decimal = Decimal(0)


def production_start(first_spend: date, limits: Thresholds) -> date:
    """When production is taken to start without work items: lead_days working days before T0."""
    return minus_working_days(first_spend, int(limits["lead_days"]))


def measurable_requirement(facts: RequirementFacts, limits: Thresholds) -> Verdict:
    """The verdict on REQ 2.1. Threshold: lead_days (working days)."""
    verdict = facts.spending.open() or _complete(facts, limits)
    return verdict.critically(Weakness.BOUND_MOVED, facts.bound_moved_on is not None)


def _complete(facts: RequirementFacts, limits: Thresholds) -> Verdict:
    first, complete = facts.spending.first, facts.complete_on
    if not facts.exists or first is None:
        return Verdict(DM, Reason.NO_REQUIREMENT)
    if complete is None:
        return Verdict(PM, Reason.REQUIREMENT_INCOMPLETE)
    if complete >= first:
        return Verdict(PM, Reason.REQUIREMENT_LATE)
    if complete >= production_start(first, limits):
        return Verdict(LM, Reason.REQUIREMENT_CLOSE)
    return (
        Verdict(FM, Reason.REQUIREMENT_IN_TIME)
        if facts.baseline
        else Verdict(LM, Reason.REQUIREMENT_NO_BASELINE)
    )


def traced_spend(facts: TraceFacts, limits: Thresholds) -> Verdict:
    """The verdict on REQ 2.2. Thresholds: full_share, largely_share, partly_share, one_requirement_share.

    Shares are compared as products, so that nothing is rounded. Campaign-level rows reach LM at most.
    """
    verdict = facts.spending.open()
    if verdict is not None:
        return verdict
    hung = facts.requirements >= 3 and facts.largest > limits["one_requirement_share"] * facts.traced
    return _traced(facts, limits).noting(Weakness.HUNG_ON_ONE, hung)


def _traced(facts: TraceFacts, limits: Thresholds) -> Verdict:
    def at_least(share: str) -> bool:
        return facts.traced >= limits[share] * facts.spend

    if facts.spend == 0 or not at_least("partly_share"):
        return Verdict(DM, Reason.TRACE_NONE)
    if at_least("full_share") and facts.orphans == 0:
        full = Verdict(FM, Reason.TRACE_FULL)
        return full if facts.ad_level else Verdict(LM, Reason.TRACE_CAMPAIGN_LEVEL)
    if at_least("largely_share"):
        return Verdict(LM, Reason.TRACE_ORPHAN if facts.orphans else Reason.TRACE_LARGE)
    return Verdict(PM, Reason.TRACE_PART)
