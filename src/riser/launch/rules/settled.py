"""How each line of a list stood when the money began to run: what counts for the practices of this room."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from riser.launch.rules.gate import Leave, Seen, leave_of, newest, together
from riser.launch.words import Result


@dataclass(frozen=True, slots=True)
class Settled:
    """One line on T0: what it counts as, since which day (None: nothing was asked), and whether it is shown.

    `since` is the first day of the unbroken run of results that stand, or the day of the waiver.
    """

    code: str
    blocking: bool
    counts: Result
    since: date | None
    evidenced: bool


def settled(
    code: str, parts: Sequence[Sequence[Seen]], leaves: Iterable[Leave], *, blocking: bool, first: date
) -> Settled:
    """The line on its first spend day; `parts` are the results of each system or claim, else one part.

    What came only after that day is taken where nothing came before: it is late, not missing.
    """
    chosen = [_chosen(part, first) for part in parts]
    found = together([one[-1].result if one else Result.UNKNOWN for one in chosen])
    if found == Result.PASS:
        runs = [one[0] for one in chosen]
        since = max((seen.day for seen in runs), default=None)
        return Settled(code, blocking, found, since, all(one[-1].has_evidence for one in chosen))
    leave = _leave(leaves, first)
    if leave is not None:
        return Settled(code, blocking, Result.WAIVED, leave.given_on, True)
    last = max((one[-1].day for one in chosen if one), default=None)
    return Settled(code, blocking, found, last, False)


def is_red(parts: Sequence[Sequence[Seen]], leaves: Iterable[Leave], *, at: datetime, on: date) -> bool:
    """Whether a line stood red and unwaived at one moment."""
    known = [newest(seen for seen in part if seen.at <= at) for part in parts]
    red = any(one is not None and one.result == Result.FAIL for one in known)
    given = [leave for leave in leaves if leave.given_at <= at]
    return red and leave_of(given, day=on, at=at) is None


def passes(seen: Iterable[Seen], *, first: date) -> list[Seen]:
    """The passes of one version or one system that the newest result by the first spend day leaves standing.

    What was failed again in time was not passed when the money ran; what failed only later was.
    """
    known = sorted(seen, key=lambda one: (one.at, one.record))
    failed = [number for number, one in enumerate(known) if one.result == Result.FAIL and one.day <= first]
    return [one for one in known[max(failed, default=-1) + 1 :] if one.result == Result.PASS]


def burst(seen: Iterable[Seen], seconds: int) -> int:
    """The most checks one person signed by hand within so many seconds."""
    by_hand = [one for one in seen if not one.automatic and not one.elsewhere]
    most = 0
    for name in {one.by_name for one in by_hand}:
        times = sorted(one.at.timestamp() for one in by_hand if one.by_name == name)
        most = max(most, max(sum(at <= other <= at + seconds for other in times) for at in times))
    return most


def _chosen(part: Sequence[Seen], first: date) -> list[Seen]:
    """The run of results that stood on the first day, oldest first; else the first that came later."""
    in_time = [seen for seen in part if seen.day <= first]
    last = newest(in_time)
    if last is None:
        later = sorted((seen for seen in part if seen.day > first), key=lambda one: one.at)
        return later[:1]
    # No tick bears on what a machine could tell; a machine that looked again breaks a run of ticks.
    known = sorted(
        (one for one in in_time if one.automatic or not last.automatic), key=lambda one: (one.at, one.record)
    )
    run = [last]
    for seen in reversed(known[: known.index(last)]):
        if seen.result != last.result:
            break
        run.insert(0, seen)
    return run


def _leave(leaves: Iterable[Leave], first: date) -> Leave | None:
    """The waiver under which it ran: one that held on a part of the first day, else the first later."""
    given = sorted(leaves, key=lambda leave: leave.given_at)
    in_time = [leave for leave in given if leave.held_on(first)]
    later = [leave for leave in given if leave.given_on > first and leave.holds(leave.given_on)]
    return next(iter(in_time or later), None)
