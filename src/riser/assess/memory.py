"""Profiles remembered as long as nothing happened: people go from profile to practice to price and back.

Every verb of every room leaves one event in the trail, so the newest event names the state of all records.
It is read before the profile is computed; what happens meanwhile has a newer event and is computed anew.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import date
from threading import Lock

from django.utils.translation import get_language

from riser.assess.profile import Profile
from riser.foundation import trail
from riser.foundation.home import home

MOST = 16

_profiles: OrderedDict[Hashable, Profile] = OrderedDict()
_lock = Lock()


def state(organisation_id: int, as_of: date, model_id: str) -> Hashable:
    """What a profile depends on: the records as of the newest event, the day, the model, the language."""
    return str(home()), organisation_id, trail.stamp(organisation_id), as_of, model_id, get_language()


def remembered(key: Hashable, compute: Callable[[], Profile]) -> Profile:
    """The profile of this state, computed at most once while it is among the last 16 asked for."""
    with _lock:
        if (found := _profiles.get(key)) is not None:
            _profiles.move_to_end(key)
            return found
    made = compute()
    with _lock:
        _profiles[key] = made
        while len(_profiles) > MOST:
            _profiles.popitem(last=False)
    return made
