"""The metric catalogue: what each metric is, its value of the last 30 days, and how it moved."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from riser.connect.actions import SEE
from riser.connect.commands.metrics import SHOWN_DAYS, first_of
from riser.connect.metric_words import DIRECTIONS, OWNERS, UNITS, figure_words, formula, why_not
from riser.connect.metrics import metrics as catalogue
from riser.connect.queries.metrics import Measured, all_measured, measured
from riser.connect.queries.metrics import metric as metric_of
from riser.connect.rules.metrics import Metric
from riser.connect.tables import in_words
from riser.connect.views.words import path_to
from riser.foundation.web import RiserRequest, member_view

SHOWN_MONTHS = 12


@dataclass(frozen=True)
class Line:
    """A metric as the catalogue shows it."""

    id: str
    name: str
    means: str
    formula: str
    owner: str
    figures: tuple[str, ...]
    why: str


@member_view(SEE)
def metrics(request: RiserRequest) -> HttpResponse:
    """Every metric with its formula in words and its value of the last 30 days."""
    last = request.act.now.date()
    found = all_measured(request.house.id, list(catalogue().values()), from_day=first_of(last), to_day=last)
    context = {
        "lines": [_line(one) for one in found],
        "days": SHOWN_DAYS,
        "crumbs": path_to(_("Metrics")),
    }
    return render(request, "connect/metrics.html", context)


@member_view(SEE)
def one_metric(request: RiserRequest, metric: str) -> HttpResponse:
    """One metric: its definition, and its value month by month."""
    asked, last = metric_of(metric), request.act.now.date()
    found = measured(request.house.id, metric, from_day=_a_year_before(last), to_day=last, by="month")
    context = {
        "metric": asked,
        "name": in_words(asked.name),
        "means": in_words(asked.means),
        "note": in_words(asked.note) if asked.note else "",
        "formula": formula(asked),
        "unit": UNITS[asked.unit],
        "owner": OWNERS[asked.owner],
        "direction": DIRECTIONS[asked.direction],
        "trends": _trends(asked, found),
        "why": why_not(found),
        "crumbs": path_to(in_words(asked.name), (_("Metrics"), reverse("connect_metrics"))),
    }
    return render(request, "connect/metric.html", context)


def _line(found: Measured) -> Line:
    one = found.metric
    return Line(
        id=one.id,
        name=in_words(one.name),
        means=in_words(one.means),
        formula=formula(one),
        owner=str(OWNERS[one.owner]),
        figures=tuple(figure_words(one, figure) for figure in found.figures),
        why=why_not(found),
    )


def _trends(asked: Metric, found: Measured) -> list[tuple[str, list[Decimal | None], list[tuple[date, str]]]]:
    """By currency: the months as bars, and as rows of a table."""
    told = []
    for currency in sorted({one.currency for one in found.figures}):
        mine = [one for one in found.figures if one.currency == currency]
        rows = [(date.fromisoformat(f"{one.label}-01"), figure_words(asked, one)) for one in mine]
        told.append((currency, [one.value for one in mine], rows))
    return told


def _a_year_before(last: date) -> date:
    return (last.replace(day=1) - timedelta(days=31 * (SHOWN_MONTHS - 1))).replace(day=1)
