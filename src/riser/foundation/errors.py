"""What Riser says when it refuses.

RiserError
├── Unknown         nobody knows who asks: a token that opens nothing               API 401
├── NotPermitted    the actor's role does not allow the verb          web 403, API 403, CLI 2
├── TooMany         too many requests in a short while                              API 429
├── NotFound        no such record in this organisation               web 404, API 404, CLI 2
└── Refused         the input cannot be taken: where, what, remedy    web 422, API 422, CLI 2
    ├── Stale       somebody else changed the same field meanwhile    web 422, API 409, CLI 2
    └── Later       not now: the same may be taken in a while         a job tries again
"""

from dataclasses import dataclass

from django_stubs_ext import StrOrPromise


class RiserError(Exception):
    """Base of every sentence that reaches a person."""


class Unknown(RiserError):
    """Nobody knows who asks: the token is unknown, revoked or too old."""


class TooMany(RiserError):
    """Too many requests in a short while; `after` so many seconds the next one is taken."""

    def __init__(self, text: StrOrPromise, *, after: int) -> None:
        super().__init__(str(text))
        self.after = after


class NotPermitted(RiserError):
    """The actor's role does not allow this verb."""


class NotFound(RiserError):
    """No such record in this organisation."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong in the input: where it is, what it is and what would mend it."""

    text: StrOrPromise
    row: int | None = None
    column: str = ""

    def __str__(self) -> str:
        return str(self.text)


class Refused(RiserError):
    """The input cannot be taken; nothing was stored."""

    def __init__(self, text: StrOrPromise, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(str(text))
        self.problems = problems


class Later(Refused):
    """Not now, such as while another process writes: the same may be taken in a while. Jobs try it again."""


@dataclass(frozen=True)
class Clash:
    """One field that two people changed: what the one who saves wrote, and what stands there now."""

    field: str
    label: StrOrPromise
    mine: str
    theirs: str


class Stale(Refused):
    """The record was changed since it was opened, in a field that is to be saved; nothing was stored.

    `version` is the number to base the next attempt on. `untouched` are the fields that only the other person
    changed: who saves again keeps them as they stand now. Nothing that was typed is lost: it is in `clashes`.
    """

    def __init__(
        self,
        text: StrOrPromise,
        *,
        version: int,
        by: str,
        clashes: tuple[Clash, ...],
        untouched: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__(text, tuple(_problem(clash) for clash in clashes))
        self.version = version
        self.by = by
        self.clashes = clashes
        self.untouched = untouched


def _problem(clash: Clash) -> Problem:
    from django.utils.translation import gettext as _

    text = _("You wrote “%(mine)s”; “%(theirs)s” stands there now. Choose one.")
    return Problem(text % {"mine": clash.mine, "theirs": clash.theirs}, column=clash.field)
