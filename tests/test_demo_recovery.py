"""A demo that was killed while it was built is built anew, whole."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.long
COMMAND = [sys.executable, "-c", "from riser.cli import main; main()", "demo", "--no-serve"]


def test_a_demo_killed_midway_is_built_anew(tmp_path: Path) -> None:
    environment = os.environ | {"RISER_HOME": str(tmp_path / "home")}
    environment.pop("RISER_DATABASE_URL", None)  # a database of its own, inside its home
    first = subprocess.Popen(COMMAND, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    lake = tmp_path / "home" / "lake"
    deadline = time.monotonic() + 120
    while not list(lake.rglob("*.parquet")) and time.monotonic() < deadline:
        time.sleep(0.05)
    first.send_signal(signal.SIGKILL)
    first.wait()
    second = subprocess.run(COMMAND, env=environment, capture_output=True, text=True, check=True)
    assert "cut off" in second.stderr
    assert "Sign in as" in second.stdout
    third = subprocess.run(COMMAND, env=environment, capture_output=True, text=True, check=True)
    assert "cut off" not in third.stderr
