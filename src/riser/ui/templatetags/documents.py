"""Tags for documents on paper: `{% load documents %}`. Each is one line over a plain function."""

from collections.abc import Mapping

from django import template
from django.utils.safestring import SafeString

from riser.ui.documents import drawn
from riser.ui.drawings.bars import mix_words
from riser.ui.drawings.levels import Stair

register = template.Library()


@register.simple_tag
def paper_stair(stair: Stair) -> SafeString:
    """`{% paper_stair report.stair %}`: the five levels, codes written out."""
    return drawn.stair_svg(stair)


@register.simple_tag
def paper_legend(stair: Stair) -> SafeString:
    """`{% paper_legend report.stair %}`: what its marks mean."""
    return drawn.legend(stair)


@register.simple_tag
def paper_tile(code: str | None, kind: str = "ev", count: str = "") -> SafeString:
    """`{% paper_tile "FM" "st" %}`: a rating with shape and word, `st` for stated."""
    return drawn.tile_html(code, stated=kind == "st", count=count)


@register.simple_tag
def paper_mix(counts: Mapping[str, int]) -> SafeString:
    """`{% paper_mix tally %}`: the share of each rating as a bar."""
    return drawn.mix_html(counts)


@register.filter
def mixed(counts: Mapping[str, int]) -> str:
    """`{{ tally|mixed }}`: "6 met in full, 2 met in the main"."""
    return mix_words(counts)
