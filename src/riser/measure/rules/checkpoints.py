"""VAL 2.1: results are read while money is left to save, and continue, change or stop is decided.

The share of the cap at a reading is the running total up to the last day of its figures over the cap that was
in force that day, inside that cap's own window; where windows overlap the tightest one counts.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from riser.foundation.periods import working_days_after
from riser.foundation.verdict import DM, FM, LM, NY, PM, Thresholds
from riser.measure.rules.rated import Rated, Reason
from riser.plan.rules.caps import CapLine

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Reach:
    """How far the money of a cap's window had gone: `spent` of `cap`, both in its currency."""

    spent: Decimal
    cap: Decimal

    def within(self, share: Decimal) -> bool:
        """Whether at most this share of the cap was spent; compared as a product, so nothing is rounded."""
        return self.spent <= share * self.cap

    @property
    def share(self) -> Decimal:
        """1 = all of the cap."""
        return self.spent / self.cap


@dataclass(frozen=True, slots=True)
class Reading:
    """Figures read up to `data_day`; `decided_on` is None where nothing was decided about them.

    `reach` is None where no approved cap was in force on that day.
    """

    data_day: date
    decided_on: date | None
    reach: Reach | None = None

    def counts(self, limits: Thresholds) -> bool:
        """Whether the decision was recorded soon enough after the last day of its figures."""
        return self.decided_on is not None and (
            working_days_after(self.data_day, self.decided_on) <= limits["decide_days"]
        )

    def by(self, share: Decimal) -> bool:
        """Whether at most this share of the cap was spent by then; false where no cap was in force."""
        return self.reach is not None and self.reach.within(share)


@dataclass(frozen=True, slots=True)
class FlightFacts:
    """The readings of a campaign, how many days it flies, and where it stands while it still runs.

    `reach` is that of the as-of day, None where it runs no longer or no cap is in force.
    """

    readings: tuple[Reading, ...]
    days: int
    reach: Reach | None = None


@dataclass(frozen=True, slots=True)
class MonthFacts:
    """The readings of a programme in one quarter, and the months of it with spend that are over."""

    readings: tuple[Reading, ...]
    months: tuple[date, ...]  # the first day of each


def reach_on(lines: Sequence[CapLine], spend: Mapping[date, Decimal], day: date) -> Reach | None:
    """How far the spend had gone by the end of a day against the tightest cap in force, or None."""
    steps = (step for line in lines if (step := line.in_force(day)) is not None)
    found = [Reach(_spent(spend, step.window.from_day, day), step.amount) for step in steps]
    return max(found, key=lambda one: one.share, default=None)


def day_of_share(
    lines: Sequence[CapLine], spend: Mapping[date, Decimal], share: Decimal, days: Iterable[date]
) -> date | None:
    """The first of these days on which more than this share of the cap in force was spent, or None."""
    for day in days:
        reach = reach_on(lines, spend, day)
        if reach is not None and not reach.within(share):
            return day
    return None


def decided_in_flight(facts: FlightFacts, limits: Thresholds) -> Rated:
    """The rating of VAL 2.1 on a campaign that has spent.

    Thresholds: first_share, second_share, largely_share (of the cap), decide_days (working days after the
    last day of the figures), short_flight_days.
    """
    if facts.reach is not None and facts.reach.spent < limits["first_share"] * facts.reach.cap:
        return Rated(NY, Reason.FIRST_NOT_DUE)
    if not facts.readings:
        return Rated(DM, Reason.NO_CHECKPOINT)
    decided = [one for one in facts.readings if one.counts(limits)]
    if not decided:
        return Rated(PM, Reason.UNDECIDED)
    if all(one.reach is None for one in decided):
        return Rated(PM, Reason.NO_CAP)
    first = any(one.by(limits["first_share"]) for one in decided)
    if first and facts.days < limits["short_flight_days"]:
        return Rated(FM, Reason.DECIDED_SHORT_FLIGHT)
    in_time = {one.data_day for one in decided if one.by(limits["second_share"])}
    if first and len(in_time) > 1:
        return Rated(FM, Reason.DECIDED_TWICE)
    if any(one.by(limits["largely_share"]) for one in decided):
        return Rated(LM, Reason.DECIDED_BY_HALF)
    return Rated(PM, Reason.DECIDED_LATE)


def read_every_month(facts: MonthFacts, limits: Thresholds) -> Rated:
    """The rating of VAL 2.1 on a quarter of a programme. Thresholds: decide_days, largely_months."""
    if not facts.months:
        return Rated(NY, Reason.MONTH_RUNS)
    if not facts.readings:
        return Rated(DM, Reason.NO_CHECKPOINT)
    decided = {one.data_day.replace(day=1) for one in facts.readings if one.counts(limits)}
    if not decided:
        return Rated(PM, Reason.UNDECIDED)
    missing = sum(month not in decided for month in facts.months)
    if missing == 0:
        return Rated(FM, Reason.EVERY_MONTH)
    if missing <= limits["largely_months"]:
        return Rated(LM, Reason.MONTH_MISSING)
    return Rated(PM, Reason.MONTHS_MISSING)


def _spent(spend: Mapping[date, Decimal], first: date, last: date) -> Decimal:
    return sum((amount for day, amount in spend.items() if first <= day <= last), ZERO)
