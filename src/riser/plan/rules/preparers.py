"""Who prepared a plan: everybody who wrote a version of it that changed more than its caps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a record: its author (a member id, None for the system) and what it said."""

    author: int | None
    data: Mapping[str, Any]


def preparers(versions: Sequence[Version]) -> frozenset[int]:
    """The authors, oldest version first. A cap has a decider of its own and does not make one a planner."""
    earlier: Sequence[Version | None] = [None, *versions[:-1]]
    return frozenset(
        version.author
        for version, before in zip(versions, earlier, strict=True)
        if version.author is not None and (before is None or _text(version) != _text(before))
    )


def barred(versions: Sequence[Version], *, is_go: bool) -> frozenset[int]:
    """Who may not approve these versions: of a plan or cap its preparers, of the GO who wrote the newest."""
    if not is_go or not versions:
        return preparers(versions)
    newest = versions[-1].author
    return frozenset() if newest is None else frozenset({newest})


def _text(version: Version) -> dict[str, Any]:
    return {name: value for name, value in version.data.items() if name != "caps"}
