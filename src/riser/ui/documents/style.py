"""What documents take from the style sheet of the pages: its colours and its typefaces, told there once."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import cos, radians, sin
from pathlib import Path

BUILT = Path(__file__).resolve().parents[1] / "static/riser"
SHEET = BUILT / "riser.css"
_TOKEN = re.compile(r"--([\w-]+):\s*light-dark\(\s*oklch\(([^)]*)\)")
_FACE = re.compile(r"@font-face\s*\{([^}]*)\}")


@dataclass(frozen=True, slots=True)
class Face:
    """One file of a typeface, and the characters that the sheet would use it for."""

    family: str
    file: str
    letters: frozenset[int]


@lru_cache
def ink() -> Mapping[str, str]:
    """The light side of every colour token as #rrggbb: reports are light, whatever theme is chosen."""
    return {name: hexadecimal(colour) for name, colour in reversed(_TOKEN.findall(_sheet()))}


@lru_cache
def faces() -> tuple[Face, ...]:
    """Every typeface file of the pages, in the order of the sheet."""
    return tuple(_face(block) for block in _FACE.findall(_sheet()))


def hexadecimal(oklch: str) -> str:
    """An OKLCH colour ("45% .09 195" or "0.45 0.09 195") as #rrggbb, by Ottosson's matrices (2020)."""
    lightness, chroma, hue = (_number(part) for part in oklch.split()[:3])
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
    return "#" + "".join(f"{_byte(channel):02x}" for channel in linear)


def _byte(linear: float) -> int:
    light = min(1.0, max(0.0, linear))
    gamma = 12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055
    return round(255 * gamma)


def _number(text: str) -> float:
    return float(text[:-1]) / 100 if text.endswith("%") else float(text)


@lru_cache
def _sheet() -> str:
    return SHEET.read_text(encoding="utf-8")


def _face(block: str) -> Face:
    told = dict(part.split(":", 1) for part in block.split(";") if ":" in part)
    found = re.search(r"fonts/([\w.-]+\.woff2)", told["src"])
    if found is None:
        raise ValueError(f"A typeface without a file: {block[:80]}")
    ranges = _ranges(told["unicode-range"])
    letters = frozenset(letter for first, last in ranges for letter in range(first, last + 1))
    return Face(told["font-family"].strip(" \"'"), found[1], letters)


def _ranges(text: str) -> Iterator[tuple[int, int]]:
    """U+26, U+0-7F and U+4?? as pairs."""
    for part in text.split(","):
        first, _dash, last = part.strip()[2:].partition("-")
        yield int(first.replace("?", "0"), 16), int((last or first).replace("?", "F"), 16)
