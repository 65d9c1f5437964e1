"""Tiles and mixes written at once: hundreds of them stand on a page, and a component each is slow.

They look as `<c-tile>` and `<c-mix>` look.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from riser.ui.drawings.bars import mix_svg
from riser.ui.drawings.svg import joined, tag
from riser.ui.ratings import RATINGS, glyph

UNDATED = frozenset({"NY", "NE"})  # neither is a rating that could be indicative


def tile(code: str, *, kind: str, about: str, href: str, count: str = "") -> SafeString:
    """One linked tile; `kind` is st (stated) or ev (evidenced). Raises KeyError for an unknown code."""
    spoken = f"{about} {_spoken(code, kind)}" + (f", {count}" if count else "")
    return _linked(code, kind, spoken, href, count)


def _linked(code: str, kind: str, spoken: str, href: str, count: str) -> SafeString:
    rating = RATINGS[code]
    return tag(
        "a",
        glyph(code),
        tag("span", spoken, class_="sr"),
        tag("span", str(rating.word), class_="w", aria_hidden="true"),
        tag("span", code, class_="c", aria_hidden="true"),
        tag("span", count, class_="n", aria_hidden="true") if count else "",
        href=href,
        class_=f"tile {kind} {code}",
    )


@dataclass(frozen=True, slots=True)
class Half:
    """One side of a comparison; `words` say it aloud. Without a code `count` stands there, else a dash."""

    name: str
    code: str
    count: str
    words: str
    href: str


def beside(about: str, halves: Iterable[Half]) -> SafeString:
    """Two evidenced sides beside each other, each leading to its own records."""
    return joined(*(_half(about, half) for half in halves))


def _half(about: str, half: Half) -> SafeString:
    spoken = f"{about} {half.name}: {half.words}"
    if not half.code:
        return _dash(spoken, half.href, half.count)
    return _linked(half.code, "ev", spoken, half.href, half.count)


def pair(about: str, *, stated: str, evidenced: str, count: str, href: str) -> SafeString:
    """Stated beside evidenced; an empty code is a dash that says why in words."""
    return joined(
        tile(stated, kind="st", about=about, href=href)
        if stated
        else _dash(_("%(about)s stated: not answered") % {"about": about}, href),
        tile(evidenced, kind="ev", about=about, href=href, count=count)
        if evidenced
        else _dash(_("%(about)s evidenced: not rated") % {"about": about}, href),
    )


def mix(counts: Mapping[str, int], *, tall: bool = False) -> SafeString:
    """How many instances have which rating, as a bar, with the counts beneath."""
    shown = [
        tag("span", glyph(code), str(counts[code]), " ", class_=f"word {code}")
        for code in RATINGS
        if counts.get(code)
    ]
    return joined(mix_svg(counts, tall=tall), tag("span", *shown, class_="cnts", aria_hidden="true"))


def _dash(words: str, href: str, mark: str = "") -> SafeString:
    shown = tag("span", mark or "–", aria_hidden="true")
    return tag("a", tag("span", words, class_="sr"), shown, href=href, class_="dash")


def _spoken(code: str, kind: str) -> str:
    words = {"meaning": RATINGS[code].meaning}
    if kind == "st":
        return _("stated: %(meaning)s") % words
    return (
        _("evidenced: %(meaning)s") if code in UNDATED else _("evidenced: %(meaning)s, indicative")
    ) % words
