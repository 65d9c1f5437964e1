"""What both indicators of this room answer."""

from enum import StrEnum

from riser.foundation.verdict import Verdict


class Reason(StrEnum):
    """Why a characterisation was given; each has one sentence."""

    NO_SOURCE = "no_source"
    # VAL 2.1
    FIRST_NOT_DUE = "first_not_due"
    NO_CHECKPOINT = "no_checkpoint"
    UNDECIDED = "undecided"
    NO_CAP = "no_cap"
    DECIDED_TWICE = "decided_twice"
    DECIDED_SHORT_FLIGHT = "decided_short_flight"
    DECIDED_BY_HALF = "decided_by_half"
    DECIDED_LATE = "decided_late"
    MONTH_RUNS = "month_runs"
    EVERY_MONTH = "every_month"
    MONTH_MISSING = "month_missing"
    MONTHS_MISSING = "months_missing"
    # VAL 2.2
    WINDOW_UNKNOWN = "window_unknown"
    VERDICT_NOT_DUE = "verdict_not_due"
    NO_VERDICT = "no_verdict"
    VERDICT_IN_TIME = "verdict_in_time"
    VERDICT_WITHOUT_CASES = "verdict_without_cases"
    VERDICT_LATE = "verdict_late"
    VERDICT_TOO_LATE = "verdict_too_late"
    VERDICT_TOO_EARLY = "verdict_too_early"
    VERDICT_OTHERWISE = "verdict_otherwise"
    WRITTEN_AFTERWARDS = "written_afterwards"


class Weakness(StrEnum):
    """A weakness beside the characterisation. The first one is critical."""

    METRIC_SWAPPED = "metric_swapped"
    ALWAYS_CONTINUE = "always_continue"
    UNDECIDABLE_SHELTER = "undecidable_shelter"


class Rated(Verdict[Reason, Weakness]):
    """What an indicator of this room answers; a verdict is here what people give on a requirement."""

    __slots__ = ()
