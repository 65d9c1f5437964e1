"""The stair: five levels as an architect draws a flight of steps, one linked square per area and level.

Filled is reached, the yellow nosing marks where you are. On the tread of a level that is not reached the
solid part is the share of areas that hold by appraisal, the dashed part by records. The dimension line is
the gap between what is stated and what is evidenced.
"""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from riser.ui.drawings.levels import HAND_WORDS, Hand, Stair, Step
from riser.ui.drawings.squares import hand_mark, linked_square
from riser.ui.drawings.svg import joined, tag


@dataclass(frozen=True)
class Size:
    """Measures in pixels at scale 1. `wordy` writes a word beside each mark.

    `narrow` is the width of a step on which next to nothing stands: above the next level, with few squares.
    """

    width: float  # of one step
    pitch: float  # of the squares
    per_row: int
    wordy: bool
    narrow: float = 0
    rise: float = 60
    floor: float = 340
    band: float = 44  # the filled head of a step that is reached


FULL = Size(width=162, pitch=22, per_row=7, wordy=True, narrow=126)
SMALL = Size(width=150, pitch=20, per_row=7, wordy=False)
FEW = 3  # squares that fit a narrow step


@dataclass(frozen=True)
class Flight:
    """A stair in a size: where each step begins and how wide it is."""

    size: Size
    widths: tuple[float, ...]

    @classmethod
    def of(cls, stair: Stair, size: Size) -> "Flight":
        """The steps of a stair; those that would be mostly empty are narrow."""
        return cls(size, tuple(_width(step, stair, size) for step in stair.steps))

    @property
    def whole(self) -> float:
        """The width of all steps."""
        return sum(self.widths)

    def width(self, level: int) -> float:
        """The width of a step."""
        return self.widths[level - 1]

    def left(self, level: int) -> float:
        """The left edge of a step."""
        return sum(self.widths[: level - 1])

    def top(self, level: int) -> float:
        """The height of a tread."""
        return self.size.floor - self.size.rise * level

    def per_row(self, level: int) -> int:
        """How many squares stand beside each other on a step."""
        return min(self.size.per_row, int((self.width(level) - 8) // self.size.pitch))


def _width(step: Step, stair: Stair, size: Size) -> float:
    is_empty = step.level > stair.indicative + 1 and len(step.squares) <= FEW
    return size.narrow if size.narrow and is_empty and not stair.hands_on(step.level) else size.width


def stair_svg(stair: Stair, size: Size = FULL) -> SafeString:
    """The stair as SVG: FULL for the profile, SMALL beside other things. Phones get `ladder_html`."""
    flight = Flight.of(stair, size)
    bodies = [_body(step, stair, flight) for step in stair.steps]
    heads = [_head(step, stair, flight) for step in stair.steps]
    squares = [_squares(step, stair, flight) for step in stair.steps]
    highest = flight.top(len(stair.steps)) - 36
    view = f"-5 {highest:g} {flight.whole + 10:g} {size.floor + 6 - highest:g}"
    return tag(
        "svg",
        *bodies,
        _gap(stair, flight),
        *heads,
        *squares,
        class_="stair",
        width=flight.whole + 10,
        viewBox=view,
        role="group",
        aria_label=stair.finding(),
    )


def _body(step: Step, stair: Stair, flight: Flight) -> SafeString:
    left, top = flight.left(step.level), flight.top(step.level)
    reached = step.level <= stair.indicative
    frame = {"x": left, "y": top, "width": flight.width(step.level), "height": flight.size.floor - top}
    whole = tag("rect", class_="solid" if reached else "body", **frame)
    if not reached or not step.squares:
        return whole
    # Squares keep their colours on paper: a window in the filled step.
    inner = {
        "x": left + 4,
        "y": top + flight.size.band,
        "width": flight.width(step.level) - 8,
        "height": flight.size.floor - top - flight.size.band - 4,
    }
    return joined(whole, tag("rect", class_="panel", **inner))


def _head(step: Step, stair: Stair, flight: Flight) -> SafeString:
    if step.level <= stair.indicative:
        return joined(
            _reached_tread(step, stair, flight), _reached_name(step, flight), _hands(step, stair, flight)
        )
    return joined(_open_tread(step, flight), _open_name(step, flight), _hands(step, stair, flight))


def _reached_tread(step: Step, stair: Stair, flight: Flight) -> SafeString:
    left, top = flight.left(step.level), flight.top(step.level)
    right = left + flight.width(step.level)
    if step.level != stair.indicative:
        return tag("line", class_="tread", x1=left, y1=top, x2=right, y2=top)
    nosing = tag("rect", class_="nos", x=left - 5, y=top - 3, width=right - left + 5, height=7)
    return joined(nosing, tag("line", class_="tread", x1=left - 5, y1=top - 4, x2=right, y2=top - 4))


def _open_tread(step: Step, flight: Flight) -> SafeString:
    left, top = flight.left(step.level), flight.top(step.level)
    ghost = tag("line", class_="ghost", x1=left, y1=top, x2=left + flight.width(step.level), y2=top)
    total = len(step.squares) or 1
    solid_end = left + flight.width(step.level) * step.appraised / total
    dashed_end = left + flight.width(step.level) * step.holding / total
    parts = [ghost]
    if step.appraised:
        parts.append(tag("line", class_="tread", x1=left, y1=top, x2=solid_end, y2=top))
    if step.holding > step.appraised:
        parts.append(tag("line", class_="tread dash", x1=solid_end, y1=top, x2=dashed_end, y2=top))
    return joined(*parts)


def _reached_name(step: Step, flight: Flight) -> SafeString:
    """Number, name and finding in the filled head; a name of two lines takes the place of the finding."""
    left, top = flight.left(step.level), flight.top(step.level)
    short = _("always holds") if step.level == 1 else step.finding()
    lines = _name_lines(step.name, flight.width(step.level) - 38)
    last = lines[1] if len(lines) > 1 else short
    return joined(
        tag("text", step.level, class_="L inv", x=left + 12, y=top + 34),
        tag("text", lines[0], class_="N inv", x=left + 34, y=top + 23),
        tag("text", last, class_="N inv" if len(lines) > 1 else "S inv", x=left + 34, y=top + 38),
    )


def _open_name(step: Step, flight: Flight) -> SafeString:
    left, top = flight.left(step.level), flight.top(step.level)
    rows = -(-len(step.squares) // flight.per_row(step.level))
    under = top + 14 + rows * flight.size.pitch + 14
    lines = _name_lines(step.name, flight.width(step.level) - 32)
    name = [
        tag("text", line, class_="N", x=left + 30, y=top - 11 - 15 * (len(lines) - 1 - index))
        for index, line in enumerate(lines)
    ]
    return joined(
        tag("text", step.level, class_="L", x=left + 10, y=top - 10),
        *name,
        tag("text", step.finding(), class_="S", x=left + 10, y=under),
    )


def _name_lines(name: str, room: float) -> list[str]:
    """The name in one line, or in two where it would run into the next step."""
    first, blank, last = name.rpartition(" ")
    return [first, last] if blank and _text_width(name) > room else [name]


def _text_width(text: str) -> float:
    """About how wide a name is at 14 pixels: a Latin letter takes half the room of a Chinese character."""
    return sum(14.0 if ord(letter) > 0x2E80 else 7.2 for letter in text)


def _squares(step: Step, stair: Stair, flight: Flight) -> SafeString:
    """The squares in rows, from those that hold to those that are not yet due."""
    pitch, per_row = flight.size.pitch, flight.per_row(step.level)
    left = flight.left(step.level) + (flight.width(step.level) - per_row * pitch) / 2
    top = flight.top(step.level) + (flight.size.band + 2 if step.level <= stair.indicative else 8)
    drawn = [
        linked_square(
            square,
            level=step.level,
            x=left + index % per_row * pitch,
            y=top + index // per_row * pitch,
            pitch=pitch,
        )
        for index, square in enumerate(step.ordered())
    ]
    return joined(*drawn)


def _hands(step: Step, stair: Stair, flight: Flight) -> SafeString:
    """The marks of the levels that are this one: left on a reached tread, at the right end of others."""
    hands = stair.hands_on(step.level)
    left, top = flight.left(step.level), flight.top(step.level)
    if step.level <= stair.indicative:
        spacing = 84 if flight.size.wordy else 20
        return joined(
            *(_hand_left(hand, left + 8 + i * spacing, top, flight) for i, hand in enumerate(hands))
        )
    right = left + flight.width(step.level)
    if flight.size.wordy:
        return joined(*(_hand_right(hand, right, top - i * 16, flight) for i, hand in enumerate(hands)))
    return joined(*(_hand_right(hand, right - i * 18, top, flight) for i, hand in enumerate(hands)))


def _hand_left(hand: Hand, x: float, top: float, flight: Flight) -> SafeString:
    mark = hand_mark(hand, x=x, y=top - 19)
    if not flight.size.wordy:
        return mark
    return joined(mark, tag("text", HAND_WORDS[hand], class_="S", x=x + 16, y=top - 10))


def _hand_right(hand: Hand, right: float, top: float, flight: Flight) -> SafeString:
    mark = hand_mark(hand, x=right - 18, y=top - 16)
    if not flight.size.wordy:
        return mark
    return joined(mark, tag("text", HAND_WORDS[hand], class_="S", x=right - 26, y=top - 7, text_anchor="end"))


def _gap(stair: Stair, flight: Flight) -> SafeString:
    """The dimension line between stated and indicative, with its length in words; nothing if they agree."""
    if stair.stated is None or stair.stated == stair.indicative:
        return joined()
    low, high = sorted((stair.stated, stair.indicative))
    x = flight.left(low) + flight.width(low) - 22
    bottom, top = flight.top(low) - (4 if low == stair.indicative else 0), flight.top(high)
    middle = min((bottom + top) / 2, bottom - 34)
    more = stair.stated > stair.indicative
    return joined(
        tag("line", class_="ext", x1=x - 10, y1=top, x2=flight.left(high), y2=top),
        tag("line", class_="dim", x1=x, y1=top, x2=x, y2=bottom),
        tag("path", class_="dim", d=f"M{x - 5:g} {top + 5:g}l10 -10M{x - 5:g} {bottom + 5:g}l10 -10"),
        tag("text", _levels(high - low), class_="big", x=x - 12, y=middle, text_anchor="end"),
        tag(
            "text",
            _gap_words(more=more, wordy=flight.size.wordy),
            class_="S",
            x=x - 12,
            y=middle + 16,
            text_anchor="end",
        ),
    )


def _levels(count: int) -> str:
    return ngettext("%(count)s level", "%(count)s levels", count) % {"count": count}


def _gap_words(*, more: bool, wordy: bool) -> str:
    if more:
        return _("stated, not evidenced") if wordy else _("not evidenced")
    return _("evidenced, not stated") if wordy else _("not stated")
