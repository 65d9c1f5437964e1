"""What is only ever added to, as a room reads it: kept in this process, and added to as more comes.

A version of a record or an approval is never changed: what was read once need not be read again.
"""

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from threading import Lock
from typing import Any, TypeVar, cast

from django.conf import settings
from django.db.models import Count, Max, QuerySet, Sum

from riser.foundation.models import Approval, RecordVersion
from riser.foundation.trail import version_stamps

Made = TypeVar("Made")
Histories = Mapping[str, tuple[tuple[datetime, Made], ...]]
Stamp = Callable[[int], Hashable]  # of the rows up to an id
MOST = 64  # kinds as some room reads them, of all organisations; those that were asked for last


def histories(
    organisation_id: int, kind: str, make: Callable[[RecordVersion], Made], *, stamp: Hashable, key: Hashable
) -> Histories[Made]:
    """Every version of a kind as `make` makes it, by record, oldest first, with the moment it happened.

    `stamp` is that of the kind among `trail.version_stamps`, and what is kept stands while it is the same;
    `key` names the reader: whatever `make` depends on. Three queries where versions were added.
    """
    rows = RecordVersion.objects.filter(organisation_id=organisation_id, kind=kind).order_by("number", "pk")

    def upto(newest: int) -> Hashable:
        return version_stamps(organisation_id, upto=newest).get(kind)

    return _kept(("versions", organisation_id, kind, key), rows, make, stamp, upto)


def given(
    organisation_id: int, kind: str, make: Callable[[Approval], Made], *, key: Hashable
) -> Histories[Made]:
    """Every approval of a kind of record in the same way, with its version and the request it answered."""
    rows = Approval.objects.filter(organisation_id=organisation_id, kind=kind)
    told = rows.select_related("version", "request").order_by("happened_at", "pk")
    upto = partial(_approval_stamp, rows)
    return _kept(("approvals", organisation_id, kind, key), told, make, upto(None), upto)


def itself(row: RecordVersion) -> RecordVersion:
    """The version as it stands: for kinds of which there are few, or of which every word is needed."""
    return row


def forget() -> None:
    """Forgets everything kept in this process."""
    _shelf.clear()


def _approval_stamp(rows: QuerySet[Approval], upto: int | None) -> Hashable:
    """As that of versions: ids counted and added up, and words of the newest; two queries."""
    if upto is not None:
        rows = rows.filter(pk__lte=upto)
    told = rows.aggregate(newest=Max("pk"), count=Count("pk"), total=Sum("pk"))
    words = Approval.objects.filter(pk=told["newest"]).values_list(
        "recorded_at", "approver_name", "record_id"
    )
    return (*told.values(), words.first())


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read, and up to which row."""

    stamp: Hashable
    upto: int
    found: Mapping[str, tuple[tuple[datetime, Any], ...]]


def _kept(
    what: Hashable, rows: QuerySet[Any], make: Callable[[Any], Made], stamp: Hashable, upto: Stamp
) -> Histories[Made]:
    place = (str(settings.RISER_HOME), what)
    read = _shelf.get(place)
    if read is None or read.stamp != stamp:
        if read is not None and upto(read.upto) != read.stamp:
            read = None  # rolled back, or on PostgreSQL committed late with an earlier id: all of it anew
        read = _shelf.put(place, _added(read or _Read(None, 0, {}), rows, make, stamp))
    return cast("Histories[Made]", read.found)


def _added(before: _Read, rows: QuerySet[Any], make: Callable[[Any], Any], stamp: Hashable) -> _Read:
    """What was kept, with the rows since then."""
    added: dict[str, list[tuple[datetime, Any]]] = defaultdict(list)
    upto = before.upto
    for row in rows.filter(pk__gt=before.upto):
        added[row.record_id].append((row.happened_at, make(row)))
        upto = max(upto, row.pk)
    found = dict(before.found)
    for record, more in added.items():
        found[record] = (*found.get(record, ()), *more)
    return _Read(stamp, upto, found)


class _Shelf:
    """What this process keeps, the longest unasked going first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, _Read] = OrderedDict()
        self._lock = Lock()

    def get(self, place: Hashable) -> _Read | None:
        with self._lock:
            if place in self._kept:
                self._kept.move_to_end(place)
            return self._kept.get(place)

    def put(self, place: Hashable, read: _Read) -> _Read:
        with self._lock:
            self._kept[place] = read
            self._kept.move_to_end(place)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
            return read

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()


_shelf = _Shelf(MOST)
