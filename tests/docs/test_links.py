"""Links of README, CONTRIBUTING and docs/ lead somewhere; those to other sites are at least well written."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from pymdownx.slugs import slugify

from docs.pages import DOCS, FENCE, ROOT

READ = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))]
LINK = re.compile(r"\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\)")
HEADING = re.compile(r"^#{1,6} +(.+?) *$", re.MULTILINE)
FORMATTED = re.compile(r"`|\*\*|(?<!\w)\*|\*(?!\w)|\[([^\]]*)\]\([^)]*\)")
SCHEMES = {"https", "http", "mailto"}
slug = slugify(case="lower")


@pytest.fixture(scope="session")
def reference() -> dict[str, str]:
    """The pages that are written from the code, by their place in docs/."""
    import sys

    sys.path.insert(0, str(ROOT / "scripts"))
    from reference import pages

    return pages()


@pytest.mark.parametrize("path", READ, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(path: Path, reference: dict[str, str]) -> None:
    assert list(faults(path, reference)) == []


def faults(path: Path, reference: dict[str, str]) -> Iterator[str]:
    """The links of a file that lead nowhere."""
    text = re.sub(r"`[^`\n]*`", "", FENCE.sub("", path.read_text("utf-8")))
    for link in LINK.findall(text):
        if urlsplit(link).scheme:
            yield from badly_written(link)
        else:
            yield from nowhere(link, path, reference)


def badly_written(link: str) -> Iterator[str]:
    """Whether an address on another site cannot be one. Nobody is asked."""
    parts = urlsplit(link)
    if parts.scheme not in SCHEMES or (parts.scheme != "mailto" and "." not in (parts.hostname or "")):
        yield f"{link}: no address of another site"


def nowhere(link: str, path: Path, reference: dict[str, str]) -> Iterator[str]:
    """Whether the file or the heading that a link names is missing."""
    name, _, anchor = link.partition("#")
    target = in_its_language((path.parent / name).resolve(), path) if name else path
    text = content(target, reference)
    if text is None:
        yield f"{link}: no such file"
    elif anchor and anchor not in anchors(text):
        yield f"{link}: no such heading"


def in_its_language(target: Path, path: Path) -> Path:
    """Where the site leads from a Chinese page: to the Chinese of the page named, if there is one."""
    chinese = target.with_suffix(".zh.md")
    return chinese if path.name.endswith(".zh.md") and target.suffix == ".md" and chinese.exists() else target


def content(target: Path, reference: dict[str, str]) -> str | None:
    """What stands in a file of the repository or a page of the reference; None where there is neither."""
    if target.is_relative_to(DOCS) and str(target.relative_to(DOCS)) in reference:
        return reference[str(target.relative_to(DOCS))]
    if target.is_relative_to(DOCS / "images") and target.suffix == ".png":
        return ""  # taken when the documentation is built: test_pictures
    if not target.is_relative_to(ROOT) or not target.exists():
        return None
    return target.read_text("utf-8") if target.suffix == ".md" else ""


def anchors(text: str) -> set[str]:
    """The names that headings get."""
    headings = HEADING.findall(FENCE.sub("", text))
    return {slug(FORMATTED.sub(r"\1", heading), "-") for heading in headings}


def test_what_is_written_from_the_code_links_rightly(reference: dict[str, str]) -> None:
    assert [
        fault
        for name, text in reference.items()
        for link in LINK.findall(text)
        for fault in nowhere(link, DOCS / name, reference)
    ] == []
