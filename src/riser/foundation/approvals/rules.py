"""Which threshold an amount reaches, and who may decide there. No Django here."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from riser.foundation.money import Money


@dataclass(frozen=True, slots=True)
class Threshold:
    """From an amount on, only these roles and these members (by id) decide on a topic."""

    id: int
    topic: str
    from_amount: Decimal
    currency: str
    roles: frozenset[str]
    members: frozenset[int]

    def lets(self, member_id: int, role: str) -> bool:
        """Whether this member may decide from here on."""
        return role in self.roles or member_id in self.members


class OtherCurrency(Exception):
    """There are thresholds, and none in the currency of the amount: the two never compare."""

    def __init__(self, amount: Money, known: tuple[str, ...]) -> None:
        super().__init__(f"{amount.currency} is none of {known}")
        self.amount = amount
        self.known = known


def reached(thresholds: Sequence[Threshold], amount: Money) -> Threshold | None:
    """The highest threshold at or below the amount; None where it reaches none.

    Raises OtherCurrency where thresholds are set, but in other currencies only.
    """
    mine = [one for one in thresholds if one.currency == amount.currency]
    if thresholds and not mine:
        raise OtherCurrency(amount, tuple(sorted({one.currency for one in thresholds})))
    at_or_below = [one for one in mine if one.from_amount <= amount.amount]
    return max(at_or_below, key=lambda one: one.from_amount, default=None)


def all_reached(thresholds: Sequence[Threshold], amounts: Sequence[Money]) -> tuple[Threshold, ...]:
    """What each of several amounts reaches; who decides has to satisfy every one. Raises OtherCurrency."""
    found = (reached(thresholds, amount) for amount in amounts)
    return tuple(one for one in found if one is not None)
