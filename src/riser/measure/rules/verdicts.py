"""VAL 2.2: every requirement gets met, missed or undecidable, in time and as it was agreed at the start."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from riser.foundation.periods import LAST_DAY, is_working, working_days_after
from riser.foundation.verdict import DM, FM, LM, NY, PM, Thresholds
from riser.measure.rules.rated import Rated, Reason, Weakness


@dataclass(frozen=True, slots=True)
class Agreed:
    """Metric, window and source of a requirement as they stood at the first spend; "" and None are open."""

    metric: str
    from_day: date | None
    to_day: date | None
    source: str


@dataclass(frozen=True, slots=True)
class Given:
    """A verdict as one version of its record says it. `n` is the number of cases."""

    at: datetime
    day: date
    result: str
    metric: str
    from_day: date | None
    to_day: date | None
    source: str
    n: int | None

    @property
    def key(self) -> tuple[object, ...]:
        """What makes it this verdict: whoever changes one of these gives another one."""
        return self.result, folded(self.metric), self.from_day, self.to_day, folded(self.source)


@dataclass(frozen=True, slots=True)
class VerdictFacts:
    """A requirement and its verdict as of a day.

    `agreed` is None where the requirement was written after the first spend. `due_from` is the last day of
    its window with the agreed lag, None where no window is known. `given_on` is when the verdict that stands
    was first given in this form. `ends` is the last day of the window itself, without the lag.
    """

    agreed: Agreed | None
    due_from: date | None
    as_of: date
    verdict: Given | None = None
    given_on: date | None = None
    ends: date | None = None

    @property
    def is_too_early(self) -> bool:
        """Whether the verdict was given while its window ran: of days to come nobody knows anything."""
        day = self.given_on or (self.verdict.day if self.verdict else None)
        return day is not None and self.ends is not None and day < self.ends


def folded(text: str) -> str:
    """A metric or source in one spelling: case and blanks make no difference."""
    return " ".join(text.split()).casefold()


def due_day(to_day: date, lag_days: int) -> date:
    """The day from which a verdict is due: the end of the window and the agreed lag in calendar days."""
    return min(to_day, LAST_DAY) + timedelta(days=lag_days)


def last_day_in_time(due_from: date, working_days: int) -> date:
    """The last day on which a verdict is in time: so many working days after it came due."""
    day, left = due_from, working_days
    while left > 0:
        day += timedelta(days=1)
        left -= is_working(day)
    return day


def standing(given: Sequence[Given], ends: date | None = None) -> tuple[Given, date] | None:
    """The verdict that stands and the day it was first given so; None without one.

    A verdict that is turned, or moved to another metric, window or source, counts from the day it was turned;
    a corrected figure or number of cases moves nothing. Whoever confirms after the last day of the window,
    `ends`, what was said while it ran gives the verdict then.
    """
    ordered = sorted(given, key=lambda one: one.at)
    if not ordered:
        return None
    newest, first = ordered[-1], ordered[-1].day
    for one in reversed(ordered):
        if one.key != newest.key or (ends is not None and one.day < ends <= newest.day):
            break
        first = min(first, one.day)
    return newest, first


def mismatches(agreed: Agreed, verdict: Given) -> tuple[str, ...]:
    """Which of metric, window and source the verdict does not share with what was agreed."""
    same = {
        "metric": bool(agreed.metric) and folded(agreed.metric) == folded(verdict.metric),
        "window": agreed.to_day is not None
        and (agreed.from_day, agreed.to_day) == (verdict.from_day, verdict.to_day),
        "source": bool(agreed.source) and folded(agreed.source) == folded(verdict.source),
    }
    return tuple(name for name, is_same in same.items() if not is_same)


def judged_requirement(facts: VerdictFacts, limits: Thresholds) -> Rated:
    """The rating of VAL 2.2. Thresholds: due_days, largely_days (working days from `due_from`)."""
    swapped = (
        facts.verdict is not None
        and facts.agreed is not None
        and bool(facts.agreed.metric)
        and folded(facts.agreed.metric) != folded(facts.verdict.metric)
    )
    rated = _judged(facts, limits)
    return rated.critically(Weakness.METRIC_SWAPPED, swapped and rated.value is not NY)


def _judged(facts: VerdictFacts, limits: Thresholds) -> Rated:
    verdict = facts.verdict
    if verdict is None:
        return _silent(facts, limits)
    if facts.is_too_early:
        is_running = facts.ends is not None and facts.as_of < facts.ends
        return Rated(NY if is_running else PM, Reason.VERDICT_TOO_EARLY)
    if facts.agreed is None:
        return Rated(PM, Reason.WRITTEN_AFTERWARDS)
    if mismatches(facts.agreed, verdict) or facts.due_from is None:
        return Rated(PM, Reason.VERDICT_OTHERWISE)
    late = working_days_after(facts.due_from, facts.given_on or verdict.day)
    if late > limits["largely_days"]:
        return Rated(PM, Reason.VERDICT_TOO_LATE)
    if late > limits["due_days"]:
        return Rated(LM, Reason.VERDICT_LATE)
    if verdict.n is None:
        return Rated(LM, Reason.VERDICT_WITHOUT_CASES)
    return Rated(FM, Reason.VERDICT_IN_TIME)


def _silent(facts: VerdictFacts, limits: Thresholds) -> Rated:
    if facts.due_from is None:
        return Rated(NY, Reason.WINDOW_UNKNOWN)
    if working_days_after(facts.due_from, facts.as_of) <= limits["due_days"]:
        return Rated(NY, Reason.VERDICT_NOT_DUE)
    return Rated(DM, Reason.NO_VERDICT)
