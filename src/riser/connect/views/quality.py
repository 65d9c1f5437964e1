"""Data quality: how the data stand against each rule now, what to do, and the trend by week."""

from decimal import Decimal

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from riser.connect.actions import SEE
from riser.connect.queries.quality import quality as evaluate
from riser.connect.queries.quality import trend
from riser.connect.rules.quality import RuleState
from riser.connect.tables import in_words
from riser.connect.views.words import path_to
from riser.foundation.web import RiserRequest, member_view


@member_view(SEE)
def quality(request: RiserRequest) -> HttpResponse:
    """Every rule, those that fail first, and how many failed week by week."""
    today = request.act.now.date()
    found = sorted(evaluate(request.house.id, today=today), key=_order)
    weeks = trend(request.house.id, today=today)
    context = {
        "lines": [(one, in_words(one.rule.title), in_words(one.rule.remedy), _basis(one)) for one in found],
        "weeks": weeks,
        "bars": [None if one.failing is None else Decimal(one.failing) for one in weeks],
        "has_trend": any(one.failing is not None for one in weeks),
        "crumbs": path_to(_("Data quality")),
    }
    return render(request, "connect/quality.html", context)


def _order(one: RuleState) -> tuple[bool, bool, bool]:
    return (not one.is_error, not one.found.failing, not one.found.checked)


def _basis(one: RuleState) -> str:
    return in_words(one.rule.basis) if one.rule.basis else ""
