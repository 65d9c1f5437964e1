"""What the records of this room say: instances, indicators and priced rows for the registries."""

from riser.plan.evidence.changed import changed_requirements
from riser.plan.evidence.charges import above_cap, outside_plan
from riser.plan.evidence.instances import campaigns, unplanned
from riser.plan.evidence.intake import months
from riser.plan.evidence.preparation import classes
from riser.plan.evidence.signals import SIGNALS

__all__ = [
    "SIGNALS",
    "above_cap",
    "campaigns",
    "changed_requirements",
    "classes",
    "months",
    "outside_plan",
    "unplanned",
]
