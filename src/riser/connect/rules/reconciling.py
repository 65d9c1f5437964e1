"""What platforms say was spent held against what their vendors billed, month by month. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from riser.connect.rules.quality import Checked, checked_of


class BillState(StrEnum):
    """How a month of a platform stands; a currency is never changed into another."""

    AGREES = "agrees"
    DIFFERS = "differs"
    NOT_BILLED = "not_billed"
    NOT_REPORTED = "not_reported"


@dataclass(frozen=True, slots=True)
class Spent:
    """What a platform says of some days of a month, given by its first day."""

    month: date
    source: str
    currency: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Billed:
    """One ledger line for media. `platform` is the slug the ledger names, else empty."""

    month: date
    vendor: str
    platform: str
    invoice: str
    currency: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Reconciled:
    """A month of one platform in one currency; None where a side says nothing.

    `share` is the difference by the larger of both sides, as neither of them is the truth.
    """

    month: date
    source: str
    currency: str
    spent: Decimal | None
    billed: Decimal | None
    invoices: tuple[str, ...]
    state: BillState

    @property
    def difference(self) -> Decimal | None:
        """What was billed beyond what the platform says; below zero where less was billed."""
        if self.spent is None or self.billed is None:
            return None
        return self.billed - self.spent

    @property
    def share(self) -> Decimal | None:
        """The difference by the larger side, None where a side is missing or both are zero."""
        return share_apart(self.spent, self.billed)


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Every month and platform, the newest month first; the vendors of media that belong to no platform."""

    rows: tuple[Reconciled, ...]
    unassigned: tuple[str, ...]
    tolerance: Decimal


Place = tuple[date, str, str]  # month, platform, currency


def reconcile(
    spent: Iterable[Spent],
    billed: Iterable[Billed],
    *,
    vendors: Mapping[str, Iterable[str]],
    tolerance: Decimal,
) -> Reconciliation:
    """Both sides side by side. `vendors` gives by platform the names under which it bills."""
    told: dict[Place, Decimal] = {}
    for day in spent:
        place = (day.month, day.source, day.currency)
        told[place] = told.get(place, Decimal(0)) + day.amount
    bills: dict[Place, list[Billed]] = {}
    unassigned = set()
    for line in billed:
        if source := platform_of(line, vendors):
            bills.setdefault((line.month, source, line.currency), []).append(line)
        else:
            unassigned.add(line.vendor)
    places = sorted(told.keys() | bills.keys(), key=lambda one: (-one[0].toordinal(), one[1], one[2]))
    rows = tuple(_reconciled(place, told.get(place), bills.get(place), tolerance) for place in places)
    return Reconciliation(rows, tuple(sorted(unassigned)), tolerance)


def platform_of(line: Billed, vendors: Mapping[str, Iterable[str]]) -> str:
    """The platform of a ledger line: the one it names, else the one whose vendor's name it begins with."""
    if line.platform:
        return line.platform
    vendor = _folded(line.vendor) + " "
    found = (
        source
        for source, names in vendors.items()
        if any(vendor.startswith(f"{_folded(name)} ") for name in names)
    )
    return next(found, "")


def share_apart(spent: Decimal | None, billed: Decimal | None) -> Decimal | None:
    """The distance of both by the larger one; None where one is missing or both are zero."""
    if spent is None or billed is None:
        return None
    larger = max(abs(spent), abs(billed))
    return abs(billed - spent) / larger if larger else None


def checked_bills(found: Reconciliation) -> Checked:
    """The months that both sides know, and those of them that differ."""
    both = [one for one in found.rows if one.share is not None or one.state == BillState.AGREES]
    failing = [
        f"{one.source} {one.month:%Y-%m} {one.currency}" for one in both if one.state == BillState.DIFFERS
    ]
    return checked_of(failing, checked=len(both))


def _folded(name: str) -> str:
    return " ".join(name.replace(",", " ").split()).casefold()


def _reconciled(
    place: Place, spent: Decimal | None, lines: list[Billed] | None, tolerance: Decimal
) -> Reconciled:
    billed = sum((one.amount for one in lines), Decimal(0)) if lines else None
    invoices = tuple(sorted({one.invoice for one in lines or [] if one.invoice}))
    return Reconciled(*place, spent, billed, invoices, _state(spent, billed, tolerance))


def _state(spent: Decimal | None, billed: Decimal | None, tolerance: Decimal) -> BillState:
    if billed is None:
        return BillState.NOT_BILLED
    if spent is None:
        return BillState.NOT_REPORTED
    apart = share_apart(spent, billed)
    return BillState.DIFFERS if apart is not None and apart > tolerance else BillState.AGREES
