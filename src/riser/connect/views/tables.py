"""Campaign-days summed for a page: by channel and by campaign, months beside, currencies apart."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar

from django.utils.translation import gettext as _

from riser.connect import sentences
from riser.connect.records import id_of, rows_url
from riser.connect.rules.facts import CampaignDay
from riser.connect.rules.findings import Finding
from riser.foundation.periods import month_of
from riser.ui import formats


@dataclass(frozen=True)
class Sum:
    """One line of spend. `months` run without a gap; None is a month without any row."""

    label: str
    first_day: date
    last_day: date
    months: tuple[Decimal | None, ...]
    spend: Decimal
    currency: str
    share: str
    clicks: int | None
    conversions: Decimal | None
    url: str

    @property
    def in_words(self) -> str:
        """The months for who cannot see the bars."""
        told = formats.listed(
            formats.EN_DASH if value is None else formats.number(value) for value in self.months
        )
        return _("spend by month: %(months)s") % {"months": told}


@dataclass(frozen=True)
class FindingLine:
    """A finding in words, with the page of its rows."""

    headline: str
    detail: str
    where: str
    spend: Decimal | None
    currency: str
    url: str


@dataclass(frozen=True)
class Spending:
    """What a set of campaign-days says at first sight."""

    totals: tuple[tuple[str, Decimal], ...]
    channels: tuple[Sum, ...]
    campaigns: tuple[Sum, ...]
    first_day: date | None
    last_day: date | None


def spending(days: Sequence[CampaignDay], *, linked: bool) -> Spending:
    """The sums of these campaign-days; `linked` where they are stored, so that figures open their rows."""
    totals: dict[str, Decimal] = {}
    for day in days:
        totals[day.currency] = totals.get(day.currency, Decimal(0)) + day.spend
    return Spending(
        totals=tuple(sorted(totals.items(), key=lambda item: -item[1])),
        channels=_sums(days, by_channel, totals, linked),
        campaigns=_sums(days, by_campaign, totals, linked),
        first_day=min((day.day for day in days), default=None),
        last_day=max((day.day for day in days), default=None),
    )


T = TypeVar("T", int, Decimal)
Group = tuple[str, str]  # what is summed, currency
Name = Callable[[CampaignDay], Group]


def by_channel(day: CampaignDay) -> Group:
    """Groups by channel."""
    return day.channel, day.currency


def by_campaign(day: CampaignDay) -> Group:
    """Groups by platform campaign."""
    return id_of(day.key), day.currency


def finding_lines(found: Iterable[Finding], *, linked: bool) -> list[FindingLine]:
    """The findings in words."""
    return [
        FindingLine(
            headline=sentences.headline(finding),
            detail=sentences.detail(finding),
            where=sentences.where(finding),
            spend=finding.spend,
            currency=finding.currency,
            url=_finding_url(finding) if linked else "",
        )
        for finding in found
    ]


def _finding_url(finding: Finding) -> str:
    return rows_url(*finding.keys, **{"from": finding.from_day.isoformat(), "to": finding.to_day.isoformat()})


def _sums(
    days: Sequence[CampaignDay], name: Name, totals: dict[str, Decimal], linked: bool
) -> tuple[Sum, ...]:
    groups: dict[Group, list[CampaignDay]] = {}
    for day in days:
        groups.setdefault(name(day), []).append(day)
    lines = [_sum(group, name, totals, linked) for group in groups.values()]
    return tuple(sorted(lines, key=lambda line: (-line.spend, line.label)))


def _sum(group: Sequence[CampaignDay], name: Name, totals: dict[str, Decimal], linked: bool) -> Sum:
    newest = max(group, key=lambda day: day.day)
    spend = sum((day.spend for day in group), Decimal(0))
    channel = name is by_channel
    url = rows_url(channel=newest.channel) if channel else rows_url(newest.key)
    return Sum(
        label=sentences.channel_name(newest.channel) if channel else newest.campaign_name,
        first_day=min(day.day for day in group),
        last_day=newest.day,
        months=_months(group),
        spend=spend,
        currency=newest.currency,
        share=formats.portion(spend, totals[newest.currency]),
        clicks=_known([day.clicks for day in group]),
        conversions=_known([day.conversions for day in group]),
        url=url if linked else "",
    )


def _months(group: Sequence[CampaignDay]) -> tuple[Decimal | None, ...]:
    spent: dict[date, Decimal] = {}
    for day in group:
        month = month_of(day.day).from_day
        spent[month] = spent.get(month, Decimal(0)) + day.spend
    first, last = min(spent), max(spent)
    found: list[Decimal | None] = []
    while first <= last:
        found.append(spent.get(first))
        first = month_of(first).to_day + timedelta(days=1)
    return tuple(found)


def _known(values: Sequence[T | None]) -> T | None:
    known = [value for value in values if value is not None]
    return sum(known[1:], known[0]) if known else None
