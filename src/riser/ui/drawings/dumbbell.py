"""One area on the five levels: ring stated, square evidenced, triangle target."""

from dataclasses import dataclass
from functools import cache

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from riser.ui.drawings.svg import joined, tag
from riser.ui.formats import listed

LEVELS = range(1, 6)
Y = 15


@dataclass(frozen=True)
class AreaLevels:
    """The levels of one area; None where nobody has said, or nothing could be judged."""

    stated: int | None = None
    evidenced: int | None = None
    target: int | None = None

    def finding(self) -> str:
        """The drawing in words."""
        said = [
            _("stated %(level)s") % {"level": self.stated or _("not answered")},
            _("evidenced %(level)s") % {"level": self.evidenced or _("not rated")},
        ]
        if self.target is not None:
            said.append(_("target %(level)s") % {"level": self.target})
        return listed(said)


def dumbbell_svg(levels: AreaLevels) -> SafeString:
    """A line of five ticks with the marks of one area, 108 by 22."""
    return tag(
        "svg",
        _axis(),
        _range(levels),
        _target(levels.target),
        tag("circle", class_="st", cx=_x(levels.stated), cy=Y, r=4.4) if levels.stated else "",
        tag("rect", class_="ev", x=_x(levels.evidenced) - 4, y=Y - 4, width=8, height=8)
        if levels.evidenced
        else "",
        class_="db",
        width=108,
        height=22,
        viewBox="0 0 108 22",
        role="img",
        aria_label=levels.finding(),
    )


def _x(level: int) -> int:
    return 8 + 23 * (level - 1)


@cache
def _axis() -> SafeString:
    ticks = [tag("line", class_="axis", x1=_x(level), y1=12.5, x2=_x(level), y2=17.5) for level in LEVELS]
    return joined(tag("line", class_="axis", x1=_x(1), y1=Y, x2=_x(5), y2=Y), *ticks)


def _range(levels: AreaLevels) -> SafeString:
    if levels.stated is None or levels.evidenced is None:
        return joined()
    return tag("line", class_="rng", x1=_x(levels.evidenced), y1=Y, x2=_x(levels.stated), y2=Y)


def _target(level: int | None) -> SafeString:
    return tag("path", class_="tg", d=f"M{_x(level) - 4} 2.5h8l-4 5z") if level else joined()
