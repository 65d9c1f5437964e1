"""A private PostgreSQL cluster: its own folder, its own socket, no port, gone afterwards."""

import contextlib
import getpass
import os
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

DEBIAN = Path("/usr/lib/postgresql")
# A lost machine loses a test database: speed is all that counts here.
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


class NoPostgres(Exception):
    """No PostgreSQL here; the text names the remedy."""


@contextlib.contextmanager
def private_cluster() -> Iterator[str]:
    """The database URL of a cluster that lives as long as the block. Raises NoPostgres."""
    programs = find_programs()
    owner = "postgres" if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="rpg-", dir=traversable_place()))
    try:
        if owner:
            shutil.chown(folder, owner)
        run(
            owner,
            folder,
            programs / "initdb",
            "-D",
            "data",
            "-U",
            "postgres",
            "-A",
            "trust",
            "--no-sync",
            "-E",
            "UTF8",
        )
        options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' {FAST}"
        run(owner, folder, programs / "pg_ctl", "-D", "data", "-l", "log", "-w", "-o", options, "start")
        try:
            yield f"postgresql://postgres@{quote(str(folder), safe='')}/postgres"
        finally:
            run(owner, folder, programs / "pg_ctl", "-D", "data", "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def find_programs() -> Path:
    """The folder with initdb and pg_ctl, from PATH or where Debian keeps them. Raises NoPostgres."""
    found = shutil.which("initdb")
    if found:
        # Debian's programs find their siblings only from their own folder, not through a link.
        return Path(found).resolve().parent
    versions = [path for path in DEBIAN.glob("*/bin") if (path / "initdb").exists()]
    if not versions:
        raise NoPostgres(
            "PostgreSQL is not installed: apt-get install postgresql, or brew install postgresql@17"
        )
    return max(versions, key=lambda path: float(path.parent.name))


def traversable_place() -> Path:
    """A folder for temporary files that every user may pass through, as user postgres has to."""
    for place in (Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp")):  # noqa: S108
        # A socket's path may have at most 103 characters on macOS.
        if len(str(place)) < 70 and all(may_pass(parent) for parent in (place, *place.resolve().parents)):
            return place
    raise NoPostgres("No temporary folder that user postgres may enter. Set TMPDIR to one.")


def may_pass(folder: Path) -> bool:
    """Whether others than its owner may enter the folder; our own folders do where we run as ourselves."""
    return bool(folder.stat().st_mode & stat.S_IXOTH) or os.geteuid() != 0


def run(owner: str | None, folder: Path, program: Path, *arguments: str) -> None:
    """Runs a program in the folder, as its owner where we are root. Raises NoPostgres with what it said."""
    home = {
        "HOME": str(folder),
        "PATH": os.environ["PATH"],
        "LC_ALL": "C.UTF-8",
        "USER": owner or getpass.getuser(),
    }
    # The server inherits the standard streams: a pipe would keep this process waiting for it.
    with tempfile.TemporaryFile("w+") as said:
        done = subprocess.run(
            [program, *arguments],
            cwd=folder,
            env=home,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            user=owner,
            group=owner,
            extra_groups=[] if owner else None,
            check=False,
        )
        if done.returncode:
            said.seek(0)
            log = folder / "log"
            raise NoPostgres(f"{program.name} failed: {said.read()}{log.read_text() if log.exists() else ''}")
