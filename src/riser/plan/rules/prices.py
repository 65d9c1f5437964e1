"""What spend outside any plan put at risk, against planned spend of the same kind.

At risk = max(0, spend outside - conversions outside x cost per conversion inside), per channel, month and
objective. A figure needs enough conversions on both sides, or it would price noise. Its range takes the count
of conversions inside as Poisson, 80 % interval by the normal approximation (n ± 1.2816 sqrt(n)).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

LEAST_CONVERSIONS = 30
LEAST_PLANNED_SHARE = Decimal("0.80")
Z_80 = Decimal("1.2816")
MICRO = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Side:
    """Spend with its conversions; both in whole sums of one cell."""

    spend: Decimal
    conversions: Decimal


@dataclass(frozen=True, slots=True)
class AtRisk:
    """A shortfall with its range, low <= amount <= high, each between 0 and the spend outside."""

    amount: Decimal
    low: Decimal
    high: Decimal


def at_risk(outside: Side, inside: Side) -> AtRisk | None:
    """What the outside spend cost more than the inside price of its conversions; None below the counts."""
    if min(outside.conversions, inside.conversions) < LEAST_CONVERSIONS or inside.spend <= 0:
        return None
    spread = Z_80 * inside.conversions.sqrt()
    return AtRisk(
        amount=_shortfall(outside, inside.spend / inside.conversions),
        low=_shortfall(outside, inside.spend / (inside.conversions - spread)),
        high=_shortfall(outside, inside.spend / (inside.conversions + spread)),
    )


def _shortfall(outside: Side, reference: Decimal) -> Decimal:
    return max(outside.spend - outside.conversions * reference, Decimal(0)).quantize(MICRO)


def shared_out(amount: Decimal, spend: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """The amount spread over rows by their spend, to the micro; the last row takes what rounding leaves."""
    total = sum(spend.values(), Decimal(0))
    names = list(spend)
    parts = {name: (amount * spend[name] / total).quantize(MICRO) for name in names[:-1]}
    return parts | {name: amount - sum(parts.values(), Decimal(0)) for name in names[-1:]}
