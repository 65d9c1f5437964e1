"""Where a campaign stands in time."""

from datetime import date
from enum import StrEnum


class Phase(StrEnum):
    """One word for the days of a campaign, as of a day."""

    UNDATED = "undated"
    AHEAD = "ahead"
    RUNNING = "running"
    OVER = "over"


def phase(start: date | None, end: date | None, *, as_of: date) -> Phase:
    """The phase on a day; first and last day are running days, and without an end it runs on."""
    if start is None:
        return Phase.UNDATED
    if as_of < start:
        return Phase.AHEAD
    return Phase.OVER if end is not None and end < as_of else Phase.RUNNING
