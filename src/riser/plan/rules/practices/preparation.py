"""QPM 4.1: preparation time per class is known with limits, and dates are promised from them."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from riser.foundation.evidence import Characterisation
from riser.foundation.verdict import DM, FM, LM, NE, NY, PM, Thresholds
from riser.plan.rules.practices.verdict import Reason, Verdict, Weakness

Z_95 = Decimal("1.96")


@dataclass(frozen=True, slots=True)
class Prepared:
    """One closed campaign: the day of its GO, working days from brief to GO, whether its promise held."""

    go_on: date
    days: int
    kept: bool | None = None
    explained_on: date | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """Limits and promise rule as a person published them. `percentile` is the promised share, 0..1."""

    published_on: date
    lower: Decimal
    upper: Decimal
    percentile: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ClassFacts:
    """The closed campaigns of one class inside the window, in the order of GO.

    `closed` counts all of them, also those whose brief or GO has no time.
    """

    closed: int
    cases: tuple[Prepared, ...]
    chart: Chart | None = None


def signals(facts: ClassFacts) -> tuple[Prepared, ...]:
    """The cases outside the published limits that came after them."""
    chart = facts.chart
    if chart is None:
        return ()
    after = (one for one in facts.cases if one.go_on > chart.published_on)
    return tuple(one for one in after if not chart.lower <= one.days <= chart.upper)


def explained(case: Prepared, limits: Thresholds) -> bool:
    """Whether the cause of a signal was written within explain_days days."""
    within = timedelta(days=int(limits["explain_days"]))
    return case.explained_on is not None and case.explained_on - case.go_on <= within


def promised_from_the_chart(facts: ClassFacts, limits: Thresholds) -> Verdict:
    """The verdict on QPM 4.1.

    Thresholds: full_cases, least_cases, explain_days, explained_share, frozen_points.
    """
    if facts.closed and not facts.cases:
        return Verdict(NE, Reason.NO_CLOCK)
    if len(facts.cases) < limits["least_cases"]:
        return Verdict(NY, Reason.FEW_CLOSED)
    if facts.chart is None:
        return Verdict(DM, Reason.NO_CHART)
    verdict = Verdict(_chart(facts, limits), Reason.CHART)
    return verdict.noting(Weakness.PROMISES_MISS, not holds(facts))


def _chart(facts: ClassFacts, limits: Thresholds) -> Characterisation:
    found, many = signals(facts), len(facts.cases) >= limits["full_cases"]
    good = sum(explained(one, limits) for one in found)
    if many and is_frozen(facts, limits) and good == len(found):
        return FM
    return LM if not many or good >= limits["explained_share"] * len(found) else PM


def is_frozen(facts: ClassFacts, limits: Thresholds) -> bool:
    """Whether the limits are older than the last frozen_points cases."""
    last = facts.cases[-int(limits["frozen_points"]) :]
    return facts.chart is not None and all(facts.chart.published_on < one.go_on for one in last)


def holds(facts: ClassFacts) -> bool:
    """Whether the 95 % interval of promises kept contains the promised percentile; true without promises."""
    given = [one.kept for one in facts.cases if one.kept is not None]
    if facts.chart is None or facts.chart.percentile is None or not given:
        return True
    low, high = wilson(sum(given), len(given))
    return low <= facts.chart.percentile <= high


def wilson(hits: int, cases: int) -> tuple[Decimal, Decimal]:
    """The 95 % interval of a share, 0..1 (Wilson 1927, without continuity correction)."""
    share, z2 = Decimal(hits) / cases, Z_95 * Z_95
    middle = share + z2 / (2 * cases)
    spread = Z_95 * (share * (1 - share) / cases + z2 / (4 * cases * cases)).sqrt()
    scale = 1 + z2 / cases
    return (middle - spread) / scale, (middle + spread) / scale
