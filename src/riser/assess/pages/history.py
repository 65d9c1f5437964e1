"""The history of ratings: what moved when, as a drawing and as a table. Only changes are kept."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from riser.assess.models import RatingChange
from riser.assess.pages.links import Links
from riser.assess.rules.scale import BEST_FIRST
from riser.foundation.evidence import Characterisation
from riser.ui.drawings.svg import tag
from riser.ui.formats import day, listed
from riser.ui.ratings import RATINGS

MOST_SHOWN = 300
WIDTH, ROW = 240, 9
HEIGHT = ROW * (len(BEST_FIRST) + 1)


@dataclass(frozen=True, slots=True)
class Change:
    """A practice's rating from one day on; empty: not rated."""

    practice: str
    day: date
    before: str | None  # None: the first one kept
    rating: str
    allowed: tuple[str, ...]
    href: str


@dataclass(frozen=True, slots=True)
class Course:
    """One practice's ratings over time, drawn."""

    practice: str
    statement: str
    href: str
    rating: str
    drawing: SafeString
    changes: int


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Everything the page draws."""

    courses: tuple[Course, ...]
    changes: tuple[Change, ...]
    hidden: int
    first: date | None


def changes(
    organisation_id: int, model: str, links: Links, *, as_of: date, practice: str = ""
) -> list[Change]:
    """What was kept by the end of a day, oldest first; of one practice where it is named."""
    rows = RatingChange.objects.filter(organisation_id=organisation_id, model=model, day__lte=as_of)
    if practice:
        rows = rows.filter(practice=practice)
    last: dict[str, str] = {}
    found = []
    for row in rows.order_by("day", "pk"):
        before, last[row.practice] = last.get(row.practice), row.rating
        found.append(
            Change(
                row.practice, row.day, before, row.rating, tuple(row.allowed), links.practice(row.practice)
            )
        )
    return found


def page(kept: Sequence[Change], statements: dict[str, str], *, as_of: date) -> HistoryPage:
    """The history page: practices whose rating ever moved are drawn."""
    by_practice: dict[str, list[Change]] = defaultdict(list)
    for change in kept:
        by_practice[change.practice].append(change)
    first = kept[0].day if kept else None
    newest = [change for change in reversed(kept) if change.before is not None]
    return HistoryPage(
        courses=tuple(
            _course(id_, mine, statements[id_], first or as_of, as_of)
            for id_, mine in by_practice.items()
            if id_ in statements and any(change.rating for change in mine)
        ),
        changes=tuple(newest[:MOST_SHOWN]),
        hidden=max(0, len(newest) - MOST_SHOWN),
        first=first,
    )


def _course(id_: str, mine: Sequence[Change], statement: str, first: date, last: date) -> Course:
    return Course(
        practice=id_,
        statement=statement,
        href=mine[-1].href,
        rating=mine[-1].rating,
        drawing=course_svg(mine, first, last),
        changes=len(mine) - 1,
    )


def course_svg(mine: Sequence[Change], first: date, last: date) -> SafeString:
    """The ratings as a stepped line, best above; what is not rated leaves a gap. The words are its name."""
    whole = max(1, (last - first).days)
    ends = [*[change.day for change in mine[1:]], last]
    steps, before = [], None
    for change, end in zip(mine, ends, strict=True):
        y = _height(change.rating)
        from_x, to_x = (WIDTH * (one - first).days / whole for one in (change.day, end))
        if before is not None and y is not None:
            steps.append(tag("line", class_="step", x1=from_x, y1=before, x2=from_x, y2=y))
        if y is not None:
            steps.append(tag("line", class_=change.rating, x1=from_x, y1=y, x2=max(to_x, from_x + 2), y2=y))
        before = y
    view = f"0 0 {WIDTH} {HEIGHT}"
    return tag("svg", *steps, class_="course", viewBox=view, role="img", aria_label=course_words(mine))


def course_words(mine: Iterable[Change]) -> str:
    """ "Partly from 2 Mar 2026, Largely from 4 May 2026"."""
    text = _("%(word)s from %(day)s")
    return listed(
        text
        % {
            "word": RATINGS[change.rating].word if change.rating else _("Not rated"),
            "day": day(change.day),
        }
        for change in mine
    )


def _height(rating: str) -> float | None:
    """Where a rating lies in the drawing, None where there is nothing to draw."""
    if rating not in set(BEST_FIRST):
        return None
    return float(ROW * (BEST_FIRST.index(Characterisation(rating)) + 1))
