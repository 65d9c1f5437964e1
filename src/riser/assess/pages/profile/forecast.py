"""What will move by itself: each rating over the next 120 days, drawn and in words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from riser.assess.pages.links import Links
from riser.assess.profile import PracticeProfile, Profile
from riser.assess.rules.forecast import HORIZON_DAYS, Move
from riser.assess.rules.scale import is_ordered, rank
from riser.foundation.periods import month_of
from riser.ui.drawings.timeline import Span, Timeline
from riser.ui.formats import day, listed, sentences
from riser.ui.ratings import RATINGS

MOST_NAMES = 3
EDGE = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class MoveLine:
    """A rating that will move by itself."""

    move: Move
    one: PracticeProfile
    href: str
    why: str
    is_up: bool


@dataclass(frozen=True, slots=True)
class ForecastLine:
    """One practice with all its moves, and its ratings over the time ahead."""

    one: PracticeProfile
    href: str
    moves: tuple[MoveLine, ...]
    timeline: Timeline


@dataclass(frozen=True, slots=True)
class Forecast:
    """What moves, the first to move first. ``months`` are the marks of the axis, in percent of its width."""

    lines: tuple[ForecastLine, ...]
    months: tuple[tuple[float, str], ...]
    until: date
    finding: str


def forecast(profile: Profile, links: Links) -> Forecast:
    """What will move within 120 days if nothing new is recorded."""
    until = profile.as_of + timedelta(days=HORIZON_DAYS)
    moving = move_lines(profile, links)
    by_practice = groupby(sorted(moving, key=lambda line: line.one.id), key=lambda line: line.one.id)
    lines = [_line(tuple(found), profile.as_of, until) for _id, found in by_practice]
    return Forecast(
        lines=tuple(sorted(lines, key=lambda line: (line.moves[0].move.day, line.one.id))),
        months=tuple(_months(profile.as_of, until)),
        until=until,
        finding=_finding(moving),
    )


def move_lines(profile: Profile, links: Links) -> tuple[MoveLine, ...]:
    """Every rating that will move by itself, the first to move first."""
    return tuple(
        MoveLine(move, one, links.practice(one.id), _why(one, move.leaving), _is_up(move))
        for one, move in profile.moves
    )


def _line(moves: tuple[MoveLine, ...], from_day: date, until: date) -> ForecastLine:
    first = moves[0]
    starts = [from_day, *(line.move.day for line in moves)]
    ends = [*starts[1:], until]
    ratings = [first.move.before, *(line.move.after for line in moves)]
    spans = tuple(
        Span(_share(start, from_day, until), _share(end, from_day, until), rating.value if rating else "")
        for start, end, rating in zip(starts, ends, ratings, strict=True)
    )
    said = [
        _("%(word)s until %(day)s") % {"word": _word(rating.value if rating else ""), "day": day(end)}
        for rating, end in zip(ratings, ends, strict=True)
    ]
    return ForecastLine(first.one, first.href, moves, Timeline(spans, listed(said)))


def _share(at: date, from_day: date, until: date) -> float:
    return 100 * (at - from_day).days / (until - from_day).days


def _months(from_day: date, until: date) -> Iterator[tuple[float, str]]:
    """The first day of each month ahead; one that begins right at an edge would run into it."""
    first = month_of(from_day).to_day + timedelta(days=1)
    while first <= until - EDGE:
        if first >= from_day + EDGE:
            yield _share(first, from_day, until), day(first, "month")
        first = month_of(first).to_day + timedelta(days=1)


def _finding(moving: Iterable[MoveLine]) -> str:
    """ "4 moves up, 5 moves down within 120 days."."""
    lines = list(moving)
    up = sum(line.is_up for line in lines)
    rises = ngettext("%(count)s move up", "%(count)s moves up", up) % {"count": up}
    falls = ngettext("%(count)s move down or out", "%(count)s moves down or out", len(lines) - up)
    text = _("%(up)s, %(down)s within %(days)s days, if nothing new is recorded.")
    words = {"up": rises, "down": falls % {"count": len(lines) - up}, "days": HORIZON_DAYS}
    return text % words if lines else ""


def _why(one: PracticeProfile, leaving: Sequence[str]) -> str:
    titles = {result.instance.id: result.instance.title for result in one.results}
    names = [titles[id_] for id_ in leaving]
    more = len(names) - MOST_NAMES
    said = _("%(names)s leaves the window.") % {"names": listed(names[:MOST_NAMES])}
    if more <= 0:
        return said
    rest = ngettext("So does %(count)s other.", "So do %(count)s others.", more) % {"count": more}
    return sentences(said, rest)


def _is_up(move: Move) -> bool:
    """Whether the rating gets better; to "not rated" is no improvement."""
    if move.before is None or move.after is None or not (is_ordered(move.before) and is_ordered(move.after)):
        return move.before is None
    return rank(move.after) > rank(move.before)


def _word(code: str) -> str:
    return str(RATINGS[code].word) if code else _("Not rated")
