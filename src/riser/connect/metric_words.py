"""Metrics in words: the formula as people read it, units, owners, and figures in their unit."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrPromise

from riser.connect.metrics import parts
from riser.connect.queries.metrics import Measured
from riser.connect.rules.metrics import Figure, Metric
from riser.connect.tables import in_words
from riser.ui import formats

UNITS: Mapping[str, StrPromise] = {
    "money": gettext_lazy("amount"),
    "share": gettext_lazy("share"),
    "ratio": gettext_lazy("ratio"),
    "count": gettext_lazy("count"),
    "days": gettext_lazy("days"),
}
OWNERS: Mapping[str, StrPromise] = {
    "media": gettext_lazy("Media"),
    "analytics": gettext_lazy("Analytics"),
    "sales": gettext_lazy("Sales"),
    "finance": gettext_lazy("Finance"),
    "operations": gettext_lazy("Operations"),
}
DIRECTIONS: Mapping[str, StrPromise] = {
    "up": gettext_lazy("more is better"),
    "down": gettext_lazy("less is better"),
    "neither": gettext_lazy("neither way is better"),
}
HUNDRED = Decimal(100)


def formula(metric: Metric) -> str:
    """The formula in the reader's language: "clicks ÷ impressions"."""
    top = _terms(metric.numerator, in_brackets=bool(metric.denominator))
    if not metric.denominator:
        return top
    times = f" × {formats.number(metric.times)}" if metric.times > 1 else ""
    return f"{top} ÷ {_terms(metric.denominator, in_brackets=True)}{times}"


def figure_words(metric: Metric, figure: Figure) -> str:
    """A figure in its unit; a dash where it is unknown."""
    if figure.value is None:
        return formats.EN_DASH
    if metric.unit == "money" and figure.currency:
        return formats.money(_rounded(figure.value), figure.currency)
    if metric.unit == "share":
        return f"{formats.number(_rounded(figure.value * HUNDRED))}%"
    return formats.number(_rounded(figure.value))


def why_not(found: Measured) -> str:
    """Why there is no figure, "" where there is one."""
    if found.missing:
        return _("Not computable: no table %(names)s is loaded.") % {"names": formats.listed(found.missing)}
    if not found.figures:
        return _("Nothing is loaded for these days.")
    return ""


def _rounded(value: Decimal) -> Decimal:
    cents = value.quantize(Decimal("0.01"))
    return cents.to_integral_value() if cents == cents.to_integral_value() else cents


def _terms(terms: tuple[str, ...], *, in_brackets: bool) -> str:
    told = ""
    for term in terms:
        sign = " − " if term.startswith("-") else " + "
        told += (sign if told else "") + in_words(parts()[term.lstrip("-")].says)
    return f"({told})" if in_brackets and len(terms) > 1 else told
