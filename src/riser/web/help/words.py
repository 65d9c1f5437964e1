"""The glossary as data, and which of its words stand on a page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from riser.web.help.drawing import draw
from riser.web.help.shelf import GLOSSARY

# Brackets hold abbreviations and remarks that a text leaves out.
BRACKETS = re.compile(r"\s*[(（].*?[)）]")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of the glossary in one language, and what it means there."""

    word: str
    meaning: str


def words_on(text: str, language: str) -> list[Word]:
    """The words of the glossary that a text uses, in their order there."""
    return [one for one in glossary(language) if _uses(text, BRACKETS.sub("", one.word), language)]


@cache
def glossary(language: str) -> tuple[Word, ...]:
    """Every word of the glossary in a language."""
    return tuple(_rows(draw(GLOSSARY, language).text, chinese=language == "zh"))


def _rows(text: str, *, chinese: bool) -> Iterator[Word]:
    lines = (line for line in text.splitlines() if line.startswith("|"))
    for cells in [[cell.strip() for cell in line.strip("|").split("|")] for line in lines][2:]:
        english, written, what, said = cells
        yield Word(written, said) if chinese else Word(english, what)


def _uses(text: str, word: str, language: str) -> bool:
    if language == "zh":
        return word in text
    # What “leads to” something is no lead.
    return re.search(rf"\b{re.escape(word)}s?\b(?! to\b)", text, re.IGNORECASE) is not None
