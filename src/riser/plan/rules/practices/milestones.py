"""PLN 2.3: a date that will not hold is re-planned and agreed before it passes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from riser.foundation.periods import working_days_after
from riser.foundation.verdict import DM, FM, LM, NE, NY, PM, Thresholds
from riser.plan.rules.practices.verdict import Reason, Verdict, Weakness


@dataclass(frozen=True, slots=True)
class DateVersion:
    """One date a milestone had.

    `changed_on` is the day on which it gave way to the next one, `agreed_on` the day on which somebody else
    than the one who is late had agreed to that; both None for the date in force.
    """

    due: date
    changed_on: date | None = None
    agreed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Milestone:
    """Every date of one milestone, oldest first, and the day it was reached (None while open)."""

    title: str
    dates: tuple[DateVersion, ...]
    done_on: date | None = None
    is_launch: bool = False

    def late(self, as_of: date) -> tuple[DateVersion, ...]:
        """The dates that did not hold."""
        reached = self.done_on or as_of
        return tuple(one for one in self.dates if reached > one.due)


def replanned(milestones: Sequence[Milestone], as_of: date, limits: Thresholds) -> Verdict:
    """The verdict on PLN 2.3. Thresholds: full_share, largely_share, most_moves, forgotten_days."""
    if not milestones:
        return Verdict(NE, Reason.NO_MILESTONES)
    if all(one.dates[0].due >= as_of and one.done_on is None for one in milestones):
        return Verdict(NY, Reason.NOTHING_DUE)
    often = any(len(one.dates) - 1 > limits["most_moves"] for one in milestones)
    verdict = _replanned([version for one in milestones for version in one.late(as_of)], limits).lowered(
        often
    )
    forgotten = any(is_forgotten(one, as_of, limits) for one in milestones)
    return verdict.noting(Weakness.MOVED_OFTEN, often).critically(Weakness.LAUNCH_FORGOTTEN, forgotten)


def in_time(version: DateVersion) -> bool:
    """Whether its successor was agreed on a day before it passed."""
    return version.agreed_on is not None and version.agreed_on < version.due


def _replanned(late: Sequence[DateVersion], limits: Thresholds) -> Verdict:
    agreed = sum(in_time(one) for one in late)
    if not late:
        return Verdict(FM, Reason.NONE_LATE)
    if agreed >= limits["full_share"] * len(late):
        return Verdict(FM, Reason.REPLANNED)
    if agreed >= limits["largely_share"] * len(late):
        return Verdict(LM, Reason.REPLANNED)
    if agreed:
        return Verdict(PM, Reason.REPLANNED)
    changed = any(one.changed_on is not None for one in late)
    return Verdict(PM, Reason.REPLANNED_AFTERWARDS) if changed else Verdict(DM, Reason.NEVER_REPLANNED)


def is_forgotten(milestone: Milestone, as_of: date, limits: Thresholds) -> bool:
    """Whether a launch date passed by more than forgotten_days working days without a word."""
    last = milestone.dates[-1]
    reached = milestone.done_on or as_of
    return milestone.is_launch and working_days_after(last.due, reached) > limits["forgotten_days"]
