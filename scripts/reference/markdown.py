"""Markdown made of values: what stands in a cell or a line cannot break the page around it."""

import re
from collections.abc import Iterable, Sequence

NOTE = {
    "en": "Written from the program when these pages are built.",
    "zh": "本页在生成文档时直接取自程序。",
}
SIGNS = re.compile(r"([\\`*_{}\[\]<>#|])")


def text(value: object) -> str:
    """A value as running text: one line, with every sign of Markdown shown as itself."""
    return SIGNS.sub(r"\\\1", " ".join(str(value).split()))


def code(value: object) -> str:
    """A value as code; a bar would end the cell of a table."""
    return f"`{str(value).replace('|', '¦')}`" if str(value) else ""


def head(title: str, lead: str, language: str = "en") -> list[str]:
    """The first lines of a page."""
    return [f"# {title}", "", f"{lead} {NOTE[language]}", ""]


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A table and the blank line after it; nothing where there are no rows."""
    lines = [f"| {' | '.join(row)} |" for row in rows]
    if not lines:
        return []
    return [f"| {' | '.join(columns)} |", f"|{'---|' * len(columns)}", *lines, ""]


def bullets(items: Iterable[str]) -> list[str]:
    """A list and the blank line after it; nothing where it is empty."""
    lines = [f"- {item}" for item in items]
    return [*lines, ""] if lines else []


def page(lines: Iterable[str]) -> str:
    """The lines as a file."""
    return "\n".join(lines).rstrip() + "\n"
