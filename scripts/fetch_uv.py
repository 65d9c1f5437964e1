"""Puts uv into a folder of its own, for machines that have only Python.

Three ways, from the usual to the bare: a virtual environment with pip; this Python's pip; and, where
a distribution ships Python without either (Debian's python3), pip's own wheel, run from the file.
"""

import hashlib
import json
import re
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path
from urllib.parse import urljoin

PIP_FILES = "https://pypi.org/simple/pip/"


def main(folder: Path) -> None:
    """Leaves `folder`/bin/uv, or ends with a sentence."""
    for way in (by_virtual_environment, by_pip, by_pip_wheel):
        try:
            way(folder)
        except (OSError, subprocess.CalledProcessError):
            continue
        if (folder / "bin" / "uv").exists():
            (folder / ".gitignore").write_text("*\n")
            return
    sys.exit("uv could not be fetched. Install it (https://docs.astral.sh/uv/) and run make setup again.")


def by_virtual_environment(folder: Path) -> None:
    """uv in a fresh virtual environment."""
    run([sys.executable, "-m", "venv", "--clear", str(folder)])
    run([str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "uv"])


def by_pip(folder: Path) -> None:
    """uv beside nothing else, by the pip of this Python; the system's packages stay as they are."""
    run([sys.executable, "-m", "pip", "install", "--quiet", "--target", str(folder), "uv"])


def by_pip_wheel(folder: Path) -> None:
    """uv by a pip that is never installed."""
    asked = urllib.request.Request(PIP_FILES, headers={"Accept": "application/vnd.pypi.simple.v1+json"})
    with urllib.request.urlopen(asked, timeout=60) as answer:  # noqa: S310 - our own https address
        files = json.load(answer)["files"]
    wheel = max(files, key=lambda file: version_of(file["filename"]))
    address = urljoin(PIP_FILES, wheel["url"])
    with urllib.request.urlopen(address, timeout=120) as answer:  # noqa: S310 - named by that index
        content = answer.read()
    if hashlib.sha256(content).hexdigest() != wheel["hashes"]["sha256"]:
        raise OSError("pip arrived damaged")
    with tempfile.TemporaryDirectory() as place:
        path = Path(place, wheel["filename"])
        path.write_bytes(content)
        run([sys.executable, f"{path}/pip", "install", "--quiet", "--target", str(folder), "uv"])


def version_of(filename: str) -> tuple[int, ...]:
    """The version in the name of a released wheel of pip for Python 3, () for any other file."""
    found = re.fullmatch(r"pip-([0-9.]+)-py3-none-any\.whl", filename)
    return tuple(int(part) for part in found[1].split(".")) if found else ()


def run(command: list[str]) -> None:
    """Runs a command quietly; raises CalledProcessError where it fails."""
    quiet = subprocess.DEVNULL
    subprocess.run(command, check=True, stdin=quiet, stderr=quiet)  # noqa: S603 - our own commands


if __name__ == "__main__":
    main(Path(sys.argv[1]))
