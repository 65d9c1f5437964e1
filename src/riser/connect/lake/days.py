"""Campaign-days as frozen values, read once for each state of the table and kept while it lasts.

A state never changes, and which one is the present one is asked at every call: so a load by another process,
or an account confirmed there, is seen at once.
"""

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from riser.connect.lake.reads import Stored, exact, select, stored
from riser.connect.rules.facts import CampaignDay, Level
from riser.foundation.evidence import PlatformKey

if TYPE_CHECKING:
    import ibis.expr.types as ir

KEY = ["source", "account", "campaign"]
KEPT_STATES = 4  # one for each organisation that is looked at; a bigger house reads again


def every_campaign_day(organisation_id: int) -> Sequence[CampaignDay]:
    """Every campaign-day, oldest first."""
    state = stored(organisation_id)
    return _campaign_days(state) if state else ()


def every_link_day(organisation_id: int) -> Sequence[CampaignDay]:
    """Every campaign-day split by landing page, oldest first."""
    state = stored(organisation_id)
    return _link_days(state) if state else ()


def key_in(row: dict[str, Any]) -> PlatformKey:
    """The platform campaign of a row that was read."""
    return PlatformKey(row["source"], row["account"], row["campaign"])


def name_in(row: dict[str, Any]) -> str:
    """The platform's name for a campaign; where it told none, its id, and for whole accounts theirs."""
    return str(row["campaign_name"] or row["campaign"] or row["account"])


@lru_cache(maxsize=KEPT_STATES)
def _campaign_days(state: Stored) -> tuple[CampaignDay, ...]:
    return _read(state, [*KEY, "day"])


@lru_cache(maxsize=KEPT_STATES)
def _link_days(state: Stored) -> tuple[CampaignDay, ...]:
    return _read(state, [*KEY, "day", "final_url"])


def _read(state: Stored, keys: Sequence[str]) -> tuple[CampaignDay, ...]:
    return tuple(
        _campaign_day(row) for row in select(state.organisation_id, lambda table: daily(table, keys))
    )


def daily(table: "ir.Table", keys: Sequence[str]) -> "ir.Table":
    grouped = table.group_by([*keys, "level", "currency"]).aggregate(
        campaign_name=table.campaign_name.argmax(table.loaded_at),
        channel=table.channel.argmax(table.spend.fill_null(0)),
        spend=table.spend.sum(),
        impressions=table.impressions.sum(),
        clicks=table.clicks.sum(),
        conversions=table.conversions.sum(),
        page=table.final_url.argmax(table.spend.fill_null(0)),
        first_loaded_at=table.first_loaded_at.min(),
        newest_load=table.loaded_at.max(),
        load_id=table.load_id.argmax(table.loaded_at),
        currency_assumed=table.currency_assumed.any(),
        account_assumed=table.account_assumed.any(),
    )
    return grouped.order_by(["day", *KEY])


def _campaign_day(row: dict[str, Any]) -> CampaignDay:
    return CampaignDay(
        key=key_in(row),
        campaign_name=name_in(row),
        channel=row["channel"],
        day=row["day"],
        spend=exact(row["spend"]) or Decimal(0),
        currency=row["currency"],
        impressions=row["impressions"],
        clicks=row["clicks"],
        conversions=exact(row["conversions"]),
        final_url=row["final_url"] if "final_url" in row else row["page"],
        first_loaded_at=row["first_loaded_at"],
        loaded_at=row["newest_load"],
        load_id=row["load_id"],
        currency_assumed=row["currency_assumed"],
        account_assumed=row["account_assumed"],
        level=Level(row["level"]),
    )
