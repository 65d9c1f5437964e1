"""Spend over time as a drawing made on the server: zero base, a bar a day or month, silence left blank."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from riser.foundation.periods import month_of
from riser.measure.views.series import Point, Series
from riser.ui import formats
from riser.ui.drawings.svg import tag

RIGHT, TOP, BOTTOM = 12, 22, 28
PLAN_WORD = 44  # room for the word at the end of the line of the plan
STEPS = tuple(Decimal(step) for step in ("1", "1.5", "2", "2.5", "3", "4", "5", "6", "8", "10"))
LEAST_LABEL_GAP = 74.0
LEAST_FIGURE_GAP = 48


@dataclass(frozen=True)
class Frame:
    """The room of a drawing in its own units, which are pixels on the screen it is meant for."""

    width: int
    height: int
    left: int
    slots: int | None = None


WIDE, PHONE = Frame(1160, 260, 84), Frame(358, 220, 58, slots=6)


@dataclass(frozen=True)
class Scale:
    """Turns days and amounts into places; `slot` is the room of one bar, `right` the end of them all."""

    first: date
    last: date
    top: Decimal
    slot: float
    right: float
    frame: Frame

    @property
    def base(self) -> int:
        """The height of nothing."""
        return self.frame.height - BOTTOM

    def x(self, day: date) -> float:
        """The middle of the bar of a day."""
        days = (self.last - self.first).days
        share = (day - self.first).days / days if days else 0.5
        return self.frame.left + self.slot / 2 + share * (self.right - self.frame.left - self.slot)

    def y(self, spend: Decimal) -> float:
        """The upper end of the bar of an amount."""
        return self.base - float(spend / self.top) * (self.base - TOP)


def chart_svg(series: Series, frame: Frame = WIDE) -> SafeString:
    """The drawing, named by what it shows. The table behind it stands beside it."""
    shown = series.newest(frame.slots) if frame.slots else series
    scale = _scale(shown, frame)
    marks = [
        *(_grid(share, scale, shown.currency) for share in (Decimal(1), Decimal("0.5"))),
        *(_bar(point, scale) for point in shown.drawn if point.spend > 0),
        *_plan(shown, scale),
        *_figures(shown, scale),
        tag("line", class_="ax", x1=frame.left, y1=scale.base, x2=scale.right, y2=scale.base),
        *_months(scale),
    ]
    view, kind = f"0 0 {frame.width} {frame.height}", "ch bars-of" + (" phone" if frame.slots else "")
    return tag("svg", *marks, class_=kind, viewBox=view, role="img", aria_label=in_words(shown))


def in_words(series: Series) -> str:
    """The finding of the chart: the range, and the highest day."""
    highest = max(series.drawn, key=lambda point: point.spend)
    facts = {
        "first": formats.day(series.slots[0].from_day),
        "last": formats.day(series.slots[-1].to_day),
        "most": formats.money(highest.spend, series.currency),
        "day": formats.day(highest.day, "month" if series.by_month else "prose"),
    }
    if series.by_month:
        found = _("Spend by month, %(first)s to %(last)s; the most in %(day)s: %(most)s") % facts
    else:
        found = _("Spend by day, %(first)s to %(last)s; the most on %(day)s: %(most)s") % facts
    return found + _planned_in_words(series)


def _planned_in_words(series: Series) -> str:
    if not series.plan:
        return ""
    spent, meant = (sum(one.spend for one in points) for points in (series.drawn, series.plan))
    amounts = {
        "spent": formats.money(Decimal(spent), series.currency),
        "planned": formats.money(Decimal(meant), series.currency),
    }
    return _("; %(spent)s spent in all, %(planned)s planned for these days") % amounts


def _round_up(value: Decimal) -> Decimal:
    """The next round step times a power of ten: a scale people can read."""
    if value <= 0:
        return Decimal(1)
    power = Decimal(1).scaleb(value.adjusted())
    return next(power * step for step in STEPS if power * step >= value)


def _scale(series: Series, frame: Frame) -> Scale:
    """As if every day or month between the ends had a bar."""
    first, last = (series.place(end.from_day) for end in (series.slots[0], series.slots[-1]))
    right = frame.width - (PLAN_WORD if series.plan else RIGHT)
    top = _round_up(max(point.spend for point in (*series.drawn, *series.plan)))
    return Scale(first, last, top, (right - frame.left) / len(series.slots), right, frame)


def _bar(point: Point, scale: Scale) -> SafeString:
    width, y = min(max(scale.slot * 0.72, 2.0), 72.0), scale.y(point.spend)
    x = scale.x(point.day) - width / 2
    return tag("rect", class_="bar-of", x=x, y=y, width=width, height=scale.base - y)


def _plan(series: Series, scale: Scale) -> Iterator[SafeString]:
    """A step for each day or month, named at its end."""
    if not series.plan:
        return
    steps = [(scale.x(point.day) - scale.slot / 2, scale.y(point.spend)) for point in series.plan]
    way = " ".join(f"{'L' if n else 'M'}{x:.1f} {y:.1f} h{scale.slot:.1f}" for n, (x, y) in enumerate(steps))
    yield tag("path", class_="halo", d=way)  # so that the line shows where it crosses a bar
    yield tag("path", class_="pln", d=way)
    yield tag("text", pgettext("chart", "Plan"), x=scale.right + 6, y=steps[-1][1] + 4)


def _figures(series: Series, scale: Scale) -> Iterator[SafeString]:
    """Every bar with its amount where there is room, else the highest alone."""
    every, meant = scale.slot >= LEAST_FIGURE_GAP, {one.day: one.spend for one in series.plan}
    for point in series.drawn if every else [max(series.drawn, key=lambda point: point.spend)]:
        text = formats.money(point.spend, series.currency, whole=scale.top >= 10)
        x, y = scale.x(point.day), scale.y(max(point.spend, meant.get(point.day, point.spend))) - 6
        yield tag("text", text, class_="e", text_anchor="middle", x=x, y=y)


def _grid(share: Decimal, scale: Scale, currency: str) -> SafeString:
    y = scale.y(scale.top * share)
    label = formats.money(scale.top * share, currency, whole=scale.top >= 10)
    line = tag("line", class_="gl", x1=scale.frame.left, y1=y, x2=scale.right, y2=y)
    return tag("g", line, tag("text", label, x=scale.frame.left - 8, y=y + 4, text_anchor="end"))


def _months(scale: Scale) -> Iterator[SafeString]:
    """The first of each month, where there is room, else the first day alone."""
    day, last = month_of(scale.first).from_day, -LEAST_LABEL_GAP
    while day <= scale.last:
        x = scale.x(max(day, scale.first))
        if x - last >= LEAST_LABEL_GAP and x < scale.right - 24:
            yield tag("text", formats.day(day, "month"), x=x, y=scale.frame.height - 8, text_anchor="middle")
            last = x
        day = month_of(day).to_day + timedelta(days=1)
