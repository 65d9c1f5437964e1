"""kill -9 in the middle: no half backup under its final name, and always a home or a sentence what to run."""

import hashlib
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from keeping.conftest import Kept
from services.riser import RISER, Installation

pytestmark = pytest.mark.long
PATIENCE_SECONDS = 120
LATE = "late@northwind.example"


def started(riser: Installation, *words: str) -> "subprocess.Popen[bytes]":
    """A command of the shell as a process."""
    none = subprocess.DEVNULL
    return subprocess.Popen([RISER, *words], env=riser.environment(), stdout=none, stderr=none, stdin=none)


def killed_when(process: "subprocess.Popen[bytes]", sign: Callable[[], bool]) -> None:
    """Kills the process at the first sign, unless it was quicker."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while process.poll() is None and not sign():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.001)
    process.send_signal(signal.SIGKILL)
    process.wait()


def keep_large_files(home: Path) -> None:
    """Files that take a while to pack."""
    for number in range(6):
        content = os.urandom(1 << 20) * 16 + bytes([number])
        digest = hashlib.sha256(content).hexdigest()
        path = home / "raw" / "1" / digest[:2] / digest
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def test_a_killed_backup_leaves_no_file_under_the_final_name(on_sqlite: Kept, tmp_path: Path) -> None:
    riser = on_sqlite.installation
    keep_large_files(riser.home)
    target, part = tmp_path / "night.zip", tmp_path / "night.zip.part"
    process = started(riser, "backup", str(target))
    killed_when(process, lambda: part.exists() and part.stat().st_size > 1_000_000)
    assert process.returncode == -signal.SIGKILL
    assert part.exists()
    assert not target.exists()
    assert "no whole backup" in riser.run("restore", "--check", str(part), expect=2)
    riser.run("backup", str(target))
    assert [path.name for path in tmp_path.glob("night*")] == ["night.zip"]
    riser.run("restore", "--check", str(target))


def is_unpacking(home: Path) -> bool:
    return (home / "restoring").exists()


def is_past_return(home: Path) -> bool:
    return (home / "restoring.json").exists()


def is_moving(home: Path) -> bool:
    return any(home.glob("before-restore-*"))


@pytest.mark.parametrize("sign", [is_unpacking, is_past_return, is_moving])
def test_a_killed_restore_leaves_the_old_home_or_says_what_to_run(
    kept: Kept, sign: Callable[[Path], bool]
) -> None:
    """PostgreSQL's own program may outlive the kill and come to its end by itself."""
    riser = kept.installation
    riser.run("setup", "--non-interactive", "--email", LATE)
    killed_when(started(riser, "restore", str(kept.backup), "--replace"), lambda: sign(riser.home))
    if (riser.home / "restoring.json").exists():
        assert "riser restore --continue" in riser.run("connect", "loads", expect=2)
        remedies = [one["remedy"] for one in riser.json("doctor", expect=1)["findings"]]
        assert "riser restore --continue" in remedies
        riser.run("restore", "--continue")
        assert kept.numbers() == kept.before
    else:
        members = kept.numbers()[-1]
        assert sign is is_unpacking
        assert LATE in str(members)
