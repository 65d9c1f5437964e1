"""Days on which an account has no row, between the first and the last on which it has some."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from riser.connect.rules.findings import gaps_in


@dataclass(frozen=True, slots=True)
class Gap:
    """How many days an account lacks, the first and the last of them; "" is an account that no row names."""

    account: str
    days: int
    first: date
    last: date


def gaps(days_of: Mapping[str, set[date]]) -> list[Gap]:
    """Which accounts lack days, given the days of each: with the 1st, 2nd and 5th the 3rd and 4th."""
    return [
        Gap(account, sum((last - first).days + 1 for first, last in found), found[0][0], found[-1][1])
        for account, days in sorted(days_of.items())
        if (found := gaps_in(days))
    ]


def days_of_mask(month: str, mask: int) -> set[date]:
    """The days of a month (2026-03) whose bit is set: bit 0 is the 1st."""
    first = date.fromisoformat(f"{month}-01")
    return {first + timedelta(days=place) for place in range(31) if mask >> place & 1}
