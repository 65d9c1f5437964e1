"""OBJ 2.1: before its first spend every campaign names one marketing objective with five fields."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from riser.foundation.periods import working_days_after
from riser.foundation.verdict import DM, FM, LM, PM, Thresholds
from riser.plan.rules.practices.verdict import Reason, Spending, Verdict, Weakness

# One objective for two campaigns is a small quarter, not a broad objective.
CONCENTRATION_FROM_CAMPAIGNS = 4


@dataclass(frozen=True, slots=True)
class ObjectiveState:
    """Which fields an objective had filled on the day that counts."""

    metric: bool
    baseline: bool
    target: bool
    due: bool
    initiative: bool


@dataclass(frozen=True, slots=True)
class ObjectiveFacts:
    """The first link to an objective and what that objective said on T0, or on the day of a later link.

    `quarter_share` is the share of the quarter's planned spend on campaigns with the same objective, among
    `quarter_campaigns` campaigns that spent.
    """

    spending: Spending
    linked_on: date | None
    objective: ObjectiveState | None
    quarter_share: Decimal = Decimal(0)
    quarter_campaigns: int = 0


def objective_before_spend(facts: ObjectiveFacts, limits: Thresholds) -> Verdict:
    """The verdict on OBJ 2.1. Thresholds: late_days (working days), concentration_share."""
    return facts.spending.open() or _concentration(_in_time(facts, limits), facts, limits)


def _in_time(facts: ObjectiveFacts, limits: Thresholds) -> Verdict:
    state, linked, first = facts.objective, facts.linked_on, facts.spending.first
    if linked is None or state is None or first is None:
        return Verdict(DM, Reason.NO_OBJECTIVE)
    if not (state.metric and state.target and state.due):
        return Verdict(PM, Reason.OBJECTIVE_UNMEASURED)
    if working_days_after(first, linked) > limits["late_days"]:
        return Verdict(PM, Reason.OBJECTIVE_TOO_LATE)
    if linked >= first:
        return Verdict(LM, Reason.OBJECTIVE_LATE)
    if not (state.baseline and state.initiative):
        return Verdict(LM, Reason.OBJECTIVE_INCOMPLETE)
    return Verdict(FM, Reason.OBJECTIVE_IN_TIME)


def _concentration(verdict: Verdict, facts: ObjectiveFacts, limits: Thresholds) -> Verdict:
    crowded = facts.quarter_campaigns >= CONCENTRATION_FROM_CAMPAIGNS
    is_broad = crowded and facts.quarter_share > limits["concentration_share"]
    return verdict.critically(Weakness.CONCENTRATED, is_broad)
