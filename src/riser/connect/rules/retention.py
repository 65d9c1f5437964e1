"""How long the rows of a table are kept: which day is the first that stays."""

from datetime import date

SHORTEST, LONGEST = 3, 240  # months; what was spent last quarter is needed to plan the next


def first_kept(today: date, months: int) -> date:
    """The first day that is kept when so many whole months before the present one are.

    With 14 months, on 24 November 2026 that is 1 September 2025.
    """
    passed = today.year * 12 + today.month - 1 - months
    return date(passed // 12, passed % 12 + 1, 1)
