"""Reads of this room, every value frozen, every call with a constant number of queries."""

from riser.measure.queries.found import Lag, campaign_of_checkpoint, find_asked, lags, requirement_of_verdict
from riser.measure.queries.mine import my_parts, runs_campaigns
from riser.measure.queries.results import (
    CampaignResults,
    CheckLine,
    RequirementResult,
    VerdictLine,
    all_results,
    campaign_results,
)
from riser.measure.queries.totals import SEE, totals

__all__ = [
    "SEE",
    "CampaignResults",
    "CheckLine",
    "Lag",
    "RequirementResult",
    "VerdictLine",
    "all_results",
    "campaign_of_checkpoint",
    "campaign_results",
    "find_asked",
    "lags",
    "my_parts",
    "requirement_of_verdict",
    "runs_campaigns",
    "totals",
]
