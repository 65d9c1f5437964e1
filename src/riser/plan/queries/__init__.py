"""Reads of this room, every value frozen, every call with a constant number of queries."""

from riser.plan.queries.campaigns import CampaignLine, campaign_lines
from riser.plan.queries.detail import campaign_detail
from riser.plan.queries.draft import draft_from_spend
from riser.plan.queries.objectives import ObjectiveLine, objective_lines
from riser.plan.queries.page import CampaignDetail

__all__ = [
    "CampaignDetail",
    "CampaignLine",
    "ObjectiveLine",
    "campaign_detail",
    "campaign_lines",
    "draft_from_spend",
    "objective_lines",
]
