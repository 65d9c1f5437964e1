"""What Riser says when it refuses.

RiserError
├── NotPermitted    the actor's role does not allow the verb          web 403, API 403, CLI 2
├── NotFound        no such record in this organisation               web 404, API 404, CLI 2
└── Refused         the input cannot be taken: where, what, remedy    web 422, API 422, CLI 2
"""

from dataclasses import dataclass

from django_stubs_ext import StrOrPromise


class RiserError(Exception):
    """Base of every sentence that reaches a person."""


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
