"""A comma or a colon between two things that a template shows is that of the reader's language."""

import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from riser.connect.sentences import wrong_sentence

HOUSE = Path(__file__).resolve().parents[1] / "src" / "riser"
TEMPLATES = sorted(HOUSE.rglob("templates/**/*.html"))
# Whole sentences, whose marks their translation has, and notes to the reader of the template.
TRANSLATED = re.compile(r"{% (blocktranslate|comment)\b.*?{% end\1 %}", re.S)
ENGLISH = re.compile(r"[}>](?:, ?|: )[{<]|\|join:[\"'],")


def english_marks(source: str) -> list[str]:
    """Each place outside of a translated sentence where a comma or a colon joins two things in English."""
    own = TRANSLATED.sub("{}", source)
    return [own[max(0, one.start() - 40) : one.end() + 20] for one in ENGLISH.finditer(own)]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(HOUSE)))
def test_no_template_joins_with_an_english_comma_or_colon(template: Path) -> None:
    assert english_marks(template.read_text("utf-8")) == [], (
        "use {% list_comma %}, {% comma %}, {% colon %} or |listed"
    )


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("{{ one }}{% if not forloop.last %}, {% endif %}", 1),
        ("<bdi>{{ name }}</bdi>, {{ day }}", 1),
        ('{{ names|join:", " }}', 1),
        ("{% blocktranslate %}{{ name }}, {{ day }}{% endblocktranslate %}", 0),
        ("{{ name }}{% comma %}{{ day }}", 0),
        ("<b>{{ name }}</b>: {{ why }}", 1),
        ("{{ name }}{% colon %}{{ why }}", 0),
        ('value="{{ id }}:{{ version }}"', 0),
    ],
)
def test_the_mark_is_found_where_no_translation_has_it(source: str, found: int) -> None:
    assert len(english_marks(source)) == found


@pytest.mark.parametrize(("language", "said"), [("en", "due day, baseline"), ("zh-hans", "期限、基线")])
def test_words_in_a_row_have_the_comma_of_the_language(language: str, said: str) -> None:
    with override(language):
        assert render_to_string("plan/parts/fields.html", {"fields": ["due", "baseline"]}).strip() == said


def test_what_a_cell_may_say_is_told_with_the_comma_of_the_language() -> None:
    facts = {"text": "perhaps", "choices": "yes, no"}
    with override("zh-hans"):
        assert "yes、no" in wrong_sentence("not_a_choice", facts)
    with override("en"):
        assert "yes, no" in wrong_sentence("not_a_choice", facts)
