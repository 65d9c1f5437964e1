"""What every indicator of this room answers, and what it is told about the spend."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from riser.foundation import verdict
from riser.foundation.verdict import NE, NY


class Reason(StrEnum):
    """Why a characterisation was given; each has one sentence."""

    NO_SOURCE = "no_source"
    NOT_STARTED = "not_started"
    NO_SPEND_YET = "no_spend_yet"
    # OBJ 2.1
    NO_OBJECTIVE = "no_objective"
    OBJECTIVE_UNMEASURED = "objective_unmeasured"
    OBJECTIVE_TOO_LATE = "objective_too_late"
    OBJECTIVE_LATE = "objective_late"
    OBJECTIVE_INCOMPLETE = "objective_incomplete"
    OBJECTIVE_IN_TIME = "objective_in_time"
    # GOV 2.1
    NOBODY = "nobody"
    NOT_ONE_OWNER = "not_one_owner"
    ONE_PERSON_DID_ALL = "one_person_did_all"
    TWO_PERSONS_TWICE = "two_persons_twice"
    TWO_PERSONS_LATE = "two_persons_late"
    TWO_PERSONS_ONCE = "two_persons_once"
    # PLN 2.1
    PLAN_UNAPPROVED = "plan_unapproved"
    PLAN_TOO_LATE = "plan_too_late"
    PLAN_THIN = "plan_thin"
    PLAN_LATE = "plan_late"
    PLAN_MISSES_ONE = "plan_misses_one"
    PLAN_MAPPED_LATE = "plan_mapped_late"
    PLAN_IN_TIME = "plan_in_time"
    # BUD 2.1
    NO_CAP = "no_cap"
    CAP_CHECKED = "cap_checked"
    CAP_UNCHECKED = "cap_unchecked"
    CAP_SAME_DAY = "cap_same_day"
    CAP_CHECK_FAILED = "cap_check_failed"
    CAP_LATE = "cap_late"
    CAP_PARTLY = "cap_partly"
    # BUD 2.2
    WITHIN_CAP = "within_cap"
    ABOVE_DECIDED = "above_decided"
    ABOVE_DECIDED_LATE = "above_decided_late"
    ABOVE_UNDECIDED = "above_undecided"
    # REQ 2.1
    NO_REQUIREMENT = "no_requirement"
    REQUIREMENT_INCOMPLETE = "requirement_incomplete"
    REQUIREMENT_LATE = "requirement_late"
    REQUIREMENT_CLOSE = "requirement_close"
    REQUIREMENT_NO_BASELINE = "requirement_no_baseline"
    REQUIREMENT_IN_TIME = "requirement_in_time"
    # REQ 2.2
    TRACE_FULL = "trace_full"
    TRACE_CAMPAIGN_LEVEL = "trace_campaign_level"
    TRACE_LARGE = "trace_large"
    TRACE_ORPHAN = "trace_orphan"
    TRACE_PART = "trace_part"
    TRACE_NONE = "trace_none"
    # REQ 2.3
    CHANGE_UNAGREED = "change_unagreed"
    CHANGE_ONE_SIDE = "change_one_side"
    CHANGE_AGREED_LATE = "change_agreed_late"
    CHANGE_UNDER_REVIEW = "change_under_review"
    CHANGE_UNREVIEWED = "change_unreviewed"
    CHANGE_REVIEWED_LATE = "change_reviewed_late"
    CHANGE_REVIEWED = "change_reviewed"
    # PLN 2.2, CNT 2.1
    NO_WORK_SOURCE = "no_work_source"
    NO_HISTORY = "no_history"
    NOTHING_DUE = "nothing_due"
    ITEMS = "items"
    CLOSED_AT_ONCE = "closed_at_once"
    NO_REVIEW_STATE = "no_review_state"
    FEW_APPROVED = "few_approved"
    ROUNDS = "rounds"
    # PLN 2.3
    NO_MILESTONES = "no_milestones"
    NONE_LATE = "none_late"
    REPLANNED = "replanned"
    REPLANNED_AFTERWARDS = "replanned_afterwards"
    NEVER_REPLANNED = "never_replanned"
    # PLN 2.4
    NOTHING_STARTED = "nothing_started"
    STARTED = "started"
    # PLN 3.1, PRC 3.1
    NO_STANDARD = "no_standard"
    FEW_CLOSED = "few_closed"
    COPIED = "copied"
    STANDARD_KEPT = "standard_kept"
    STEPS = "steps"
    # QPM 4.1
    NO_CLOCK = "no_clock"
    NO_CHART = "no_chart"
    CHART = "chart"


class Weakness(StrEnum):
    """A weakness beside the characterisation; which of them are critical, the practice says."""

    CONCENTRATED = "concentrated"
    OWNER_GONE = "owner_gone"
    FAR_ABOVE_CAP = "far_above_cap"
    LONG_ABOVE_CAP = "long_above_cap"
    BOUND_MOVED = "bound_moved"
    STAMPED = "stamped"
    BURST = "burst"
    UNAFFIRMED = "unaffirmed"
    UMBRELLA = "umbrella"
    MAPPED_LATE = "mapped_late"
    CAP_NEVER_BINDS = "cap_never_binds"
    HUNG_ON_ONE = "hung_on_one"
    OTHER_CURRENCY = "other_currency"
    LAUNCH_FORGOTTEN = "launch_forgotten"
    MOVED_OFTEN = "moved_often"
    GO_TAILORED_OUT = "go_tailored_out"
    HEAVILY_TAILORED = "heavily_tailored"
    PROMISES_MISS = "promises_miss"


class Verdict(verdict.Verdict[Reason, Weakness]):
    """What an indicator of this room answers."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Spending:
    """What the connected sources say of the money of one instance.

    `first` is T0 and `last` the newest day with spend, both None without spend. `covered` is false where no
    connected source could show the spend; `started` is false before the planned start.
    """

    covered: bool
    started: bool
    first: date | None = None
    last: date | None = None

    def open(self) -> Verdict | None:
        """NE or NY where the instance cannot be judged yet, else None."""
        if self.first is not None:
            return None
        if not self.started:
            return Verdict(NY, Reason.NOT_STARTED)
        return Verdict(NY, Reason.NO_SPEND_YET) if self.covered else Verdict(NE, Reason.NO_SOURCE)
