"""Marks: the square of an area, and the ring, dashed and solid square of the three levels."""

from django.utils.safestring import SafeString

from riser.ui.drawings.levels import AreaSquare, Hand, Standing
from riser.ui.drawings.svg import joined, tag


def linked_square(square: AreaSquare, *, level: int, x: float, y: float, pitch: float) -> SafeString:
    """A square that opens what stands behind it. The whole pitch is the target, so that a finger hits one."""
    label = square.label(level)
    gap = pitch / 6
    return tag(
        "a",
        tag("title", label),
        tag("rect", class_="hit", x=x, y=y, width=pitch, height=pitch),
        standing_mark(square.standing, x=x + gap, y=y + gap, size=pitch - 2 * gap),
        class_="sq",
        href=square.href,
        aria_label=label,
    )


def standing_mark(standing: Standing, *, x: float, y: float, size: float) -> SafeString:
    """The mark alone: shape and line differ, not only colour."""
    frame = {"x": x, "y": y, "width": size, "height": size}
    match standing:
        case Standing.FAILS:
            return joined(tag("rect", class_="q-fails", **frame), _cross(x, y, size))
        case Standing.NO_SOURCE:
            return joined(tag("rect", class_="q-nosource", **frame), _hatch(x, y, size))
        case Standing.NOT_YET:
            return tag("circle", class_="q-notyet", cx=x + size / 2, cy=y + size / 2, r=size / 2 - 1)
        case _:
            return tag("rect", class_=f"q-{standing}", **frame)


def hand_mark(hand: Hand, *, x: float, y: float, size: float = 10) -> SafeString:
    """Ring for stated, dashed square for indicative, solid square for appraised."""
    if hand is Hand.STATED:
        return tag("circle", class_="m-stated", cx=x + size / 2, cy=y + size / 2, r=size / 2 + 0.5)
    return tag("rect", class_=f"m-{hand}", x=x, y=y, width=size, height=size)


def key(mark: SafeString) -> SafeString:
    """A mark drawn on 14 by 14, for legends and tables."""
    return tag("svg", mark, class_="key", viewBox="0 0 14 14", aria_hidden="true")


def _cross(x: float, y: float, size: float) -> SafeString:
    a, b = size * 0.25, size * 0.75
    path = f"M{x + a:g} {y + a:g}L{x + b:g} {y + b:g}M{x + b:g} {y + a:g}L{x + a:g} {y + b:g}"
    return tag("path", class_="q-cross", d=path)


def _hatch(x: float, y: float, size: float) -> SafeString:
    """Diagonals every fourth of the size; drawn, so that the square needs nothing else on the page."""
    lines = []
    for part in (0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 1.75):
        reach = size * part
        low, high = max(0.0, reach - size), min(size, reach)
        lines.append(f"M{x + low:g} {y + high:g}L{x + high:g} {y + low:g}")
    return tag("path", class_="q-nosource", d="".join(lines))
