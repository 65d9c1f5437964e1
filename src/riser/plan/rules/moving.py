"""Days moved by a number of days."""

from datetime import date, timedelta


def moved(day: date | None, days: int) -> date | None:
    """The day that lies `days` later (earlier below zero); None stays None. Raises OverflowError."""
    return None if day is None else day + timedelta(days=days)
