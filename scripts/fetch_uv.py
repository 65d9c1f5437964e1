"""Puts uv into a folder of its own, for machines that have only Python.

Three ways, from the usual to the bare: a virtual environment with pip; this Python's pip; and, where
a distribution ships Python without either (Debian's python3), pip's own wheel, run from the file.
"""

import hashlib
import json
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

PIP_FACTS = "https://pypi.org/pypi/pip/json"


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
    with urllib.request.urlopen(PIP_FACTS, timeout=60) as answer:
        files = json.load(answer)["urls"]
    wheel = next(file for file in files if file["packagetype"] == "bdist_wheel")
    with urllib.request.urlopen(wheel["url"], timeout=120) as answer:  # noqa: S310 - PyPI said https
        content = answer.read()
    if hashlib.sha256(content).hexdigest() != wheel["digests"]["sha256"]:
        raise OSError("pip arrived damaged")
    with tempfile.TemporaryDirectory() as place:
        path = Path(place, wheel["filename"])
        path.write_bytes(content)
        run([sys.executable, f"{path}/pip", "install", "--quiet", "--target", str(folder), "uv"])


def run(command: list[str]) -> None:
    """Runs a command quietly; raises CalledProcessError where it fails."""
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603


if __name__ == "__main__":
    main(Path(sys.argv[1]))
