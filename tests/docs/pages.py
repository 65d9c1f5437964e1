"""The pages of the documentation, and what stands in them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(path for path in DOCS.rglob("*.md") if "decisions" not in path.parts)
CHINESE = [path for path in PAGES if path.name.endswith(".zh.md")]
ENGLISH = [path for path in PAGES if path not in CHINESE]
FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
START = re.compile(r"^<!-- start: ([\w, ]+) -->$", re.MULTILINE)


@dataclass(frozen=True)
class Step:
    """One command of a page and what the page says that it prints."""

    line: int
    command: str
    shown: tuple[str, ...]


def name_of(path: Path) -> str:
    """A page's place in the documentation."""
    return str(path.relative_to(DOCS))


def chinese_of(path: Path) -> Path:
    """Where the Chinese of a page stands."""
    return path.with_suffix(".zh.md")


def english_of(path: Path) -> Path:
    """The English page that a Chinese one belongs to."""
    return path.with_name(path.name.removesuffix(".zh.md") + ".md")


def start_of(path: Path) -> str:
    """What the commands of a page begin with: nothing, or the demo."""
    found = START.search(path.read_text("utf-8"))
    return found[1] if found else ""


def steps_of(path: Path) -> list[Step]:
    """Every command in the blocks marked `console`, in order."""
    text = path.read_text("utf-8")
    return [
        step
        for match in FENCE.finditer(text)
        if match[2] == "console"
        for step in steps_in(
            match[3], first_line=text[: match.start(3)].count("\n") + 1, indent=len(match[1])
        )
    ]


def steps_in(block: str, *, first_line: int, indent: int) -> Iterator[Step]:
    """The commands of one block: what begins with `$ `, to the end of its last continued line."""
    lines = [line[indent:] for line in block.splitlines()]
    at = 0
    while at < len(lines):
        begun, command = at, lines[at].removeprefix("$ ")
        assert lines[at].startswith("$ "), f"line {first_line + at}: a block begins with a command"
        while lines[at].endswith("\\"):
            at += 1
            command += "\n" + lines[at]
        at += 1
        shown = []
        while at < len(lines) and not lines[at].startswith("$ "):
            shown.append(lines[at])
            at += 1
        yield Step(first_line + begun, command, tuple(shown))


def prose_of(path: Path) -> str:
    """A page without its blocks of code and its comments."""
    bare = FENCE.sub("", path.read_text("utf-8"))
    return re.sub(r"<!--.*?-->", "", bare, flags=re.DOTALL)
