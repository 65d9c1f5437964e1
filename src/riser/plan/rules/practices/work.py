"""PLN 2.2 and CNT 2.1: work that is owned before it starts and moves when it moves; rounds as agreed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from riser.foundation.evidence import Characterisation
from riser.foundation.verdict import DM, FM, LM, NE, NY, PM, Thresholds
from riser.plan.rules.practices.verdict import Reason, Verdict


@dataclass(frozen=True, slots=True)
class Owned:
    """One work item that has fallen due.

    `owned` says whether one person and a due date stood in it at its first move to "doing"; `moved` whether
    its state changed on two or more days; `closed_at` is when it was first closed, None while open.
    """

    owned: bool
    moved: bool
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class WorkFacts:
    """The work of one campaign. `known` items, of which `due` have fallen due.

    `has_history` is false where no source told a single change of state.
    """

    known: int
    has_history: bool
    due: tuple[Owned, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """One approved piece: how often it entered review, and the number agreed (None where none was)."""

    rounds: int
    agreed: int | None


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """The approved pieces of one campaign. `has_review` says whether its board knows a review state."""

    known: int
    has_review: bool
    pieces: tuple[Piece, ...] = ()


def owned_work(facts: WorkFacts, limits: Thresholds) -> Verdict:
    """The verdict on PLN 2.2.

    Thresholds: owner_full, owner_largely, owner_partly and move_full, move_largely (shares of the items due),
    burst_share, burst_count, burst_minutes. Shares are compared as products, so that nothing is rounded.
    """
    if not facts.known:
        return Verdict(NE, Reason.NO_WORK_SOURCE)
    if not facts.due:
        return Verdict(NY, Reason.NOTHING_DUE)
    if not facts.has_history:
        return Verdict(NE, Reason.NO_HISTORY)
    return _owned(facts.due, limits)


def _owned(due: Sequence[Owned], limits: Thresholds) -> Verdict:
    owned, moved = sum(one.owned for one in due), sum(one.moved for one in due)

    def both(level: str) -> bool:
        return owned >= limits[f"owner_{level}"] * len(due) and moved >= limits[f"move_{level}"] * len(due)

    if owned < limits["owner_partly"] * len(due):
        return Verdict(DM, Reason.ITEMS)
    if is_cleaned_up([one.closed_at for one in due if one.closed_at], limits):
        return Verdict(PM, Reason.CLOSED_AT_ONCE)
    if both("full"):
        return Verdict(FM, Reason.ITEMS)
    return Verdict(LM if both("largely") else PM, Reason.ITEMS)


def is_cleaned_up(closings: Sequence[datetime], limits: Thresholds) -> bool:
    """Whether a share of at least burst_count closings fell inside burst_minutes: a Friday clean-up."""
    if len(closings) < limits["burst_count"]:
        return False
    return largest_burst(closings, int(limits["burst_minutes"])) >= limits["burst_share"] * len(closings)


def largest_burst(moments: Sequence[datetime], minutes: int) -> int:
    """The largest number of moments inside any stretch of so many minutes, both ends counted."""
    found, first, ordered = 0, 0, sorted(moments)
    for last, moment in enumerate(ordered):
        while moment - ordered[first] > timedelta(minutes=minutes):
            first += 1
        found = max(found, last - first + 1)
    return found


def rounds_as_agreed(facts: RoundFacts, limits: Thresholds) -> Verdict:
    """The verdict on CNT 2.1.

    Thresholds: full_share, largely_share, partly_share (pieces within their rounds), agreed_share,
    assumed_rounds (where none was agreed), over_rounds (beyond the number), least_pieces.
    """
    if not facts.known:
        return Verdict(NE, Reason.NO_WORK_SOURCE)
    if not facts.has_review:
        return Verdict(NE, Reason.NO_REVIEW_STATE)
    if len(facts.pieces) < limits["least_pieces"]:
        return Verdict(NY, Reason.FEW_APPROVED)
    return Verdict(_rounds(facts.pieces, limits), Reason.ROUNDS)


def _rounds(pieces: Sequence[Piece], limits: Thresholds) -> Characterisation:
    within = sum(is_within(piece, limits) for piece in pieces)
    agreed = sum(piece.agreed is not None for piece in pieces)
    over = max(piece.rounds - planned(piece, limits) for piece in pieces)

    def at_least(count: int, share: str) -> bool:
        return count >= limits[share] * len(pieces)

    if at_least(within, "full_share") and over <= limits["over_rounds"] and at_least(agreed, "agreed_share"):
        return FM
    if at_least(within, "largely_share"):
        return LM
    return PM if at_least(within, "partly_share") else DM


def planned(piece: Piece, limits: Thresholds) -> Decimal:
    """The rounds agreed for a piece, or assumed_rounds."""
    return limits["assumed_rounds"] if piece.agreed is None else Decimal(piece.agreed)


def is_within(piece: Piece, limits: Thresholds) -> bool:
    """Whether the piece passed within its rounds; one that never entered review did not."""
    return 1 <= piece.rounds <= planned(piece, limits)
