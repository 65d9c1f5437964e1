"""How the spend of each campaign runs against its caps."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from riser.foundation.money import Money
from riser.foundation.periods import Period
from riser.foundation.roles import Act
from riser.plan.evidence.ledger import by_day
from riser.plan.evidence.reading import State
from riser.plan.evidence.scene import Scene, look
from riser.plan.queries.visible import visible_ids
from riser.plan.queries.waiting import is_approved
from riser.plan.rules.pacing import Run, run
from riser.plan.sentences import PACING_NAMES
from riser.plan.words import Pacing
from riser.ui import formats


@dataclass(frozen=True, slots=True)
class Pace:
    """One cap of one campaign and how its spend runs. `assumed` where the currency of the spend is."""

    campaign: int
    name: str
    code: str
    owners: tuple[int, ...]
    line: int
    cap: Money
    spent: Money
    window: Period
    is_approved: bool
    assumed: bool
    run: Run

    @property
    def share_spent(self) -> Decimal:
        """Of the cap; 1 = all of it."""
        return self.run.share_spent

    @property
    def share_elapsed(self) -> Decimal:
        """Of the days of the window; 1 = all of them."""
        return self.run.share_elapsed

    @property
    def verdict(self) -> Pacing:
        """How the two run against each other."""
        return self.run.verdict

    @property
    def spent_says(self) -> str:
        """The share of the cap that is spent, in words."""
        return formats.share(self.spent.amount, self.cap.amount)

    @property
    def elapsed_says(self) -> str:
        """The share of the days that are gone, in words."""
        return formats.share(self.window.days - self.run.days_left, self.window.days)

    @property
    def says(self) -> str:
        """The verdict in words."""
        return str(PACING_NAMES[self.verdict])


@dataclass(frozen=True, slots=True)
class Planned:
    """An approved cap and the days it is for, both ends included."""

    cap: Money
    window: Period

    def within(self, days: Period) -> Decimal:
        """What of it falls on these days, as if it were spent evenly; not rounded."""
        first, last = max(days.from_day, self.window.from_day), min(days.to_day, self.window.to_day)
        shared = max(0, (last - first).days + 1)
        return self.cap.amount * shared / self.window.days


def planned(act: Act, as_of: date) -> list[Planned]:
    """The approved caps as they stand on a day, of the campaigns that the one who acts may see.

    Those of archived campaigns are among them: their spend counts too. A constant number of queries.
    """
    scene, only = look(act.organisation_id, as_of), visible_ids(act)
    campaigns = (one for one in scene.reading.campaigns if only is None or one in only)
    newest = (states[-1] for one in campaigns for states in scene.reading.lines.get(one, {}).values())
    return [Planned(*_terms(state)) for state in newest if is_approved(scene, state)]


def pacing(act: Act, as_of: date) -> list[Pace]:
    """Every cap whose window holds the day, of the campaigns that the one who acts may see; by name.

    Archived campaigns are left out. A constant number of queries.
    """
    scene, only = look(act.organisation_id, as_of), visible_ids(act)
    seen = (one for one in scene.reading.campaigns if only is None or one in only)
    live = (one for one in seen if not scene.reading.campaigns[one][-1].data["archived"])
    found = (pace for campaign in live for pace in campaign_pace(scene, campaign) if as_of in pace.window)
    return sorted(found, key=lambda pace: (pace.name.casefold(), pace.window.from_day, pace.line))


def campaign_pace(scene: Scene, campaign: int) -> tuple[Pace, ...]:
    """How the spend of a campaign runs against each of its caps, newest versions, by window."""
    return tuple(sorted(_paces(scene, campaign), key=lambda pace: (pace.window.from_day, pace.line)))


def _paces(scene: Scene, campaign: int) -> Iterator[Pace]:
    data, unit = scene.reading.campaigns[campaign][-1].data, scene.campaigns.get(campaign)
    for line, states in scene.reading.lines.get(campaign, {}).items():
        cap, window = _terms(states[-1])
        days = unit.all_days if unit else ()
        spend = by_day(days, cap.currency)
        spent = sum((amount for day, amount in spend.items() if day in window), Decimal(0))
        yield Pace(
            campaign=campaign,
            name=data["name"],
            code=data["code"],
            owners=tuple(data["owners"]),
            line=line,
            cap=cap,
            spent=Money(spent, cap.currency),
            window=window,
            is_approved=is_approved(scene, states[-1]),
            assumed=any(row.assumed for row in days),
            run=run(spent=spent, cap=cap.amount, window=window, as_of=scene.reading.as_of),
        )


def _terms(state: State) -> tuple[Money, Period]:
    window = Period(*(date.fromisoformat(state.data[end]) for end in ("from", "to")))
    return Money(Decimal(state.data["cap"]), state.data["currency"]), window
