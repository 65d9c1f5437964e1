"""The metric catalogue, and one metric over some days."""

from datetime import date
from decimal import Decimal
from typing import Any

from ninja import Field, Schema

from riser.connect.actions import SEE
from riser.connect.api.door import router
from riser.connect.commands.metrics import first_of, measured_json, metric_json
from riser.connect.metrics import metrics as catalogue
from riser.connect.queries.metrics import measured
from riser.foundation.roles import require
from riser.foundation.web import RiserRequest


class MetricOut(Schema):
    """A metric: its formula in words, its unit, what it can be split by, who owns it, which way is better."""

    metric: str
    name: str
    formula: str
    unit: str
    by: list[str]
    owner: str
    direction: str
    means: str
    note: str


class FigureOut(Schema):
    """A metric under a label and in a currency; null where it is unknown. `sums` are what it is made of."""

    label: str
    currency: str
    value: Decimal | None
    sums: dict[str, Decimal | None]


class MeasuredOut(Schema):
    """A metric over some days. Where a table it needs is not loaded, `missing` names it."""

    metric: str
    from_day: date = Field(alias="from", serialization_alias="from")
    to_day: date = Field(alias="to", serialization_alias="to")
    by: str
    unit: str
    missing: list[str]
    figures: list[FigureOut]


@router.get("/metrics", response=list[MetricOut])
def metrics(request: RiserRequest) -> Any:
    """The catalogue of metrics."""
    require(request.act, SEE)
    return [metric_json(one) for one in catalogue().values()]


@router.get("/metrics/{metric}", response=MeasuredOut, by_alias=True)
def one_metric(
    request: RiserRequest, metric: str, from_day: date | None = None, to_day: date | None = None, by: str = ""
) -> Any:
    """What a metric amounts to over some days: the newest 30 unless said."""
    require(request.act, SEE)
    last = to_day or request.act.now.date()
    found = measured(
        request.act.organisation_id, metric, from_day=from_day or first_of(last), to_day=last, by=by
    )
    return measured_json(found)
