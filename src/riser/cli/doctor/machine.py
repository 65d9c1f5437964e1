"""What stands around Riser: Python, the package as installed, PDF, disk, port, zone data."""

import http.client
import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext as _

from riser.cli.doctor.findings import Finding, advice, fine, mend
from riser.cli.doctor.platforms import install

PACKAGE = Path(__file__).resolve().parents[2]
OLDEST_PYTHON = (3, 11)
REINSTALL = "pip install --force-reinstall riser"
LEAST_FREE = 500 * 1000 * 1000  # bytes
TYPEFACES = ("inter-", "noto-sans-sc-")
ON_A_NETWORK = ("nfs", "cifs", "smb", "afp", "9p", "glusterfs", "ceph", "lustre", "fuse.sshfs", "webdav")
MOUNTS = Path("/proc/mounts")


def examine(home: Path, environment: Mapping[str, str], *, uses_sqlite: bool) -> list[Finding]:
    """How this machine stands: each thing that a page, a report or a load needs from it."""
    checks: list[Callable[[], Iterator[Finding]]] = [
        python,
        installed_whole,
        pdf,
        lambda: writable(home),
        lambda: disk(home),
        lambda: network_disk(home, uses_sqlite=uses_sqlite),
        lambda: port(environment),
        zones,
    ]
    return [finding for check in checks for finding in check()]


def python() -> Iterator[Finding]:
    """Whether this Python is new enough."""
    told = {"found": ".".join(map(str, sys.version_info[:3])), "path": sys.executable}
    if sys.version_info[:2] < OLDEST_PYTHON:
        yield mend("python", _("Python %(found)s is too old; 3.11 is the oldest that does.") % told)
    else:
        yield fine("python", _("Python %(found)s at %(path)s") % told)


def installed_whole() -> Iterator[Finding]:
    """Whether browser assets, typefaces and translations are in the package."""
    built = PACKAGE / "ui/static/riser"
    faces = [path.name for path in (built / "fonts").glob("*.woff2")] if built.is_dir() else []
    if not (built / "riser.css").is_file():
        yield mend("assets", _("The browser assets are missing: pages would come without style."), REINSTALL)
    elif not all(any(name.startswith(face) for name in faces) for face in TYPEFACES):
        yield mend("fonts", _("Typefaces are missing: reports would show boxes for Chinese."), REINSTALL)
    elif not any(PACKAGE.glob("*/locale/zh_Hans/LC_MESSAGES/django.mo")):
        yield mend("translations", _("The translations are not compiled: all is English."), REINSTALL)
    else:
        yield fine("assets", _("Browser assets, typefaces and translations are there."))


def pdf() -> Iterator[Finding]:
    """Whether reports can become PDF: it needs pango, which no Python package brings."""
    try:
        import weasyprint
    except (OSError, ImportError) as error:
        told = {"why": str(error).splitlines()[0][:120]}
        yield mend("pdf", _("Reports cannot become PDF: %(why)s") % told, install("pango"))
    else:
        yield fine(
            "pdf", _("Reports become PDF: WeasyPrint %(version)s") % {"version": weasyprint.__version__}
        )


def writable(home: Path) -> Iterator[Finding]:
    """Whether the home can be written; one that is not there yet, whether it can be made."""
    nearest = next(folder for folder in (home, *home.parents) if folder.exists())
    told = {"home": home, "path": nearest}
    try:
        with tempfile.NamedTemporaryFile(dir=nearest, prefix=".riser-"):
            pass
    except OSError:
        text = _("%(path)s cannot be written.") % told
        yield mend("home", text, f"sudo chown -R {os.geteuid()}:{os.getegid()} {nearest}")
        return
    if nearest != home:
        yield mend("home", _("%(home)s is not there yet.") % told, "riser setup")
    elif home.stat().st_mode & 0o077:
        yield advice("home", _("Others on this machine can look into %(home)s.") % told, f"chmod 700 {home}")
    else:
        yield fine("home", _("%(home)s can be written.") % told)


def disk(home: Path) -> Iterator[Finding]:
    """Whether there is room to work, and for a backup of what is there."""
    if not home.is_dir():
        return
    free, used = shutil.disk_usage(home).free, _size(home)
    told = {"free": _megabytes(free), "used": _megabytes(used)}
    if free < LEAST_FREE:
        yield mend("disk", _("Only %(free)s MB are free on the disk of the home.") % told)
    elif free < used:
        yield advice(
            "disk", _("%(free)s MB are free, and a backup beside the home takes %(used)s MB.") % told
        )
    else:
        yield fine("disk", _("%(free)s MB are free; the home takes %(used)s MB.") % told)


def network_disk(home: Path, *, uses_sqlite: bool) -> Iterator[Finding]:
    """SQLite loses data where several machines share its disk."""
    mounts = MOUNTS.read_text(encoding="utf-8", errors="replace") if MOUNTS.is_file() else ""
    kind = kind_of_disk(home, mounts)
    if uses_sqlite and kind.startswith(ON_A_NETWORK):
        text = _("The database is SQLite on a network disk (%(kind)s), where it can be damaged.")
        yield mend("disk", text % {"kind": kind}, "RISER_DATABASE_URL=postgresql://user:password@host/name")


def kind_of_disk(path: Path, mounts: str) -> str:
    """The file system that a path lies on, by the text of /proc/mounts; "" where it does not say."""
    rows = [line.split()[1:3] for line in mounts.splitlines() if len(line.split()) > 2]
    above = {str(folder) for folder in (path, *path.parents)}
    under = [(point.replace("\\040", " "), kind) for point, kind in rows]
    found = [(len(point), kind) for point, kind in under if point in above]
    return max(found, default=(0, ""))[1]


def port(environment: Mapping[str, str]) -> Iterator[Finding]:
    """Whether `riser serve` could listen where it would."""
    given = environment.get("RISER_PORT", "8000")
    if not given.isdecimal() or not 0 < int(given) < 65536:
        yield mend(
            "port", _("RISER_PORT is %(port)s, which is no port.") % {"port": given}, "unset RISER_PORT"
        )
    elif _is_free(int(given)):
        yield fine("port", _("Port %(port)s is free for “riser serve”.") % {"port": given})
    elif _is_riser(int(given)):
        yield fine("port", _("Riser answers on port %(port)s.") % {"port": given})
    else:
        text = _("Another program listens on port %(port)s.") % {"port": given}
        yield mend("port", text, f"riser serve --port {int(given) % 65535 + 1}")


def zones() -> Iterator[Finding]:
    """Whether time zones are known here."""
    try:
        ZoneInfo("Asia/Shanghai")
    except ZoneInfoNotFoundError:
        yield mend("zones", _("There is no data on time zones."), "pip install tzdata")
    else:
        yield fine("zones", _("Data on time zones is there."))


def _is_free(number: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", number))
        except OSError:
            return False
    return True


def _is_riser(number: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", number, timeout=2)
    try:
        connection.request("GET", "/healthz")
        answer = connection.getresponse()
        return answer.status in (200, 503) and b'"lake"' in answer.read(2000)
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _size(home: Path) -> int:
    """Bytes of what a backup holds."""
    parts = ("lake", "raw", "attachments", "riser.sqlite3")
    paths = (path for part in parts for path in ((home / part), *(home / part).rglob("*")))
    return sum(path.lstat().st_size for path in paths if path.is_file())


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.0f}"
