"""What the gaps cost: each class with the practices that cause it. Classes are never added together."""

from collections.abc import Iterator
from dataclasses import dataclass

from riser.assess.pages.drawn import figures
from riser.assess.pages.links import Links
from riser.assess.pages.profile.steps import amount
from riser.assess.profile import Profile
from riser.ui.prices import PriceFigure


@dataclass(frozen=True, slots=True)
class CauseLine:
    """One practice behind a class of price: what it costs alone."""

    practice: str
    title: str
    href: str
    amount: str
    is_met: bool


@dataclass(frozen=True, slots=True)
class Cost:
    """One class in one currency with its causes, the largest first; they overlap, the total does not."""

    figure: PriceFigure
    causes: tuple[CauseLine, ...]


def costs(profile: Profile, links: Links) -> tuple[Cost, ...]:
    """Lost, at risk, uncontrolled."""
    return tuple(Cost(figure, tuple(_causes(figure, profile, links))) for figure in figures(profile, links))


def _causes(figure: PriceFigure, profile: Profile, links: Links) -> Iterator[CauseLine]:
    found = [
        (price, profile.practices[gap.practice])
        for gap in profile.gaps
        for price in gap.prices or ()
        if price.price_class == figure.kind and price.currency == figure.currency and price.amount
    ]
    for price, one in sorted(found, key=lambda pair: (-(pair[0].amount or 0), pair[1].id)):
        title = str(one.practice.action.title)
        yield CauseLine(one.id, title, links.practice(one.id), amount(price), one.is_met)
