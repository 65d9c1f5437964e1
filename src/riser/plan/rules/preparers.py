"""Who prepared a plan: everybody who wrote a version of it that changed more than its caps or its unit.

A plan that began as a request for work states at first what the request states: its first words are those of
whoever wrote the request, and the yes of whoever accepted it added none.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# What a request says of the work, and its plan after it. The rest of a request is its decision.
ASKED = frozenset({"title", "purpose", "wished", "hours", "amount", "currency"})

NOT_PLANNED = frozenset({"caps", "unit"})
BESIDE_THE_PLAN = frozenset({"unit"})  # it says whom a plan belongs to, so no yes to the plan is about it


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a record: its author (a member id, None for the system) and what it said."""

    author: int | None
    data: Mapping[str, Any]


def preparers(versions: Sequence[Version], askers: frozenset[int] | None = None) -> frozenset[int]:
    """The authors, oldest version first. Neither a cap nor a unit makes one a planner.

    `askers` wrote the request that became this plan; None where it began without one.
    """
    if askers is None:
        return _authors(versions, _text)
    return askers | _authors([Version(None, one.data) for one in versions[:1]] + [*versions[1:]], _text)


def wrote_request(versions: Sequence[Version]) -> frozenset[int]:
    """The authors of what a request asks for, oldest version first; deciding it is no authorship."""
    return _authors(versions, lambda version: {name: version.data.get(name) for name in ASKED})


def barred(
    versions: Sequence[Version], *, is_go: bool, askers: frozenset[int] | None = None
) -> frozenset[int]:
    """Who may not approve these versions: of a plan or cap its preparers, of the GO who wrote the newest.

    Naming a unit writes no plan: it neither bars from the GO nor frees whoever changed the plan before it.
    """
    if not is_go:
        return preparers(versions, askers)
    authors = (
        one.author for one, before in _pairs(versions)[::-1] if before is None or _says(one) != _says(before)
    )
    newest = next(authors, None)
    return frozenset() if newest is None else frozenset({newest})


def _authors(versions: Sequence[Version], text: Callable[[Version], object]) -> frozenset[int]:
    """The members who wrote a version whose text differs from the one before it."""
    return frozenset(
        version.author
        for version, before in _pairs(versions)
        if version.author is not None and (before is None or text(version) != text(before))
    )


def _pairs(versions: Sequence[Version]) -> list[tuple[Version, Version | None]]:
    """Each version with the one before it."""
    return list(zip(versions, [None, *versions[:-1]], strict=True))


def _says(version: Version) -> dict[str, Any]:
    return {name: value for name, value in version.data.items() if name not in BESIDE_THE_PLAN}


def _text(version: Version) -> dict[str, Any]:
    return {name: value for name, value in version.data.items() if name not in NOT_PLANNED}
