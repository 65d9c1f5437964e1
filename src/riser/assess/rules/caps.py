"""What the origin of a record allows an instance to reach (evidence, third rule of the method).

A record is *native* (made in Riser), *sourced* (carries another system's time stamp) or *declared* (typed
later). What people typed afterwards proves less than what arose while they worked:

- declared alone: at most PM; at most LM when a second role affirms it
- imported history, from before the organisation's go-live day: at most LM, and labelled. Nobody could record
  in Riser then, so this cap stands in for the one on what is declared
- recorded after an appraisal began: shown, and left out
"""

from collections.abc import Collection

from riser.assess.rules.scale import DM, FM, LM, PM, at_most
from riser.foundation.evidence import Characterisation, Provenance

DECLARED_ALONE = PM
DECLARED_AFFIRMED = LM
HISTORY = LM


def ceiling(provenances: Collection[Provenance], *, affirmed: bool = False) -> Characterisation:
    """The best an instance can reach on records of these origins; without any record DM.

    More records never lower the ceiling, so taking one away never raises it.

    Args:
        provenances: of the records that speak for the instance.
        affirmed: whether a second respondent role confirms what was declared.
    """
    if any(provenance is not Provenance.DECLARED for provenance in provenances):
        return FM
    if provenances:
        return DECLARED_AFFIRMED if affirmed else DECLARED_ALONE
    return DM


def capped(
    characterisation: Characterisation,
    provenances: Collection[Provenance],
    *,
    affirmed: bool = False,
    is_history: bool = False,
) -> Characterisation:
    """The characterisation after the cap of its origin. NY and NE pass unchanged.

    Args:
        is_history: every claimed time among its records lies before go-live and stood in for a recorded one.
    """
    if is_history and provenances:
        return at_most(characterisation, HISTORY)
    return at_most(characterisation, ceiling(provenances, affirmed=affirmed))
