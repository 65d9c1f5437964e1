"""The typefaces inside a PDF: those files of the pages that its text needs, each under a name of its own.

A page downloads Noto Sans SC in about a hundred files of one family and picks by character. WeasyPrint
cannot: files of one family become one font in the PDF, and the Chinese comes out as *other* Chinese. So every
file gets its own family here, and the text names all families it needs (docs/decisions/0008).
"""

from collections.abc import Iterable
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final

from riser.ui.documents.style import BUILT, Face, faces

SCHEME: Final = "riser-font:"
NARROW: Final = "Riser Latin"  # Inter without the quotes and dashes, which Chinese writes full-width
CHINESE: Final = "Noto Sans SC Variable"


def needed(text: str, *, chinese: bool) -> tuple[Face, ...]:
    """The files for these characters, in the order in which they are asked.

    Args:
        chinese: the document is written in Chinese: quotes and dashes come from Noto Sans SC, digits and
            letters still from Inter.
    """
    letters = frozenset(map(ord, text))
    missing, used = set(letters), []
    # Of one family the files that hold most come first: a blank alone stands in many of them.
    for face in sorted(faces(), key=lambda face: (_place(face, chinese=chinese), -len(letters & held(face)))):
        if (chinese or face.family != NARROW) and missing & held(face):
            used.append(face)
            missing -= held(face)
    return tuple(used)


def held(face: Face) -> frozenset[int]:
    """The characters a file really holds; the narrow face only those that the sheet allows it.

    The sheet's ranges are Google's and promise characters that the packaged files lack: whoever believes them
    prints empty boxes.
    """
    found = _characters(face.file)
    return found & face.letters if face.family == NARROW else found


def rules(used: Iterable[Face]) -> str:
    """The @font-face rules of these files."""
    return "".join(map(_rule, used))


def families(used: Iterable[Face]) -> str:
    """The value of `font-family` that finds every character of the text."""
    return ",".join([*map(name, used), "sans-serif"])


def name(face: Face) -> str:
    """The family a file goes by inside a PDF."""
    prefix = "narrow-" if face.family == NARROW else ""
    return prefix + face.file.removesuffix(".woff2")


def content(file: str) -> bytes:
    """A packaged typeface as bare TrueType. Raises KeyError for anything that no style sheet names."""
    if file not in {face.file for face in faces()}:
        raise KeyError(file)
    return _unpacked(file)


def _rule(face: Face) -> str:
    """One rule. Only the narrow face names its characters: it shares its file with the whole one."""
    only = (
        f"unicode-range:{','.join(f'U+{c:X}' for c in sorted(held(face)))}" if face.family == NARROW else ""
    )
    return f"@font-face{{font-family:{name(face)};src:url({SCHEME}{face.file});{only}}}"


def _place(face: Face, *, chinese: bool) -> int:
    if face.family == NARROW:
        return 0
    return 2 - chinese if face.family == CHINESE else 1 + chinese


def _file(file: str) -> Path:
    return BUILT / "fonts" / file


@cache
def _characters(file: str) -> frozenset[int]:
    from fontTools.ttLib import TTFont

    with TTFont(_file(file), lazy=True) as font:
        return frozenset(font.getBestCmap())


@cache
def _unpacked(file: str) -> bytes:
    # Unpacking takes longer than drawing; all hundred files together are under 20 MB.
    from fontTools.ttLib import woff2

    bare = BytesIO()
    woff2.decompress(BytesIO(_file(file).read_bytes()), bare)
    return bare.getvalue()
