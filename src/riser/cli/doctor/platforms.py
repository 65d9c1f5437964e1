"""How each system installs what Riser needs from outside of Python. No Django."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

OS_RELEASE = Path("/etc/os-release")


@dataclass(frozen=True, slots=True)
class Packages:
    """A package manager: how it installs, and what the things we need are called there."""

    install: str
    names: Mapping[str, str]
    as_root: bool = True


APT = Packages(
    "apt-get install -y",
    {"pango": "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0", "postgres": "postgresql-client"},
)
DNF = Packages("dnf install -y", {"pango": "pango", "postgres": "postgresql"})
APK = Packages("apk add", {"pango": "pango", "postgres": "postgresql-client"})
BREW = Packages("brew install", {"pango": "pango", "postgres": "postgresql@17"}, as_root=False)

BY_SYSTEM = {
    **dict.fromkeys(("debian", "ubuntu"), APT),
    **dict.fromkeys(("fedora", "rhel", "centos"), DNF),
    "alpine": APK,
    "darwin": BREW,
}


def packages_of(platform: str, os_release: str) -> Packages | None:
    """The package manager of a system, by `sys.platform` and the text of os-release; None where unknown."""
    if platform == "darwin":
        return BREW
    told = dict(line.split("=", 1) for line in os_release.splitlines() if "=" in line)
    words = [told.get("ID", ""), *told.get("ID_LIKE", "").strip('"').split()]
    return next((BY_SYSTEM[word.strip('"')] for word in words if word.strip('"') in BY_SYSTEM), None)


def command(packages: Packages | None, what: str, *, is_root: bool) -> str:
    """The command that installs one of the things we need; where the system is unknown, what it is."""
    if packages is None:
        return what
    sudo = "sudo " if packages.as_root and not is_root else ""
    return f"{sudo}{packages.install} {packages.names[what]}"


def install(what: str) -> str:
    """The command that installs one of the things we need on this machine."""
    release = OS_RELEASE.read_text(encoding="utf-8") if OS_RELEASE.is_file() else ""
    return command(packages_of(sys.platform, release), what, is_root=os.geteuid() == 0)
