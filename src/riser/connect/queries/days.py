"""Reads of campaign-days: as they are, by platform campaign, by account and day, and summed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from riser.connect.lake.days import KEY, every_campaign_day, every_link_day, key_in, name_in
from riser.connect.lake.reads import exact, select
from riser.connect.mappings import source_name, sources
from riser.connect.rules.facts import (
    AccountDay,
    CampaignDay,
    ConnectedSource,
    Level,
    PlatformCampaign,
    Total,
)
from riser.foundation.evidence import PlatformKey
from riser.foundation.kept import keep
from riser.foundation.periods import month_of

if TYPE_CHECKING:
    import ibis.expr.types as ir

TotalsBy = Literal["source", "campaign", "day"]


def campaign_days(organisation_id: int, *, to_day: date, from_day: date | None = None) -> list[CampaignDay]:
    """Every campaign-day up to `to_day`, oldest first, each account read at one level.

    Campaign rows are preferred; else the finest level that covers as many days as the coarser ones.
    """
    return [day for day in every_campaign_day(organisation_id) if _between(day.day, from_day, to_day)]


def link_days(organisation_id: int, *, to_day: date) -> list[CampaignDay]:
    """Campaign-days as above, split further by landing page where an account is read ad by ad."""
    return [day for day in every_link_day(organisation_id) if day.day <= to_day]


def platform_campaigns(organisation_id: int, *, to_day: date | None = None) -> list[PlatformCampaign]:
    """One value per platform campaign, by falling spend."""
    day = to_day or date.max
    return list(keep(organisation_id, ("platforms", day), lambda: _platform_campaigns(organisation_id, day)))


def totals(
    organisation_id: int, *, by: TotalsBy, from_day: date | None = None, to_day: date | None = None
) -> list[Total]:
    """Sums by source, campaign or day; one row per currency, currencies are never added.

    Sources and campaigns come by falling spend, days in their order.
    """
    asked = ("totals", by, from_day, to_day)
    return list(keep(organisation_id, asked, lambda: _totals(organisation_id, by, from_day, to_day)))


def newest_day(organisation_id: int, *, to_day: date | None = None) -> date | None:
    """The newest day any source reports, or None where nothing is loaded."""
    return max((one.newest_day for one in connected_sources(organisation_id, to_day=to_day)), default=None)


def connected_sources(organisation_id: int, *, to_day: date | None = None) -> list[ConnectedSource]:
    """The accounts whose records are in the lake, by source and account."""
    day = to_day or date.max
    return list(keep(organisation_id, ("sources", day), lambda: _connected_sources(organisation_id, day)))


def account_days(organisation_id: int, *, to_day: date) -> list[AccountDay]:
    """One value per account, day and currency, with the moment the day first arrived."""
    return [day for day in _account_days(_Same(every_campaign_day(organisation_id))) if day.day <= to_day]


@dataclass(frozen=True, eq=False)
class _Same:
    """Campaign-days by which object they are: the same ones come back while nothing is loaded."""

    days: Sequence[CampaignDay]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.days is self.days

    def __hash__(self) -> int:
        return id(self.days)


@lru_cache(maxsize=4)
def _account_days(same: _Same) -> tuple[AccountDay, ...]:
    groups: dict[tuple[str, str, date, str], list[CampaignDay]] = {}
    for day in same.days:
        groups.setdefault((day.key.source, day.key.account, day.day, day.currency), []).append(day)
    return tuple(_account_day(groups[group]) for group in sorted(groups))


def _platform_campaigns(organisation_id: int, to_day: date) -> tuple[PlatformCampaign, ...]:
    groups: dict[PlatformKey, list[CampaignDay]] = {}
    for day in campaign_days(organisation_id, to_day=to_day):
        groups.setdefault(day.key, []).append(day)
    found = [_platform_campaign(days) for days in groups.values()]
    return tuple(sorted(found, key=lambda campaign: (-campaign.spend, campaign.name)))


def _totals(
    organisation_id: int, by: TotalsBy, from_day: date | None, to_day: date | None
) -> tuple[Total, ...]:
    keys = KEY if by == "campaign" else [by]
    rows = select(organisation_id, lambda table: _sums(table, keys), from_day=from_day, to_day=to_day)
    found = [_total(row, by) for row in rows]
    if by == "day":
        return tuple(sorted(found, key=lambda total: (total.label, total.currency)))
    return tuple(sorted(found, key=lambda total: (-(total.spend or 0), total.label, total.currency)))


def _connected_sources(organisation_id: int, to_day: date) -> tuple[ConnectedSource, ...]:
    groups: dict[tuple[str, str, Level], list[CampaignDay]] = {}
    for day in campaign_days(organisation_id, to_day=to_day):
        groups.setdefault((day.key.source, day.key.account, day.level), []).append(day)
    return tuple(_connected(groups[group]) for group in sorted(groups))


def _sums(table: "ir.Table", keys: Sequence[str]) -> "ir.Table":
    return table.group_by([*keys, "currency"]).aggregate(
        campaign_name=table.campaign_name.argmax(table.day),
        spend=table.spend.sum(),
        impressions=table.impressions.sum(),
        clicks=table.clicks.sum(),
        conversions=table.conversions.sum(),
        currency_assumed=table.currency_assumed.any(),
        account_assumed=table.account_assumed.any(),
    )


def _platform_campaign(days: Sequence[CampaignDay]) -> PlatformCampaign:
    spent = [day for day in days if day.spend > 0]
    by_month: dict[date, Decimal] = {}
    by_channel: dict[str, Decimal] = {}
    for day in days:
        month = month_of(day.day).from_day
        by_month[month] = by_month.get(month, Decimal(0)) + day.spend
        by_channel[day.channel] = by_channel.get(day.channel, Decimal(0)) + day.spend
    return PlatformCampaign(
        key=days[0].key,
        name=days[-1].campaign_name,
        channel=max(by_channel, key=lambda channel: by_channel[channel]),
        first_day=days[0].day,
        last_day=days[-1].day,
        first_spend_day=spent[0].day if spent else None,
        last_spend_day=spent[-1].day if spent else None,
        spend=sum((day.spend for day in days), Decimal(0)),
        spend_by_month=by_month,
        currency=days[-1].currency,
        conversions=_sum_known(day.conversions for day in days),
        final_urls=tuple(sorted({day.final_url for day in days if day.final_url})),
        currency_assumed=any(day.currency_assumed for day in days),
        account_assumed=any(day.account_assumed for day in days),
    )


def _total(row: dict[str, Any], by: TotalsBy) -> Total:
    key = key_in(row) if by == "campaign" else None
    return Total(
        label=name_in(row) if key else str(row[by]),
        currency=row["currency"],
        spend=exact(row["spend"]),
        impressions=row["impressions"],
        clicks=row["clicks"],
        conversions=exact(row["conversions"]),
        currency_assumed=row["currency_assumed"],
        account_assumed=row["account_assumed"],
        key=key,
    )


def _connected(days: Sequence[CampaignDay]) -> ConnectedSource:
    """The account behind these campaign-days, oldest first."""
    slug = days[0].key.source
    source = sources().get(slug)
    return ConnectedSource(
        source=slug,
        account=days[0].key.account,
        name=source_name(slug),
        kind=source.kind if source else "ad_platform",
        level=days[0].level,
        first_day=days[0].day,
        newest_day=days[-1].day,
        currency=days[-1].currency,
        currency_assumed=any(day.currency_assumed for day in days),
        account_assumed=any(day.account_assumed for day in days),
    )


def _account_day(days: Sequence[CampaignDay]) -> AccountDay:
    """The sum of an account's campaigns on one day."""
    return AccountDay(
        source=days[0].key.source,
        account=days[0].key.account,
        day=days[0].day,
        spend=sum((day.spend for day in days), Decimal(0)),
        currency=days[0].currency,
        first_loaded_at=min(day.first_loaded_at for day in days),
    )


def _between(day: date, from_day: date | None, to_day: date) -> bool:
    return day <= to_day and (from_day is None or day >= from_day)


def _sum_known(values: Iterable[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None
