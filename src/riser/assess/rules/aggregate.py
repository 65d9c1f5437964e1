"""From the instances of a practice to what the organisation may be given for it.

The table of the public SCAMPI method as we read it, with the newer codes. NE is left out first.

===================================================  ==============
instances                                            allowed
===================================================  ==============
only FM, or FM and NY with at least one FM           FM
only LM, FM, NY with at least one LM                 LM
at least one FM or LM, and at least one PM or DM     LM or PM
only PM, DM, NY with at least one PM                 PM
only DM and NY with at least one DM                  DM
only NY                                              NY
fewer than half remain after NE, or none at all      none: not rated
===================================================  ==============

Where two outcomes are allowed a person decides. Until then the *indicative* profile takes LM when at least
80 % of the due instances, by count and by spend, are FM or LM and no critical weakness is noted, else PM.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from riser.assess.rules.scale import BEST_FIRST, DM, FM, LM, MET, NE, NY, PM, is_ordered
from riser.foundation.evidence import Characterisation

SHARE_FOR_LARGELY = Fraction(4, 5)
SHARE_THAT_MUST_REMAIN = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What may be given for a practice: no, one or two ratings, the better one first."""

    allowed: tuple[Characterisation, ...]

    @property
    def needs_judgement(self) -> bool:
        """Whether a person has to choose."""
        return len(self.allowed) > 1

    @property
    def is_rated(self) -> bool:
        """Whether enough instances remained to say anything."""
        return bool(self.allowed)


@dataclass(frozen=True, slots=True)
class Weighed:
    """One instance: its characterisation and the spend it stands for (None where it has none)."""

    characterisation: Characterisation
    spend: Decimal | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Shares:
    """Part of the due instances that are FM or LM; None where there is nothing to divide by."""

    by_count: Fraction | None
    by_spend: Fraction | None

    @property
    def suffice(self) -> bool:
        """Whether both reach 80 %. Instances without any spend are judged by count alone."""
        known = [share for share in (self.by_count, self.by_spend) if share is not None]
        return bool(known) and min(known) >= SHARE_FOR_LARGELY


def aggregate(characterisations: Iterable[Characterisation]) -> Outcome:
    """The allowed outcomes of a practice; empty when it is not rated."""
    counts = Counter(characterisations)
    total = counts.total()
    remaining = total - counts[NE]
    if not remaining or Fraction(remaining, total) < SHARE_THAT_MUST_REMAIN:
        return Outcome(())
    return Outcome(_allowed(frozenset(code for code, n in counts.items() if n and code != NE)))


def _allowed(present: frozenset[Characterisation]) -> tuple[Characterisation, ...]:
    """The row of the table for the characterisations present, NE already left out."""
    judged = present - {NY}
    if not judged:
        return (NY,)
    if judged & MET and judged - MET:
        return (LM, PM)
    # Within one side of the line the weaker word stands, but a partial one lifts "does not meet".
    for rating in (LM, FM, PM, DM):
        if rating in judged:
            return (rating,)
    raise AssertionError(present)


def shares(instances: Sequence[Weighed]) -> Shares:
    """Share met by count and by spend, over the due instances: NE is left out, and so is NY.

    Spend of two currencies is never added: each has its own share, and the lowest stands.
    """
    due = [instance for instance in instances if is_ordered(instance.characterisation)]
    spends = [
        share
        for currency in sorted({i.currency for i in due})
        if (share := _by_spend(due, currency)) is not None
    ]
    return Shares(by_count=_ratio(_count_met(due), Decimal(len(due))), by_spend=min(spends, default=None))


def _count_met(instances: Iterable[Weighed]) -> Decimal:
    return Decimal(sum(instance.characterisation in MET for instance in instances))


def _by_spend(due: Iterable[Weighed], currency: str) -> Fraction | None:
    same = [instance for instance in due if instance.currency == currency]
    return _ratio(_spend(i for i in same if i.characterisation in MET), _spend(same))


def _spend(instances: Iterable[Weighed]) -> Decimal:
    return sum((instance.spend for instance in instances if instance.spend is not None), Decimal(0))


def _ratio(part: Decimal, whole: Decimal) -> Fraction | None:
    return Fraction(part) / Fraction(whole) if whole > 0 else None


def indicative(
    outcome: Outcome, instances: Sequence[Weighed], *, has_critical_weakness: bool
) -> Characterisation | None:
    """The rating shown dashed until a person judged; None when not rated."""
    if not outcome.needs_judgement:
        return next(iter(outcome.allowed), None)
    enough = shares(instances).suffice and not has_critical_weakness
    return LM if enough else PM


def tally(characterisations: Iterable[Characterisation]) -> dict[Characterisation, int]:
    """How many instances of each kind, all six keys present, best first and NY, NE last."""
    counts = Counter(characterisations)
    return {code: counts[code] for code in (*BEST_FIRST, NY, NE)}


__all__ = ["DM", "FM", "Outcome", "Shares", "Weighed", "aggregate", "indicative", "shares", "tally"]
