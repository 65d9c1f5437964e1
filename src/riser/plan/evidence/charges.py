"""Priced rows of this room: spend outside any plan, and spend above the cap in force.

Amounts are platform-reported, exact, never annualised, one charge per currency.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from riser.connect.rules.facts import CampaignDay
from riser.foundation.evidence import Charge, ChargeRow, PriceClass
from riser.foundation.periods import Period, month_of
from riser.plan.evidence.budget import cap_lines, cap_standings
from riser.plan.evidence.judged import percent
from riser.plan.evidence.ledger import Unit, by_currency, unplanned_id
from riser.plan.evidence.scene import Scene, look
from riser.plan.rules.caps import largest_above
from riser.plan.rules.prices import LEAST_PLANNED_SHARE, Side, at_risk, shared_out

PLAN, CAP = "plan", "cap"
ZERO = Decimal(0)


def outside_plan(organisation_id: int, from_day: date, to_day: date) -> Sequence[Charge]:
    """Spend that hangs on no plan: uncontrolled in full, at risk against planned spend of the same kind."""
    scene, window = look(organisation_id, to_day), Period(from_day, to_day)
    strays = [day for days in scene.books.unplanned.values() for day in days if day.day in window]
    return [
        charge
        for currency in sorted({day.currency for day in strays})
        for charge in _outside_in(scene, [day for day in strays if day.currency == currency], window)
    ]


def above_cap(organisation_id: int, from_day: date, to_day: date) -> Sequence[Charge]:
    """Spend above the cap in force on its day, over the cap's own window; a later raise heals nothing."""
    scene, window = look(organisation_id, to_day), Period(from_day, to_day)
    rows: dict[str, list[ChargeRow]] = defaultdict(list)
    instances: dict[str, list[str]] = defaultdict(list)
    assumed: dict[str, bool] = defaultdict(bool)
    for unit in scene.campaigns.values():
        for currency, above in _above(scene, unit, window).items():
            rows[currency] += [ChargeRow(day.row, amount, day.spend) for day, amount in above]
            instances[currency].append(unit.id)
            assumed[currency] |= any(day.assumed for day, _amount in above)
    return [
        Charge(
            cause=CAP,
            price_class=PriceClass.UNCONTROLLED,
            currency=currency,
            from_day=from_day,
            to_day=to_day,
            amount=sum((row.amount for row in rows[currency]), ZERO),
            rows=tuple(rows[currency]),
            instances=tuple(instances[currency]),
            assumed=assumed[currency],
        )
        for currency in sorted(rows)
    ]


def _above(scene: Scene, unit: Unit, window: Period) -> dict[str, list[tuple[CampaignDay, Decimal]]]:
    """Per currency the campaign-days that lie above a cap, and by how much."""
    lines, stands = cap_lines(scene, unit.campaign), cap_standings(scene, unit.campaign)
    found = {}
    for currency in sorted({line.currency for line in lines}):
        mine = [line for line in lines if line.currency == currency]
        above = largest_above(stand for line in mine for stand in stands[line.id])
        days = [day for day in unit.all_days if day.currency == currency and day.day in window]
        found[currency] = list(_spread(days, above))
    return {currency: rows for currency, rows in found.items() if rows}


def _spread(days: Sequence[CampaignDay], above: dict[date, Decimal]) -> Iterable[tuple[CampaignDay, Decimal]]:
    """A day's amount over its platform campaigns, filled one by one: exact, never above their spend."""
    left = dict(above)
    for day in sorted(days, key=lambda row: row.row):
        part = min(left.get(day.day, ZERO), day.spend)
        if part > 0:
            left[day.day] -= part
            yield day, part


def _outside_in(scene: Scene, strays: list[CampaignDay], window: Period) -> list[Charge]:
    """The charges of one currency."""
    currency = strays[0].currency
    base = Charge(
        cause=PLAN,
        price_class=PriceClass.UNCONTROLLED,
        currency=currency,
        from_day=window.from_day,
        to_day=window.to_day,
        amount=sum((day.spend for day in strays), ZERO),
        rows=tuple(ChargeRow(day.row, day.spend, day.spend) for day in strays),
        instances=tuple(sorted({unplanned_id(day) for day in strays})),
        assumed=any(day.assumed for day in strays),
    )
    return [base, _at_risk(scene, strays, base, window)]


def _at_risk(scene: Scene, strays: list[CampaignDay], base: Charge, window: Period) -> Charge:
    everything = [day for day in scene.reading.days if day.day in window]
    total = by_currency(everything)[base.currency]
    planned = total - (base.amount or ZERO)
    if planned < LEAST_PLANNED_SHARE * total:
        text = _("Spend outside plans is not compared yet: %(share)s is planned, the comparison needs 80 %%.")
        return _without(base, text % {"share": percent(planned / total)})
    found = list(_cells(scene, strays, window))
    if not found:
        text = _("Spend outside plans is not compared: no channel and month has 30 conversions on each side.")
        return _without(base, text)
    rows = [row for _risk, parts in found for row in parts]
    return Charge(
        cause=PLAN,
        price_class=PriceClass.AT_RISK,
        currency=base.currency,
        from_day=base.from_day,
        to_day=base.to_day,
        amount=sum((row.amount for row in rows), ZERO),
        low=sum((risk[0] for risk, _parts in found), ZERO),
        high=sum((risk[1] for risk, _parts in found), ZERO),
        rows=tuple(rows),
        instances=base.instances,
        assumed=base.assumed,
    )


def _without(base: Charge, reason: str) -> Charge:
    return Charge(
        cause=base.cause,
        price_class=PriceClass.AT_RISK,
        currency=base.currency,
        from_day=base.from_day,
        to_day=base.to_day,
        reason=reason,
        instances=base.instances,
    )


def _cells(
    scene: Scene, strays: list[CampaignDay], window: Period
) -> Iterable[tuple[tuple[Decimal, Decimal], list[ChargeRow]]]:
    """Per channel and month the range at risk and its rows, where enough conversions stand on both sides."""
    inside = _planned_cells(scene, strays[0].currency, window)
    outside: dict[tuple[str, date], list[CampaignDay]] = defaultdict(list)
    for day in strays:
        outside[_cell(day)].append(day)
    for cell, days in sorted(outside.items()):
        risk = at_risk(_side(days), _side(inside.get(cell, [])))
        if risk is not None:
            parts = shared_out(risk.amount, {day.row: day.spend for day in days})
            rows = [ChargeRow(day.row, parts[day.row], day.spend) for day in days]
            yield (risk.low, risk.high), rows


def _planned_cells(scene: Scene, currency: str, window: Period) -> dict[tuple[str, date], list[CampaignDay]]:
    """Planned campaign-days by channel and month, only where all of them serve one objective.

    Spend without a plan names no objective. It can be held against planned spend only where that leaves no
    choice of objective.
    """
    cells: dict[tuple[str, date], list[CampaignDay]] = defaultdict(list)
    objectives: dict[tuple[str, date], set[int | None]] = defaultdict(set)
    for unit in scene.campaigns.values():
        for day in unit.all_days:
            if day.currency == currency and day.day in window and day.spend > 0:
                cells[_cell(day)].append(day)
                objectives[_cell(day)].add(unit.plan.data["objective"])
    return {cell: days for cell, days in cells.items() if len(objectives[cell]) == 1}


def _cell(day: CampaignDay) -> tuple[str, date]:
    return day.channel, month_of(day.day).from_day


def _side(days: Sequence[CampaignDay]) -> Side:
    """Only days whose conversions are known: null is no zero."""
    known = [day for day in days if day.conversions is not None]
    return Side(
        spend=sum((day.spend for day in known), ZERO),
        conversions=sum((day.conversions or ZERO for day in known), ZERO),
    )
