"""What every template of every room must keep: no script in the page, no style in the tag."""

import re
from pathlib import Path

import pytest
from django.template import engines
from django.template.loader import render_to_string
from pytest_django.fixtures import Settings

ROOMS = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(path for path in ROOMS.glob("**/templates/**/*.html"))
# The policy on content lets none of these run; hx-on, js: and trigger filters would need eval.
FORBIDDEN = {
    "an inline handler": re.compile(r"\son[a-z]+\s*=", re.IGNORECASE),
    "hx-on": re.compile(r"\b(?:data-)?hx-on\b"),
    "a js: expression": re.compile(r"""["']\s*(?:js|javascript):"""),
    "a trigger filter": re.compile(r"""hx-trigger(?::inherited)?\s*=\s*["'][^"']*\["""),
    "a script without a source": re.compile(
        r"<script(?![^>]*\ssrc=)(?![^>]*application/json)[^>]*>", re.IGNORECASE
    ),
    "a style in the tag": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a script or style from elsewhere": re.compile(r"""(?:src|href)=["'](?:https?:)?//[^"']+\.(?:js|css)"""),
}
PROBES = {
    "an inline handler": '<a onclick="x()">',
    "hx-on": '<a hx-on:click="x()">',
    "a js: expression": """<a href="javascript:x()">""",
    "a trigger filter": '<a hx-trigger="click[ctrlKey]">',
    "a script without a source": "<script>x()</script>",
    "a style in the tag": '<p style="flex: 5">',
    "a style element": "<style>p {}</style>",
    "a script or style from elsewhere": '<script src="https://cdn.example/x.js"></script>',
}


def as_sent(template: str) -> str:
    """The template without comments, which may name what is forbidden, and without `{% with one=1 %}`."""
    return re.sub(r"{%\s*comment.*?endcomment\s*%}|{#.*?#}|{%.*?%}", "", template, flags=re.DOTALL)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOMS).as_posix())
def test_no_template_holds_what_the_content_policy_refuses(path: Path) -> None:
    source = as_sent(path.read_text(encoding="utf-8"))
    assert [name for name, pattern in FORBIDDEN.items() if pattern.search(source)] == []


@pytest.mark.parametrize("name", FORBIDDEN)
def test_the_guard_sees_what_it_is_there_for(name: str) -> None:
    assert FORBIDDEN[name].search(PROBES[name])


def test_the_guard_lets_plain_pages_pass() -> None:
    page = '<p data-on="1"><script type="module" src="/a.js"></script><a href="/x?only=1" hx-trigger="load">'
    assert [name for name, pattern in FORBIDDEN.items() if pattern.search(page)] == []


BOTH = (
    "{% load partials %}<p>outside</p>"
    "{% partialdef cell %}<c-tile rating='PM' about='BUD' />{% endpartialdef %}<div>{% partial cell %}</div>"
)


@pytest.fixture
def both(tmp_path: Path, settings: Settings) -> str:
    """The name of a template that uses components and partials, found by the loaders of the product."""
    (tmp_path / "both.html").write_text(BOTH, encoding="utf-8")
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [tmp_path]}]
    return "both.html"


def test_components_and_partials_work_in_one_template(both: str) -> None:
    """Installed carelessly, each of the two engines patches the loaders and silences the other."""
    page = render_to_string(both)
    assert '<span class="tile ev PM' in page
    assert "outside" in page
    assert "<c-tile" not in page


def test_a_partial_that_holds_a_component_is_rendered_alone(both: str) -> None:
    page = render_to_string(f"{both}#cell")
    assert '<span class="tile ev PM' in page
    assert "outside" not in page


def test_every_component_is_found() -> None:
    for path in (ROOMS / "ui/templates/cotton").glob("**/*.html"):
        engines["django"].get_template(f"cotton/{path.relative_to(ROOMS / 'ui/templates/cotton').as_posix()}")
