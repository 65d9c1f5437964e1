"""What pages show of an organisation, kept while nobody writes: most records are read far more often.

Only requests that read keep and find: within one of them the state of the records is asked once, so all parts
of a page tell of the same moment, and what a transaction has not yet committed is never kept.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, TypeVar, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import get_language

from riser.foundation import trail

Made = TypeVar("Made")
READS = {"GET", "HEAD"}
MOST = 96  # of all organisations; those that pages asked for last

Asked = tuple[int, frozenset[str]]
_stamps: ContextVar[dict[Asked, Hashable] | None] = ContextVar("stamps", default=None)


def keep(organisation_id: int, key: Hashable, make: Callable[[], Made]) -> Made:
    """What `make` answers, computed once for this key while nothing new is recorded in the organisation.

    It may depend on nothing but the organisation's records, the key and the language, and nobody may change
    it. Who asks belongs to the key where the answer depends on it, as do the day and every filter.
    """
    if _stamps.get() is None:
        return make()
    place = (str(settings.RISER_HOME), organisation_id)
    return cast(Made, _shelf.at(place, stamp(organisation_id), (key, get_language())).value(make))


def stamp(organisation_id: int, *, aside: frozenset[str] = frozenset()) -> Hashable:
    """The stamp of the trail; one query, and none where the same request that reads has asked already."""
    stamps, asked = _stamps.get(), (organisation_id, aside)
    if stamps is None:
        return trail.stamp(organisation_id, aside=aside)
    if asked not in stamps:
        stamps[asked] = trail.stamp(organisation_id, aside=aside)
    return stamps[asked]


@contextmanager
def reading() -> Iterator[None]:
    """Within it nothing is written: what was computed before is found, what is computed now is kept."""
    held = _stamps.get()
    before = _stamps.set({} if held is None else held)
    try:
        yield
    finally:
        _stamps.reset(before)


class ReadsKeep:
    """Lets requests that only read find what others computed before them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in READS:
            return self.get_response(request)
        with reading():
            return self.get_response(request)


@dataclass(slots=True)
class _Entry:
    """One answer. Readers who come while it is computed wait for it instead of computing it beside."""

    stamp: Hashable
    lock: Lock = field(default_factory=Lock)
    made: tuple[Any, ...] = ()

    def value(self, make: Callable[[], Any]) -> Any:
        with self.lock:
            if not self.made:
                self.made = (make(),)
            return self.made[0]


class _Shelf:
    """The entries of this process by place and key, all of a place with the stamp of its newest."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._entries: OrderedDict[tuple[Hashable, Hashable], _Entry] = OrderedDict()
        self._lock = Lock()

    def at(self, place: Hashable, stamp: Hashable, key: Hashable) -> _Entry:
        """The entry of this key; another stamp than before clears the place of all that is outdated."""
        with self._lock:
            found = self._entries.get((place, key))
            if found is None or found.stamp != stamp:
                self._clear(place, stamp)
                found = self._entries[place, key] = _Entry(stamp)
                while len(self._entries) > self._most:
                    self._entries.popitem(last=False)
            self._entries.move_to_end((place, key))
            return found

    def _clear(self, place: Hashable, stamp: Hashable) -> None:
        outdated = [one for one, entry in self._entries.items() if one[0] == place and entry.stamp != stamp]
        for one in outdated:
            del self._entries[one]


_shelf = _Shelf(MOST)
