"""Reads: the door that other rooms use. Values are frozen; every call runs a constant number of queries."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from riser.connect.rules.facts import (
    AccountDay,
    AccountTotal,
    CampaignDay,
    ConnectedSource,
    LakeState,
    PlatformCampaign,
    Total,
)
from riser.connect.rules.findings import Finding

TotalsBy = Literal["source", "campaign", "day"]


def campaign_days(organisation_id: int, *, to_day: date, from_day: date | None = None) -> list[CampaignDay]:
    """Every campaign-day up to `to_day`, oldest first, each account read at one level.

    Campaign rows are preferred; else the finest level that covers as many days as the coarser ones.
    """
    raise NotImplementedError


def platform_campaigns(organisation_id: int, *, to_day: date | None = None) -> list[PlatformCampaign]:
    """One value per platform campaign, by falling spend."""
    raise NotImplementedError


def totals(
    organisation_id: int, *, by: TotalsBy, from_day: date | None = None, to_day: date | None = None
) -> list[Total]:
    """Sums by source, campaign or day; one row per currency, currencies are never added."""
    raise NotImplementedError


def newest_day(organisation_id: int, *, to_day: date | None = None) -> date | None:
    """The newest day any source reports, or None where nothing is loaded."""
    raise NotImplementedError


def connected_sources(organisation_id: int, *, to_day: date | None = None) -> list[ConnectedSource]:
    """The accounts whose records are in the lake."""
    raise NotImplementedError


def account_days(organisation_id: int, *, to_day: date) -> list[AccountDay]:
    """One value per account and day, with the moment the day first arrived."""
    raise NotImplementedError


def account_totals(organisation_id: int) -> list[AccountTotal]:
    """What the platforms themselves say the accounts spent, from imports that told it."""
    raise NotImplementedError


def findings(organisation_id: int, *, load_id: str | None = None) -> list[Finding]:
    """What is worth a look in all campaign-days, or in those of one load; worst money first."""
    raise NotImplementedError


def lake_state() -> LakeState:
    """Whether every table of the lake opens, for the health page."""
    raise NotImplementedError


__all__: Sequence[str] = [
    "AccountDay",
    "AccountTotal",
    "CampaignDay",
    "ConnectedSource",
    "Finding",
    "LakeState",
    "PlatformCampaign",
    "Total",
    "account_days",
    "account_totals",
    "campaign_days",
    "connected_sources",
    "findings",
    "lake_state",
    "newest_day",
    "platform_campaigns",
    "totals",
]
