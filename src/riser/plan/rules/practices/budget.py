"""BUD 2.1 and BUD 2.2: a cap before the money, and a decision before the cap is passed."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from riser.foundation.periods import working_days_after
from riser.foundation.verdict import DM, FM, LM, PM, Thresholds
from riser.plan.rules.practices.verdict import Reason, Spending, Verdict, Weakness


@dataclass(frozen=True, slots=True)
class CapFacts:
    """When caps were in force.

    `capped_days` of `spend_days` had an approved cap in force. `approved_on` is the first approval of a cap.
    `check` is the newest launch check of platform budgets against the cap: "pass", "fail" or None.
    `slack` is cap / spend of the loosest window that is over, None while none is.
    """

    spending: Spending
    capped_days: int
    spend_days: int
    approved_on: date | None
    check: str | None = None
    slack: Decimal | None = None
    other_currency: bool = False


@dataclass(frozen=True, slots=True)
class WindowFacts:
    """One cap window against its spend.

    `passed_on` is the first day on which the running total passed tolerance x cap, None where none did;
    `peak` the largest multiple of the cap in force. `known_on` is the day the figures of `passed_on` arrived,
    `decided_on` the first raise or stop by an entitled person that answers it; `last_spend` the newest
    day with spend.
    """

    line: str
    peak: Decimal
    passed_on: date | None = None
    known_on: date | None = None
    decided_on: date | None = None
    last_spend: date | None = None

    @property
    def delay(self) -> int | None:
        """Working days from the arrival of the figures to the decision; None where nobody decided."""
        if self.known_on is None or self.decided_on is None:
            return None
        return working_days_after(self.known_on, self.decided_on)

    @property
    def ran_on(self) -> int:
        """Working days on which money still ran after the cap was passed."""
        return (
            working_days_after(self.passed_on, self.last_spend) if self.passed_on and self.last_spend else 0
        )


@dataclass(frozen=True, slots=True)
class MoneyFacts:
    """Every window in which an approved cap was in force on some day; empty where no cap exists."""

    spending: Spending
    windows: tuple[WindowFacts, ...]
    other_currency: bool = False


def cap_before_spend(facts: CapFacts, limits: Thresholds) -> Verdict:
    """The verdict on BUD 2.1. Thresholds: largely_share, slack."""
    verdict = facts.spending.open() or _capped(facts, limits)
    loose = facts.slack is not None and facts.slack > limits["slack"]
    verdict = verdict.noting(Weakness.CAP_NEVER_BINDS, loose)
    return verdict.noting(Weakness.OTHER_CURRENCY, facts.other_currency)


def _capped(facts: CapFacts, limits: Thresholds) -> Verdict:
    first, approved = facts.spending.first, facts.approved_on
    if facts.capped_days == 0 or approved is None or first is None:
        return Verdict(DM, Reason.NO_CAP)
    if facts.capped_days == facts.spend_days and approved < first and facts.check == "pass":
        return Verdict(FM, Reason.CAP_CHECKED)
    if facts.check == "fail":
        return Verdict(PM, Reason.CAP_CHECK_FAILED)
    if approved > first:
        return Verdict(PM, Reason.CAP_LATE)
    if facts.capped_days < limits["largely_share"] * facts.spend_days:
        return Verdict(PM, Reason.CAP_PARTLY)
    return Verdict(LM, Reason.CAP_SAME_DAY if approved == first else Reason.CAP_UNCHECKED)


def spend_within_cap(facts: MoneyFacts, limits: Thresholds) -> Verdict:
    """The verdict on BUD 2.2; the worst window decides.

    Thresholds: tolerance, largely_ratio, critical_ratio (multiples of the cap); largely_days, partly_days,
    critical_days (working days).
    """
    verdict = facts.spending.open()
    if verdict is None and not facts.windows:
        verdict = Verdict(DM, Reason.NO_CAP)
    if verdict is None:
        verdict = judge(worst_window(facts.windows, limits), limits)
    return verdict.noting(Weakness.OTHER_CURRENCY, facts.other_currency)


def worst_window(windows: tuple[WindowFacts, ...], limits: Thresholds) -> WindowFacts:
    """The window with the worst verdict; among equals one with a critical weakness, then the highest peak."""
    scale = (FM, LM, PM, DM)

    def badness(window: WindowFacts) -> tuple[int, bool, Decimal]:
        verdict = judge(window, limits)
        return scale.index(verdict.value), verdict.critical is not None, window.peak

    return max(windows, key=badness)


def judge(window: WindowFacts, limits: Thresholds) -> Verdict:
    """The verdict on one window."""
    verdict = _answered(window, limits)
    if window.passed_on is None:
        return verdict
    verdict = verdict.critically(Weakness.FAR_ABOVE_CAP, window.peak > limits["critical_ratio"])
    late = window.ran_on if window.delay is None else window.delay
    return verdict.critically(Weakness.LONG_ABOVE_CAP, late > limits["critical_days"])


def _answered(window: WindowFacts, limits: Thresholds) -> Verdict:
    delay = window.delay
    if window.passed_on is None:
        return Verdict(FM, Reason.WITHIN_CAP)
    if delay is None or delay > limits["partly_days"]:
        return Verdict(DM, Reason.ABOVE_UNDECIDED if delay is None else Reason.ABOVE_DECIDED_LATE)
    if delay <= limits["largely_days"] and window.peak <= limits["largely_ratio"]:
        return Verdict(LM, Reason.ABOVE_DECIDED)
    return Verdict(PM, Reason.ABOVE_DECIDED_LATE if delay > limits["largely_days"] else Reason.ABOVE_DECIDED)
