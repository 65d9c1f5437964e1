"""Demo organisations that are built once, and copied by whoever works on one.

The workers of a run share what they built in its folder; `checks.py` names by TESTS_SHARED a folder that all
of its runs share.
"""

import contextlib
import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from services.riser import House, Installation, demo_house

TESTS = str(Path(__file__).parents[1])


def built(place: Path, *, is_still: bool = False) -> Installation:
    """A demo as its command built it, to be copied; it stays as it is.

    Its months end yesterday, so each day has its own. The still one was built on the morning at which its
    clock begins.
    """
    place = Path(os.environ.get("TESTS_SHARED", place))
    name = "still" if is_still else datetime.now(UTC).date().isoformat()
    installation = Installation(place / f"demo-{name}", still() if is_still else {})
    with (place / f"demo-{name}.built").open("a+") as state:
        fcntl.flock(state, fcntl.LOCK_EX)
        if not os.fstat(state.fileno()).st_size:
            installation.run("demo", "--no-serve")
            state.write("built")
    return installation


def still() -> dict[str, str]:
    """The variables of a Riser whose clock begins on a known morning, with whatever began first."""
    since = os.environ.setdefault("STILL_SINCE", str(time.time()))
    return {"DJANGO_SETTINGS_MODULE": "services.still", "PYTHONPATH": TESTS, "STILL_SINCE": since}


@contextlib.contextmanager
def served(model: Installation, home: Path) -> Iterator[House]:
    """A copy of a built demo in this folder, served."""
    shutil.copytree(model.home, home, dirs_exist_ok=True)
    with demo_house(home, model.more) as house:
        yield house
