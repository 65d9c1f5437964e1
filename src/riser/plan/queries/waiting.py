"""Caps that nobody approved: they count as no cap, so the pages say what would follow from them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from riser.foundation.money import Money
from riser.foundation.periods import Period
from riser.plan.evidence.ledger import Unit, by_day
from riser.plan.evidence.reading import State
from riser.plan.evidence.scene import Scene, look
from riser.plan.rules.caps import CapLine, CapStep, would_be_above
from riser.ui import formats


@dataclass(frozen=True, slots=True)
class WaitingCap:
    """A cap whose newest version waits for approval, and the spend that would lie above it."""

    line: int
    campaign: int
    campaign_name: str
    cap: Money
    would_be_above: Money

    @property
    def says(self) -> str:
        """What waits, and what would follow, in one sentence."""
        words = {
            "campaign": self.campaign_name,
            "cap": formats.money(self.cap.amount, self.cap.currency),
            "above": formats.money(self.would_be_above.amount, self.would_be_above.currency),
        }
        if self.would_be_above.amount:
            text = _("The cap of %(campaign)s, %(cap)s, waits for approval: %(above)s would lie above it.")
        else:
            text = _("The cap of %(campaign)s, %(cap)s, waits for approval and counts for nothing yet.")
        return text % words


def waiting_caps(scene: Scene, campaign: int) -> tuple[WaitingCap, ...]:
    """The caps of a campaign whose newest version nobody approved."""
    unit = scene.campaigns.get(campaign)
    newest = (states[-1] for states in scene.reading.lines.get(campaign, {}).values())
    name = str(scene.reading.campaigns[campaign][-1].data["name"])
    return tuple(_waiting(state, campaign, name, unit) for state in newest if not is_approved(scene, state))


def waiting_caps_of(organisation_id: int, campaigns: tuple[int, ...], as_of: date) -> tuple[WaitingCap, ...]:
    """The same for several campaigns, in their order; a constant number of queries."""
    scene = look(organisation_id, as_of)
    known = (campaign for campaign in dict.fromkeys(campaigns) if campaign in scene.reading.campaigns)
    return tuple(cap for campaign in known for cap in waiting_caps(scene, campaign))


def is_approved(scene: Scene, state: State) -> bool:
    """Whether this version of a cap has an approval."""
    return any(sign.number == state.number for sign in scene.reading.cap_approvals.get(state.id, ()))


def _waiting(state: State, campaign: int, name: str, unit: Unit | None) -> WaitingCap:
    data, currency = state.data, str(state.data["currency"])
    window = Period(date.fromisoformat(data["from"]), date.fromisoformat(data["to"]))
    step = CapStep(window.from_day, Decimal(data["cap"]), window)
    spend = by_day(unit.all_days, currency) if unit else {}
    above = would_be_above(CapLine(str(state.id), currency, (step,)), spend)
    return WaitingCap(state.id, campaign, name, Money(step.amount, currency), Money(above, currency))
