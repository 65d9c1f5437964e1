"""REST face of the room measure."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema

from riser.connect.queries import TotalsBy
from riser.foundation.roles import Act
from riser.measure import queries

router = Router()


class TotalOut(Schema):
    """A sum in one currency. `label` is a source, a campaign's name or a day; unknown sums are null."""

    label: str
    source: str | None = None
    account: str | None = None
    campaign: str | None = None
    impressions: int | None
    clicks: int | None
    spend: Decimal | None
    currency: str
    assumed: bool
    currency_assumed: bool
    account_assumed: bool


class TotalsIn(Schema):
    """What to sum by, and from which day to which."""

    by: TotalsBy
    from_day: date | None = None
    to_day: date | None = None


@router.get("/totals", response=list[TotalOut])
def totals(request: HttpRequest, wanted: Annotated[TotalsIn, Query()]) -> Any:
    """Sums by source, campaign or day; one row per currency."""
    act: Act = request.act  # type: ignore[attr-defined]
    found = queries.totals(act, by=wanted.by, from_day=wanted.from_day, to_day=wanted.to_day)
    return [
        TotalOut(
            label=total.label,
            source=total.key.source if total.key else None,
            account=total.key.account if total.key else None,
            campaign=total.key.campaign if total.key else None,
            impressions=total.impressions,
            clicks=total.clicks,
            spend=total.spend,
            currency=total.currency,
            assumed=total.assumed,
            currency_assumed=total.currency_assumed,
            account_assumed=total.account_assumed,
        )
        for total in found
    ]
