"""What the front page shows: where are we, what does it cost, what next."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from riser.assess.pages.drawn import figures, stair
from riser.assess.pages.links import Links
from riser.assess.pages.profile import NoSource, StepLine, no_source, step_lines
from riser.assess.profile import Profile
from riser.assess.queries import fitness, offered_day, profile
from riser.connect.queries import connected_sources, newest_day
from riser.foundation.queries import House
from riser.plan.queries import campaign_lines, draft_from_spend
from riser.ui.drawings.levels import Stair
from riser.ui.formats import day, listed, number
from riser.ui.prices import PriceFigure

STEPS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class NextStep:
    """One thing to do next: what, why, what is known of it, and the page on which it is done."""

    title: str
    href: str
    under: str
    do: str
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class FrontPage:
    """The front page, ready to draw."""

    title: str
    lead: str
    data_to: date | None
    offered: date | None
    stair: Stair
    figures: list[PriceFigure]
    price_note: str
    steps: list[NextStep] = field(default_factory=list)


def is_empty(house: House) -> bool:
    """Whether nothing is connected and nothing is planned: the page would have nothing to say."""
    today = date.max
    return not connected_sources(house.id) and not campaign_lines(house.id, today)


def front_page(house: House, as_of: date, links: Links) -> FrontPage:
    """The front page of an organisation as of a day."""
    found = profile(house.id, as_of)
    return FrontPage(
        title=_title(found),
        lead=_lead(found),
        data_to=newest_day(house.id, to_day=as_of),
        offered=offered_day(house.id, as_of),
        stair=stair(found, links),
        figures=figures(found, links),
        price_note=_("%(from)s to %(to)s.") % {"from": day(found.window_from), "to": day(as_of)},
        steps=list(islice(_steps(house, found, links), STEPS_SHOWN)),
    )


def _title(found: Profile) -> str:
    words = {"level": found.level_indicative, "next": found.next_level}
    if found.next_level is None:
        return _("Level %(level)s today, and nothing above it is written yet") % words
    return ngettext(
        "Level %(level)s today, %(held)s of %(of)s area on level %(next)s",
        "Level %(level)s today, %(held)s of %(of)s areas on level %(next)s",
        found.held_at(found.next_level)["of"],
    ) % {**words, **found.held_at(found.next_level)}


def _lead(found: Profile) -> str:
    """What can be judged already, and what cannot."""
    rated, silent = len(found.rated), len(found.without_source)
    judged = ngettext(
        "%(count)s practice can be judged from records",
        "%(count)s practices can be judged from records",
        rated,
    )
    missing = ngettext("%(count)s has no evidence source", "%(count)s have no evidence source", silent)
    return _("%(judged)s, %(missing)s.") % {
        "judged": judged % {"count": rated},
        "missing": missing % {"count": silent},
    }


def _steps(house: House, found: Profile, links: Links) -> Iterator[NextStep]:
    """First what a new organisation still has to tell, then practices in the way, then missing sources."""
    yield from _unplanned(house, found)
    yield from _untold(house, found)
    ranked, silent = step_lines(found, links), no_source(found, links)
    first = 1 if silent else 0
    yield from (_practice(line) for line in ranked[: STEPS_SHOWN - first])
    yield from (_source(one) for one in silent)


def _unplanned(house: House, found: Profile) -> Iterator[NextStep]:
    """Spend that belongs to no plan while there is hardly any plan at all."""
    rows = draft_from_spend(house.id, to_day=found.as_of)
    if rows and not campaign_lines(house.id, found.as_of):
        yield NextStep(
            title=_("Correct the drafted plan"),
            href=reverse("plan_grid"),
            under=ngettext(
                "%(count)s platform campaign belongs to no plan",
                "%(count)s platform campaigns belong to no plan",
                len(rows),
            )
            % {"count": number(len(rows))},
            do=_("Open the plan"),
        )


def _untold(house: House, found: Profile) -> Iterator[NextStep]:
    """The fitness test, while some of its questions are open."""
    results = fitness(house.id, found.as_of, found)
    unasked = sum(one.reply is None for one in results)
    if unasked:
        yield NextStep(
            title=_("Answer the four questions"),
            href=reverse("assess_fitness"),
            under=_("under three minutes; the first stated picture"),
            do=_("Answer"),
        )


def _practice(line: StepLine) -> NextStep:
    action = line.one.practice.action
    effort = ngettext("%(days)s day", "%(days)s days", float(action.effort_days))
    return NextStep(
        title=str(action.title),
        href=line.href,
        under=f"{line.one.id} {line.one.practice.statement}",
        do=_("Review"),
        facts=(
            *((price, "") for price in line.prices),
            (_("effort"), effort % {"days": number(action.effort_days)}),
        ),
    )


def _source(one: NoSource) -> NextStep:
    ids = listed(id_ for id_, _href in one.practices)
    return NextStep(
        title=_("Give %(practices)s a source") % {"practices": ids},
        href=one.practices[0][1],
        under=one.remedy,
        do=_("Review"),
    )
