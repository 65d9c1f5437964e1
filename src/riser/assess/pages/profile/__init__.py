"""The profile page: the finding, the way to the next level, stair, prices, heat map, what moves, coverage."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from riser.assess.pages.drawn import stair
from riser.assess.pages.links import Links
from riser.assess.pages.profile.costs import Cost, costs
from riser.assess.pages.profile.finding import AppraisalNote, appraisal, facts, lead, title
from riser.assess.pages.profile.forecast import Forecast, MoveLine, forecast, move_lines
from riser.assess.pages.profile.heat import Heat, HeatRow, Show, heat, heat_row
from riser.assess.pages.profile.sources import NoSource, coverage, no_source
from riser.assess.pages.profile.steps import StepLine, TheWay, amount, step_lines, the_way
from riser.assess.profile import Profile
from riser.ui.drawings.levels import Stair
from riser.ui.formats import day
from riser.ui.prices import PriceFigure

__all__ = [
    "HeatRow",
    "MoveLine",
    "NoSource",
    "ProfilePage",
    "Show",
    "StepLine",
    "amount",
    "heat_row",
    "lead",
    "move_lines",
    "no_source",
    "page",
    "step_lines",
    "title",
]


@dataclass(frozen=True, slots=True)
class ProfilePage:
    """Everything the page draws."""

    title: str
    lead: str
    facts: tuple[tuple[str, str], ...]
    profile: Profile
    stair: Stair
    way: TheWay
    costs: tuple[Cost, ...]
    price_note: str
    heat: Heat
    coverage: Mapping[str, int]
    no_source: tuple[NoSource, ...]
    forecast: Forecast
    appraisal: AppraisalNote | None

    @property
    def figures(self) -> list[PriceFigure]:
        """The figures of all classes; they share one scale."""
        return [cost.figure for cost in self.costs]

    @property
    def has_causes(self) -> bool:
        """Whether any class is priced for a practice."""
        return any(cost.causes for cost in self.costs)


def page(profile: Profile, links: Links, show: Show = Show.ALL) -> ProfilePage:
    """The profile page."""
    return ProfilePage(
        title=title(profile),
        lead=lead(profile),
        facts=facts(profile),
        profile=profile,
        stair=stair(profile, links),
        way=the_way(profile, links),
        costs=costs(profile, links),
        price_note=_("%(from)s to %(to)s.") % {"from": day(profile.window_from), "to": day(profile.as_of)},
        heat=heat(profile, links, show),
        coverage=coverage(profile),
        no_source=no_source(profile, links),
        forecast=forecast(profile, links),
        appraisal=appraisal(profile),
    )
