"""What stands between here and the next level: the practices in the way, in the order to take them in."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from riser.assess.pages.links import Links
from riser.assess.profile import PracticeProfile, Profile
from riser.assess.rules.earliest import Earliest
from riser.assess.rules.prices import Price
from riser.assess.rules.scale import MET, is_ordered
from riser.ui.formats import day, money, sentences
from riser.ui.prices import WORDS


@dataclass(frozen=True, slots=True)
class StepLine:
    """One practice in the way of the next level."""

    one: PracticeProfile
    rank: int
    href: str
    after: tuple[str, ...]
    prices: tuple[str, ...]
    moves_on: date | None
    earliest: Earliest | None = None

    @property
    def counts_from(self) -> date | None:
        """The day on which it can count at the earliest; None: not within two years."""
        days = [found for found in (self.earliest and self.earliest.day, self.moves_on) if found]
        return min(days, default=None)

    @property
    def weakness(self) -> str:
        """The critical weakness that alone stands in the way: every instance holds, the group does not."""
        if self.one.rating not in MET or not self.one.critical:
            return ""
        return _("Critical weakness: %(weakness)s") % {"weakness": sentences(*self.one.critical)}

    @property
    def failing(self) -> str:
        """Why it stands in the way: "7 of 30 do not hold" of those that are due, else the weakness."""
        return self.weakness or self._not_held()

    def _not_held(self) -> str:
        due = sum(count for code, count in self.one.tally.items() if is_ordered(code))
        held = sum(count for code, count in self.one.tally.items() if code in MET)
        text = ngettext("%(count)s of %(due)s does not hold", "%(count)s of %(due)s do not hold", due)
        return text % {"count": due - held, "due": due}


@dataclass(frozen=True, slots=True)
class Unseen:
    """A practice in the way about which the records say nothing yet."""

    id: str
    href: str
    why: str


@dataclass(frozen=True, slots=True)
class TheWay:
    """The whole section: the steps, what cannot be seen yet, and what it takes together."""

    steps: tuple[StepLine, ...]
    unseen: tuple[Unseen, ...]
    effort: str
    reached: str


def the_way(profile: Profile, links: Links) -> TheWay:
    """What stands between here and the next level."""
    steps = step_lines(profile, links)
    ranked = {line.one.id for line in steps}
    return TheWay(
        steps=steps,
        unseen=tuple(
            Unseen(one.id, links.practice(one.id), one.remedy)
            for one in profile.blocking
            if one.id not in ranked
        ),
        effort=_effort(profile),
        reached=_reached(profile, steps),
    )


def step_lines(profile: Profile, links: Links) -> tuple[StepLine, ...]:
    """The practices in the way about which the records say something, in the order in which to take them."""
    return tuple(
        StepLine(
            one=profile.practices[step.candidate.practice],
            rank=step.rank,
            href=links.practice(step.candidate.practice),
            after=step.after,
            prices=tuple(f"{WORDS[price.price_class]} {amount(price)}" for price in step.candidate.prices),
            moves_on=_met_by_itself(profile.practices[step.candidate.practice]),
            earliest=profile.earliest.get(step.candidate.practice),
        )
        for step in profile.steps
    )


def amount(price: Price) -> str:
    """The amount of a price, exact, with its currency."""
    return money(price.amount or Decimal(0), price.currency)


def _met_by_itself(one: PracticeProfile) -> date | None:
    """The day on which old evidence ages out far enough; None: not within reach."""
    return next((move.day for move in one.moves if move.after in MET), None)


def _effort(profile: Profile) -> str:
    days = sum((step.candidate.effort_days for step in profile.steps), Decimal(0))
    return _("%(days)s person-days, ranked by exposure only") % {"days": f"{days:f}"} if days else ""


def _reached(profile: Profile, steps: tuple[StepLine, ...]) -> str:
    """When the next level can be held at the earliest, and what that supposes."""
    if profile.next_level is None or not steps:
        return ""
    days = [line.counts_from for line in steps]
    known = [found for found in days if found]
    unseen = len(profile.blocking) - len(steps)
    if len(known) < len(days):
        return _("Not within two years at the pace of now: too few new instances come to outweigh the old.")
    words = {"level": profile.next_level, "day": day(max(known))}
    first = _("Level %(level)s can count from %(day)s at the earliest.") % words
    if not unseen:
        return first
    more = ngettext(
        "Until then %(count)s practice needs a source.",
        "Until then %(count)s practices need a source.",
        unseen,
    )
    return sentences(first, more % {"count": unseen})
