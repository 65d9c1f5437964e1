"""The versions of each kind of record as a room reads them, kept in this process and added to as more come.

A record is never changed, only followed by its next version: what was read once need not be read again.
"""

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any, TypeVar, cast

from django.conf import settings

from riser.foundation.models import RecordVersion
from riser.foundation.trail import version_stamps

Made = TypeVar("Made")
Histories = Mapping[str, tuple[tuple[date, Made], ...]]
MOST = 64  # kinds as some room reads them, of all organisations; those that were asked for last


def histories(
    organisation_id: int, kind: str, make: Callable[[RecordVersion], Made], *, stamp: Hashable, key: Hashable
) -> Histories[Made]:
    """Every version of a kind as `make` makes it, by record, oldest first, with the day it happened on (UTC).

    `stamp` is that of the kind among `trail.version_stamps`, and what is kept stands while it is the same;
    `key` names the reader: whatever `make` depends on. Two queries where versions were added, one for all.
    """
    place = (str(settings.RISER_HOME), organisation_id, kind, key)
    kept = _shelf.get(place)
    if kept is None or kept.stamp != stamp:
        kept = _shelf.put(place, _read(kept, organisation_id, kind, make, stamp))
    return cast("Histories[Made]", kept.found)


def itself(row: RecordVersion) -> RecordVersion:
    """The version as it stands: for kinds of which there are few, or of which every word is needed."""
    return row


def forget() -> None:
    """Forgets everything kept in this process."""
    _shelf.clear()


@dataclass(frozen=True, slots=True)
class _Kept:
    """What was read, and up to which version."""

    stamp: Hashable
    upto: int
    found: Mapping[str, tuple[tuple[date, Any], ...]]


def _read(
    before: _Kept | None,
    organisation_id: int,
    kind: str,
    make: Callable[[RecordVersion], Any],
    stamp: Hashable,
) -> _Kept:
    """What was kept with the versions since then; everything anew where something before it is different.

    That happens: a transaction was rolled back, or on PostgreSQL one with earlier ids was committed late.
    """
    if before is not None and version_stamps(organisation_id, upto=before.upto).get(kind) != before.stamp:
        before = None
    rows = RecordVersion.objects.filter(organisation_id=organisation_id, kind=kind).order_by("number", "pk")
    added: dict[str, list[tuple[date, Any]]] = defaultdict(list)
    upto = before.upto if before else 0
    for row in rows.filter(pk__gt=upto):
        added[row.record_id].append((row.happened_at.date(), make(row)))
        upto = max(upto, row.pk)
    found = dict(before.found) if before else {}
    for record, versions in added.items():
        found[record] = (*found.get(record, ()), *versions)
    return _Kept(stamp, upto, found)


class _Shelf:
    """What this process keeps, the longest unasked going first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, _Kept] = OrderedDict()
        self._lock = Lock()

    def get(self, place: Hashable) -> _Kept | None:
        with self._lock:
            if place in self._kept:
                self._kept.move_to_end(place)
            return self._kept.get(place)

    def put(self, place: Hashable, kept: _Kept) -> _Kept:
        with self._lock:
            self._kept[place] = kept
            self._kept.move_to_end(place)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
            return kept

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()


_shelf = _Shelf(MOST)
