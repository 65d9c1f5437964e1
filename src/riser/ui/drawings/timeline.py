"""A rating over time as one bar: each span in the colour and shape of its rating. Dashed: it is forecast."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from riser.ui.drawings.svg import joined, tag

HEIGHT = 22
FLOOR = 20
# As the bars of a rating's shape: the better, the higher; so it is read without colour too.
RISE = {"FM": 18, "LM": 13, "PM": 8, "DM": 4}
FLAT = 4


@dataclass(frozen=True)
class Span:
    """One rating from one place to another, in percent of the time drawn; "" is not rated."""

    start: float
    end: float
    code: str


@dataclass(frozen=True)
class Timeline:
    """The spans, one after the other, and what they say in words."""

    spans: tuple[Span, ...]
    words: str


def timeline_svg(timeline: Timeline) -> SafeString:
    """The bar over the whole width it is given; its words are its name."""
    drawn = [_span(span, is_first=index == 0) for index, span in enumerate(timeline.spans)]
    return tag("svg", *drawn, class_="tl", height=HEIGHT, role="img", aria_label=timeline.words)


def _span(span: Span, *, is_first: bool) -> SafeString:
    x, width = f"{span.start:.2f}%", f"{max(0.0, span.end - span.start):.2f}%"
    height = RISE.get(span.code, FLAT)
    bar = tag("rect", class_=span.code or "none-yet", x=x, y=FLOOR - height, width=width, height=height)
    if is_first:
        return bar
    return joined(bar, tag("line", class_="turn", x1=x, y1=0, x2=x, y2=HEIGHT))
