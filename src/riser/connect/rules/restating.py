"""Days that a source goes on changing: platforms add conversions that come late and take back spend."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Open:
    """Days of a load that may still change: the first of them, and the day on which the last is settled."""

    since: date
    settled_on: date


def still_open(days: Sequence[date], *, today: date, restated_days: int) -> Open | None:
    """Which of these days may still change, given the first and the last of them; None where none may.

    `restated_days` is how long the source goes on after a day: with 4, the 20th is settled on the 25th.
    """
    oldest = today - timedelta(days=restated_days)
    if not restated_days or not days or max(days) < oldest:
        return None
    return Open(max(min(days), oldest), max(days) + timedelta(days=restated_days + 1))
