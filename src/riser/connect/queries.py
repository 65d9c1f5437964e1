"""Reads: the door that other rooms use. Values are frozen; every call runs a constant number of queries.

`to_day` bounds the facts (an as-of day); without it every day counts. Nothing loaded gives empty answers.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from riser.connect import ledger
from riser.connect.lake import table as lake
from riser.connect.lake.days import KEY, every_campaign_day, every_link_day, key_in, name_in
from riser.connect.lake.reads import exact, select
from riser.connect.lake.tables import TABLES
from riser.connect.lake.work import every_item, own_words, read_through, stored_rows
from riser.connect.ledger import LoadRecord
from riser.connect.mappings import source_name, sources
from riser.connect.models import Account, Load, LoadState, PlatformTotal, QuietDays
from riser.connect.rules.board_words import UsedWord, used_words
from riser.connect.rules.facts import (
    AccountDay,
    AccountTotal,
    AdAccount,
    CampaignDay,
    ConnectedSource,
    Level,
    PlatformCampaign,
    Total,
)
from riser.connect.rules.findings import Finding, find_all
from riser.connect.rules.links import LinkPolicy
from riser.connect.rules.work import EvidenceKind, WorkItem, WorkSource
from riser.connect.rules.work_items import as_of, sources_in
from riser.foundation.errors import NotFound
from riser.foundation.evidence import PlatformKey
from riser.foundation.periods import Period, month_of
from riser.foundation.queries import house

if TYPE_CHECKING:
    import ibis.expr.types as ir

__all__ = [
    "AccountDay",
    "AccountTotal",
    "AdAccount",
    "CampaignDay",
    "ConnectedSource",
    "Finding",
    "Level",
    "LoadRecord",
    "PlatformCampaign",
    "Total",
    "TotalsBy",
    "UsedWord",
    "WorkItem",
    "WorkSource",
    "account",
    "account_days",
    "account_totals",
    "accounts",
    "agreed_latencies",
    "board_words",
    "campaign_days",
    "connected_sources",
    "findings",
    "lake_state",
    "link_days",
    "load",
    "load_days",
    "load_of_file",
    "loads",
    "newest_day",
    "platform_campaigns",
    "quiet_days",
    "retired_after",
    "totals",
    "waiting_loads",
    "work_item",
    "work_items",
    "work_sources",
]

TotalsBy = Literal["source", "campaign", "day"]
POLICY = LinkPolicy()


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
    groups: dict[PlatformKey, list[CampaignDay]] = {}
    for day in campaign_days(organisation_id, to_day=to_day or date.max):
        groups.setdefault(day.key, []).append(day)
    found = [_platform_campaign(days) for days in groups.values()]
    return sorted(found, key=lambda campaign: (-campaign.spend, campaign.name))


def totals(
    organisation_id: int, *, by: TotalsBy, from_day: date | None = None, to_day: date | None = None
) -> list[Total]:
    """Sums by source, campaign or day; one row per currency, currencies are never added.

    Sources and campaigns come by falling spend, days in their order.
    """
    keys = KEY if by == "campaign" else [by]
    rows = select(organisation_id, lambda table: _sums(table, keys), from_day=from_day, to_day=to_day)
    found = [_total(row, by) for row in rows]
    if by == "day":
        return sorted(found, key=lambda total: (total.label, total.currency))
    return sorted(found, key=lambda total: (-(total.spend or 0), total.label, total.currency))


def newest_day(organisation_id: int, *, to_day: date | None = None) -> date | None:
    """The newest day any source reports, or None where nothing is loaded."""
    return max((one.newest_day for one in connected_sources(organisation_id, to_day=to_day)), default=None)


def connected_sources(organisation_id: int, *, to_day: date | None = None) -> list[ConnectedSource]:
    """The accounts whose records are in the lake, by source and account."""
    groups: dict[tuple[str, str, Level], list[CampaignDay]] = {}
    for day in campaign_days(organisation_id, to_day=to_day or date.max):
        groups.setdefault((day.key.source, day.key.account, day.level), []).append(day)
    return [_connected(groups[group]) for group in sorted(groups)]


def account_days(organisation_id: int, *, to_day: date) -> list[AccountDay]:
    """One value per account, day and currency, with the moment the day first arrived."""
    groups: dict[tuple[str, str, date, str], list[CampaignDay]] = {}
    for day in campaign_days(organisation_id, to_day=to_day):
        groups.setdefault((day.key.source, day.key.account, day.day, day.currency), []).append(day)
    return [_account_day(groups[group]) for group in sorted(groups)]


def account_totals(organisation_id: int) -> list[AccountTotal]:
    """What the platforms themselves say the accounts spent, from imports that told it."""
    rows = PlatformTotal.objects.filter(account__organisation_id=organisation_id).select_related("account")
    return [
        AccountTotal(
            source=row.account.source,
            account=row.account.account,
            from_day=row.from_day,
            to_day=row.to_day,
            amount=row.amount or Decimal(0),
            currency=row.currency,
        )
        for row in rows.order_by("from_day", "to_day", "pk")
    ]


def quiet_days(organisation_id: int) -> dict[tuple[str, str], set[date]]:
    """The days on which a person said an account delivered nothing, by source and account."""
    found: dict[tuple[str, str], set[date]] = {}
    rows = QuietDays.objects.filter(account__organisation_id=organisation_id).select_related("account")
    for row in rows:
        key = (row.account.source, row.account.account)
        found.setdefault(key, set()).update(Period(row.from_day, row.to_day))
    return found


def agreed_latencies(organisation_id: int) -> dict[str, int]:
    """The agreed hours per source, where any account of it has an agreement; the longest one counts."""
    rows = Account.objects.filter(organisation_id=organisation_id, latency_hours__isnull=False)
    found: dict[str, int] = {}
    for source, hours in rows.values_list("source", "latency_hours"):
        found[source] = max(found.get(source, 0), hours or 0)
    return found


def work_items(
    organisation_id: int, *, to_day: date, kinds: Collection[EvidenceKind] | None = None
) -> tuple[WorkItem, ...]:
    """The records of work tools and evidence sheets up to `to_day`, as they stood then, in order of time.

    Days are those of the organisation's zone. `kinds` None means every kind.
    """
    found = as_of(every_item(organisation_id), to_day, _zone(organisation_id))
    return tuple(item for item in found if kinds is None or item.kind in kinds)


def work_item(organisation_id: int, source: str, item: str, *, to_day: date) -> WorkItem:
    """One item as it stood on a day. Raises NotFound."""
    found = work_items(organisation_id, to_day=to_day)
    for one in found:
        if (one.source, one.id) == (source, item):
            return one
    raise NotFound(_("There is no such item in this organisation."))


def board_words(organisation_id: int) -> list[UsedWord]:
    """The words that boards use for states and kinds, with what they mean here."""
    return used_words(stored_rows(organisation_id), read_through(own_words(organisation_id)))


def work_sources(organisation_id: int, *, to_day: date) -> tuple[WorkSource, ...]:
    """The connected work tools by project, with the first and the newest day of which they tell."""
    return tuple(sources_in(every_item(organisation_id), to_day, source_name))


def accounts(organisation_id: int) -> list[AdAccount]:
    """Every account that was ever named, by source and account."""
    rows = Account.objects.filter(organisation_id=organisation_id).order_by("source", "account")
    return [_ad_account(row) for row in rows]


def account(organisation_id: int, account_id: int) -> AdAccount:
    """One account. Raises NotFound."""
    row = Account.objects.filter(organisation_id=organisation_id, pk=account_id).first()
    if row is None:
        raise NotFound(_("There is no such account in this organisation."))
    return _ad_account(row)


def retired_after(organisation_id: int) -> dict[tuple[str, str], date]:
    """The last day of each account that is used no longer, by source and account."""
    rows = Account.objects.filter(organisation_id=organisation_id, retired_after__isnull=False)
    return {(row.source, row.account): row.retired_after for row in rows if row.retired_after}


def findings(organisation_id: int, *, load_id: str | None = None) -> list[Finding]:
    """What is worth a look in all campaign-days, or in the source and days of one load; worst money first."""
    days = campaign_days(organisation_id, to_day=date.max)
    if load_id is not None:
        days = _days_of_load(ledger.get_load(organisation_id, load_id), days)
    return find_all(days, POLICY)


def loads(organisation_id: int, *, limit: int = 100) -> list[LoadRecord]:
    """The newest loads first."""
    rows = Load.objects.filter(organisation_id=organisation_id).order_by("-started_at", "-pk")
    return [ledger.record_of(row) for row in rows[:limit]]


def load(organisation_id: int, load_id: str) -> LoadRecord:
    """One load. Raises NotFound."""
    return ledger.record_of(ledger.get_load(organisation_id, load_id))


def load_of_file(organisation_id: int, sha256: str) -> LoadRecord | None:
    """The newest load that stored the file of this digest, or None."""
    rows = Load.objects.filter(organisation_id=organisation_id, file_sha256=sha256, state=LoadState.DONE)
    row = rows.order_by("-started_at", "-pk").first()
    return ledger.record_of(row) if row else None


def load_days(organisation_id: int, load_id: str) -> list[CampaignDay]:
    """The campaign-days of the source and days of one load, as they are now. Raises NotFound."""
    row = ledger.get_load(organisation_id, load_id)
    return _days_of_load(row, campaign_days(organisation_id, to_day=date.max))


def waiting_loads(organisation_id: int) -> int:
    """How many loads wait for a person."""
    return Load.objects.filter(organisation_id=organisation_id, state=LoadState.WAITING).count()


def lake_state() -> str:
    """ "ok" where every table of the lake opens, else what is wrong with the first bad one."""
    folder = lake.lake_folder()
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        for table in TABLES.values():
            try:
                lake.open_table(int(path.name), table)
            except Exception as error:  # whatever the storage raises is the answer here
                return f"{path.name}/{table.name}: {type(error).__name__}"
    return "ok"


# --- expressions -----------------------------------------------------------------------------------------


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


# --- values ----------------------------------------------------------------------------------------------


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


def _ad_account(row: Account) -> AdAccount:
    return AdAccount(
        id=row.pk,
        source=row.source,
        account=row.account,
        currency=row.currency,
        latency_hours=row.latency_hours,
        retired_after=row.retired_after,
        retired_by=row.retired_by,
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


def _zone(organisation_id: int) -> ZoneInfo:
    return ZoneInfo(house(organisation_id).time_zone)


def _between(day: date, from_day: date | None, to_day: date) -> bool:
    return day <= to_day and (from_day is None or day >= from_day)


def _days_of_load(row: Load, days: Iterable[CampaignDay]) -> list[CampaignDay]:
    if row.from_day is None or row.to_day is None:
        return []
    window = Period(row.from_day, row.to_day)
    return [day for day in days if day.key.source == row.source and day.day in window]


def _sum_known(values: Iterable[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None
