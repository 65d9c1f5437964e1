"""The three practices of this room as rules: a frozen fact value and thresholds in, a verdict out.

Fixed terms: T0 is the first day with spend; "before" means recorded on an earlier day; the same day is late.
Each function is called once there is a T0.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from riser.foundation import verdict
from riser.foundation.verdict import DM, FM, LM, PM, Thresholds
from riser.launch.rules.settled import Settled
from riser.launch.words import Purpose, Result


class Reason(StrEnum):
    """Why a characterisation was given; each has one sentence."""

    CHECKED = "checked"
    CHECKED_SAME_DAY = "checked_same_day"
    CHECKED_PARTLY = "checked_partly"  # in time, but a line unknown, unshown, or GO by who asked
    CHECKED_LATE = "checked_late"
    CHECKED_TOO_LATE = "checked_too_late"
    UNCHECKED = "unchecked"
    TESTED = "tested"
    TESTED_REST_LATE = "tested_rest_late"
    TESTED_PARTLY = "tested_partly"
    TESTED_LATE = "tested_late"
    UNTESTED = "untested"
    CLAIMS_APPROVED = "claims_approved"
    CLAIMS_NEARLY = "claims_nearly"
    CLAIMS_PARTLY = "claims_partly"
    CLAIMS_UNAPPROVED = "claims_unapproved"


class Weakness(StrEnum):
    """A weakness beside the characterisation. The first two are critical."""

    GO_OVER_RED = "go_over_red"
    REGULATED_UNAPPROVED = "regulated_unapproved"
    TICKED = "ticked"
    SILENCE = "silence"


class Verdict(verdict.Verdict[Reason, Weakness]):
    """What an indicator of this room answers."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class GateFacts:
    """The lines of the list in force on T0, the first result of any, the GO, and what counters ticking.

    `burst` is the most checks one person signed within the window of the threshold. `red_at_go` says whether
    a blocking line stood red and unwaived when GO was given.
    """

    first: date
    lines: tuple[Settled, ...]
    earliest: date | None
    go_on: date | None
    go_by_another: bool
    red_at_go: bool = False
    burst: int = 0

    @property
    def unknown(self) -> int:
        """How many lines that do not block are unknown."""
        return sum(one.counts == Result.UNKNOWN and not one.blocking for one in self.lines)

    @property
    def blocking(self) -> list[Settled]:
        """The lines that block."""
        return [one for one in self.lines if one.blocking]


def checked_before_spend(facts: GateFacts, limits: Thresholds) -> Verdict:
    """The verdict on VER 2.1.

    Thresholds: late_days (calendar days), unknown_largely, burst_count; burst_seconds is read by who counts.
    """
    ticked = facts.burst >= limits["burst_count"]
    found = _checked(facts, limits).lowered(ticked).noting(Weakness.TICKED, ticked)
    return found.critically(Weakness.GO_OVER_RED, facts.red_at_go)


def _checked(facts: GateFacts, limits: Thresholds) -> Verdict:
    first, earliest = facts.first, facts.earliest
    if earliest is None:
        return Verdict(DM, Reason.UNCHECKED)
    early = _in_time(facts, last=first - timedelta(days=1))
    shown = all(one.evidenced for one in facts.blocking)
    if early and shown and facts.go_by_another and facts.unknown == 0:
        return Verdict(FM, Reason.CHECKED)
    if _in_time(facts, last=first) and facts.unknown <= limits["unknown_largely"]:
        return Verdict(LM, Reason.CHECKED_PARTLY if early else Reason.CHECKED_SAME_DAY)
    if earliest <= first + timedelta(days=int(limits["late_days"])):
        return Verdict(PM, Reason.CHECKED_LATE)
    return Verdict(DM, Reason.CHECKED_TOO_LATE)


def _in_time(facts: GateFacts, *, last: date) -> bool:
    """Whether every blocking line was passed or waived, and GO given, by a day."""
    held = all(
        one.counts in {Result.PASS, Result.WAIVED} and (one.since is None or one.since <= last)
        for one in facts.blocking
    )
    return held and facts.go_on is not None and facts.go_on <= last


@dataclass(frozen=True, slots=True)
class Proven:
    """A receiving system and the days on which a test conversion from the live page was seen in it."""

    system: str
    purpose: Purpose
    days: tuple[date, ...]

    def between(self, start: date, end: date) -> bool:
        """Whether one of the days lies between these two, both included."""
        return any(start <= day <= end for day in self.days)


@dataclass(frozen=True, slots=True)
class ProofFacts:
    """The receiving systems of the class, and the longest silence since.

    `silence` counts the clicks of the longest run of days without a conversion, `rate` is conversions a click
    on the other days; None where the platform reports too little to know.
    """

    first: date
    systems: tuple[Proven, ...]
    silence: int = 0
    rate: Decimal | None = None


def proven_before_spend(facts: ProofFacts, limits: Thresholds) -> Verdict:
    """The verdict on VER 2.2. Thresholds: window_days, rest_days, late_days (calendar days), chance."""
    quiet = chance_of_silence(facts.silence, facts.rate) < float(limits["chance"])
    return _tested(facts, limits).lowered(quiet).noting(Weakness.SILENCE, quiet)


def chance_of_silence(clicks: int, rate: Decimal | None) -> float:
    """How likely so many clicks bring no conversion at this rate: (1-p)^n; 1 where no rate is known."""
    if rate is None or rate <= 0 or clicks <= 0:
        return 1.0
    return 0.0 if rate >= 1 else math.exp(clicks * math.log1p(-float(rate)))


def _tested(facts: ProofFacts, limits: Thresholds) -> Verdict:
    first = facts.first
    start, eve = first - timedelta(days=int(limits["window_days"])), first - timedelta(days=1)
    bidding = [one for one in facts.systems if one.purpose == Purpose.BID]
    rest = [one for one in facts.systems if one.purpose != Purpose.BID]
    if all(one.between(start, eve) for one in facts.systems):
        return Verdict(FM, Reason.TESTED)
    rest_until = first + timedelta(days=int(limits["rest_days"]))
    if all(one.between(start, eve) for one in bidding) and all(
        one.between(date.min, rest_until) for one in rest
    ):
        return Verdict(LM, Reason.TESTED_REST_LATE)
    if any(one.between(date.min, eve) for one in bidding):
        return Verdict(PM, Reason.TESTED_PARTLY)
    if all(one.between(date.min, first + timedelta(days=int(limits["late_days"]))) for one in facts.systems):
        return Verdict(PM, Reason.TESTED_LATE)
    return Verdict(DM, Reason.UNTESTED)


@dataclass(frozen=True, slots=True)
class Live:
    """A creative version that went live; a parent makes it a declared variant (size, crop) of that one."""

    version: str
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """What the class asks to be approved, and the approvals by people entitled to it: (version, day)."""

    name: str
    approved: tuple[tuple[str, date], ...]
    regulated: bool = False

    def covers(self, live: Live, *, until: date, variants: bool) -> bool:
        """Whether the version, or where allowed its parent, was approved by a day."""
        known = {live.version, live.parent} - {""} if variants else {live.version}
        return any(version in known and day <= until for version, day in self.approved)


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """The claims the class asks for and the versions declared live at GO; none declared: nobody knows."""

    first: date
    claims: tuple[Claim, ...]
    live: tuple[Live, ...]


def claims_before_spend(facts: ClaimFacts, limits: Thresholds) -> Verdict:
    """The verdict on CMP 2.1. Threshold: largely_days after T0 on which an approval is largely in time."""
    return _claims(facts, limits).critically(Weakness.REGULATED_UNAPPROVED, _ran_unapproved(facts))


def _claims(facts: ClaimFacts, limits: Thresholds) -> Verdict:
    eve = facts.first - timedelta(days=1)
    if not any(claim.approved for claim in facts.claims):
        return Verdict(DM, Reason.CLAIMS_UNAPPROVED)
    if _all_cover(facts.claims, facts.live, until=eve, variants=False):
        return Verdict(FM, Reason.CLAIMS_APPROVED)
    until = facts.first + timedelta(days=int(limits["largely_days"]))
    if _all_cover(facts.claims, facts.live, until=until, variants=True):
        return Verdict(LM, Reason.CLAIMS_NEARLY)
    return Verdict(PM, Reason.CLAIMS_PARTLY)


def _all_cover(claims: Sequence[Claim], live: Sequence[Live], *, until: date, variants: bool) -> bool:
    return bool(live) and all(
        claim.covers(one, until=until, variants=variants) for claim in claims for one in live
    )


def _ran_unapproved(facts: ClaimFacts) -> bool:
    """Whether a regulated claim ran without an entitled approval of its version (of any, where unknown)."""
    regulated = [claim for claim in facts.claims if claim.regulated]
    if not facts.live:
        return any(not [day for _version, day in claim.approved if day <= facts.first] for claim in regulated)
    return any(
        not claim.covers(one, until=facts.first, variants=True) for claim in regulated for one in facts.live
    )
