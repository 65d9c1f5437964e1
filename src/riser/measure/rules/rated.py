"""What both indicators of this room answer."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from riser.foundation.evidence import Characterisation

FM, LM, PM, DM = Characterisation.FM, Characterisation.LM, Characterisation.PM, Characterisation.DM
NY, NE = Characterisation.NY, Characterisation.NE
Thresholds = Mapping[str, Decimal]


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


@dataclass(frozen=True, slots=True)
class Rated:
    """A characterisation, why, and the weaknesses noted beside it."""

    value: Characterisation
    reason: Reason
    critical: Weakness | None = None
    weaknesses: tuple[Weakness, ...] = ()

    def noting(self, weakness: Weakness, when: bool) -> "Rated":
        """The same with one more weakness where `when` holds."""
        return replace(self, weaknesses=(*self.weaknesses, weakness)) if when else self

    def critically(self, weakness: Weakness, when: bool) -> "Rated":
        """The same with a critical weakness where `when` holds."""
        return replace(self, critical=weakness) if when else self
