"""Tiles and mixes written at once: word, code and shape, a name for who listens, nothing unescaped."""

import pytest

from riser.ui.ratings import RATINGS, glyph
from riser.ui.tiles import mix, pair, tile


@pytest.mark.parametrize("code", RATINGS)
def test_a_tile_has_shape_word_and_code_and_says_what_is_rated(code: str) -> None:
    made = tile(code, kind="ev", about="BUD", href="/x/?a=1&b=2", count="1/2")
    assert glyph(code) in made
    assert f'class="tile ev {code}"' in made
    assert str(RATINGS[code].word) in made
    assert f"BUD evidenced: {RATINGS[code].meaning}" in made
    assert 'href="/x/?a=1&amp;b=2"' in made


def test_a_pair_without_ratings_says_so_in_words() -> None:
    made = pair("BUD", stated="", evidenced="", count="", href="/x/")
    assert "BUD stated: not answered" in made
    assert "BUD evidenced: not rated" in made
    assert made.count('href="/x/"') == 2


def test_a_mix_counts_what_is_there() -> None:
    made = mix({"FM": 6, "LM": 2, "PM": 0, "DM": 1, "NY": 0, "NE": 3})
    assert 'aria-label="6 met in full, 2 met in the main, 1 does not meet, 3 no evidence source"' in made
    assert made.count('class="word') == 4


def test_hostile_names_are_escaped() -> None:
    assert "<script>" not in tile("FM", kind="ev", about='"><script>', href='"><script>')
