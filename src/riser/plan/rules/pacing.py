"""How spend runs against its cap and the days of its window; a straight line from zero to the cap is par.

A day that is not over yet counts in full, so early in a window the share of the days is a little high and the
verdict a little mild.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from riser.foundation.periods import Period
from riser.plan.words import Pacing

TOLERANCE = Decimal("0.10")  # of the cap: a tenth ahead or behind is everyday unevenness


@dataclass(frozen=True, slots=True)
class Run:
    """Where the spend of a window stands. Shares are of the cap and of the days; 1 = all of it.

    `at_this_speed` is what the window would have spent at its end, None before its first day.
    """

    share_spent: Decimal
    share_elapsed: Decimal
    days_left: int
    at_this_speed: Decimal | None
    verdict: Pacing


def run(*, spent: Decimal, cap: Decimal, window: Period, as_of: date) -> Run:
    """The run of a window whose cap is above nothing, at the end of a day."""
    elapsed = min(max((as_of - window.from_day).days + 1, 0), window.days)
    share_spent, share_elapsed = spent / cap, Decimal(elapsed) / window.days
    return Run(
        share_spent=share_spent,
        share_elapsed=share_elapsed,
        days_left=window.days - elapsed,
        at_this_speed=spent / elapsed * window.days if elapsed else None,
        verdict=_verdict(share_spent, share_elapsed, as_of, window),
    )


def _verdict(spent: Decimal, elapsed: Decimal, as_of: date, window: Period) -> Pacing:
    if spent > 1:
        return Pacing.ABOVE
    if as_of < window.from_day:
        return Pacing.NOT_STARTED
    if as_of > window.to_day:
        return Pacing.ENDED
    if spent > elapsed + TOLERANCE:
        return Pacing.AHEAD
    return Pacing.BEHIND if spent < elapsed - TOLERANCE else Pacing.ON_PACE
