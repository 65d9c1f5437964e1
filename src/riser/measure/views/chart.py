"""Spend by day as a drawing made on the server: zero base, one upright line a day, silence left blank."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from riser.foundation.periods import month_of
from riser.ui import formats
from riser.ui.drawings.svg import tag

WIDTH, HEIGHT = 1160, 200
LEFT, RIGHT, TOP, BOTTOM = 84, 12, 12, 28
STEPS = tuple(Decimal(step) for step in ("1", "1.5", "2", "2.5", "3", "4", "5", "6", "8", "10"))
MOST_DAYS = 500  # beyond that two lines would share a pixel, and months are drawn instead
LEAST_LABEL_GAP = 74


@dataclass(frozen=True)
class Point:
    """The spend of one day, or of the month that begins on it."""

    day: date
    spend: Decimal


@dataclass(frozen=True)
class Series:
    """Spend over time in one currency, oldest first and at least one point."""

    currency: str
    points: tuple[Point, ...]

    @property
    def by_month(self) -> bool:
        """Whether there are too many days to draw each."""
        return (self.points[-1].day - self.points[0].day).days > MOST_DAYS

    @property
    def drawn(self) -> tuple[Point, ...]:
        """The points as drawn: days, or sums of months."""
        if not self.by_month:
            return self.points
        months: dict[date, Decimal] = {}
        for point in self.points:
            first = month_of(point.day).from_day
            months[first] = months.get(first, Decimal(0)) + point.spend
        return tuple(Point(day, spend) for day, spend in months.items())


def chart_svg(series: Series) -> SafeString:
    """The drawing, named by what it shows. The table behind it stands beside it."""
    drawn = series.drawn
    top = _round_up(max(point.spend for point in drawn))
    marks = [
        *(_grid(share, top, series.currency) for share in (Decimal(1), Decimal("0.5"))),
        *(_line(point, drawn, top) for point in drawn if point.spend > 0),
        tag("line", class_="ax", x1=LEFT, y1=HEIGHT - BOTTOM, x2=WIDTH - RIGHT, y2=HEIGHT - BOTTOM),
        *_days(drawn),
    ]
    return tag(
        "svg", *marks, class_="ch", viewBox=f"0 0 {WIDTH} {HEIGHT}", role="img", aria_label=in_words(series)
    )


def in_words(series: Series) -> str:
    """The finding of the chart: the range, and the highest day."""
    highest = max(series.drawn, key=lambda point: point.spend)
    facts = {
        "first": formats.day(series.points[0].day),
        "last": formats.day(series.points[-1].day),
        "most": formats.money(highest.spend, series.currency),
        "day": formats.day(highest.day, "month" if series.by_month else "prose"),
    }
    if series.by_month:
        return _("Spend by month, %(first)s to %(last)s; the most in %(day)s: %(most)s") % facts
    return _("Spend by day, %(first)s to %(last)s; the most on %(day)s: %(most)s") % facts


def _round_up(value: Decimal) -> Decimal:
    """The next round step times a power of ten: a scale people can read."""
    if value <= 0:
        return Decimal(1)
    power = Decimal(1).scaleb(value.adjusted())
    return next(power * step for step in STEPS if power * step >= value)


def _x(day: date, drawn: Sequence[Point]) -> float:
    days = (drawn[-1].day - drawn[0].day).days
    share = (day - drawn[0].day).days / days if days else 0.5
    return LEFT + 4 + share * (WIDTH - LEFT - RIGHT - 8)


def _y(spend: Decimal, top: Decimal) -> float:
    return HEIGHT - BOTTOM - float(spend / top) * (HEIGHT - TOP - BOTTOM)


def _line(point: Point, drawn: Sequence[Point], top: Decimal) -> SafeString:
    x = _x(point.day, drawn)
    return tag("line", class_="act", x1=x, x2=x, y1=HEIGHT - BOTTOM, y2=_y(point.spend, top))


def _grid(share: Decimal, top: Decimal, currency: str) -> SafeString:
    y = _y(top * share, top)
    label = formats.money(top * share, currency, whole=top >= 10)
    line = tag("line", class_="gl", x1=LEFT, y1=y, x2=WIDTH - RIGHT, y2=y)
    return tag("g", line, tag("text", label, x=LEFT - 8, y=y + 4, text_anchor="end"))


def _days(drawn: Sequence[Point]) -> list[SafeString]:
    """The first of each month, where there is room, else the first day alone."""
    marks, last = [], -LEAST_LABEL_GAP * 1.0
    day = month_of(drawn[0].day).from_day
    while day <= drawn[-1].day:
        x = _x(max(day, drawn[0].day), drawn)
        if x - last >= LEAST_LABEL_GAP and x < WIDTH - 50:
            marks.append(tag("text", formats.day(day, "month"), x=x, y=HEIGHT - 8))
            last = x
        day = month_of(day).to_day + timedelta(days=1)
    return marks
