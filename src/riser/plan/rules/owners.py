"""Owners as people type them: one name, an address, or several separated by semicolons."""

import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Known:
    """A member as a name and an address to compare with."""

    member_id: int
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Owners:
    """Who an owner field names: known members, and names that are no single known member."""

    members: tuple[int, ...]
    unknown: tuple[str, ...]


def names(text: str) -> tuple[str, ...]:
    """The names in an owner field, in order, each once."""
    parts = (part.strip() for part in re.split(r"[;；、\n]", text))
    return tuple(dict.fromkeys(part for part in parts if part))


def resolve(text: str, known: Sequence[Known]) -> Owners:
    """The members behind the names. A name that two members share stays unknown: nobody is guessed."""
    found: list[int] = []
    unknown: list[str] = []
    for name in names(text):
        matches = [person.member_id for person in known if name.casefold() in _callings(person)]
        if len(matches) == 1:
            found.append(matches[0])
        else:
            unknown.append(name)
    return Owners(tuple(dict.fromkeys(found)), tuple(unknown))


def _callings(person: Known) -> set[str]:
    return {person.name.casefold(), person.email.casefold()}
