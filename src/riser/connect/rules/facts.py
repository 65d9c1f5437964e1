"""Frozen values that other rooms read from the lake."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from riser.foundation.evidence import PlatformKey


class Assumable:
    """What may rest on a currency or an account that no file names and nobody has confirmed yet."""

    __slots__ = ()
    currency_assumed: bool
    account_assumed: bool

    @property
    def assumed(self) -> bool:
        """Whether the currency or the account is assumed."""
        return self.currency_assumed or self.account_assumed


class Level(StrEnum):
    """The depth at which a platform reports a row of `ad_daily`."""

    ACCOUNT = "account"
    CAMPAIGN = "campaign"
    AD_GROUP = "ad_group"
    AD = "ad"


@dataclass(frozen=True, slots=True)
class CampaignDay(Assumable):
    """What one platform campaign did on one day, at the one level its account is read at.

    `spend` is in platform units of `currency`, 0 where the platform said nothing of it. `impressions`,
    `clicks` and `conversions` stay None where the platform was silent. `final_url` is None where unknown.
    `first_loaded_at` survives replacement: lateness is judged by it.
    """

    key: PlatformKey
    campaign_name: str
    channel: str
    day: date
    spend: Decimal
    currency: str
    impressions: int | None
    clicks: int | None
    conversions: Decimal | None
    final_url: str | None
    first_loaded_at: datetime
    loaded_at: datetime
    load_id: str
    currency_assumed: bool = False
    account_assumed: bool = False
    level: Level = Level.CAMPAIGN

    @property
    def row(self) -> str:
        """The id of this row behind a price: source/account/campaign/day."""
        return f"{self.key.source}/{self.key.account}/{self.key.campaign}/{self.day.isoformat()}"


@dataclass(frozen=True, slots=True)
class PlatformCampaign(Assumable):
    """One campaign as its ad platform knows it; `spend_by_month` is keyed by the first day of the month.

    `first_spend_day` and `last_spend_day` are None where it never spent. `conversions` is None where no
    row reports any.
    """

    key: PlatformKey
    name: str
    channel: str
    first_day: date
    last_day: date
    first_spend_day: date | None
    last_spend_day: date | None
    spend: Decimal
    spend_by_month: Mapping[date, Decimal]
    currency: str
    conversions: Decimal | None
    final_urls: tuple[str, ...]
    currency_assumed: bool
    account_assumed: bool


@dataclass(frozen=True, slots=True)
class Total(Assumable):
    """A sum over campaign-days in one currency. `label` is a source, a campaign's name or an ISO day.

    `key` is set for totals by campaign. A sum is None where every value behind it is unknown.
    """

    label: str
    currency: str
    spend: Decimal | None
    impressions: int | None
    clicks: int | None
    conversions: Decimal | None
    currency_assumed: bool
    account_assumed: bool
    key: PlatformKey | None = None


@dataclass(frozen=True, slots=True)
class ConnectedSource(Assumable):
    """One account whose records Riser holds. `kind` is the kind of source, so far "ad_platform"."""

    source: str
    account: str
    name: str
    kind: str
    level: Level
    first_day: date
    newest_day: date
    currency: str
    currency_assumed: bool
    account_assumed: bool


@dataclass(frozen=True, slots=True)
class AdAccount:
    """What people said about one account. `retired_after` is its last day, None while it is in use."""

    id: int
    source: str
    account: str
    currency: str
    latency_hours: int | None
    retired_after: date | None
    retired_by: str


@dataclass(frozen=True, slots=True)
class AccountDay:
    """One day of one account: its spend at the level read and when it first arrived."""

    source: str
    account: str
    day: date
    spend: Decimal
    currency: str
    first_loaded_at: datetime


@dataclass(frozen=True, slots=True)
class AccountTotal:
    """What the platform itself says an account spent from one day to another, both included."""

    source: str
    account: str
    from_day: date
    to_day: date
    amount: Decimal
    currency: str
