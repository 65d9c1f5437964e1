"""Texts that were drawn already, the last so many of this process."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from django.utils.safestring import SafeString

MOST = 12_000  # rows of some lists of a thousand, about a kilobyte each

_drawn: OrderedDict[Hashable, SafeString] = OrderedDict()
_lock = Lock()


def drawn_once(key: Hashable, draw: Callable[[], SafeString]) -> SafeString:
    """What `draw` gives, which depends on nothing but the key."""
    with _lock:
        found = _drawn.get(key)
        if found is not None:
            _drawn.move_to_end(key)
            return found
    made = draw()
    with _lock:
        _drawn[key] = made
        while len(_drawn) > MOST:
            _drawn.popitem(last=False)
    return made
