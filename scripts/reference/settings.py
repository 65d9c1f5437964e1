"""The settings from the environment: what the page on running Riser says of them, and where they are read."""

import re
from pathlib import Path

from reference.markdown import code, head, page, table

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "riser"
NAME = re.compile(r"\bRISER_[A-Z_]+\b")
ROW = re.compile(r"^\| (`RISER_[^|]*) \| ([^|]*) \| (.*) \|$", re.MULTILINE)
LEAD = (
    "Every environment variable that Riser reads. How to run it for a team: [deployment](../deployment.md)."
)


def pages() -> dict[str, str]:
    """One page."""
    places = readers()
    rows = [(*one, "<br>".join(where(one[0], places))) for one in described()]
    return {
        "settings.md": page(
            [*head("Settings", LEAD), *table(("variable", "default", "meaning", "read in"), rows)]
        )
    }


def described() -> list[tuple[str, str, str]]:
    """Name, default and meaning, as the page on running Riser has them."""
    return ROW.findall((ROOT / "docs" / "deployment.md").read_text("utf-8"))


def readers() -> dict[str, list[str]]:
    """The files that name each variable."""
    found: dict[str, list[str]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        if "tests" not in path.parts:
            for name in set(NAME.findall(path.read_text("utf-8"))):
                found.setdefault(name, []).append(str(path.relative_to(PACKAGE)))
    return found


def where(cell: str, places: dict[str, list[str]]) -> list[str]:
    """The files that read one of the variables in a cell."""
    return sorted({code(path) for name in NAME.findall(cell) for path in places.get(name, [])})
