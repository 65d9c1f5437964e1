"""Who works in a home: commands, servers and workers share it; a restore or an upgrade needs it alone.

A lock of the operating system on one file of the home. It ends with its process, however that ends.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from riser.foundation.errors import Refused

LOCK, CUT_OFF = "in_use.lock", "restoring.json"
_staying: list[int] = []  # locks that last as long as this process


class Occupied(Refused):
    """Somebody works in the home who must not be there now."""


@contextmanager
def present(home: Path) -> Iterator[None]:
    """The right to work in a home beside others. Raises Occupied while it is being restored or upgraded."""
    lock = _enter(home)
    try:
        yield
    finally:
        if lock is not None:
            os.close(lock)


def stay(home: Path) -> None:
    """Like `present`, for as long as this process lives."""
    lock = _enter(home)
    if lock is not None:
        _staying.append(lock)


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """The home without anybody else in it. Raises Occupied where a server, worker or command is at work."""
    from django.utils.translation import gettext as _

    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = os.open(home / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if not _locked(lock, fcntl.LOCK_EX):
            raise Occupied(
                _(
                    "A server, a worker or another command is at work in %(home)s. Stop it and say the same "
                    "again; nothing was changed."
                )
                % {"home": home}
            )
        yield
    finally:
        os.close(lock)


def _enter(home: Path) -> int | None:
    """The lock that others may hold too; None where there is no home yet, or one that we may only read."""
    from django.utils.translation import gettext as _

    try:
        lock = os.open(home / LOCK, os.O_RDONLY | os.O_CREAT, 0o600)
    except (FileNotFoundError, PermissionError, NotADirectoryError):
        return None
    if not _locked(lock, fcntl.LOCK_SH):
        os.close(lock)
        raise Occupied(
            _("%(home)s is being restored or upgraded. Wait until that is through.") % {"home": home}
        )
    if (home / CUT_OFF).exists():
        os.close(lock)
        raise Occupied(
            _("A restore of %(home)s was cut off. Bring it to its end: riser restore --continue")
            % {"home": home}
        )
    return lock


def _locked(lock: int, how: int) -> bool:
    try:
        fcntl.flock(lock, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
