"""Every page for users stands in both languages, and names things on the screen by their names there.

Words in bold, on pages for users, are words on the screen: each is a text of the program in that language.
Only what a bullet begins with may be a heading of its own.
"""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from docs.pages import (
    CHINESE,
    DOCS,
    ENGLISH,
    ROOT,
    chinese_of,
    english_of,
    name_of,
    prose_of,
    start_of,
    steps_of,
)

DEVELOPERS = ("developers", "decisions", "content")
OURS = (
    "deployment.md",
    "performance.md",
    "glossary.md",
    "ui.md",
    "bad-input.md",
)  # one language, or both side by side
FOR_USERS = [
    path
    for path in ENGLISH
    if path.relative_to(DOCS).parts[0] not in DEVELOPERS and name_of(path) not in OURS
]
BOLD = re.compile(r"\*\*([^*]+)\*\*")
HEADING_OF_A_BULLET = re.compile(r"^- \*\*[^*]+\*\*", re.MULTILINE)
PICTURE = re.compile(r"!\[[^\]]*\]\(([^)]+)\)")


@pytest.fixture(scope="session")
def screen() -> dict[str, set[str]]:
    """Every text of the program that people see, by language."""
    found: dict[str, set[str]] = {"en": set(), "zh": set()}
    for path in (ROOT / "src" / "riser").glob("*/locale/zh_Hans/LC_MESSAGES/django.po"):
        with path.open("rb") as file:
            for message in read_po(file, locale="zh_Hans"):
                for language, text in (("en", message.id), ("zh", message.string)):
                    found[language] |= {text} if isinstance(text, str) else set(text or ())
    return found


@pytest.mark.parametrize("path", FOR_USERS, ids=name_of)
def test_a_page_for_users_stands_in_both_languages(path: Path) -> None:
    assert chinese_of(path).exists()


@pytest.mark.parametrize("path", CHINESE, ids=name_of)
def test_both_languages_type_the_same_and_show_the_same(path: Path) -> None:
    other = english_of(path)
    assert start_of(path) == start_of(other)
    assert [(step.command, step.shown) for step in steps_of(path)] == [
        (step.command, step.shown) for step in steps_of(other)
    ]
    assert PICTURE.findall(path.read_text("utf-8")) == PICTURE.findall(other.read_text("utf-8"))


@pytest.mark.parametrize("path", [*FOR_USERS, *map(chinese_of, FOR_USERS)], ids=name_of)
def test_words_in_bold_are_words_on_the_screen(path: Path, screen: dict[str, set[str]]) -> None:
    language = "zh" if path in CHINESE else "en"
    prose = HEADING_OF_A_BULLET.sub("-", prose_of(path))
    said = [" ".join(words.split()) for words in BOLD.findall(prose)]
    assert [words for words in said if words not in screen[language]] == []
