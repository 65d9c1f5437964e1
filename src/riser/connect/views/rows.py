"""The campaign-days behind a number."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from riser.connect import queries, sentences
from riser.connect.actions import SEE
from riser.connect.mappings import source_name
from riser.connect.records import key_of
from riser.connect.rules.facts import CampaignDay
from riser.connect.views.words import path_to
from riser.foundation.errors import Refused
from riser.foundation.evidence import PlatformKey
from riser.foundation.kept import keep
from riser.foundation.web import RiserRequest, member_view

PER_PAGE = 200
T = TypeVar("T")


@dataclass(frozen=True)
class Filters:
    """Which campaign-days are wanted; empty means all."""

    keys: frozenset[PlatformKey]
    source: str
    account: str
    campaign: str
    channel: str
    from_day: date | None
    to_day: date | None

    def wants(self, day: CampaignDay) -> bool:
        """Whether this campaign-day is among them. Its days are bounded by the read."""
        words = (
            (self.source, day.key.source),
            (self.account, day.key.account),
            (self.campaign, day.key.campaign),
            (self.channel, day.channel),
        )
        return (not self.keys or day.key in self.keys) and all(not want or want == has for want, has in words)


@dataclass(frozen=True)
class Found:
    """The campaign-days that were asked for, oldest first, with what is said of all of them."""

    days: tuple[CampaignDay, ...]
    title: str
    sums: list[tuple[str, Decimal]]
    assumed: str


@member_view(SEE)
def rows(request: RiserRequest) -> HttpResponse:
    """Campaign-days by `key` (repeatable), `source`, `account`, `campaign`, `channel`, `from`, `to`."""
    filters = _filters(request.GET)
    found = _found(request.house.id, filters, request.as_of)
    page = Paginator(found.days, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "title": found.title,
        "crumbs": path_to(found.title),
        "source": source_name(filters.source) if filters.source else "",
        "channel": sentences.channel_name(filters.channel) if filters.channel else "",
        "page": page,
        "rows": [(day, sentences.channel_name(day.channel)) for day in page.object_list],
        "sums": found.sums,
        "first_day": found.days[0].day if found.days else None,
        "last_day": found.days[-1].day if found.days else None,
        "assumed": found.assumed,
    }
    return render(request, "connect/rows.html", context)


def _found(organisation_id: int, filters: Filters, as_of: date) -> Found:
    """Read and summed once for all pages of the list."""

    def find() -> Found:
        days = queries.campaign_days(
            organisation_id, to_day=filters.to_day or as_of, from_day=filters.from_day
        )
        wanted = tuple(day for day in days if filters.wants(day))
        return Found(wanted, _title(filters, wanted), _sums(wanted), sentences.assumed(wanted))

    return keep(organisation_id, ("rows", filters, as_of), find)


def _title(filters: Filters, wanted: Sequence[CampaignDay]) -> str:
    names = {day.key: day.campaign_name for day in wanted}
    if len(names) == 1 and (filters.keys or filters.campaign):
        return next(iter(names.values()))
    return _("Campaign-days behind the figure")


def _sums(wanted: Sequence[CampaignDay]) -> list[tuple[str, Decimal]]:
    sums: dict[str, Decimal] = {}
    for day in wanted:
        sums[day.currency] = sums.get(day.currency, Decimal(0)) + day.spend
    return sorted(sums.items())


def _filters(given: QueryDict) -> Filters:
    return Filters(
        keys=frozenset(_parsed(key, key_of, "key") for key in given.getlist("key")),
        source=given.get("source", ""),
        account=given.get("account", ""),
        campaign=given.get("campaign", ""),
        channel=given.get("channel", ""),
        from_day=_parsed(given.get("from", ""), date.fromisoformat, "from") if given.get("from") else None,
        to_day=_parsed(given.get("to", ""), date.fromisoformat, "to") if given.get("to") else None,
    )


def _parsed(text: str, parse: Callable[[str], T], name: str) -> T:
    try:
        return parse(text)
    except ValueError as error:
        raise Refused(_("“%(text)s” cannot be read as %(name)s.") % {"text": text, "name": name}) from error
