"""The profile as programs read it: `riser assess appraise --json` and the API. Keep it stable."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from riser.assess.profile import AreaProfile, Gap, PracticeProfile, Profile
from riser.assess.rules.prices import Price
from riser.foundation.evidence import Characterisation

Plain = dict[str, Any]
SHARE_PLACES = 4


def profile_json(profile: Profile) -> Plain:
    """The whole profile; a null level is not in scope, amounts are decimal text."""
    return {
        "model": profile.model.id,
        "version": profile.model.version,
        "level_indicative": profile.level_indicative,
        "level_appraised": profile.level_appraised,
        "undecided": list(profile.undecided),
        "areas": [_area(area) for area in profile.areas],
        "gaps": [_gap(gap) for gap in profile.gaps],
    }


def _area(area: AreaProfile) -> Plain:
    return {
        "code": area.area.code,
        "in_scope": area.in_scope,
        "complete": area.area.complete,
        "stated_level": area.stated_level,
        "evidenced_level": area.evidenced_level,
        "practices": [_practice(one) for one in area.practices],
    }


def _practice(one: PracticeProfile) -> Plain:
    return {
        "id": one.id,
        "rating": _code(one.rating),
        "allowed": [code.value for code in one.outcome.allowed],
        "share_met": _share(one.shares.by_count),
        "instances": {code.value: count for code, count in one.tally.items()},
    }


def _gap(gap: Gap) -> Plain:
    prices = None if gap.prices is None else [_price(price) for price in gap.prices]
    return {"practice": gap.practice, "prices": prices, "reason": gap.reason or None}


def _price(price: Price) -> Plain:
    return {
        "class": price.price_class.value,
        "amount": _amount(price.amount),
        "low": _amount(price.low),
        "high": _amount(price.high),
        "currency": price.currency,
        "from": price.from_day.isoformat(),
        "to": price.to_day.isoformat(),
    }


def _code(rating: Characterisation | None) -> str | None:
    return rating.value if rating else None


def _share(share: Fraction | None) -> float | None:
    """Rounded half-even to four places: exact sums stay inside, this is for reading."""
    return None if share is None else float(round(share, SHARE_PLACES))


def _amount(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:f}"
