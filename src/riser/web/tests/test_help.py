"""The help: what leads there, what stands there, and that every one of its links leads on."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from riser.foundation.registries import nav
from riser.web.help.drawing import address, draw
from riser.web.help.shelf import FIRST, about, shelf
from riser.web.help.words import glossary, words_on

ClientOf = Callable[[str], Client]
LANGUAGES = ("en", "zh")


class Parts(HTMLParser):
    """The addresses and the anchors of a drawn page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "a" and said.get("href"):
            self.links.append(str(said["href"]))
        if said.get("id"):
            self.anchors.add(str(said["id"]))


def faults(name: str, language: str) -> list[str]:
    """The links of a page that lead nowhere inside the program."""
    found = []
    for link in Parts(draw(name, language).body).links:
        parts = urlsplit(link)
        if parts.scheme:
            continue
        try:
            at = resolve(parts.path).kwargs.get("page", "") if parts.path else name
        except Resolver404:
            found.append(link)
            continue
        if parts.fragment and unquote(parts.fragment) not in Parts(draw(at, language).body).anchors:
            found.append(link)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", shelf())
def test_every_link_of_the_help_leads_somewhere(name: str, language: str) -> None:
    assert faults(name, language) == []


@pytest.mark.parametrize("name", shelf())
def test_a_page_of_the_help_holds_nothing_that_the_content_policy_refuses(name: str) -> None:
    html = draw(name, "en").body
    assert re.findall(r"<[^>]*\sstyle=|<script|<img|<!--", html) == []


def test_every_room_of_the_sidebar_has_its_page_in_both_languages() -> None:
    for room in {entry.room for _, entry in nav.items()}:
        name = about(room)
        assert name != FIRST, room
        assert [draw(name, language).language for language in LANGUAGES] == ["en", "zh"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/today/", "home"),
        ("/plan/", "plan"),
        ("/plan/grid/", "plan"),
        ("/settings/", "foundation"),
        ("/notices/", "jobs"),
        ("/help/", "index"),
    ],
)
def test_a_page_leads_to_the_help_about_itself(client_of: ClientOf, path: str, page: str) -> None:
    content = client_of("Bob").get(path, follow=True).content.decode()
    assert re.search(rf'href="/help/{page}/"\s+aria-label="Help with this page"', content)


@pytest.mark.django_db
def test_the_help_speaks_the_language_of_its_reader(client_of: ClientOf) -> None:
    client = client_of("Vera")
    english = client.get("/help/launch/").content.decode()
    client.cookies["riser_language"] = "zh-hans"
    chinese = client.get("/help/launch/").content.decode()
    assert '<h1 class="h1">Launch</h1>' in english
    assert "stops the launches to come" in english
    assert "上线卡点" in chinese


@pytest.mark.django_db
def test_a_page_in_english_only_says_so_to_a_chinese_reader(client_of: ClientOf) -> None:
    client = client_of("Bob")
    client.cookies["riser_language"] = "zh-hans"
    assert "本页只有英文。" in client.get("/help/developers/plan/").content.decode()
    for page in ("plan", "glossary"):
        assert "本页只有英文。" not in client.get(f"/help/{page}/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["nowhere", "../settings", "%2e%2e/%2e%2e/pyproject", "plan.zh"])
def test_what_is_no_page_of_the_help_is_not_found(client_of: ClientOf, page: str) -> None:
    answer = client_of("Bob").get(f"/help/{page}/")
    assert answer.status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_on_a_page_are_explained_below_it(language: str) -> None:
    words = [one.word for one in words_on(draw("launch", language).text, language)]
    assert {"en": "waiver", "zh": "特批"}[language] in words
    assert {"en": "lead", "zh": "线索（客资）"}[language] not in words
    assert all(one.word and one.meaning for one in glossary(language))
    assert len(glossary(language)) > 50


def test_a_link_to_what_only_the_source_tree_has_becomes_plain_text() -> None:
    assert address("launch", "developers/launch.md") == "/help/developers/launch/"
    assert address("howto/run-a-launch-gate", "../assess.md#the-stair") == "/help/assess/#the-stair"
    assert address("launch", "reference/launch-checks.md") == "/launch/classes/"
    assert address("index", "../CONTRIBUTING.md") is None
    assert address("index", "https://example.com") == "https://example.com"
    assert "<span>commands</span>" in draw("index", "en").body
