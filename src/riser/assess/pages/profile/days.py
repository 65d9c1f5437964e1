"""Time travel: the days a reader can go to, and whether the page shows the past."""

from dataclasses import dataclass
from datetime import date, timedelta

from riser.assess.profile import Profile
from riser.foundation.periods import month_of

QUICK = 6  # so many ends of months are one click away


@dataclass(frozen=True, slots=True)
class Days:
    """The day shown, the first day on record, and the ends of the months before today, the newest first."""

    shown: date
    today: date
    first: date
    ends: tuple[date, ...]

    @property
    def is_past(self) -> bool:
        """Whether the page shows an earlier day."""
        return self.shown < self.today

    @property
    def is_ahead(self) -> bool:
        """Whether the page shows a day that has not come."""
        return self.shown > self.today

    @property
    def before(self) -> date:
        """A month end to compare with: the last one before the day shown."""
        return month_of(self.shown).from_day - timedelta(days=1)


def days(profile: Profile, today: date) -> Days:
    """The days to choose from, given the records of the profile."""
    known = [
        result.instance.from_day
        for one in profile.practices.values()
        for result in one.results
        if result.instance.from_day
    ]
    first = min([*known, profile.as_of, today])
    return Days(profile.as_of, today, first, tuple(_ends(today, first)))


def _ends(today: date, first: date) -> list[date]:
    ends: list[date] = []
    end = month_of(today).from_day - timedelta(days=1)
    while len(ends) < QUICK and end >= first:
        ends.append(end)
        end = month_of(end).from_day - timedelta(days=1)
    return ends
