"""Pages of the documentation, drawn as parts of a page of the program."""

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from riser.web.help.shelf import file_of, shelf

COMMENT = re.compile(r"<!--.*?-->\n?", re.DOTALL)
PICTURE = re.compile(r"^!\[[^\]]*\]\([^)]*\)\n?", re.MULTILINE)
TITLE = re.compile(r"\A\s*# (.+)\n")
NO_PART_OF_A_WORD = re.compile(r"[^\w\- ]")
# What the site writes from the code, and where the program itself shows it.
SHOWN_AT = {"reference/practices": "assess", "reference/launch-checks": "launch_classes"}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page as it is shown: its title, what stands below it, the language of both, and its text."""

    title: str
    body: SafeString
    language: str
    text: str


def draw(name: str, language: str) -> Drawn:
    """A page, in this language where it is written in it. Raises KeyError where there is no such page."""
    path, spoken = file_of(name, language)
    return _drawn(name, path, spoken, path.stat().st_mtime_ns)


@lru_cache(maxsize=256)
def _drawn(name: str, path: Path, language: str, written: int) -> Drawn:
    """Drawn once for as long as the file stays as it was `written`."""
    del written
    # Without pictures: the reader stands before the page itself.
    text = PICTURE.sub("", COMMENT.sub("", path.read_text("utf-8")))
    title = TITLE.match(text)
    body = TITLE.sub("", text)
    with translation.override("zh-hans" if language == "zh" else "en"):
        html = mark_safe(_html(body, name))  # noqa: S308 - our own pages
    return Drawn(title[1] if title else name, html, language, body)


def _html(text: str, name: str) -> str:
    extensions = ["tables", "fenced_code", "sane_lists", "toc", Leading(partial(address, name))]
    settings = {
        "toc": {"slugify": slug, "toc_depth": "2-6"},
        "tables": {"use_align_attribute": True},  # the content policy refuses styles
    }
    html = Markdown(extensions=extensions, extension_configs=settings).convert(text)
    return _by_keyboard(html.replace("<th>", '<th scope="col">'))


def _by_keyboard(html: str) -> str:
    """What may be wider than a phone scrolls by itself, by keyboard too."""
    number = count(1)

    def table(_found: re.Match[str]) -> str:
        label = _("Table %(number)d") % {"number": next(number)}
        return f'<div class="scroll" tabindex="0" role="region" aria-label="{label}"><table class="tbl">'

    html = re.sub("<table>", table, html).replace("</table>", "</table></div>")
    return html.replace("<pre>", '<pre tabindex="0">')


def slug(heading: str, separator: str) -> str:
    """The anchor of a heading, as the site of the documentation makes it."""
    return NO_PART_OF_A_WORD.sub("", heading.strip().lower()).replace(" ", separator)


def address(page: str, link: str) -> str | None:
    """Where a link of a page leads inside the program; None for what only the site or the source tree has."""
    if urlsplit(link).scheme:
        return link
    file, _hash, anchor = link.partition("#")
    if not file:
        return link
    target = posixpath.normpath(posixpath.join(posixpath.dirname(page), file)).removesuffix(".md")
    if target in SHOWN_AT:
        return reverse(SHOWN_AT[target])
    place = reverse("help_page", args=[target]) if target in shelf() else None
    return f"{place}#{anchor}" if place and anchor else place


class Leading(Extension):  # type: ignore[misc]  # Markdown says no types
    """Turns every link by a function; what leads nowhere becomes plain text."""

    def __init__(self, turn: Callable[[str], str | None]) -> None:
        super().__init__()
        self.turn = turn

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Markdown's name
        """Works after links have been read."""
        md.treeprocessors.register(_Turning(self.turn, md), "leading", 1)


class _Turning(Treeprocessor):  # type: ignore[misc]  # nor here
    def __init__(self, turn: Callable[[str], str | None], md: Markdown) -> None:
        super().__init__(md)
        self.turn = turn

    def run(self, root: Element) -> None:
        for link in list(root.iter("a")):
            place = self.turn(link.get("href", ""))
            if place is None:
                link.tag = "span"
                link.attrib.clear()
            else:
                link.set("href", place)
