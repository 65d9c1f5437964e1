"""Builds the documentation as a site: what people wrote, what the program says of itself, pictures of the
demo.

`documentation.py build` leaves the site in build/site and fails on a link or an anchor that leads nowhere;
pictures are taken where they are missing. `documentation.py build --pictures` takes them all anew.
`documentation.py serve` shows the site and follows what is written. Nothing asks a network;
docs/decisions/0009 says why it is built so.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
DOCS, STAGE = ROOT / "docs", ROOT / "build" / "docs"
sys.path.insert(0, str(Path(__file__).parent))

# A page outside docs/ that the site shows, too, and how a page inside docs/ links to it.
CONTRIBUTING = "../CONTRIBUTING.md"
QUIET = {"NO_MKDOCS_2_WARNING": "1"}


def written() -> Iterator[tuple[str, bytes]]:
    """Every file of docs/, and the page for contributors, by its place on the site."""
    for path in sorted(DOCS.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            yield str(path.relative_to(DOCS)), at_home(path)
    own = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    yield "contributing.md", own.replace("](docs/", "](").encode()


def at_home(path: Path) -> bytes:
    """A file's content; a link out of docs/ leads to the page that stands on the site in its place."""
    if path.suffix != ".md":
        return path.read_bytes()
    depth = len(path.relative_to(DOCS).parts) - 1
    found = path.read_text("utf-8")
    return found.replace("../" * depth + CONTRIBUTING, "../" * depth + "contributing.md").encode()


def generated() -> dict[str, str]:
    """The reference, from a program set up in a home of its own."""
    import django

    with tempfile.TemporaryDirectory(prefix="riser-docs-") as home:
        os.environ["RISER_HOME"] = home
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "riser.web.settings")
        django.setup()
        from reference import pages

        return pages()


def stage(more: dict[str, str]) -> None:
    """Brings the folder that the site is built from up to date; a file that did not change is left alone."""
    wanted = dict(written()) | {name: text.encode() for name, text in more.items()}
    if not more:  # on the way of `serve`: the reference stays as it was written at the start
        wanted |= {f"reference/{path.name}": path.read_bytes() for path in (STAGE / "reference").glob("*.md")}
    for path in [path for path in STAGE.rglob("*") if path.is_file()]:
        if str(path.relative_to(STAGE)) not in wanted:
            path.unlink()
    for name, content in wanted.items():
        target = STAGE / name
        if not target.exists() or target.read_bytes() != content:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)


def on_config(config: Any) -> Any:
    """MkDocs asks: decisions and figures of speed stand in the navigation as they are there."""
    stage({})
    decisions = [f"decisions/{path.name}" for path in sorted((DOCS / "decisions").glob("0*.md"))]
    parts = {name: pages for part in config.nav if isinstance(part, dict) for name, pages in part.items()}
    parts["For developers"][-1] = {"Decisions": decisions}
    for name in ("performance.md", "bad-input.md"):
        if (DOCS / name).exists() and name not in parts["Running it"]:
            parts["Running it"].append(name)
    return config


def missing_pictures() -> list[str]:
    """The pictures that a page shows and that are not there."""
    shown: set[Path] = set()
    for page in DOCS.rglob("*.md"):
        for link in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", page.read_text("utf-8")):
            shown.add((page.parent / link).resolve())
    return sorted(str(path.relative_to(ROOT)) for path in shown if not path.exists())


def take_pictures() -> None:
    """Takes every picture of the documentation from a fresh demo."""
    subprocess.run([sys.executable, str(ROOT / "scripts" / "screenshots.py")], check=True)  # noqa: S603 - ours


def mkdocs(*arguments: str) -> int:
    """Runs MkDocs on the prepared folder; its exit code."""
    command = [sys.executable, "-m", "mkdocs", *arguments, "--config-file", str(ROOT / "mkdocs.yml")]
    return subprocess.run(command, env=os.environ | QUIET, check=False).returncode  # noqa: S603 - ours


def main(arguments: list[str]) -> int:
    """The exit code: 0 where the site was built without a complaint."""
    if not arguments or arguments[0] not in {"build", "serve"}:
        print("usage: documentation.py build [--pictures] | serve", file=sys.stderr)
        return 2
    if "--pictures" in arguments or missing_pictures():
        take_pictures()
    shutil.rmtree(STAGE, ignore_errors=True)
    stage(generated())
    return mkdocs("serve", "--livereload") if arguments[0] == "serve" else mkdocs("build", "--strict")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
