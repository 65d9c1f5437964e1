"""Writes: one function, one business verb, one transaction, one audit event, one version."""

from riser.plan.actions.approval import approve, declare_approval
from riser.plan.actions.budget import decide_cap, set_cap
from riser.plan.actions.campaigns import archive_campaign, create_campaign, update_campaign
from riser.plan.actions.checks import record_check
from riser.plan.actions.grid import GridEntry, Saved, save_grid
from riser.plan.actions.importing import Imported, import_plan
from riser.plan.actions.keeping import Claim
from riser.plan.actions.mapping import add_link, map_key
from riser.plan.actions.objectives import create_objective, update_objective
from riser.plan.actions.permissions import APPROVE_PLANS, DECIDE_CAPS, EDIT_PLANS, SEE_PLANS
from riser.plan.actions.requirements import add_requirement, update_requirement

__all__ = [
    "APPROVE_PLANS",
    "DECIDE_CAPS",
    "EDIT_PLANS",
    "SEE_PLANS",
    "Claim",
    "GridEntry",
    "Imported",
    "Saved",
    "add_link",
    "add_requirement",
    "approve",
    "archive_campaign",
    "create_campaign",
    "create_objective",
    "decide_cap",
    "declare_approval",
    "import_plan",
    "map_key",
    "record_check",
    "save_grid",
    "set_cap",
    "update_campaign",
    "update_objective",
    "update_requirement",
]
