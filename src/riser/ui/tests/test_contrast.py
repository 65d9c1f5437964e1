"""The tokens keep their contrast in light and dark: text 4.5 to 1, borders and marks 3 to 1 (WCAG 2.1)."""

import re
from math import cos, radians, sin
from pathlib import Path

import pytest

from riser.ui.contrasts import PAIRS, Pair

TOKENS = Path(__file__).resolve().parents[4] / "frontend/src/styles/tokens.css"
PAIR = re.compile(r"--([\w-]+): light-dark\(oklch\(([\d. ]+)\), oklch\(([\d. ]+)\)\)")
TEXT = [
    *(("ink", ground) for ground in ("paper", "surface", "sunken")),
    *(("ink-2", ground) for ground in ("paper", "surface", "sunken")),
    *(("ink-3", ground) for ground in ("paper", "surface", "sunken")),
    *((f"on-{code}", code) for code in ("fm", "lm", "pm", "dm", "brand", "step")),
    *((f"{code}-ink", ground) for code in ("fm", "lm", "pm", "dm") for ground in ("paper", "surface")),
    ("human", "surface"),
]
MARKS = [("line-2", "surface"), ("line-2", "paper"), ("focus", "paper"), ("c1", "paper"), ("c2", "paper")]
Colour = tuple[float, float, float]


def tokens() -> dict[str, tuple[Colour, Colour]]:
    """Name to its light and its dark colour in OKLCH."""
    return {
        name: (_numbers(light), _numbers(dark))
        for name, light, dark in PAIR.findall(TOKENS.read_text(encoding="utf-8"))
    }


def contrast(one: Colour, other: Colour) -> float:
    """The contrast ratio of two OKLCH colours, 1 to 21."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_can_be_read(text: str, ground: str, theme: int) -> None:
    found = tokens()
    assert contrast(found[text][theme], found[ground][theme]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("mark", "ground"), MARKS)
def test_borders_and_marks_can_be_seen(mark: str, ground: str, theme: int) -> None:
    found = tokens()
    assert contrast(found[mark][theme], found[ground][theme]) >= 3


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair.text} on {pair.ground}")
def test_the_gallery_tells_the_contrast_that_is_there(pair: Pair) -> None:
    found = tokens()
    computed = [f"{contrast(found[pair.text][theme], found[pair.ground][theme]):.1f}" for theme in (0, 1)]
    assert computed == [pair.light, pair.dark]


def test_the_gallery_tells_of_every_pair_that_is_tested() -> None:
    assert {(pair.text, pair.ground) for pair in PAIRS} >= {*TEXT, *MARKS}


def test_the_measure_agrees_with_black_on_white() -> None:
    assert contrast((0, 0, 0), (1, 0, 0)) == pytest.approx(21, abs=0.01)


def _numbers(text: str) -> Colour:
    lightness, chroma, hue = (float(part) for part in text.split())
    return lightness, chroma, hue


def _luminance(colour: Colour) -> float:
    """Relative luminance by way of linear sRGB; the matrices are Björn Ottosson's for Oklab."""
    lightness, chroma, hue = colour
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short
    return sum(
        weight * min(1.0, max(0.0, part)) for weight, part in ((0.2126, red), (0.7152, green), (0.0722, blue))
    )
