"""Rules of this room: whether results were read in flight, and whether each requirement got its verdict."""

from riser.measure.rules.checkpoints import (
    FlightFacts,
    MonthFacts,
    Reading,
    decided_in_flight,
    read_every_month,
)
from riser.measure.rules.habits import Said, continued_in_a_row, share_of
from riser.measure.rules.rated import Rated, Reason, Weakness
from riser.measure.rules.verdicts import (
    Agreed,
    Given,
    VerdictFacts,
    due_day,
    folded,
    judged_requirement,
    last_day_in_time,
    mismatches,
    standing,
)

__all__ = [
    "Agreed",
    "FlightFacts",
    "Given",
    "MonthFacts",
    "Rated",
    "Reading",
    "Reason",
    "Said",
    "VerdictFacts",
    "Weakness",
    "continued_in_a_row",
    "decided_in_flight",
    "due_day",
    "folded",
    "judged_requirement",
    "last_day_in_time",
    "mismatches",
    "read_every_month",
    "share_of",
    "standing",
]
