"""Spend over time as a drawing made on the server: zero base, a bar a day or month, silence left blank."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from riser.foundation.periods import month_of
from riser.ui import formats
from riser.ui.drawings.svg import tag

WIDTH, HEIGHT = 1160, 260
LEFT, RIGHT, TOP, BOTTOM = 84, 12, 22, 28
STEPS = tuple(Decimal(step) for step in ("1", "1.5", "2", "2.5", "3", "4", "5", "6", "8", "10"))
MOST_DAYS = 120  # beyond that bars are too thin to be told apart, and months are drawn instead
LEAST_LABEL_GAP = 74.0
LEAST_FIGURE_GAP = 48


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


@dataclass(frozen=True)
class Scale:
    """Turns days and amounts into places; `slot` is the room that one bar has."""

    first: date
    last: date
    top: Decimal
    slot: float

    def x(self, day: date) -> float:
        """The middle of the bar of a day."""
        days = (self.last - self.first).days
        share = (day - self.first).days / days if days else 0.5
        return LEFT + self.slot / 2 + share * (WIDTH - LEFT - RIGHT - self.slot)

    def y(self, spend: Decimal) -> float:
        """The upper end of the bar of an amount."""
        return HEIGHT - BOTTOM - float(spend / self.top) * (HEIGHT - TOP - BOTTOM)


def chart_svg(series: Series) -> SafeString:
    """The drawing, named by what it shows. The table behind it stands beside it."""
    scale = _scale(series)
    marks = [
        *(_grid(share, scale, series.currency) for share in (Decimal(1), Decimal("0.5"))),
        *(_bar(point, scale) for point in series.drawn if point.spend > 0),
        *_figures(series, scale),
        tag("line", class_="ax", x1=LEFT, y1=HEIGHT - BOTTOM, x2=WIDTH - RIGHT, y2=HEIGHT - BOTTOM),
        *_months(scale),
    ]
    view = f"0 0 {WIDTH} {HEIGHT}"
    return tag("svg", *marks, class_="ch bars-of", viewBox=view, role="img", aria_label=in_words(series))


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


def _scale(series: Series) -> Scale:
    """As if every day or month between the ends had a bar."""
    first, last = series.drawn[0].day, series.drawn[-1].day
    months = (last.year - first.year) * 12 + last.month - first.month
    count = months + 1 if series.by_month else (last - first).days + 1
    top = _round_up(max(point.spend for point in series.drawn))
    return Scale(first, last, top, (WIDTH - LEFT - RIGHT) / count)


def _bar(point: Point, scale: Scale) -> SafeString:
    width, y = min(max(scale.slot * 0.72, 2.0), 72.0), scale.y(point.spend)
    x = scale.x(point.day) - width / 2
    return tag("rect", class_="bar-of", x=x, y=y, width=width, height=HEIGHT - BOTTOM - y)


def _figures(series: Series, scale: Scale) -> Iterator[SafeString]:
    """Every bar with its amount where there is room, else the highest alone."""
    every = scale.slot >= LEAST_FIGURE_GAP
    for point in series.drawn if every else [max(series.drawn, key=lambda point: point.spend)]:
        text = formats.money(point.spend, series.currency, whole=scale.top >= 10)
        x, y = scale.x(point.day), scale.y(point.spend) - 6
        yield tag("text", text, class_="e", text_anchor="middle", x=x, y=y)


def _grid(share: Decimal, scale: Scale, currency: str) -> SafeString:
    y = scale.y(scale.top * share)
    label = formats.money(scale.top * share, currency, whole=scale.top >= 10)
    line = tag("line", class_="gl", x1=LEFT, y1=y, x2=WIDTH - RIGHT, y2=y)
    return tag("g", line, tag("text", label, x=LEFT - 8, y=y + 4, text_anchor="end"))


def _months(scale: Scale) -> Iterator[SafeString]:
    """The first of each month, where there is room, else the first day alone."""
    day, last = month_of(scale.first).from_day, -LEAST_LABEL_GAP
    while day <= scale.last:
        x = scale.x(max(day, scale.first))
        if x - last >= LEAST_LABEL_GAP and x < WIDTH - 40:
            yield tag("text", formats.day(day, "month"), x=x, y=HEIGHT - 8, text_anchor="middle")
            last = x
        day = month_of(day).to_day + timedelta(days=1)
