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
from collections.abc import Iterable
from dataclasses import dataclass, field
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


@dataclass(slots=True)
class Scales:
    """What some instances come to, summed as they come and go: a day of a forecast costs no walk over all."""

    counts: Counter[Characterisation] = field(default_factory=Counter)
    spent: dict[str, Decimal] = field(default_factory=dict)
    spent_met: dict[str, Decimal] = field(default_factory=dict)
    critical: int = 0

    def put(self, one: Weighed, *, is_critical: bool = False, sign: int = 1) -> None:
        """Adds an instance, or takes it away with the sign -1. Spend counts for due instances alone."""
        code, currency = one.characterisation, one.currency
        self.counts[code] += sign
        self.critical += sign * is_critical
        if not is_ordered(code):
            return
        spend = sign * (one.spend or Decimal(0))
        self.spent[currency] = self.spent.get(currency, Decimal(0)) + spend
        if code in MET:
            self.spent_met[currency] = self.spent_met.get(currency, Decimal(0)) + spend

    @property
    def due(self) -> int:
        """How many instances are FM, LM, PM or DM."""
        return sum(n for code, n in self.counts.items() if is_ordered(code))

    @property
    def outcome(self) -> Outcome:
        """What may be given."""
        total = self.counts.total()
        remaining = total - self.counts[NE]
        if not remaining or Fraction(remaining, total) < SHARE_THAT_MUST_REMAIN:
            return Outcome(())
        return Outcome(_allowed(frozenset(code for code, n in self.counts.items() if n and code != NE)))

    @property
    def shares(self) -> Shares:
        """Share met by count and by spend; of several currencies, which are never added, the lowest."""
        due, met = self.due, sum(self.counts[code] for code in MET)
        by_spend = [
            Fraction(self.spent_met.get(currency, Decimal(0))) / Fraction(whole)
            for currency, whole in self.spent.items()
            if whole > 0
        ]
        return Shares(Fraction(met, due) if due else None, min(by_spend, default=None))

    @property
    def rating(self) -> Characterisation | None:
        """The rating shown until a person judged; None when not rated."""
        outcome = self.outcome
        if not outcome.needs_judgement:
            return next(iter(outcome.allowed), None)
        return LM if self.shares.suffice and not self.critical else PM


def weigh(instances: Iterable[Weighed], *, critical: int = 0) -> Scales:
    """The scales with these instances on them, and with so many critical weaknesses."""
    scales = Scales(critical=critical)
    for one in instances:
        scales.put(one)
    return scales


def aggregate(characterisations: Iterable[Characterisation]) -> Outcome:
    """The allowed outcomes of a practice; empty when it is not rated."""
    return Scales(counts=Counter(characterisations)).outcome


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


def shares(instances: Iterable[Weighed]) -> Shares:
    """Share met by count and by spend, over the due instances: NE is left out, and so is NY."""
    return weigh(instances).shares


def indicative(instances: Iterable[Weighed], *, has_critical_weakness: bool) -> Characterisation | None:
    """The rating shown dashed until a person judged; None when not rated."""
    return weigh(instances, critical=int(has_critical_weakness)).rating


def tally(characterisations: Iterable[Characterisation]) -> dict[Characterisation, int]:
    """How many instances of each kind, all six keys present, best first and NY, NE last."""
    counts = Counter(characterisations)
    return {code: counts[code] for code in (*BEST_FIRST, NY, NE)}


__all__ = [
    *("DM", "FM", "Outcome", "Scales", "Shares", "Weighed"),
    *("aggregate", "indicative", "shares", "tally", "weigh"),
]
