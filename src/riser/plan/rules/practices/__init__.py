"""The practices of this room as rules: a frozen fact value and thresholds in, a verdict out.

Each function is the indicator of one practice, first matching line wins. Fixed terms: T0 is the first day
with spend on the mapped keys; "before" means recorded on an earlier day; the same day counts as late.
"""

from riser.plan.rules.practices.budget import (
    CapFacts,
    MoneyFacts,
    WindowFacts,
    cap_before_spend,
    spend_within_cap,
)
from riser.plan.rules.practices.governance import OwnershipFacts, Signature, one_owner_two_persons
from riser.plan.rules.practices.objectives import ObjectiveFacts, ObjectiveState, objective_before_spend
from riser.plan.rules.practices.plans import PlanFacts, plan_before_spend
from riser.plan.rules.practices.requirements import (
    RequirementFacts,
    TraceFacts,
    measurable_requirement,
    traced_spend,
)
from riser.plan.rules.practices.verdict import Reason, Spending, Verdict, Weakness

__all__ = [
    "CapFacts",
    "MoneyFacts",
    "ObjectiveFacts",
    "ObjectiveState",
    "OwnershipFacts",
    "PlanFacts",
    "Reason",
    "RequirementFacts",
    "Signature",
    "Spending",
    "TraceFacts",
    "Verdict",
    "Weakness",
    "WindowFacts",
    "cap_before_spend",
    "measurable_requirement",
    "objective_before_spend",
    "one_owner_two_persons",
    "plan_before_spend",
    "spend_within_cap",
    "traced_spend",
]
