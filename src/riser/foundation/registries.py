"""The typed registries: the only way a lower room hears of a higher one.

Rooms fill them in `AppConfig.ready`. Foundation knows none of the words of the rooms.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Generic, Protocol, TypeVar

from django_stubs_ext import StrOrPromise

from riser.foundation.differences import Change, Worded
from riser.foundation.evidence import Charge, Fact, Instance, RecordRef, SignalContext
from riser.foundation.money import Money
from riser.foundation.roles import READERS, Act, Role

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
class Hit:
    """One record that a search found: its id, its title, and the line under it."""

    id: str
    title: str
    under: str = ""


@dataclass(frozen=True)
class RecordKind:
    """How a kind of record shows itself: its name, its titles by id, its page, and how it is searched.

    `search` is given the act of the one who asks (scope!), the words and how many hits at most; None for
    kinds that are not searched. `own` says which of these ids a guest may see (their own campaigns and
    what belongs to them); None for kinds that guests never see.
    """

    label: StrOrPromise
    titles: Callable[[int, Sequence[str]], Mapping[str, str]]
    url: Callable[[str], str]
    search: Callable[[Act, str, int], Sequence[Hit]] | None = None
    own: Callable[[Act, Sequence[str]], Collection[str]] | None = None


@dataclass(frozen=True)
class NavEntry:
    """One line of the sidebar. `group` orders the five groups of work, `order` inside the group.

    Only members with one of the `roles` see it.
    """

    room: str
    label: StrOrPromise
    url_name: str
    icon: str
    group: int
    order: int
    roles: frozenset[Role] = READERS


@dataclass(frozen=True)
class NextStep:
    """Something useful to do next: a sentence, where to do it, and how near it is (small = first)."""

    text: str
    url: str
    order: int


@dataclass(frozen=True)
class Task:
    """Something that waits for one person: what, where to do it, since when; `topic` groups the list."""

    topic: str
    text: str
    url: str
    since: datetime
    record: RecordRef | None = None


class JobRun(Protocol):
    """What a job is given while it runs: whose it is, its arguments, its clock, and where it stands.

    `progress` stores a share of 0..1 and a sentence, renews the lease and raises JobCancelled where
    somebody cancelled.
    """

    organisation_id: int
    args: Mapping[str, Any]
    act: Act

    def progress(self, share: float, text: str = "") -> None: ...


@dataclass(frozen=True)
class JobKind:
    """A kind of long work. `run` gives back the sentence that says what came of it; it may run twice.

    `every` makes it a nightly or hourly chore of each organisation, asked for by the worker itself.
    """

    label: StrOrPromise
    run: Callable[[JobRun], str]
    attempts: int = 3
    every: timedelta | None = None


@dataclass(frozen=True)
class NoticeKind:
    """A kind of notice a person can switch off: its name and whether e-mail is the default."""

    label: StrOrPromise
    by_mail: bool = True


Cases = Sequence[RecordRef]
Changed = Mapping[RecordRef, Sequence[Change]]
AgreedApart = Callable[[int, Changed], Mapping[RecordRef, frozenset[str]]]


@dataclass(frozen=True)
class ApprovalTopic:
    """What a second person can say yes to, as its room tells it: a plan, a cap, a GO.

    `roles` may decide at all; thresholds narrow it. Every function is given the organisation and all cases
    at once: `first_persons` wrote a case and never say yes to it, `amounts` is what it is about, one value a
    currency. `whole` reads a case with all that belongs to it: approval freezes that as the baseline, None
    freezes nothing. `worded` says changes of such a whole for people; `agreed_apart` names those of its
    changed fields, case by case, that have an approval of their own. `beside` are fields of a version that no
    yes of this topic is about.
    """

    label: StrOrPromise
    roles: frozenset[Role]
    first_persons: Callable[[int, Cases], Mapping[RecordRef, frozenset[int]]]
    amounts: Callable[[int, Cases], Mapping[RecordRef, Sequence[Money]]]
    whole: Callable[[int, Cases], Mapping[RecordRef, Mapping[str, Any]]] | None = None
    worded: Callable[[int, Sequence[Change]], Sequence[Worded]] | None = None
    agreed_apart: AgreedApart | None = None
    beside: frozenset[str] = frozenset()


@dataclass(frozen=True)
class OwnFile:
    """A template of Riser's own that people fill in: what it is called, its columns, and where it is taken.

    `page` is the name of an address, `place` what that page is called, `command` what takes it in the shell.
    """

    name: StrOrPromise
    columns: frozenset[str]
    page: str
    place: StrOrPromise
    command: str


InstanceSource = Callable[[int, date], Sequence[Instance]]
Signal = Callable[[Sequence[Instance], SignalContext], Mapping[str, Fact]]
ChargeSource = Callable[[int, date, date], Sequence[Charge]]
TaskSource = Callable[[Act], Sequence[Task]]
# What the one who asks does best once new figures are stored; None where there is nothing to do.
StepSource = Callable[[Act], NextStep | None]
# Of an organisation: what is running on a day and hangs on this member.
OwnedSource = Callable[[int, int, date], Sequence[RecordRef]]

# What happened, in words, from an audit event's verb and what the record says after it.
Wording = Callable[[str, Mapping[str, Any]], str]

# What stands between a yes and its approval: raises Refused where the case may not pass; what it gives back
# is told the id of the approval once that is given.
Gate = Callable[[Act, RecordRef], Callable[[int], object]]

records: Registry[RecordKind] = Registry("records")
instances: Registry[InstanceSource] = Registry("instances")  # key: kind of instance
signals: Registry[Signal] = Registry("signals")  # key: practice id
charges: Registry[ChargeSource] = Registry("charges")  # key: cause; called with organisation, from, to
tasks: Registry[TaskSource] = Registry("tasks")  # key: topic; what waits for the one who asks
after_load: Registry[StepSource] = Registry("after_load")  # key: room
jobs: Registry[JobKind] = Registry("jobs")  # key: kind of job
notices: Registry[NoticeKind] = Registry("notices")  # key: kind of notice
owned: Registry[OwnedSource] = Registry("owned")  # key: kind of record
topics: Registry[ApprovalTopic] = Registry("topics")  # key: topic of approval
later: Registry[frozenset[str]] = Registry("later")  # by room: kinds of record that no plan depends on
gates: Registry[Gate] = Registry("gates")  # key: topic of approval
wordings: Registry[Wording] = Registry("wordings")  # key: kind of record
own_files: Registry[OwnFile] = Registry("own_files")  # key: what is filled in
nav: Registry[NavEntry] = Registry("nav")  # key: room
