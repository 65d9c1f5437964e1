"""Writes: one function, one business verb, one transaction, one audit event, one version."""

from riser.plan.actions.approval import (
    approve,
    declare_approval,
    delegate,
    send_back,
    submit,
    withdraw,
)
from riser.plan.actions.budget import change_cap, decide_cap, set_cap
from riser.plan.actions.bulk import (
    archive_campaigns,
    assign_class,
    assign_objective,
    assign_owner,
    assign_unit,
    shift_dates,
)
from riser.plan.actions.campaigns import archive_campaign, create_campaign, restore_campaign, update_campaign
from riser.plan.actions.changes import ask_change, clear_suspect
from riser.plan.actions.copying import duplicate_campaign
from riser.plan.actions.grid import GridEntry, Saved, save_grid
from riser.plan.actions.importing import Imported, import_plan
from riser.plan.actions.intake import decide_request, edit_request, file_request
from riser.plan.actions.keeping import Claim
from riser.plan.actions.links import add_link, change_link
from riser.plan.actions.mapping import change_key, map_key
from riser.plan.actions.objectives import (
    archive_objective,
    archive_objectives,
    create_objective,
    restore_objective,
    update_objective,
)
from riser.plan.actions.permissions import (
    APPROVE_PLANS,
    DECIDE_CAPS,
    DECIDE_REQUESTS,
    EDIT_BRIEFS,
    EDIT_PLANS,
    FILE_REQUESTS,
    SEE_ALL_PLANS,
    SEE_PLANS,
)
from riser.plan.actions.removing import remove_cap, remove_link, remove_requirement, unmap_key
from riser.plan.actions.requirements import add_requirement, update_requirement
from riser.plan.actions.roles import admit_guest, clear_role, dismiss_guest, name_role

__all__ = [
    "APPROVE_PLANS",
    "DECIDE_CAPS",
    "DECIDE_REQUESTS",
    "EDIT_BRIEFS",
    "EDIT_PLANS",
    "FILE_REQUESTS",
    "SEE_ALL_PLANS",
    "SEE_PLANS",
    "Claim",
    "GridEntry",
    "Imported",
    "Saved",
    "add_link",
    "add_requirement",
    "admit_guest",
    "approve",
    "archive_campaign",
    "archive_campaigns",
    "archive_objective",
    "archive_objectives",
    "ask_change",
    "assign_class",
    "assign_objective",
    "assign_owner",
    "assign_unit",
    "change_cap",
    "change_key",
    "change_link",
    "clear_role",
    "clear_suspect",
    "create_campaign",
    "create_objective",
    "decide_cap",
    "decide_request",
    "declare_approval",
    "delegate",
    "dismiss_guest",
    "duplicate_campaign",
    "edit_request",
    "file_request",
    "import_plan",
    "map_key",
    "name_role",
    "remove_cap",
    "remove_link",
    "remove_requirement",
    "restore_campaign",
    "restore_objective",
    "save_grid",
    "send_back",
    "set_cap",
    "shift_dates",
    "submit",
    "unmap_key",
    "update_campaign",
    "update_objective",
    "update_requirement",
    "withdraw",
]
