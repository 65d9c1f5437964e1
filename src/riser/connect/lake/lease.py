"""One writer per table: a row in the database that expires, so a killed process blocks nobody for long."""

import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from riser.connect.models import Lease
from riser.foundation import clock
from riser.foundation.errors import Later


class Busy(Later):
    """Another process keeps the lease."""


HELD_FOR = timedelta(minutes=15)
PATIENCE = timedelta(seconds=60)
PAUSE = 0.2
VACUUM = "vacuum"  # name of the lease under which files of the lake are removed, or must not be


@contextmanager
def writing(table: str, *, patience: timedelta = PATIENCE) -> Iterator[Callable[[], None]]:
    """The right to write this table, for the length of the block. Raises Busy where another keeps it.

    Yields what renews it, for work that outlasts `HELD_FOR`. The machine's clock counts here, not the clock
    of the act: a lease is about processes, not about records.
    """
    holder = f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex}"
    mine = Lease.objects.filter(table=table, holder=holder)

    def renew() -> None:
        mine.update(expires_at=clock.now() + HELD_FOR)

    _wait_for(table, holder, until=clock.now() + patience)
    try:
        yield renew
    finally:
        mine.delete()


def is_held(table: str) -> bool:
    """Whether a process keeps the lease of this name now."""
    lease = Lease.objects.filter(table=table, expires_at__gt=clock.now()).first()
    return lease is not None and not _is_gone(lease.holder)


def forget_leases() -> None:
    """Ends every lease: those of a database that was restored are held by nobody."""
    Lease.objects.all().delete()


def _wait_for(table: str, holder: str, *, until: datetime) -> None:
    while not _take(table, holder):
        if clock.now() >= until:
            raise Busy(_("Another import is being written. Try again in a minute; nothing was stored."))
        time.sleep(PAUSE)


def _take(table: str, holder: str) -> bool:
    """Whether the lease is ours now: it was free, had expired, or its process is gone."""
    now = clock.now()
    with transaction.atomic():
        lease = Lease.objects.select_for_update().filter(table=table).first()
        if lease and lease.expires_at > now and not _is_gone(lease.holder):
            return False
        if lease:
            updated = Lease.objects.filter(table=table, holder=lease.holder)
            return bool(updated.update(holder=holder, expires_at=now + HELD_FOR))
        _lease, created = Lease.objects.get_or_create(
            table=table, defaults={"holder": holder, "expires_at": now + HELD_FOR}
        )
        return created


def _is_gone(holder: str) -> bool:
    """Whether the holder was a process of this machine that no longer runs."""
    host, pid, _rest = holder.split(":")
    if host != socket.gethostname():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
