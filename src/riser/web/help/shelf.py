"""Which pages of the documentation are here, and which of them is about what somebody looks at.

In a wheel they lie beside this file, where hatch_build.py puts them; in a source tree they are docs/ itself.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
PACKED, WRITTEN = HERE / "pages", HERE.parents[3] / "docs"
FIRST = "index"
GLOSSARY = "glossary"
# First words of addresses whose page bears another name; the others are called like their page.
TOLD_UNDER = {
    "account": "foundation",
    "settings": "foundation",
    "organisation": "foundation",
    "attachments": "howto/attach-evidence",
    "notices": "jobs",
    "search": "home",
}
ENDINGS = {"en": ".md", "zh": ".zh.md"}


@cache
def shelf() -> Mapping[str, Path]:
    """Every page by its name, such as `howto/attach-evidence`: the path of its English file."""
    top = PACKED if PACKED.is_dir() else WRITTEN
    found = (path for path in sorted(top.rglob("*.md")) if not path.name.endswith(ENDINGS["zh"]))
    return {path.relative_to(top).with_suffix("").as_posix(): path for path in found}


def about(room: str) -> str:
    """The name of the page about a room, given by the first word of its addresses; else the first page."""
    name = TOLD_UNDER.get(room, room)
    return name if name in shelf() else FIRST


def file_of(name: str, language: str) -> tuple[Path, str]:
    """The file of a page and the language it is in: English where the page is in no other.

    Raises KeyError where there is no such page.
    """
    english = shelf()[name]
    own = english.with_suffix(ENDINGS.get(language, ENDINGS["en"]))
    return (own, language) if own.exists() else (english, "en")
