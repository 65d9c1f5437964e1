"""Rows that are drawn once: equal values give one drawing, anything else another."""

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils import translation

from riser.ui import drawn_once

DAY = "{% load once %}{% once name %}<td>{{ name }} {{ drawings.count }}</td>{% endonce %}"


class Drawings:
    """Counts how often a row is drawn."""

    def __init__(self) -> None:
        self.drawn = 0

    def count(self) -> int:
        """One more."""
        self.drawn += 1
        return self.drawn


@pytest.fixture
def drawings() -> Drawings:
    """A new count."""
    return Drawings()


def test_equal_values_are_drawn_once_and_others_anew(drawings: Drawings) -> None:
    row = Template(DAY)
    for name in ("Spring", "Autumn", "Spring"):
        assert name in row.render(Context({"name": name, "drawings": drawings}))
    assert drawings.drawn == 2


def test_each_language_has_its_own_drawing(drawings: Drawings) -> None:
    row = Template(DAY)
    for language in ("en", "zh-hans", "en"):
        with translation.override(language):
            row.render(Context({"name": "Spring", "drawings": drawings}))
    assert drawings.drawn == 2


def test_two_places_never_share_a_drawing(drawings: Drawings) -> None:
    for _place in range(2):
        Template(DAY).render(Context({"name": "Spring", "drawings": drawings}))
    assert drawings.drawn == 2


def test_what_is_shown_stays_escaped(drawings: Drawings) -> None:
    row = Template(DAY)
    for _time in range(2):
        assert "&lt;b&gt;" in row.render(Context({"name": "<b>", "drawings": drawings}))


def test_a_tag_that_names_nothing_is_refused() -> None:
    with pytest.raises(TemplateSyntaxError, match="names every value"):
        Template("{% load once %}{% once %}{% endonce %}")


def test_the_oldest_drawings_are_forgotten(drawings: Drawings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawn_once, "MOST", 1)
    row = Template(DAY)
    for name in ("Spring", "Autumn", "Spring"):
        row.render(Context({"name": name, "drawings": drawings}))
    assert drawings.drawn == 3
