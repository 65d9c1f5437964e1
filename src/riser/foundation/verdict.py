"""What every indicator answers. No Django here: rules of every room import it.

A room names its own reasons and weaknesses: `class Verdict(verdict.Verdict[Reason, Weakness])`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Generic, Self, TypeVar

from riser.foundation.evidence import Characterisation

FM, LM, PM, DM = Characterisation.FM, Characterisation.LM, Characterisation.PM, Characterisation.DM
NY, NE = Characterisation.NY, Characterisation.NE
SCALE = (FM, LM, PM, DM)  # best first
Thresholds = Mapping[str, Decimal]

ReasonT = TypeVar("ReasonT", bound=StrEnum)
WeaknessT = TypeVar("WeaknessT", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Verdict(Generic[ReasonT, WeaknessT]):
    """A characterisation, why, and the weaknesses noted beside it."""

    value: Characterisation
    reason: ReasonT
    critical: WeaknessT | None = None
    weaknesses: tuple[WeaknessT, ...] = ()

    def noting(self, weakness: WeaknessT, when: bool) -> Self:
        """The verdict with one more weakness where `when` holds."""
        return replace(self, weaknesses=(*self.weaknesses, weakness)) if when else self

    def critically(self, weakness: WeaknessT, when: bool) -> Self:
        """The verdict with a critical weakness where `when` holds; the first one found stays."""
        return replace(self, critical=weakness) if when and self.critical is None else self

    def lowered(self, when: bool) -> Self:
        """One step down where `when` holds; DM stays."""
        if not when:
            return self
        return replace(self, value=SCALE[min(SCALE.index(self.value) + 1, len(SCALE) - 1)])

    def at_most(self, best: Characterisation) -> Self:
        """The verdict, no better than `best`."""
        return replace(self, value=max(self.value, best, key=SCALE.index))
