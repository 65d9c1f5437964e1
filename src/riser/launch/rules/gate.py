"""What the gate says: each line of the list, what a waiver is worth, GO or NO-GO."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from riser.launch.words import Decision, Result


@dataclass(frozen=True, slots=True)
class Leave:
    """A waiver: who gave it, why, from which day until which, both included, in the organisation's zone.

    `ended_at` is the moment it was taken back: until that moment it held, also on that very day.
    """

    id: int
    by: int | None
    by_name: str
    why: str
    until: date
    given_at: datetime
    given_on: date
    ended_at: datetime | None = None
    ended_on: date | None = None

    def holds(self, day: date, *, at: datetime | None = None, asked_by: int | None = None) -> bool:
        """Whether it counts on a day for a GO that this member asks for: an expired or own one does not.

        `at` is the moment of that day that is asked for; without it, the end of the day.
        """
        own = asked_by is not None and self.by == asked_by
        taken_back = self._ended_by(day) if at is None else self.ended_at is not None and self.ended_at <= at
        return day <= self.until and not taken_back and not own

    def held_on(self, day: date) -> bool:
        """Whether it held for any part of a day: the one on which it was taken back is such a day."""
        return self.given_on <= day <= self.until and (self.ended_on is None or day <= self.ended_on)

    def _ended_by(self, day: date) -> bool:
        return self.ended_on is not None and self.ended_on <= day


@dataclass(frozen=True, slots=True)
class Seen:
    """One recorded result of a check, by a machine or by hand. `item` is a system or a claim, or empty.

    `day` is the day of `at` in the organisation's zone. `elsewhere` is the record of another tool, which may
    name a `role` in place of a member and the version that went `live`.
    """

    at: datetime
    day: date
    result: Result
    automatic: bool
    item: str = ""
    record: int = 0
    by: int | None = None
    by_name: str = ""
    why: str = ""
    note: str = ""
    evidence: str = ""
    url: str = ""
    creative: str = ""
    sha256: str = ""
    elsewhere: str = ""
    role: str = ""
    live: str = ""

    @property
    def has_evidence(self) -> bool:
        """Whether somebody else could look at what was seen: what a machine read, it can read again."""
        return self.automatic or bool(
            self.evidence or self.sha256 or self.url or self.creative or self.elsewhere
        )


def standing(found: Result, leaves: Iterable[Leave], *, day: date, asked_by: int | None = None) -> Result:
    """What a line counts as: red or unknown with a waiver that holds is waived, everything else as found."""
    if found in {Result.FAIL, Result.UNKNOWN} and leave_of(leaves, day=day, asked_by=asked_by):
        return Result.WAIVED
    return found


def leave_of(
    leaves: Iterable[Leave], *, day: date, at: datetime | None = None, asked_by: int | None = None
) -> Leave | None:
    """The newest waiver that holds on a day, at a moment of it where one is given, or None."""
    held = [leave for leave in leaves if leave.holds(day, at=at, asked_by=asked_by)]
    return max(held, key=lambda leave: leave.given_at, default=None)


def decision(lines: Iterable[tuple[bool, Result]]) -> Decision:
    """What the gate says to lines of (blocking, counts as). An unknown blocks only where the check blocks."""
    blocking = {result for blocks, result in lines if blocks}
    if blocking & {Result.FAIL, Result.UNKNOWN}:
        return Decision.NO_GO
    return Decision.GO_WITH_WAIVER if Result.WAIVED in blocking else Decision.GO


def together(results: Sequence[Result]) -> Result:
    """One result of several parts: a red one makes it red, an unknown one leaves it open; none passes."""
    if Result.FAIL in results:
        return Result.FAIL
    return Result.UNKNOWN if Result.UNKNOWN in results else Result.PASS


def newest(seen: Iterable[Seen]) -> Seen | None:
    """The result that counts: where a machine could tell, the machine's newest; else the newest of all.

    A tick never beats what a machine read, and it ends when the machine looked again and could not tell.
    """
    ordered = sorted(seen, key=lambda one: (one.at, one.record))
    machine = [one for one in ordered if one.automatic]
    if machine and machine[-1].result != Result.UNKNOWN:
        return machine[-1]
    return next(reversed(ordered), None)
