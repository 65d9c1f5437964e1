"""The profile as programs read it: `riser assess appraise --json` and the API. Keep it stable."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from riser.assess.beside import Beside, Part, Side
from riser.assess.comparison import Comparison, Moved
from riser.assess.profile import AreaProfile, Gap, PracticeProfile, Profile
from riser.assess.rules.next_steps import Step
from riser.assess.rules.prices import Price
from riser.assess.split import Grouping, GroupProfile
from riser.assess.units import UnitLine
from riser.foundation.evidence import Characterisation

Plain = dict[str, Any]
SHARE_PLACES = 4


def profile_json(profile: Profile, compared: Beside | None = None) -> Plain:
    """The whole profile; a null level is not in scope, amounts are decimal text.

    `comparison` stands there only where one is asked for.
    """
    return {
        "model": profile.model.id,
        "version": profile.model.version,
        "level_indicative": profile.level_indicative,
        "level_appraised": profile.level_appraised,
        "undecided": list(profile.undecided),
        "areas": [_area(area) for area in profile.areas],
        "gaps": [_gap(gap) for gap in profile.gaps],
        **({"comparison": beside_json(compared)} if compared else {}),
    }


def saved_json(profile: Profile, compared: Beside | None = None, *, organisation: str) -> Plain:
    """The profile for a file that outlives the question: first of whom, of which day, on what it rests."""
    return {
        "organisation": organisation,
        "as_of": profile.as_of.isoformat(),
        "window": {"from": profile.window_from.isoformat(), "to": profile.as_of.isoformat()},
        "coverage": {"rated": len(profile.rated), "of": len(profile.practices)},
        "scope": {"instances": len(profile.instances), "kinds": _kinds(profile)},
        "targets": dict(profile.targets),
        "prices": [{**_price(price), "basis": _basis(price)} for price in profile.totals],
        **profile_json(profile, compared),
    }


def beside_json(found: Beside) -> Plain:
    """Two sides by practice; a null unit is the whole organisation, a null rating has its `standing`."""
    return {
        "by": found.by.value,
        "left": _side(found.left),
        "right": _side(found.right),
        "differing": list(found.differing),
        "practices": [
            {"id": id_, "left": _part(found.left.parts[id_]), "right": _part(found.right.parts[id_])}
            for id_ in found.profile.practices
        ],
    }


def units_json(found: Iterable[UnitLine]) -> list[Plain]:
    """The units with the number of campaigns that name each; null for those that name none."""
    return [{"unit": one.name or None, "campaigns": one.campaigns} for one in found]


def _side(side: Side) -> Plain:
    return {
        "unit": side.unit,
        "as_of": side.as_of.isoformat(),
        "instances": side.instances,
        "spend": {currency: _amount(amount) for currency, amount in side.spend.items()},
        "rated": side.rated,
        "met": side.met,
    }


def _part(part: Part) -> Plain:
    return {
        "rating": _code(part.rating),
        "standing": part.said.standing.value,
        "due": part.said.due,
        "instances": {code.value: count for code, count in part.tally.items()},
    }


def next_level_json(profile: Profile) -> Plain:
    """What stands between here and the next level, in order; `unseen` are practices without a source.

    A step may be rated well enough: then its `critical` weaknesses alone hold the level back.
    """
    ranked = {step.candidate.practice for step in profile.steps}
    return {
        "as_of": profile.as_of.isoformat(),
        "level": profile.level_indicative,
        "next_level": profile.next_level,
        "earliest": _day(profile.next_level_from),
        "steps": [_step(profile, step) for step in profile.steps],
        "unseen": [one.id for one in profile.blocking if one.id not in ranked],
    }


def _step(profile: Profile, step: Step) -> Plain:
    found = profile.earliest[step.candidate.practice]
    return {
        "rank": step.rank,
        "practice": step.candidate.practice,
        "rating": _code(step.candidate.rating),
        "critical": list(profile.practices[step.candidate.practice].critical),
        "after": list(step.after),
        "effort_days": f"{step.candidate.effort_days:f}",
        "prices": [_price(price) for price in step.candidate.prices],
        "basis": step.basis,
        "starts": found.starts.isoformat(),
        "earliest": _day(found.day),
        "new_instances": found.new,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


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


def _kinds(profile: Profile) -> Plain:
    return dict(sorted(Counter(one.kind for one in profile.instances).items()))


def _basis(price: Price) -> Plain:
    """On what a class total rests; `assumed`: a source did not state the currency or the account."""
    return {"rows": price.rows, "assumed": price.assumed}


def _code(rating: Characterisation | None) -> str | None:
    return rating.value if rating else None


def _share(share: Fraction | None) -> float | None:
    """Rounded half-even to four places: exact sums stay inside, this is for reading."""
    return None if share is None else float(round(share, SHARE_PLACES))


def _amount(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:f}"


def comparison_json(found: Comparison) -> Plain:
    """What moved between two days, with the instances that moved it; a null rating is not rated."""
    return {
        "from": found.before.as_of.isoformat(),
        "to": found.after.as_of.isoformat(),
        "level": [found.before.level_indicative, found.after.level_indicative],
        "practices": [_moved(one) for one in found.practices],
        "areas": [
            {"code": one.area.area.code, "stated": list(one.stated), "evidenced": list(one.evidenced)}
            for one in found.areas
        ],
        "prices": [
            {
                "class": one.price_class.value,
                "currency": one.currency,
                "before": _price(one.before) if one.before else None,
                "after": _price(one.after) if one.after else None,
            }
            for one in found.prices
        ],
    }


def _moved(one: Moved) -> Plain:
    return {
        "practice": one.one.id,
        "direction": one.direction.value,
        "before": _code(one.before),
        "after": _code(one.after),
        "because": [
            {
                "instance": mover.result.instance.id,
                "title": mover.result.instance.title,
                "cause": mover.cause.value,
                "before": _code(mover.before),
                "after": _code(mover.after),
                "reason": mover.result.fact.reason,
                "record": f"{record.kind}:{record.id}" if (record := mover.result.instance.record) else None,
            }
            for mover in one.movers
        ],
    }


def groups_json(profile: Profile, found: Iterable[GroupProfile], by: Grouping) -> Plain:
    """Groups of campaigns beside each other; a practice that says nothing about a group is missing there."""
    return {
        "as_of": profile.as_of.isoformat(),
        "by": by.value,
        "groups": [
            {
                "name": one.name,
                "instances": one.instances,
                "spend": {currency: _amount(amount) for currency, amount in one.spend.items()},
                "rated": one.rated,
                "met": one.met,
                "practices": {
                    id_: {
                        "rating": _code(part.rating),
                        "instances": {code.value: count for code, count in part.tally.items()},
                    }
                    for id_, part in one.parts.items()
                },
            }
            for one in found
        ],
    }
