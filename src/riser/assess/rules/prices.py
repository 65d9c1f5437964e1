"""Charges into prices: by class, by currency, each row once.

Three classes that are never added together: **lost** (provably bought nothing), **at risk** (shortfall
against a counterfactual from own data, low to high), **uncontrolled** (spent outside a control, whatever it
earned).

The same campaign-day may be charged by several causes, outside any plan and above its cap, say. A class
total is therefore the **union** of the rows: per row the largest amount any cause charges, never more than
the row's spend, and no order of causes decides. A cause *alone* is its own union; its *marginal* price is
what the total loses when the cause goes away. Two currencies never add: every total is per currency.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from riser.foundation.evidence import Charge, ChargeRow, PriceClass

CLASS_ORDER = (PriceClass.LOST, PriceClass.AT_RISK, PriceClass.UNCONTROLLED)


@dataclass(frozen=True, slots=True)
class Price:
    """An amount of one class and currency over a window of days; ``low`` and ``high`` only at risk.

    Attributes:
        rows: how many rows stand behind it, each counted once.
        assumed: the currency or account of a row was assumed, not stated by its source.
        marginal: what the class total would lose without this price; None on a class total.
    """

    price_class: PriceClass
    currency: str
    amount: Decimal | None
    low: Decimal | None
    high: Decimal | None
    from_day: date
    to_day: date
    rows: int = 0
    assumed: bool = False
    marginal: Decimal | None = None


def total(charges: Iterable[Charge]) -> Decimal | None:
    """The union of the rows of charges of one class and currency; None when none of them has an amount."""
    priced = [charge for charge in charges if charge.amount is not None]
    if not priced:
        return None
    return sum(_union(priced).values(), Decimal(0))


def _union(charges: Iterable[Charge]) -> dict[str, Decimal]:
    """Row -> the largest amount charged on it, at most its spend and never below zero."""
    largest: dict[str, Decimal] = {}
    for charge in charges:
        for row in _rows(charge):
            amount = max(Decimal(0), min(row.amount, row.spend))
            largest[row.row] = max(largest.get(row.row, Decimal(0)), amount)
    return largest


def _rows(charge: Charge) -> tuple[ChargeRow, ...]:
    """The rows behind a charge; one without rows stands for itself and overlaps with nothing."""
    amount = charge.amount or Decimal(0)
    return charge.rows or (ChargeRow(f"charge:{charge.cause}:{charge.from_day}", amount, amount),)


def class_totals(charges: Sequence[Charge]) -> tuple[Price, ...]:
    """One price per class and currency that has an amount, in the order lost, at risk, uncontrolled."""
    return tuple(_price(group) for group in _grouped(charges))


def alone(cause_charges: Sequence[Charge], every_charge: Sequence[Charge]) -> tuple[Price, ...]:
    """The prices of one gap, each alone and marginally to all charges of its class and currency."""
    return tuple(_with_marginal(group, every_charge) for group in _grouped(cause_charges))


def reasons(charges: Iterable[Charge]) -> tuple[str, ...]:
    """Why the charges without an amount have none, each sentence once."""
    return tuple(
        dict.fromkeys(charge.reason for charge in charges if charge.amount is None and charge.reason)
    )


def _grouped(charges: Sequence[Charge]) -> list[list[Charge]]:
    """Charges that have an amount, by class and currency, in class order."""
    priced = [charge for charge in charges if charge.amount is not None]
    keys = sorted({(CLASS_ORDER.index(charge.price_class), charge.currency) for charge in priced})
    return [[c for c in priced if (CLASS_ORDER.index(c.price_class), c.currency) == key] for key in keys]


def _price(group: Sequence[Charge], marginal: Decimal | None = None) -> Price:
    first = group[0]
    low, high = _range(group)
    return Price(
        price_class=first.price_class,
        currency=first.currency,
        amount=total(group),
        low=low,
        high=high,
        from_day=min(charge.from_day for charge in group),
        to_day=max(charge.to_day for charge in group),
        rows=len(_union(group)),
        assumed=any(charge.assumed for charge in group),
        marginal=marginal,
    )


def _range(group: Sequence[Charge]) -> tuple[Decimal | None, Decimal | None]:
    """The range of a class at risk: the largest low to the largest high, as causes may overlap wholly."""
    lows = [charge.low for charge in group if charge.low is not None]
    highs = [charge.high for charge in group if charge.high is not None]
    return max(lows, default=None), max(highs, default=None)


def _with_marginal(group: Sequence[Charge], every_charge: Sequence[Charge]) -> Price:
    first = group[0]
    peers = [c for c in every_charge if c.price_class is first.price_class and c.currency == first.currency]
    rest = [charge for charge in peers if charge not in group]
    return _price(group, marginal=(total(peers) or Decimal(0)) - (total(rest) or Decimal(0)))
