"""What a page tells people to type is typed here, in its order, and prints what the page shows.

A block marked `console` is run in a folder that holds the files of docs/tutorial. Its page says by a
comment whether it starts with nothing or with the demo. In what a command prints, `…` stands for anything,
and a line of only `…` for any number of lines. The clock begins on 2 March 2026, so days are shown as they
are.
"""

import contextlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from docs.pages import DOCS, ENGLISH, Step, name_of, start_of, steps_of
from services.demo import built, still
from services.riser import Installation

pytestmark = pytest.mark.long
ANY = "…"
BIN = Path(sys.executable).parent
NOTHING, DEMO, SERVED = "nothing", "the demo", "the demo, served"
STARTS = {NOTHING, DEMO, SERVED}
# What /settings/tokens/ does when the administrator of the demo asks for a token that reads.
TOKEN = """
from riser.foundation.shell import make_act, start_django
start_django()
from riser.foundation.actions import create_token
from riser.foundation.doors import Scope
act = make_act(email="demo@riser.example", slug="")
print(create_token(act, name="Report", scope=Scope.READ, days=30).secret)
"""
TYPED = [path for path in ENGLISH if steps_of(path)]


@pytest.fixture(scope="session")
def demo_home(shared_place: Path) -> Path:
    """The home of a demo that was built on the morning of the pages, to be copied."""
    return built(shared_place, is_still=True).home


@pytest.mark.parametrize("path", TYPED, ids=name_of)
def test_a_page_prints_what_it_shows(path: Path, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    assert start_of(path) in STARTS, "the page has to say what its commands start with"
    home, desk = tmp_path / "home", tmp_path / "desk"
    if start_of(path) != NOTHING:
        shutil.copytree(request.getfixturevalue("demo_home"), home)
    shutil.copytree(DOCS / "tutorial", desk)
    with ready(Installation(home, still()), served=start_of(path) == SERVED) as variables:
        for step in steps_of(path):
            said = typed(step, desk, variables, page=name_of(path))
            assert agrees(said, step.shown), (
                f"{name_of(path)}, line {step.line}: $ {step.command}\n--- printed\n{said}\n--- shown\n"
                + "\n".join(step.shown)
            )


@contextlib.contextmanager
def ready(installation: Installation, *, served: bool) -> Iterator[dict[str, str]]:
    """The variables in which a page is typed; where it is served, its address and a token are among them."""
    variables = installation.environment() | {
        "PATH": f"{BIN}:{os.environ['PATH']}",
        "LANG": "C.UTF-8",
        "COLUMNS": "200",
    }
    if not served:
        yield variables
        return
    made = subprocess.run(
        [sys.executable, "-c", TOKEN], env=variables, capture_output=True, text=True, check=True
    )
    with installation.serving() as address:
        yield variables | {"RISER": address, "RISER_TOKEN": made.stdout.strip()}


def typed(step: Step, desk: Path, variables: dict[str, str], *, page: str) -> str:
    """What a command printed, complaints included; it has to end well."""
    done = subprocess.run(
        ["bash", "-c", step.command],
        cwd=desk,
        env=variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, (
        f"{page}, line {step.line}: $ {step.command}\nexit {done.returncode}\n{done.stdout}"
    )
    return done.stdout


def agrees(said: str, shown: tuple[str, ...]) -> bool:
    """Whether a command printed what the page shows."""
    pattern = "".join(as_pattern(line.rstrip()) for line in shown)
    lines = [line.rstrip() for line in said.splitlines()]
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in lines)) is not None


def as_pattern(line: str) -> str:
    """One shown line, with its line end, as a pattern."""
    if line == ANY:
        return r"(?:.*\n)*?"
    return r"[^\n]*?".join(map(re.escape, line.split(ANY))) + r"\n"


def test_every_page_that_tells_people_what_to_do_is_typed_here() -> None:
    """A how-to without a single command would promise what nobody tried."""
    assert [
        name_of(path) for path in ENGLISH if path.parent.name in {"howto", "tutorial"} and path not in TYPED
    ] == []


@pytest.mark.parametrize(
    ("said", "shown", "same"),
    [
        ("a 12 b\n", ("a … b",), True),
        ("a 12 c\n", ("a … b",), False),
        ("one\ntwo\nthree\n", ("one", "…", "three"), True),
        ("one\n", ("one", "…"), True),
        ("one\nmore\n", ("one",), False),
    ],
)
def test_dots_stand_for_anything_and_nothing_else_does(said: str, shown: tuple[str, ...], same: bool) -> None:
    assert agrees(said, shown) is same
