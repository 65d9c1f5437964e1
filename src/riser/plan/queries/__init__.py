"""Reads of this room, every value frozen, every call with a constant number of queries."""

from riser.plan.queries.campaigns import CampaignLine, campaign_lines
from riser.plan.queries.changes import Change, changes_since
from riser.plan.queries.detail import campaign_detail
from riser.plan.queries.draft import draft_from_spend
from riser.plan.queries.objectives import ObjectiveLine, objective_lines
from riser.plan.queries.pacing import Pace, Planned, pacing, planned
from riser.plan.queries.page import CampaignDetail, RoleLine
from riser.plan.queries.requests import RequestLine, request_line, request_lines, requests
from riser.plan.queries.roles import roles
from riser.plan.queries.units import units
from riser.plan.queries.visible import CampaignCard, find_visible, visible_ids

__all__ = [
    "CampaignCard",
    "CampaignDetail",
    "CampaignLine",
    "Change",
    "ObjectiveLine",
    "Pace",
    "Planned",
    "RequestLine",
    "RoleLine",
    "campaign_detail",
    "campaign_lines",
    "changes_since",
    "draft_from_spend",
    "find_visible",
    "objective_lines",
    "pacing",
    "planned",
    "request_line",
    "request_lines",
    "requests",
    "roles",
    "units",
    "visible_ids",
]
