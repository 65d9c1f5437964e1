"""Profiles remembered as long as nothing happened: people go from profile to practice to price and back.

Every verb of every room leaves one event in the trail, so the newest event names the state of all records.
It is read before the profile is computed; what happens meanwhile has a newer event and is computed anew.
What is drawn from a profile is remembered in the same way, under the same state.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import date
from threading import Lock
from typing import Generic, TypeVar

from django.utils.safestring import SafeString
from django.utils.translation import get_language

from riser.assess.profile import Profile
from riser.foundation import kept
from riser.foundation.home import home

Made = TypeVar("Made")


class Memory(Generic[Made]):
    """The last so many values that were asked for, each computed at most once while it is among them."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, Made] = OrderedDict()
        self._lock = Lock()

    def remembered(self, key: Hashable, compute: Callable[[], Made]) -> Made:
        """The value of this key."""
        with self._lock:
            if (found := self._kept.get(key)) is not None:
                self._kept.move_to_end(key)
                return found
        made = compute()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made


_profiles: Memory[Profile] = Memory(16)
_pages: Memory[SafeString] = Memory(64)


def state(organisation_id: int, as_of: date, model_id: str) -> Hashable:
    """What a profile depends on: the records as of the newest event, the day, the model, the language."""
    return str(home()), organisation_id, kept.stamp(organisation_id), as_of, model_id, get_language()


def remembered(key: Hashable, compute: Callable[[], Profile]) -> Profile:
    """The profile of this state."""
    return _profiles.remembered(key, compute)


def drawn(key: Hashable, draw: Callable[[], SafeString]) -> SafeString:
    """A part of a page that depends on nothing but its key, which holds the state."""
    return _pages.remembered(key, draw)
