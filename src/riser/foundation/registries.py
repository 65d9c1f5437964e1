"""The typed registries: the only way a lower room hears of a higher one.

Rooms fill them in `AppConfig.ready`. Foundation knows none of the words of the rooms.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from django_stubs_ext import StrOrPromise

from riser.foundation.evidence import Charge, Fact, Instance, SignalContext

T = TypeVar("T")


class Registry(Generic[T]):
    """A named set of entries that refuses a second entry under the same key."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._entries: dict[str, T] = {}

    def register(self, key: str, entry: T) -> None:
        """Adds an entry. Raises ValueError where the key is taken by another one."""
        if key in self._entries and self._entries[key] != entry:
            raise ValueError(f"{self.name}: {key!r} is registered twice")
        self._entries[key] = entry

    def get(self, key: str) -> T | None:
        """The entry, or None."""
        return self._entries.get(key)

    def items(self) -> Iterator[tuple[str, T]]:
        """Every entry in the order of registration."""
        return iter(list(self._entries.items()))

    def __contains__(self, key: str) -> bool:
        return key in self._entries


@dataclass(frozen=True)
class RecordKind:
    """How a kind of record shows itself: its name, its titles by id, its page."""

    label: StrOrPromise
    titles: Callable[[int, Sequence[str]], Mapping[str, str]]
    url: Callable[[str], str]


@dataclass(frozen=True)
class NavEntry:
    """One line of the sidebar. `group` orders the five groups of work, `order` inside the group."""

    room: str
    label: StrOrPromise
    url_name: str
    icon: str
    group: int
    order: int


@dataclass(frozen=True)
class NextStep:
    """Something useful to do next: a sentence, where to do it, and how near it is (small = first)."""

    text: str
    url: str
    order: int


InstanceSource = Callable[[int, date], Sequence[Instance]]
Signal = Callable[[Sequence[Instance], SignalContext], Mapping[str, Fact]]
ChargeSource = Callable[[int, date, date], Sequence[Charge]]

records: Registry[RecordKind] = Registry("records")
instances: Registry[InstanceSource] = Registry("instances")  # key: kind of instance
signals: Registry[Signal] = Registry("signals")  # key: practice id
charges: Registry[ChargeSource] = Registry("charges")  # key: cause; called with organisation, from, to
nav: Registry[NavEntry] = Registry("nav")  # key: room
