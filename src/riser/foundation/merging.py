"""Two people change one record: which fields clash, which only one of them touched. No Django here."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Merge:
    """The fields of a change, sorted.

    `take` are those to be written, `untouched` those that only the others changed, `clashes` those that both
    sides changed to different values. A field that both left alone, or both set to the same, is in none.
    """

    take: frozenset[str]
    untouched: frozenset[str]
    clashes: frozenset[str]


def merge(fields: Collection[str], *, base: Values, mine: Values, theirs: Values) -> Merge:
    """How my change of these fields, begun on `base`, goes together with what stands there now (`theirs`).

    A field that `base` does not know yet counts as empty there.
    """
    take, untouched, clashes = set(), set(), set()
    for name in fields:
        was, wanted, now = base.get(name), mine.get(name), theirs.get(name)
        if wanted == now:
            continue
        if wanted == was:
            untouched.add(name)
        elif now == was:
            take.add(name)
        else:
            clashes.add(name)
    return Merge(frozenset(take), frozenset(untouched), frozenset(clashes))
