"""Stair, dumbbells and price figures of a profile; the front page draws with these too."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from riser.assess.pages.links import Links
from riser.assess.profile import AreaProfile, Profile
from riser.assess.rules.groups import GroupResult
from riser.assess.rules.levels import HIGHEST, LOWEST
from riser.assess.rules.prices import CLASS_ORDER, Price, reasons
from riser.foundation.evidence import PriceClass
from riser.ui.drawings.dumbbell import AreaLevels
from riser.ui.drawings.levels import AreaSquare, Stair, Standing, Step
from riser.ui.prices import PriceFigure, days_behind

LEVELS = range(LOWEST, HIGHEST + 1)


def stair(profile: Profile, links: Links) -> Stair:
    """The five levels with one square per area that has practices there."""
    return Stair(
        steps=tuple(_step(profile, level, links) for level in LEVELS),
        indicative=profile.level_indicative,
        stated=profile.level_stated,
        appraised=profile.level_appraised,
    )


def _step(profile: Profile, level: int, links: Links) -> Step:
    squares = [_square(area, level, links) for area in profile.areas if level in area.area.levels]
    return Step(level, str(profile.model.level(level).name), tuple(squares))


def _square(area: AreaProfile, level: int, links: Links) -> AreaSquare:
    code = area.area.code
    return AreaSquare(code, str(area.area.name), standing(area, level), links.area(code, level))


def standing(area: AreaProfile, level: int) -> Standing:
    """How an area stands at a level; "no source" only where that alone keeps it from being rated."""
    group = next(group for group in area.evidenced.groups if group.level == level)
    if group.result is GroupResult.SATISFIED:
        return Standing.HOLDS
    if group.result is GroupResult.UNSATISFIED:
        return Standing.FAILS
    here = [one for one in area.practices if one.practice.level == level]
    if any(one.outcome.is_rated and not one.is_met and one.rating != "NY" for one in here):
        return Standing.FAILS
    return Standing.NO_SOURCE if any(one.has_no_source for one in here) else Standing.NOT_YET


def area_levels(area: AreaProfile, target: int | None = None) -> AreaLevels:
    """Stated and evidenced level of an area and its target, for its dumbbell."""
    return AreaLevels(stated=area.stated_level, evidenced=area.evidenced_level, target=target)


def figures(profile: Profile, links: Links) -> list[PriceFigure]:
    """Lost, at risk, uncontrolled: a figure per currency, or the reason why there is none."""
    return [figure for kind in CLASS_ORDER for figure in _of_class(profile, kind, links)]


def _of_class(profile: Profile, kind: PriceClass, links: Links) -> list[PriceFigure]:
    priced = [price for price in profile.totals if price.price_class is kind]
    if priced:
        return [figure(price, links) for price in priced]
    why = reasons([charge for charge in profile.charges if charge.price_class is kind])
    return [
        PriceFigure(
            kind.value, "", reason=_first(why) or _("Nothing in this window is priced in this class.")
        )
    ]


def figure(price: Price, links: Links) -> PriceFigure:
    """A class total, leading to its rows."""
    ranged = price.price_class is PriceClass.AT_RISK and price.low is not None
    return PriceFigure(
        kind=price.price_class.value,
        currency=price.currency,
        low=price.low if ranged else price.amount,
        high=price.high if ranged else None,
        href=links.price(price.price_class),
        basis=" · ".join(_basis(price)),
    )


def _basis(price: Price) -> list[str]:
    """How many rows stand behind it, and whose figures they are."""
    said = [days_behind(price.rows), _("platform-reported")]
    return [*said, _("currency assumed")] if price.assumed else said


def _first(sentences: Sequence[str]) -> str:
    return sentences[0] if sentences else ""
