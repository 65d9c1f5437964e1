"""The stair on a phone: one rung per level, highest first, squares large enough for a finger."""

from django.utils.safestring import SafeString

from riser.ui.drawings.levels import HAND_WORDS, Stair, Step
from riser.ui.drawings.squares import hand_mark, key, linked_square
from riser.ui.drawings.svg import joined, tag

PITCH = 24


def ladder_html(stair: Stair) -> SafeString:
    """The levels as a list that CSS shows in place of the stair on narrow screens."""
    rungs = [_rung(step, stair) for step in reversed(stair.steps)]
    return tag("ol", *rungs, class_="ladder", reversed="", aria_label=stair.finding())


def _rung(step: Step, stair: Stair) -> SafeString:
    classes = ["rung", f"in-{step.level - 1}"]
    if step.level <= stair.indicative:
        classes.append("reached")
    if step.level == stair.indicative:
        classes.append("here")
    return tag(
        "li",
        tag("span", step.level, class_="lvl-n"),
        tag("span", tag("b", step.name), tag("small", step.finding()), class_="lvl-w"),
        tag("span", *_hands(step, stair), class_="lvl-m"),
        _squares(step),
        class_=" ".join(classes),
    )


def _hands(step: Step, stair: Stair) -> list[SafeString]:
    return [
        tag("b", key(hand_mark(hand, x=2, y=2)), " ", HAND_WORDS[hand], class_="nb")
        for hand in stair.hands_on(step.level)
    ]


def _squares(step: Step) -> SafeString:
    if not step.squares:
        return joined()
    return tag("span", *(_cell(step, index) for index in range(len(step.squares))), class_="lvl-q")


def _cell(step: Step, index: int) -> SafeString:
    square = linked_square(step.ordered()[index], level=step.level, x=0, y=0, pitch=PITCH)
    return tag("svg", square, width=PITCH, height=PITCH, viewBox=f"0 0 {PITCH} {PITCH}")
