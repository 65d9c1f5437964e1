"""A campaign in the air for the tests: cap, requirement, spend, all by the product's own actions."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from cast import Cast
from riser.foundation.roles import Act
from riser.plan import actions as plan
from riser.plan.tests.spend import daily, key, load
from riser.plan.words import CampaignKind, Topic


@dataclass(frozen=True)
class Flown:
    """A campaign with one requirement that spent a tenth of its cap of 1,000 a day."""

    campaign: int
    requirement: int
    first: date

    def day(self, number: int) -> date:
        """The day so many days after the first spend."""
        return self.first + timedelta(days=number)


def at(day: date, hour: int = 12) -> datetime:
    """A moment of a day."""
    return datetime.combine(day, time(hour), UTC)


def act_on(cast: Cast, name: str, day: date, hour: int = 12) -> Act:
    """What somebody does on a day."""
    return cast.act(name, now=at(day, hour))


def fly(
    cast: Cast,
    folder: Path,
    first: date,
    *,
    days: int,
    name: str = "Spring",
    length: int = 20,
    per_day: int = 100,
    kind: CampaignKind = CampaignKind.CAMPAIGN,
) -> Flown:
    """Bob's campaign with a cap approved before the first spend, and spend on its first `days` days."""
    before, last = first - timedelta(days=10), first + timedelta(days=length - 1)
    cleo, end = act_on(cast, "Cleo", before), None if kind == CampaignKind.PROGRAMME else last
    campaign = plan.create_campaign(cleo, name=name, kind=kind, owner="Bob", start=first, end=end)
    plan.map_key(cleo, campaign_id=campaign.pk, key=key(name))
    plan.set_cap(
        cleo, campaign_id=campaign.pk, amount=Decimal(1000), currency="EUR", from_day=first, to_day=last
    )
    bob = act_on(cast, "Bob", before + timedelta(days=1))
    plan.approve(bob, campaign_id=campaign.pk, topic=Topic.CAP)
    asked = plan.add_requirement(
        cleo,
        campaign_id=campaign.pk,
        name="Orders",
        metric="cost per order",
        operator="<=",
        bound=Decimal(30),
        unit="EUR",
        window_from=first,
        window_to=last,
        source="Shop orders",
        acceptor="Bob",
    )
    spent = first + timedelta(days=days)
    load(act_on(cast, "Cleo", spent, 6), folder, name, daily(first, days, per_day))
    return Flown(campaign.pk, asked.pk, first)
