"""Tiles and mixes written at once: hundreds of them stand on a page, and a component each is slow.

They look as `<c-tile>` and `<c-mix>` look.
"""

from collections.abc import Mapping

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from riser.ui.drawings.bars import mix_svg
from riser.ui.drawings.svg import joined, tag
from riser.ui.ratings import RATINGS, glyph

UNDATED = frozenset({"NY", "NE"})  # neither is a rating that could be indicative


def tile(code: str, *, kind: str, about: str, href: str, count: str = "") -> SafeString:
    """One linked tile; `kind` is st (stated) or ev (evidenced). Raises KeyError for an unknown code."""
    rating = RATINGS[code]
    spoken = f"{about} {_spoken(code, kind)}" + (f", {count}" if count else "")
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


def _dash(words: str, href: str) -> SafeString:
    return tag(
        "a", tag("span", words, class_="sr"), tag("span", "–", aria_hidden="true"), href=href, class_="dash"
    )


def _spoken(code: str, kind: str) -> str:
    words = {"meaning": RATINGS[code].meaning}
    if kind == "st":
        return _("stated: %(meaning)s") % words
    return (
        _("evidenced: %(meaning)s") if code in UNDATED else _("evidenced: %(meaning)s, indicative")
    ) % words
