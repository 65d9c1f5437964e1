"""When a job is tried again and when a chore is due. No Django, no clock."""

from datetime import datetime, timedelta, tzinfo

LEASE = timedelta(seconds=60)  # a killed worker's job runs again after this
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)
NIGHT_HOUR = 3  # local; after the hour that clocks skip or repeat in most zones
DAY = timedelta(days=1)


class JobCancelled(BaseException):
    """Somebody cancelled the running job. No Exception, so that no `except` on the way swallows it."""


class HandedBack(BaseException):
    """The worker is asked to end: the job goes back into the queue and the attempt does not count."""


class LeaseLost(BaseException):
    """Another worker has taken this job over; whatever this one still does must not be stored."""


def pause_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts (from 1): 30 seconds, two minutes, eight … an hour at most."""
    factor: int = 4 ** min(attempts - 1, 10)
    return min(FIRST_PAUSE * factor, LONGEST_PAUSE)


def next_due(after: datetime, *, every: timedelta, zone: tzinfo) -> datetime:
    """The first moment after `after` at which a chore is due.

    Daily and rarer ones at night in the organisation's zone, `every` in whole days apart; others on even
    steps since midnight UTC.
    """
    if every < DAY:
        midnight = after.replace(hour=0, minute=0, second=0, microsecond=0)
        return midnight + ((after - midnight) // every + 1) * every
    here = after.astimezone(zone)
    night = here.replace(hour=NIGHT_HOUR, minute=0, second=0, microsecond=0)
    first = night if night > here else night + DAY  # wall-clock days: a day may have 23 hours
    return (first + (every.days - 1) * DAY).astimezone(after.tzinfo)
