"""REST face of the room measure."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from ninja import Query, Router, Schema
from pydantic import Field

from riser.connect.queries import TotalsBy
from riser.foundation.api.typed import Id, Line, Text
from riser.foundation.bodies import Body
from riser.foundation.periods import FIRST_DAY, LAST_DAY
from riser.foundation.roles import Act, require
from riser.measure import actions, queries
from riser.measure.actions import LONGEST_LAG, SEE_RESULTS, Outcome
from riser.measure.queries.plain import requirement_row, results_row, today_row
from riser.measure.queries.today import today
from riser.measure.words import Decision, Result

router = Router()
Day = Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY)]


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
def totals(request: Any, wanted: Annotated[TotalsIn, Query()]) -> Any:
    """Sums by source, campaign or day; one row per currency."""
    act: Act = request.act
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


class CheckpointIn(Body):
    """Figures read up to a day, and what was decided."""

    data_day: Day
    decision: Decision
    note: Text = ""


class VerdictIn(Body):
    """The verdict on a requirement."""

    result: Result
    value: Annotated[Decimal, Field(max_digits=20, decimal_places=4, allow_inf_nan=False)] | None = None
    n: Annotated[int, Field(ge=0, lt=10**12)] | None = None
    metric: Line
    window_from: Day
    window_to: Day
    source: Line
    note: Text = ""


class LagIn(Body):
    """How many days a source needs after a window before its figures stand."""

    source: Line
    days: Annotated[int, Field(ge=0, le=LONGEST_LAG)]


@router.get("/today")
def my_day(request: Any, as_of: Day | None = None) -> dict[str, Any]:
    """My campaigns today: pace, gate, readings and verdicts due, tasks, what changed."""
    return today_row(today(request.act, as_of or request.act.now.date()))


@router.get("/campaigns")
def campaigns(request: Any, as_of: Day | None = None) -> dict[str, Any]:
    """Every campaign against what was asked of it."""
    require(request.act, SEE_RESULTS)
    found = queries.all_results(request.act, as_of or request.act.now.date())
    return {"rows": [results_row(one) for one in found]}


@router.get("/campaigns/{campaign_id}")
def campaign(request: Any, campaign_id: Id, as_of: Day | None = None) -> dict[str, Any]:
    """One campaign against what was asked of it."""
    require(request.act, SEE_RESULTS)
    return results_row(queries.campaign_results(request.act, campaign_id, as_of or request.act.now.date()))


@router.post("/campaigns/{campaign_id}/checkpoints")
def record_checkpoint(request: Any, campaign_id: Id, body: CheckpointIn) -> dict[str, Any]:
    """Continue, change or stop, decided on figures up to a day."""
    actions.record_checkpoint(request.act, campaign_id=campaign_id, **body.dict())
    return results_row(queries.campaign_results(request.act, campaign_id, request.act.now.date()))


@router.post("/requirements/{requirement_id}/verdict")
def give_verdict(request: Any, requirement_id: Id, body: VerdictIn) -> dict[str, Any]:
    """Met, missed or undecidable; given again it is another version."""
    row = actions.give_verdict(request.act, requirement_id=requirement_id, outcome=Outcome(**body.dict()))
    found = queries.campaign_results(request.act, row.campaign_id, request.act.now.date())
    return requirement_row(next(one for one in found.requirements if one.id == requirement_id))


@router.get("/lags")
def lags(request: Any) -> dict[str, Any]:
    """The sources that settle late, and after how many days."""
    require(request.act, SEE_RESULTS)
    return {"rows": [{"source": one.source, "days": one.days} for one in queries.lags(request.act)]}


@router.post("/lags")
def agree_lag(request: Any, body: LagIn) -> dict[str, Any]:
    """Agrees how many days a source needs; holds for campaigns whose first spend comes later."""
    row = actions.agree_lag(request.act, source=body.source, days=body.days)
    return {"source": row.source, "days": row.days}
