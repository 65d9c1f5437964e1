"""Texts that were drawn already, the last so many of this process: rows of lists, and whole lists."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from django.utils.safestring import SafeString

MOST = 64_000_000  # characters: rows of some lists of a thousand, and some hundred pages
KEY = 500  # characters that a key counts for


class _Drawn:
    """The texts that were asked for last."""

    def __init__(self) -> None:
        self._texts: OrderedDict[Hashable, SafeString] = OrderedDict()
        self._length = 0
        self._lock = Lock()

    def get(self, key: Hashable) -> SafeString | None:
        """The text of this key while it is kept."""
        with self._lock:
            found = self._texts.get(key)
            if found is not None:
                self._texts.move_to_end(key)
            return found

    def put(self, key: Hashable, text: SafeString) -> None:
        """Keeps the text; those that nobody has asked for longest give way to it."""
        with self._lock:
            self._drop(self._texts.pop(key, None))
            self._texts[key] = text
            self._length += KEY + len(text)
            while self._length > MOST:
                self._drop(self._texts.popitem(last=False)[1])

    def _drop(self, text: SafeString | None) -> None:
        if text is not None:
            self._length -= KEY + len(text)


_drawn = _Drawn()


def drawn_once(key: Hashable, draw: Callable[[], SafeString]) -> SafeString:
    """What `draw` gives, which depends on nothing but the key."""
    found = _drawn.get(key)
    if found is None:
        found = draw()
        _drawn.put(key, found)
    return found
