"""PLN 2.1: before first spend an approved plan states its six fields."""

from dataclasses import dataclass
from datetime import date

from riser.foundation.periods import working_days_after
from riser.foundation.verdict import FM, LM, PM, Thresholds
from riser.plan.rules.practices.verdict import Reason, Spending, Verdict, Weakness

PLAN_FIELDS = ("objective", "audience", "channels", "cap", "dates", "deliverables")


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """The first approval of the plan and what the approved version stated.

    `filled` holds those of PLAN_FIELDS that were filled. `mapped_on` is the newest day on which one of its
    platform campaigns was mapped to it by a person.
    """

    spending: Spending
    approved_on: date | None
    filled: frozenset[str] = frozenset()
    mapped_on: date | None = None
    platform_campaigns: int = 0
    channels: int = 0


def plan_before_spend(facts: PlanFacts, limits: Thresholds) -> Verdict:
    """The verdict on PLN 2.1 for a plan that exists; spend without one is characterised as unplanned.

    Thresholds: late_days and hand_mapping_days (working days), full_fields, least_fields, umbrella_keys,
    umbrella_channels.
    """
    verdict = facts.spending.open()
    if verdict is not None:
        return verdict
    late_mapping = _is_mapped_late(facts, limits)
    verdict = _approved(facts, limits, late_mapping).noting(Weakness.MAPPED_LATE, late_mapping)
    return verdict.noting(Weakness.UMBRELLA, _is_umbrella(facts, limits))


def _approved(facts: PlanFacts, limits: Thresholds, late_mapping: bool) -> Verdict:
    first, approved = facts.spending.first, facts.approved_on
    if first is None or approved is None:
        return Verdict(PM, Reason.PLAN_UNAPPROVED)
    if working_days_after(first, approved) > limits["late_days"]:
        return Verdict(PM, Reason.PLAN_TOO_LATE)
    if len(facts.filled) < limits["least_fields"]:
        return Verdict(PM, Reason.PLAN_THIN)
    if approved >= first:
        return Verdict(LM, Reason.PLAN_LATE)
    if len(facts.filled) < limits["full_fields"]:
        return Verdict(LM, Reason.PLAN_MISSES_ONE)
    return Verdict(LM, Reason.PLAN_MAPPED_LATE) if late_mapping else Verdict(FM, Reason.PLAN_IN_TIME)


def _is_mapped_late(facts: PlanFacts, limits: Thresholds) -> bool:
    first, mapped = facts.spending.first, facts.mapped_on
    return bool(first and mapped and working_days_after(first, mapped) > limits["hand_mapping_days"])


def _is_umbrella(facts: PlanFacts, limits: Thresholds) -> bool:
    return facts.platform_campaigns > limits["umbrella_keys"] or facts.channels > limits["umbrella_channels"]
