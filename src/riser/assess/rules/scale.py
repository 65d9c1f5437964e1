"""The six characterisations and their order.

FM fully met, LM largely met, PM partially met, DM does not meet: these four are ordered. NY (not yet due)
and NE (no connected source could hold the record) stand outside the order: they are neither good nor bad.
"""

from collections.abc import Iterable

from riser.foundation.evidence import Characterisation

FM, LM, PM, DM = Characterisation.FM, Characterisation.LM, Characterisation.PM, Characterisation.DM
NY, NE = Characterisation.NY, Characterisation.NE

BEST_FIRST = (FM, LM, PM, DM)
MET = frozenset({FM, LM})
_RANK = {characterisation: place for place, characterisation in enumerate(reversed(BEST_FIRST))}


def rank(characterisation: Characterisation) -> int:
    """Place in the order, 0 (DM) to 3 (FM). KeyError for NY and NE, which have none."""
    return _RANK[characterisation]


def is_ordered(characterisation: Characterisation | None) -> bool:
    """Whether it can be compared: FM, LM, PM or DM."""
    return characterisation in _RANK


def lower(characterisation: Characterisation) -> Characterisation:
    """One step down; DM stays DM, NY and NE stay what they are."""
    if not is_ordered(characterisation):
        return characterisation
    return BEST_FIRST[min(len(BEST_FIRST) - rank(characterisation), len(BEST_FIRST) - 1)]


def at_most(characterisation: Characterisation, ceiling: Characterisation) -> Characterisation:
    """The lower of both; NY and NE pass, because nothing was judged that could be too good."""
    if not is_ordered(characterisation):
        return characterisation
    return min(characterisation, ceiling, key=rank)


def weakest(ratings: Iterable[Characterisation]) -> Characterisation | None:
    """The lowest of the ordered ones; None when there is none."""
    return min(filter(is_ordered, ratings), key=rank, default=None)
