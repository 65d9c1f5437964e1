"""Small bars: months of spend, the mix of ratings, a price on the common scale, spend against a cap."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from riser.ui.drawings.svg import joined, tag
from riser.ui.formats import listed, share
from riser.ui.prices import PriceFigure
from riser.ui.ratings import RATINGS

SPARK_WIDTH, SPARK_HEIGHT = 96, 22
PACE_WIDTH = 148


def spark_svg(values: Sequence[Decimal | None], label: str) -> SafeString:
    """One bar per month from a zero base. None is unknown and drawn dashed, zero is a line."""
    highest = max((value for value in values if value), default=Decimal(1))
    slot = SPARK_WIDTH / max(1, len(values))
    bars = [_month(value, slot * index, slot, highest) for index, value in enumerate(values)]
    view = f"0 0 {SPARK_WIDTH} {SPARK_HEIGHT}"
    return tag("svg", *bars, class_="spark", viewBox=view, role="img", aria_label=label)


def _month(value: Decimal | None, x: float, slot: float, highest: Decimal) -> SafeString:
    width = min(slot - 1.5, 24)
    if value is None:
        return tag("rect", class_="unknown", x=x + 1, y=12, width=width - 1, height=9)
    if value <= 0:
        return tag("rect", class_="zero", x=x, y=SPARK_HEIGHT - 1, width=width, height=1)
    height = max(2.0, float(value / highest) * (SPARK_HEIGHT - 2))
    return tag("rect", x=x, y=SPARK_HEIGHT - height, width=width, height=height)


def mix_svg(counts: Mapping[str, int], *, tall: bool = False) -> SafeString:
    """How many instances have which rating, as one bar; the counts stand in words in its name."""
    total = sum(counts.values())
    parts, start = [], 0
    for code in RATINGS:
        count = counts.get(code, 0)
        if count:
            parts.append(_segment(code, start, count, total))
        start += count
    return tag("svg", *parts, class_="mix tall" if tall else "mix", role="img", aria_label=mix_words(counts))


def mix_words(counts: Mapping[str, int]) -> str:
    """ "6 met in full, 2 met in the main"."""
    said = [f"{counts[code]} {rating.meaning}" for code, rating in RATINGS.items() if counts.get(code)]
    return listed(said) or _("no instances")


def _segment(code: str, start: int, count: int, total: int) -> SafeString:
    """A part of the bar; styles keep the rectangle inside its slot, so that neighbours do not touch."""
    hatch = "url(#hatch)" if code == "NE" else None
    return tag(
        "svg",
        tag("rect", class_=code, fill=hatch, width="100%", height="100%"),
        x=f"{100 * start / total:.3f}%",
        y="0",
        width=f"{100 * count / total:.3f}%",
        height="100%",
    )


def price_svg(figure: PriceFigure, full: Decimal) -> SafeString:
    """The figure on the common scale: lost is solid, at risk a range, uncontrolled an outline.

    Hidden from screen readers: the amount stands beside it. Raises ValueError where there is no price.
    """
    if figure.low is None:
        raise ValueError(f"{figure.kind} has no price, and an empty bar would read as zero")
    axis = tag("line", class_="axis", x1="0", y1="10.5", x2="100%", y2="10.5")
    low = float(figure.low / full * 100)
    high = float((figure.high or figure.low) / full * 100)
    match figure.kind:
        case "at_risk":
            marks = _range(low, high)
        case "uncontrolled":
            marks = tag(
                "rect", class_="uncontrolled", x="0.75", y="2.75", width=f"{high:.2f}%", height="7.75"
            )
        case _:
            marks = tag("rect", class_="lost", x="0", y="2", width=f"{high:.2f}%", height="8.5")
    return tag("svg", axis, marks, class_="bar", aria_hidden="true")


def _range(low: float, high: float) -> SafeString:
    """From low to high with a hard line at both ends; at least as wide as the lines."""
    width = max(high - low, 0.6)
    return joined(
        tag("rect", class_="range", x=f"{low:.2f}%", y="2", width=f"{width:.2f}%", height="8.5"),
        tag("rect", class_="end", x=f"{low:.2f}%", y="2", width="2", height="8.5"),
        tag("rect", class_="end", x=f"{low + width:.2f}%", y="2", width="2", height="8.5"),
    )


def pace_svg(spent: Decimal, cap: Decimal, planned: Decimal | None = None) -> SafeString:
    """Spend against its cap: track, spend, what is above the cap, and a tick for the plan to date."""
    scale = float(PACE_WIDTH - 30) / float(cap) if cap > 0 else 0.0
    inside, over = float(min(spent, cap)) * scale, float(max(Decimal(0), spent - cap)) * scale
    track = PACE_WIDTH - 30
    marks = [
        tag("rect", class_="track", x=0.5, y=2.5, width=track, height=9),
        tag("rect", class_="spent", x=0, y=2, width=inside, height=10),
    ]
    if over:
        marks.append(tag("rect", class_="over", x=track, y=2, width=min(over, 30.0), height=10))
    if planned is not None:
        at = min(float(planned) * scale, float(PACE_WIDTH - 1))
        marks.append(tag("line", class_="plan", x1=at, y1=0, x2=at, y2=14))
    label = _pace_words(spent, cap, planned)
    return tag("svg", *marks, class_="pace", viewBox=f"0 0 {PACE_WIDTH} 14", role="img", aria_label=label)


def _pace_words(spent: Decimal, cap: Decimal, planned: Decimal | None) -> str:
    said = _("%(share)s of cap") % {"share": share(spent, cap)}
    if planned is None:
        return said
    return _("%(spent)s, plan %(share)s") % {"spent": said, "share": share(planned, cap)}
