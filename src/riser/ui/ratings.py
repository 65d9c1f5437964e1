"""The six rating codes as people see them: a word, what it means, a shape. Nothing is decided here."""

from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Rating:
    """One rating: `word` fits a tile, `meaning` a sentence, `glyph` is drawn on 13 by 13."""

    code: str
    word: StrOrPromise
    meaning: StrOrPromise
    glyph: str


def _bars(full: int) -> str:
    """Three rising bars of which the first `full` are filled."""
    on = ' class="on"'
    shapes = ((0.8, 8.6, 3.6), (5.2, 5.1, 7.1), (9.6, 1.6, 10.6))
    return "".join(
        f'<rect x="{x}" y="{y}" width="2.6" height="{height}"{on if index < full else ""} />'
        for index, (x, y, height) in enumerate(shapes)
    )


RATINGS = {
    rating.code: rating
    for rating in (
        Rating("FM", pgettext_lazy("rating", "Fully"), _("met in full"), _bars(3)),
        Rating("LM", pgettext_lazy("rating", "Largely"), _("met in the main"), _bars(2)),
        Rating("PM", pgettext_lazy("rating", "Partly"), _("met in part"), _bars(1)),
        Rating(
            "DM",
            pgettext_lazy("rating", "Not met"),
            _("does not meet"),
            '<path class="x" d="M2 2l9 9M11 2l-9 9" />',
        ),
        Rating(
            "NY",
            pgettext_lazy("rating", "Not yet"),
            _("not yet due"),
            '<circle cx="6.5" cy="6.5" r="5" /><path d="M6.5 3.5v3.2h2.6" />',
        ),
        Rating(
            "NE",
            pgettext_lazy("rating", "No source"),
            _("no evidence source"),
            '<rect x="1" y="1" width="11" height="11" /><path d="M1 7 7 1M1 12 12 1M6 12l6-6" />',
        ),
    )
}


def glyph(code: str) -> SafeString:
    """The SVG of a rating's shape, hidden from screen readers; the word beside it speaks. Raises KeyError."""
    drawing = RATINGS[str(code)].glyph
    svg = f'<svg class="g" viewBox="0 0 13 13" aria-hidden="true">{drawing}</svg>'
    return mark_safe(svg)  # noqa: S308 (our own drawing, from above)
