"""Campaigns for their list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from riser.connect.sentences import assumed
from riser.foundation.evidence import PlatformKey
from riser.foundation.kept import keep
from riser.foundation.money import Money
from riser.plan.evidence.ledger import by_currency
from riser.plan.evidence.reading import State, as_day
from riser.plan.evidence.scene import Scene, look
from riser.plan.queries.waiting import WaitingCap, waiting_caps
from riser.plan.rules.owners import resolve

PARTS = ("owner", "objective", "requirement", "cap", "cap approval", "platform campaign", "approval")


@dataclass(frozen=True, slots=True)
class CampaignLine:
    """One campaign as its list shows it. Money is one value per currency, never added across.

    `strangers` are the names among the owners that are no single member: GOV 2.1 takes each for a group.
    """

    id: int
    version: int
    code: str
    name: str
    kind: str
    campaign_class: str
    unit: str
    owner: str
    strangers: tuple[str, ...]
    objective: str
    channels: tuple[str, ...]
    start: date | None
    end: date | None
    archived: bool
    spend: tuple[Money, ...]
    caps: tuple[Money, ...]
    caps_waiting: tuple[WaitingCap, ...]
    keys: tuple[PlatformKey, ...]
    requirements: int
    is_approved: bool
    assumption: str  # what is assumed behind the spend, in words; "" where nothing is

    @property
    def assumed(self) -> bool:
        """Whether account or currency of any spend behind it is assumed."""
        return bool(self.assumption)

    @property
    def missing(self) -> tuple[str, ...]:
        """Which of PARTS are not there yet."""
        has = (
            bool(self.owner),
            bool(self.objective),
            bool(self.requirements),
            bool(self.caps),
            not self.caps_waiting,
            bool(self.keys),
            self.is_approved,
        )
        return tuple(part for part, there in zip(PARTS, has, strict=True) if not there)

    @property
    def cap_used(self) -> Decimal | None:
        """Spend / cap where both are in the same one currency, else None."""
        if len(self.spend) != 1 or len(self.caps) != 1 or self.spend[0].currency != self.caps[0].currency:
            return None
        return self.spend[0].amount / self.caps[0].amount


def campaign_lines(
    organisation_id: int, as_of: date, *, archived: bool = False, only: frozenset[int] | None = None
) -> list[CampaignLine]:
    """Every campaign on record by the end of a day, by falling spend and name; archived ones if asked.

    `only` is what `visible_ids` says of the one who asks: None for all.
    """
    lines = keep(organisation_id, ("campaign lines", as_of), lambda: _every_line(organisation_id, as_of))
    return [line for line in lines if (archived or not line.archived) and (only is None or line.id in only)]


def _every_line(organisation_id: int, as_of: date) -> tuple[CampaignLine, ...]:
    """Those of all campaigns, archived ones too."""
    scene = look(organisation_id, as_of)
    lines = [campaign_line(scene, campaign) for campaign in scene.reading.campaigns]
    return tuple(sorted(lines, key=lambda line: (-sum(money.amount for money in line.spend), line.name)))


def campaign_line(scene: Scene, campaign: int) -> CampaignLine:
    """The line of one campaign of the scene."""
    data = scene.reading.campaigns[campaign][-1].data
    unit = scene.campaigns.get(campaign)
    days = unit.all_days if unit else ()
    return CampaignLine(
        id=campaign,
        version=scene.reading.campaigns[campaign][-1].number,
        code=data["code"],
        name=data["name"],
        kind=data["kind"],
        campaign_class=data["class"],
        unit=data.get("unit", ""),
        owner=data["owner"],
        strangers=resolve(data["owner"], scene.known).unknown,
        objective=_objective_name(scene, data["objective"]),
        channels=tuple(data["channels"]),
        start=as_day(data["start"]),
        end=as_day(data["end"]),
        archived=data["archived"],
        spend=tuple(Money(amount, code) for code, amount in sorted(by_currency(days).items())),
        caps=_caps(data["caps"]),
        caps_waiting=waiting_caps(scene, campaign),
        keys=tuple(one.key for one in unit.mapped) if unit else (),
        requirements=len(scene.reading.requirements.get(campaign, {})),
        is_approved=campaign in scene.reading.plan_approvals,
        assumption=assumed(days),
    )


def _objective_name(scene: Scene, objective: int | None) -> str:
    states: Sequence[State] = scene.reading.objectives.get(objective or 0, ())
    return str(states[-1].data["name"]) if states else ""


def _caps(lines: Sequence[dict[str, str]]) -> tuple[Money, ...]:
    """The caps of all windows, summed per currency."""
    sums: dict[str, Decimal] = {}
    for line in lines:
        sums[line["currency"]] = sums.get(line["currency"], Decimal(0)) + Decimal(line["cap"])
    return tuple(Money(amount, code) for code, amount in sorted(sums.items()))
