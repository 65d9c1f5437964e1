"""Drawings on paper: the stair with the codes written out, because nobody can hover over a print.

WeasyPrint lays no style sheet of the page over a drawing, so every shape carries its own colours, taken from
the tokens.
"""

from collections.abc import Mapping
from typing import Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from riser.ui.documents.style import ink
from riser.ui.drawings.levels import HAND_WORDS, STANDING_WORDS, AreaSquare, Hand, Stair, Standing, Step
from riser.ui.drawings.svg import joined, tag
from riser.ui.ratings import RATINGS

FAMILIES: Final = "@families@"  # stands for the typefaces, which are known once the whole text is
WIDTH, RISE, FLOOR = 196.0, 46.0, 262.0
CODE = (34.0, 15.0)  # one square with its code
PER_ROW = 5
TOP = 20.0
# Fill, border, text, dash: solid is decided by a person, dashed is computed, hatched has no source.
_LOOKS: Final[Mapping[Standing, tuple[str, str, str, str | None]]] = {
    Standing.APPRAISED: ("fm", "ink", "on-fm", None),
    Standing.HOLDS: ("lm", "lm-ink", "on-lm", "2.4 1.6"),
    Standing.FAILS: ("surface", "dm-ink", "dm-ink", None),
    Standing.NO_SOURCE: ("surface", "hatch", "ink", None),
    Standing.NOT_YET: ("surface", "line-2", "ink-2", "1 1.6"),
}


def stair_svg(stair: Stair) -> SafeString:
    """The five steps with one coded mark per area, the levels on their treads, and the gap as a measure."""
    steps = [_step(step, stair) for step in stair.steps]
    view = f"-8 0 {WIDTH * len(stair.steps) + 12:g} {FLOOR + 4:g}"
    return tag(
        "svg",
        tag("title", stair.finding()),
        *steps,
        _gap(stair),
        viewBox=view,
        width="100%",
        role="img",
        aria_label=stair.finding(),
        font_family=FAMILIES,
    )


def legend(stair: Stair) -> SafeString:
    """The marks that the stair uses, with their words."""
    used = [
        one for one in Standing if any(square.standing is one for s in stair.steps for square in s.squares)
    ]
    return joined(*(_legend_entry(standing) for standing in used))


def mix_html(counts: Mapping[str, int]) -> SafeString:
    """How many instances have which rating, as one bar with the counts in words below."""
    total = sum(counts.values())
    if not total:
        return joined()
    parts = [
        tag("i", class_=f"m-{code}", style=f"width:{100 * counts[code] / total:.2f}%")
        for code in RATINGS
        if counts.get(code)
    ]
    return tag("span", *parts, class_="mix")


def tile_html(code: str | None, *, stated: bool = False, count: str = "") -> SafeString:
    """A rating with its shape and its word; a dash where nothing is rated."""
    if code is None:
        return tag("span", "–", class_="tile none")
    kind = "st" if stated else "ev"
    colour = ink()[_glyph_token(str(code), stated=stated)]
    words: list[str] = [glyph_svg(str(code), colour), tag("b", RATINGS[str(code)].word)]
    if count:
        words.append(tag("small", count))
    return tag("span", *words, class_=f"tile {kind} {code}")


def glyph_svg(code: str, colour: str) -> SafeString:
    """The shape of a rating in a colour. Attributes, not rules: a style sheet for each costs a third more."""
    shape = (
        RATINGS[code].glyph.replace('class="on"', f'fill="{colour}"').replace('class="x"', 'stroke-width="2"')
    )
    inked = tag("g", SafeString(shape), stroke=colour, stroke_width=1.1, fill="none")
    return tag("svg", inked, viewBox="0 0 13 13", width="9", height="9", class_="g")


def _glyph_token(code: str, *, stated: bool) -> str:
    if code in ("NY", "NE"):
        return "ink-2"
    return f"{code.lower()}-ink" if stated else f"on-{code.lower()}"


def _step(step: Step, stair: Stair) -> SafeString:
    left, top = _left(step.level), _top(step.level)
    reached, here = step.level <= stair.indicative, step.level == stair.indicative
    colours = ink()
    body = tag(
        "rect",
        x=left,
        y=top,
        width=WIDTH,
        height=FLOOR - top,
        fill=colours["step"] if reached else "#ffffff",
        stroke=colours["step"] if reached else colours["line"],
    )
    nosing = tag("rect", x=left - 5, y=top - 3, width=WIDTH + 5, height=6, fill=colours["nosing"])
    return joined(
        body,
        nosing if here else _tread(left, top, reached=reached),
        _name(step, left, top, reached=reached),
        *_marks(step, left, top, reached=reached),
        *_hands(step, stair, left, top),
    )


def _tread(left: float, top: float, *, reached: bool) -> SafeString:
    colour = ink()["ink" if reached else "line-2"]
    return tag(
        "line", x1=left, y1=top, x2=left + WIDTH, y2=top, stroke=colour, stroke_width=2 if reached else 1
    )


def _name(step: Step, left: float, top: float, *, reached: bool) -> SafeString:
    strong, soft = ("on-step", "on-step") if reached else ("ink", "ink-2")
    return joined(
        _text(step.level, left + 10, top + 25, size=19, colour=strong, weight=600),
        _text(step.name, left + 28, top + 19, size=11, colour=strong, weight=600),
        _text(step.finding(), left + 28, top + 32, size=9.5, colour=soft),
    )


def _marks(step: Step, left: float, top: float, *, reached: bool) -> list[SafeString]:
    """The codes in rows, on a window of paper where the step is filled."""
    if not step.squares:
        return []
    inset = (WIDTH - PER_ROW * (CODE[0] + 3)) / 2
    rows = -(-len(step.squares) // PER_ROW)
    window = tag(
        "rect",
        x=left + inset - 4,
        y=top + 37,
        width=WIDTH - 2 * inset + 5,
        height=rows * (CODE[1] + 3) + 5,
        fill="#ffffff",
    )
    placed = [
        _mark(
            square,
            left + inset + index % PER_ROW * (CODE[0] + 3),
            top + 40 + index // PER_ROW * (CODE[1] + 3),
        )
        for index, square in enumerate(step.ordered())
    ]
    return [window, *placed] if reached else placed


def _mark(square: AreaSquare, x: float, y: float) -> SafeString:
    """An area's code in the look of its standing; a cross and hatching speak without colour."""
    fill, border, text, dash = _LOOKS[square.standing]
    colours, (width, height) = ink(), CODE
    parts = [
        tag(
            "rect",
            x=x,
            y=y,
            width=width,
            height=height,
            fill=colours[fill],
            stroke=colours[border],
            stroke_width=1.2,
            stroke_dasharray=dash,
        )
    ]
    if square.standing is Standing.FAILS:
        parts.append(_cross(x + 3, y + 5, 5, colours["dm-ink"]))
    if square.standing is Standing.NO_SOURCE:
        parts.append(_hatch(x, y, 8, height))
    room = 9 if square.standing in (Standing.FAILS, Standing.NO_SOURCE) else 0
    centre = x + (width + room) / 2
    return joined(
        *parts, _text(square.code, centre, y + 10.8, size=8.5, colour=text, anchor="middle", weight=600)
    )


def _cross(x: float, y: float, size: float, colour: str) -> SafeString:
    path = f"M{x:g} {y:g}l{size:g} {size:g}m0 {-size:g}l{-size:g} {size:g}"
    return tag("path", d=path, stroke=colour, stroke_width=1.4, fill="none")


def _hatch(x: float, y: float, width: float, height: float) -> SafeString:
    lines = "".join(f"M{x:g} {y + at:g}l{width:g} {-width:g}" for at in (8.0, 11.5, 15.0) if at <= height)
    return tag("path", d=lines, stroke=ink()["hatch"], stroke_width=0.9, fill="none")


def _hands(step: Step, stair: Stair, left: float, top: float) -> list[SafeString]:
    """Which of the three levels stands here: its mark and its word, above the tread."""
    drawn: list[SafeString] = []
    x = left + 6
    for hand in stair.hands_on(step.level):
        word = str(HAND_WORDS[hand])
        drawn += [_hand(hand, x, top - 15), _text(word, x + 13, top - 6.5, size=9.5, colour="ink-2")]
        x += 24 + sum(10 if ord(letter) > 0x2E80 else 5.2 for letter in word)
    return drawn


def _hand(hand: Hand, x: float, y: float) -> SafeString:
    colours = ink()
    line: dict[str, str | float] = {"stroke": colours["ink"], "stroke_width": 1.6}
    if hand is Hand.STATED:
        return tag("circle", cx=x + 4.5, cy=y + 5, r=4.2, fill="#ffffff", **line)
    if hand is Hand.INDICATIVE:
        return tag(
            "rect", x=x, y=y + 1, width=8, height=8, fill="#ffffff", stroke_dasharray="2.4 1.8", **line
        )
    return tag("rect", x=x, y=y + 1, width=8, height=8, fill=colours["ink"], **line)


def _gap(stair: Stair) -> SafeString:
    """The dimension line between stated and indicative with its length in words; nothing if they agree."""
    if stair.stated is None or stair.stated == stair.indicative:
        return joined()
    low, high = sorted((stair.stated, stair.indicative))
    x, top, bottom = _left(low) + WIDTH - 12, _top(high), _top(low) - 4
    colours = ink()
    more = _("stated, not evidenced") if stair.stated > stair.indicative else _("evidenced, not stated")
    levels = ngettext("%(count)s level", "%(count)s levels", high - low) % {"count": high - low}
    dash = {"stroke": colours["line-2"], "stroke_dasharray": "1 3"}
    return joined(
        tag("line", x1=x - 8, y1=top, x2=_left(high), y2=top, **dash),
        tag("line", x1=x, y1=top, x2=x, y2=bottom, stroke=colours["ink-2"]),
        tag(
            "path",
            d=f"M{x - 4:g} {top + 4:g}l8 -8M{x - 4:g} {bottom + 4:g}l8 -8",
            stroke=colours["ink-2"],
            fill="none",
        ),
        _text(levels, x - 9, top + 18, size=12, colour="ink", weight=600, anchor="end"),
        _text(more, x - 9, top + 31, size=9.5, colour="ink-2", anchor="end"),
    )


def _legend_entry(standing: Standing) -> SafeString:
    mark = tag(
        "svg", _mark(AreaSquare("", "", standing, ""), 1, 1), viewBox="0 0 36 17", width="22", height="10"
    )
    return tag("span", mark, " ", STANDING_WORDS[standing], class_="key")


def _text(
    text: str | int,
    x: float,
    y: float,
    *,
    size: float,
    colour: str,
    weight: int = 400,
    anchor: str = "start",
) -> SafeString:
    return tag(
        "text", text, x=x, y=y, font_size=size, fill=ink()[colour], font_weight=weight, text_anchor=anchor
    )


def _left(level: int) -> float:
    return WIDTH * (level - 1)


def _top(level: int) -> float:
    return TOP + RISE * (5 - level)
