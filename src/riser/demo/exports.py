"""The files that the demo's ad platforms would export: real shapes, fictional figures."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from riser.demo.scenario import Account, Calendar, Delivery, Scenario

CLICK_PRICE = Decimal("0.85")
CLICKS_PER_THOUSAND = 24


@dataclass(frozen=True, slots=True)
class Export:
    """One file of one account over some days, as it is imported."""

    name: str
    source: str
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """What one platform campaign did on one day."""

    delivery: Delivery
    day: str
    spend: Decimal
    clicks: int
    impressions: int
    orders: int


def export(scenario: Scenario, calendar: Calendar, *, account: str, days: range) -> Export | None:
    """The file of an account for these days, or None where it delivered nothing."""
    rows = [row for day in days for row in _rows(scenario, calendar, account, day)]
    if not rows:
        return None
    place = scenario.accounts[account]
    text = _google(place, rows) if place.source == "google_ads" else _linkedin(scenario, place, rows)
    return Export(name=f"{account}-{rows[0].day}.csv", source=place.source, text=text)


def _rows(scenario: Scenario, calendar: Calendar, account: str, day: int) -> Iterable[Row]:
    """What the account's campaigns did; a day without delivery is a row of zeros, as platforms export it."""
    known = [one for one in scenario.deliveries if one.account == account and one.from_day <= day]
    busy = [one for one in known if one.spend_on(day)]
    for delivery in busy or known[-1:]:
        spend = delivery.spend_on(day)
        clicks = int(spend / CLICK_PRICE)
        swing = day % 3 - 1 if delivery.orders > 1 else 0
        yield Row(
            delivery=delivery,
            day=calendar.day(day).isoformat(),
            spend=spend,
            clicks=clicks,
            impressions=clicks * 1000 // CLICKS_PER_THOUSAND,
            orders=delivery.orders + swing if spend else 0,
        )


def _google(place: Account, rows: Sequence[Row]) -> str:
    header = ["Campaign", "Campaign ID", "Customer ID", "Campaign type", "Day", "Currency code", "Cost"]
    lines: list[list[object]] = [["Campaign performance"], [f"{rows[0].day} - {rows[-1].day}"]]
    lines.append([*header, "Impr.", "Clicks", "Conversions"])
    for row in rows:
        ids = [row.delivery.name, row.delivery.key, place.account, place.channel, row.day, "EUR"]
        lines.append([*ids, f"{row.spend:.2f}", row.impressions, row.clicks, row.orders])
    total = sum((row.spend for row in rows), Decimal(0))
    lines.append(["Total: Account", "", "", "", "", "EUR", f"{total:.2f}", "", "", ""])
    return _csv(lines)


def _linkedin(scenario: Scenario, place: Account, rows: Sequence[Row]) -> str:
    header = ["campaign_id", "campaign_name", "account_id", "currency", "day", "cost_in_local_currency"]
    lines: list[list[object]] = [[*header, "impressions", "clicks", "external_website_conversions"]]
    for row in rows:
        ids = [row.delivery.key, row.delivery.name, place.account, scenario.currency, f"{row.day} 00:00:00"]
        lines.append([*ids, f"{row.spend:.2f}", row.impressions, row.clicks, row.orders])
    return _csv(lines)


def _csv(lines: Iterable[Sequence[object]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(lines)
    return out.getvalue()
