"""Totals of what the platforms delivered, by source, campaign and day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from riser.connect.mappings import source_name
from riser.connect.queries import Total, account_days
from riser.connect.records import rows_url
from riser.connect.sentences import assumed
from riser.foundation.errors import Refused
from riser.foundation.kept import keep
from riser.foundation.web import RiserRequest, member_view
from riser.measure import queries
from riser.measure.queries import SEE
from riser.measure.views.chart import PHONE, chart_svg
from riser.measure.views.series import Point, Series, months_between, months_by_source
from riser.plan.queries import Planned, planned, visible_ids
from riser.ui import formats

LARGEST = 20


@member_view(SEE)
def measure(request: RiserRequest) -> HttpResponse:
    """Totals from `from` to `to`, else of all days up to the as-of day."""
    first, last = _day(request, "from"), _day(request, "to")
    every = request.GET.get("campaigns") == "all"
    key = ("measure", first, last, request.as_of, every, visible_ids(request.act))
    context = keep(request.house.id, key, lambda: _totals(request, first, last, every=every))
    return render(request, "measure/measure.html", context)


def _totals(request: RiserRequest, first: date | None, last: date | None, *, every: bool) -> dict[str, Any]:
    """What the page shows of the platforms."""
    window = {"from_day": first, "to_day": last or request.as_of}
    by_source = queries.totals(request.act, by="source", **window)
    by_day = queries.totals(request.act, by="day", **window)
    courses = _courses(request.house.id, by_day, window)
    by_campaign = queries.totals(request.act, by="campaign", **window)
    bounds = {"from": first.isoformat() if first else "", "to": last.isoformat() if last else ""}
    given = {name: text for name, text in bounds.items() if text}
    return {
        "bounds": bounds,
        "sums": _sums(by_source),
        "assumed": assumed(by_source),
        "sources": [
            (_source(one, courses), one, rows_url(source=one.label, **given), assumed([one]))
            for one in by_source
        ],
        "campaigns": [
            (one, rows_url(one.key, **given), assumed([one]))
            for one in by_campaign[: None if every else LARGEST]
            if one.key
        ],
        "count": len(by_campaign),
        "days": [
            (date.fromisoformat(one.label), one, rows_url(**_one_day(one.label)), assumed([one]))
            for one in by_day
        ],
        "charts": [_chart(one) for one in _series(by_day, planned(request.act, request.as_of))],
    }


@dataclass(frozen=True)
class Named:
    """A source by its name, with its spend by month; None is a month without any row."""

    name: str
    months: tuple[Decimal | None, ...]

    @property
    def in_words(self) -> str:
        """The months for who cannot see the bars."""
        told = formats.listed(formats.EN_DASH if one is None else formats.number(one) for one in self.months)
        return _("spend by month: %(months)s") % {"months": told}


def _source(total: Total, courses: Mapping[tuple[str, str], tuple[Decimal | None, ...]]) -> Named:
    return Named(source_name(total.label), courses.get((total.label, total.currency), ()))


def _courses(
    organisation_id: int, by_day: Sequence[Total], window: Mapping[str, date | None]
) -> Mapping[tuple[str, str], tuple[Decimal | None, ...]]:
    """The spend of each source by month, over the days of the page."""
    if not by_day:
        return {}
    first, last = (date.fromisoformat(by_day[end].label) for end in (0, -1))
    days = account_days(organisation_id, to_day=last)
    return months_by_source((day for day in days if day.day >= first), months_between(first, last))


def _chart(series: Series) -> dict[str, Any]:
    """What the page shows of a currency: the drawings, and the table behind them."""
    return {
        "currency": series.currency,
        "drawings": (chart_svg(series), chart_svg(series, PHONE)),
        "rows": series.rows,
        "has_plan": bool(series.plan),
        "form": "month" if series.by_month else "table",
    }


def _one_day(label: str) -> dict[str, str]:
    return {"from": label, "to": label}


def _sums(totals: Sequence[Total]) -> list[tuple[str, Decimal]]:
    """The spend in each currency."""
    sums: dict[str, Decimal] = {}
    for total in totals:
        sums[total.currency] = sums.get(total.currency, Decimal(0)) + (total.spend or 0)
    return sorted(sums.items(), key=lambda item: -item[1])


def _series(by_day: Sequence[Total], plans: Sequence[Planned]) -> list[Series]:
    """The spend by day in each currency, without days of which it is unknown; and what was planned."""
    points: dict[str, list[Point]] = {}
    for total in by_day:
        if total.spend is not None:
            points.setdefault(total.currency, []).append(Point(date.fromisoformat(total.label), total.spend))
    return [
        Series(currency, tuple(found), tuple(one for one in plans if one.cap.currency == currency))
        for currency, found in points.items()
    ]


def _day(request: RiserRequest, name: str) -> date | None:
    text = request.GET.get(name, "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Refused(_("“%(text)s” is not a day. Write it as 2026-03-01.") % {"text": text}) from error
