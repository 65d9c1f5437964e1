"""Stored campaigns as rows of the grid: what is there already, in the words one would type."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from riser.foundation.money import Money
from riser.plan.evidence.scene import Scene, look
from riser.plan.queries.campaigns import CampaignLine, campaign_line
from riser.plan.queries.waiting import WaitingCap
from riser.plan.sentences import SIGNS


@dataclass(frozen=True, slots=True)
class StoredRow:
    """A campaign in the grid. `fixed` names cells that hold several values and are changed on its page."""

    id: int
    name: str
    campaign_class: str
    start: date | None
    end: date | None
    spend: tuple[Money, ...]
    cells: Mapping[str, str]
    fixed: frozenset[str]
    caps_waiting: tuple[WaitingCap, ...]
    strangers: tuple[str, ...]


def stored_rows(organisation_id: int, as_of: date) -> list[StoredRow]:
    """Every campaign that is not archived, by falling spend; a constant number of queries."""
    scene = look(organisation_id, as_of)
    lines = [campaign_line(scene, campaign) for campaign in scene.reading.campaigns]
    rows = [_row(scene, line) for line in lines if not line.archived]
    return sorted(rows, key=lambda row: (-sum(money.amount for money in row.spend), row.name))


def _row(scene: Scene, line: CampaignLine) -> StoredRow:
    requirements = list(scene.reading.requirements.get(line.id, {}).values())
    caps = list(scene.reading.lines.get(line.id, {}).values())
    asked, capped = [one[-1].data for one in requirements], [one[-1].data for one in caps]
    cells = {
        "owner": line.owner,
        "objective": line.objective,
        "requirement": "; ".join(_bound(data) for data in asked),
        "cap": "; ".join(f"{_number(data['cap'])} {data['currency']}" for data in capped),
    }
    fixed = {name for name, found in (("requirement", asked), ("cap", capped)) if len(found) > 1}
    return StoredRow(
        id=line.id,
        name=line.name,
        campaign_class=line.campaign_class,
        start=line.start,
        end=line.end,
        spend=line.spend,
        cells=cells,
        fixed=frozenset(fixed),
        caps_waiting=line.caps_waiting,
        strangers=line.strangers,
    )


def _bound(data: Mapping[str, str]) -> str:
    sign = SIGNS.get(data["operator"], data["operator"])
    parts = (data["metric"], sign, data["bound"] and _number(data["bound"]), data["unit"])
    return " ".join(part for part in parts if part)


def _number(text: str) -> str:
    """As one would type it: no trailing zeros, no thousands, never three decimals that look like them."""
    plain = f"{Decimal(text).normalize():f}"
    _whole, _point, fraction = plain.partition(".")
    return f"{plain}0" if len(fraction) == 3 else plain
