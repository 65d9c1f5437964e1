"""The rows behind a class of price: each row once, with every cause that charges it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse

from riser.assess.profile import Profile
from riser.assess.rules.prices import Price, alone, reasons
from riser.assess.words import CAUSES
from riser.connect.queries import platform_campaigns
from riser.foundation.evidence import Charge, PriceClass
from riser.ui.prices import MEANINGS, WORDS

ROWS_A_PAGE = 100
KEY_SLASHES = 2  # source/account/campaign


@dataclass(frozen=True, slots=True)
class Row:
    """One campaign-day: `amount` of its `spend` is charged, for these causes."""

    campaign: str
    key: str
    day: date | None
    causes: tuple[str, ...]
    amount: Decimal
    spend: Decimal
    currency: str

    @property
    def href(self) -> str:
        """Where the day itself is shown, as its source told it; empty for what is no campaign-day."""
        if self.day is None or self.key.count("/") != KEY_SLASHES:
            return ""
        asked = {"key": self.key, "from": self.day.isoformat(), "to": self.day.isoformat()}
        return f"{reverse('connect_rows')}?{urlencode(asked)}"


@dataclass(frozen=True, slots=True)
class PricePage:
    """Everything the page draws. `causes` are priced alone and marginally."""

    title: str
    meaning: str
    totals: tuple[Price, ...]
    causes: tuple[tuple[str, Price], ...]
    reasons: tuple[str, ...]
    rows: tuple[Row, ...]
    number: int
    pages: int
    count: int

    @property
    def previous(self) -> int:
        """The number of the page before."""
        return self.number - 1

    @property
    def following(self) -> int:
        """The number of the page after."""
        return self.number + 1


def page(profile: Profile, price_class: PriceClass, *, organisation_id: int, number: int = 1) -> PricePage:
    """One page of the rows behind a class, largest amounts first. `number` out of range gives the nearest."""
    charges = [charge for charge in profile.charges if charge.price_class is price_class]
    rows = sorted(_rows(charges).values(), key=lambda row: (-row.amount, row.key, row.day or date.min))
    pages = max(1, -(-len(rows) // ROWS_A_PAGE))
    number = min(max(1, number), pages)
    shown = rows[(number - 1) * ROWS_A_PAGE : number * ROWS_A_PAGE]
    return PricePage(
        title=str(WORDS[price_class]),
        meaning=str(MEANINGS[price_class]),
        totals=tuple(price for price in profile.totals if price.price_class is price_class),
        causes=_causes(charges),
        reasons=reasons(charges),
        rows=_named(shown, organisation_id),
        number=number,
        pages=pages,
        count=len(rows),
    )


def _causes(charges: Sequence[Charge]) -> tuple[tuple[str, Price], ...]:
    names = dict.fromkeys(charge.cause for charge in charges)
    return tuple(
        (str(CAUSES.get(name, name)), price)
        for name in names
        for price in alone([charge for charge in charges if charge.cause == name], charges)
    )


def _rows(charges: Sequence[Charge]) -> Mapping[tuple[str, str], Row]:
    """Rows by id and currency; a row that several causes charge stands once, with the largest amount."""
    found: dict[tuple[str, str], Row] = {}
    for charge in (charge for charge in charges if charge.amount is not None):
        cause = str(CAUSES.get(charge.cause, charge.cause))
        for behind in charge.rows:
            key, day = _split(behind.row)
            before = found.get((behind.row, charge.currency))
            found[behind.row, charge.currency] = Row(
                campaign=key,
                key=key,
                day=day,
                causes=(*before.causes, cause) if before and cause not in before.causes else (cause,),
                amount=max(before.amount if before else Decimal(0), min(behind.amount, behind.spend)),
                spend=behind.spend,
                currency=charge.currency,
            )
    return found


def _split(row: str) -> tuple[str, date | None]:
    """A row's id is source/account/campaign/day."""
    key, _slash, day = row.rpartition("/")
    try:
        return key, date.fromisoformat(day)
    except ValueError:
        return row, None


def _named(rows: Sequence[Row], organisation_id: int) -> tuple[Row, ...]:
    """The rows with the names that the ad platforms give their campaigns."""
    if not rows:
        return ()
    names = {
        f"{one.key.source}/{one.key.account}/{one.key.campaign}": one.name
        for one in platform_campaigns(organisation_id)
    }
    return tuple(
        Row(names.get(r.key, r.key), r.key, r.day, r.causes, r.amount, r.spend, r.currency) for r in rows
    )
