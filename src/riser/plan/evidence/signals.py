"""The indicators of this room for the signals registry: set-based, with a constant number of queries."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _

from riser.connect.records import id_of
from riser.connect.rules.facts import CampaignDay
from riser.foundation.evidence import Characterisation, Fact, Instance, RecordRef, SignalContext
from riser.foundation.money import to_micros
from riser.foundation.periods import month_of
from riser.foundation.registries import Signal
from riser.plan.evidence import (
    budget,
    changed,
    governance,
    intake,
    milestones,
    objectives,
    plans,
    preparation,
    requirements,
    standards,
    steps,
    work,
)
from riser.plan.evidence.desk import Timeline, sourced
from riser.plan.evidence.judged import Judged, fact, money, percent
from riser.plan.evidence.ledger import Unit, by_currency
from riser.plan.evidence.scene import Scene, look

RECORDS_NAMED = 10  # of a month's stray platform campaigns

Judge = Callable[[Scene, Unit, SignalContext], Judged]
Stray = Callable[[Scene, Sequence[CampaignDay], SignalContext], Fact]


def signal(judge: Judge, stray: Stray | None = None) -> Signal:
    """The indicator that judges every unit of this room.

    `stray` judges unplanned spend; without it, that is left out.
    """

    def run(instances: Sequence[Instance], context: SignalContext) -> Mapping[str, Fact]:
        scene = look(context.organisation_id, context.as_of, context.go_live)
        found: dict[str, Fact] = {}
        for name in (instance.id for instance in instances):
            unit, days = scene.books.units.get(name), scene.books.unplanned.get(name)
            if unit is not None:
                found[name] = fact(judge(scene, unit, context), unit, scene.spending(unit))
            elif days is not None and stray is not None:
                found[name] = stray(scene, days, context)
        return found

    return run


Lines = Callable[[Scene, Unit], Sequence[Timeline]]


def work_signal(judge: Judge, lines: Lines) -> Signal:
    """The indicator that judges every unit by what other tools recorded: `lines` are the records it reads."""

    def run(instances: Sequence[Instance], context: SignalContext) -> Mapping[str, Fact]:
        scene = look(context.organisation_id, context.as_of, context.go_live)
        units = [scene.books.units[one.id] for one in instances if one.id in scene.books.units]
        return {
            unit.id: sourced(judge(scene, unit, context), unit, lines(scene, unit), context.go_live)
            for unit in units
        }

    return run


def unplanned(_scene: Scene, days: Sequence[CampaignDay], _context: SignalContext) -> Fact:
    """Spend that hangs on no plan does not meet any of the practices that a plan would."""
    return Fact(
        value=Characterisation.DM,
        reason=_("%(spend)s ran outside any plan.") % {"spend": _sums(days)},
        records=_platform_campaigns(days),
        day=max(day.day for day in days),
    )


def unplanned_month(scene: Scene, days: Sequence[CampaignDay], context: SignalContext) -> Fact:
    """As `unplanned`, critical where the month as a whole spent more than a share outside plans."""
    plain = unplanned(scene, days, context)
    share = _unplanned_share(scene, days[0])
    if share <= context.thresholds["unplanned_share"]:
        return plain
    text = _("%(share)s of this month's spend ran without any plan.") % {"share": percent(share)}
    return replace(plain, critical=text)


def _unplanned_share(scene: Scene, day: CampaignDay) -> Decimal:
    """The share of one month's spend, in one currency and over all accounts, that hangs on no plan."""
    month = month_of(day.day)

    def spent(rows: Sequence[CampaignDay]) -> Decimal:
        return sum(
            (row.spend for row in rows if row.day in month and row.currency == day.currency), Decimal(0)
        )

    stray = sum((spent(rows) for rows in scene.books.unplanned.values()), Decimal(0))
    return stray / spent(scene.reading.days)


def _platform_campaigns(days: Sequence[CampaignDay]) -> tuple[RecordRef, ...]:
    """The platform campaigns that spent, dearest first: each opens to its rows."""
    spent: Counter[str] = Counter()
    for day in days:
        spent[id_of(day.key)] += to_micros(day.spend)
    return tuple(RecordRef("platform_campaign", id_) for id_, _amount in spent.most_common(RECORDS_NAMED))


def _sums(days: Sequence[CampaignDay]) -> str:
    return " + ".join(money(amount, currency) for currency, amount in sorted(by_currency(list(days)).items()))


SIGNALS: Mapping[str, Signal] = {
    "OBJ 2.1": signal(objectives.judge, unplanned),
    "GOV 2.1": signal(governance.judge, unplanned),
    "PLN 2.1": signal(plans.judge, unplanned_month),
    "BUD 2.1": signal(budget.judge_cap, unplanned),
    "BUD 2.2": signal(budget.judge_money),
    "REQ 2.1": signal(requirements.judge_requirement, unplanned),
    "REQ 2.2": signal(requirements.judge_trace),
    "REQ 2.3": changed.signal,
    "PLN 2.2": work_signal(work.judge_work, work.items),
    "PLN 2.3": work_signal(milestones.judge, milestones.lines_of),
    "PLN 2.4": intake.signal,
    "PLN 3.1": work_signal(standards.judge_breakdown, standards.lines_of),
    "CNT 2.1": work_signal(work.judge_rounds, work.items),
    "PRC 3.1": work_signal(steps.judge, steps.lines_of),
    "QPM 4.1": preparation.signal,
}
