"""Contrast of the tokens, as the gallery shows them; a test computes each figure from `tokens.css` again."""

from typing import NamedTuple


class Pair(NamedTuple):
    """A colour on its ground, with its contrast by WCAG 2.1 in light and in dark, to one place."""

    text: str
    ground: str
    light: str
    dark: str


PAIRS = (
    Pair("ink", "paper", "14.8", "15.2"),
    Pair("ink", "surface", "15.9", "14.1"),
    Pair("ink", "sunken", "13.5", "12.2"),
    Pair("ink-2", "paper", "8.2", "10.1"),
    Pair("ink-2", "surface", "8.8", "9.3"),
    Pair("ink-2", "sunken", "7.5", "8.1"),
    Pair("ink-3", "paper", "5.7", "7.4"),
    Pair("ink-3", "surface", "6.1", "6.8"),
    Pair("ink-3", "sunken", "5.2", "5.9"),
    Pair("on-fm", "fm", "6.8", "8.3"),
    Pair("on-lm", "lm", "8.6", "6.0"),
    Pair("on-pm", "pm", "10.3", "8.4"),
    Pair("on-dm", "dm", "6.3", "7.4"),
    Pair("on-brand", "brand", "11.9", "12.2"),
    Pair("on-step", "step", "11.9", "8.0"),
    Pair("fm-ink", "paper", "8.0", "10.0"),
    Pair("fm-ink", "surface", "8.5", "9.2"),
    Pair("lm-ink", "paper", "7.1", "8.6"),
    Pair("lm-ink", "surface", "7.6", "7.9"),
    Pair("pm-ink", "paper", "6.8", "10.5"),
    Pair("pm-ink", "surface", "7.3", "9.7"),
    Pair("dm-ink", "paper", "6.8", "8.4"),
    Pair("dm-ink", "surface", "7.3", "7.7"),
    Pair("human", "surface", "8.2", "8.4"),
    Pair("line-2", "surface", "3.6", "4.0"),
    Pair("line-2", "paper", "3.4", "4.4"),
    Pair("focus", "paper", "5.2", "8.3"),
    Pair("c1", "paper", "11.4", "12.7"),
    Pair("c2", "paper", "4.2", "7.4"),
    Pair("nosing", "step", "8.4", "5.6"),
)
