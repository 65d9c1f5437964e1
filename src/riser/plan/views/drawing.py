"""Cumulative spend against the caps in force, as SVG. Zero base; the cap carries its word."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from riser.plan.queries.page import Series
from riser.ui import formats
from riser.ui.drawings.svg import tag

WIDTH, HEIGHT = 780, 236
LEFT, RIGHT, TOP, BASE = 62, 660, 14, 204


@dataclass(frozen=True, slots=True)
class Axes:
    """Turns days and amounts into places."""

    first: date
    last: date
    most: Decimal

    def x(self, day: date) -> float:
        """The place of a day, between the ends of the axis."""
        span = max((self.last - self.first).days, 1)
        return LEFT + (RIGHT - LEFT) * min(max((day - self.first).days, 0), span) / span

    def y(self, amount: Decimal) -> float:
        """The place of an amount."""
        return BASE - (BASE - TOP) * float(amount / self.most)


def pacing_svg(series: Series, as_of: date) -> SafeString:
    """The running total as a line, each cap over its window; the finding stands in the accessible name."""
    axes = _axes(series, as_of)
    label = _label(series)
    parts = [*_grid(axes, series.currency), *_days(axes), *_caps(axes, series), *_spend(axes, series)]
    view = f"0 0 {WIDTH} {HEIGHT}"
    return tag("svg", *parts, class_="ch", viewBox=view, width="100%", role="img", aria_label=label)


def _axes(series: Series, as_of: date) -> Axes:
    first, last = series.spend[0][0], series.spend[-1][0]
    windows = [step.window for line in series.lines for step in line.steps if step.window.from_day <= as_of]
    caps = [step.amount for line in series.lines for step in line.steps]
    return Axes(
        first=min([first, *(window.from_day for window in windows)]),
        last=max([last, *(window.to_day for window in windows)]),
        most=_round_up(max([series.spend[-1][1], *caps])),
    )


def _round_up(amount: Decimal) -> Decimal:
    """The next 1, 2, 3, 4, 5, 6 or 8 times a power of ten: four steps of it are easy to read."""
    power = Decimal(10) ** amount.adjusted()
    return next(power * step for step in (1, 2, 3, 4, 5, 6, 8, 10) if power * step >= amount)


def _grid(axes: Axes, currency: str) -> Iterator[SafeString]:
    for part in range(5):
        amount = axes.most * part / 4
        y = axes.y(amount)
        yield tag("line", class_="gl" if part else "ax", x1=LEFT, y1=y, x2=RIGHT, y2=y)
        text = formats.money(amount, currency, whole=True) if part else "0"
        yield tag("text", text, x=LEFT - 8, y=y + 4, text_anchor="end")


def _days(axes: Axes) -> Iterator[SafeString]:
    span = (axes.last - axes.first).days
    for part in range(5):
        day = axes.first + timedelta(days=span * part // 4)
        yield tag("text", formats.day(day, "short"), x=axes.x(day), y=BASE + 18, text_anchor="middle")


def _caps(axes: Axes, series: Series) -> Iterator[SafeString]:
    """Every cap over the days of its window on which it was in force."""
    for line in series.lines:
        for step, following in zip(line.steps, [*line.steps[1:], None], strict=True):
            start = max(step.window.from_day, step.in_force_from)
            end = min(step.window.to_day, following.in_force_from) if following else step.window.to_day
            if start <= end:
                y = axes.y(step.amount)
                yield tag("line", class_="cap", x1=axes.x(start), y1=y, x2=axes.x(end), y2=y)
                word = _("Cap %(cap)s") % {"cap": formats.money(step.amount, series.currency, whole=True)}
                yield tag("text", word, class_="e", x=axes.x(start) + 6, y=y - 6)


def _spend(axes: Axes, series: Series) -> Iterator[SafeString]:
    points = [f"{axes.x(day):.1f} {axes.y(total):.1f}" for day, total in series.spend]
    day, total = series.spend[-1]
    yield tag("path", class_="act", d="M" + "L".join(points))
    yield tag("rect", class_="hb", x=axes.x(day) - 4, y=axes.y(total) - 4, width=8, height=8)
    text = formats.money(total, series.currency, whole=True)
    yield tag("text", text, class_="e", x=axes.x(day) + 8, y=axes.y(total) + 4)


def _label(series: Series) -> str:
    day, total = series.spend[-1]
    words = {"spend": formats.money(total, series.currency), "day": formats.day(day)}
    if not series.lines:
        return _("Cumulative spend: %(spend)s by %(day)s. No approved cap.") % words
    cap = series.lines[-1].steps[-1].amount
    words["cap"] = formats.money(cap, series.currency)
    return _("Cumulative spend: %(spend)s by %(day)s; cap %(cap)s.") % words
