"""A campaign that stands ready before the gate, made by the product's own actions; tests spoil one thing."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from cast import Cast
from riser.foundation.evidence import PlatformKey
from riser.foundation.models import AuditEvent, RecordVersion
from riser.foundation.roles import Act
from riser.launch import actions
from riser.launch.actions import NamedSystem, Signing
from riser.launch.fetching import Answer
from riser.launch.lists import check_list
from riser.launch.queries import report
from riser.launch.words import Check, Decision, Kind, Purpose, Result
from riser.plan import actions as plan
from riser.plan.words import CampaignClass, RoleWord, Topic

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LINK = "https://shop.example/spring?utm_source=google&utm_medium=cpc&utm_campaign=spring"
KEY = PlatformKey("google_ads", "1000000001", "c1")
BUDGET = Check.PLATFORM_BUDGET_WITHIN_CAP
UNTIL = NOW.date() + timedelta(days=20)
SYSTEMS = (NamedSystem("ad platform", Purpose.BID), NamedSystem("web analytics", Purpose.COUNT))
BY_HAND = [
    one.code
    for one in check_list().lines.values()
    if one.asked.get("M") and not one.automatic and not one.each
]
START, END = date(2026, 3, 16), date(2026, 4, 12)


@dataclass(frozen=True)
class Ready:
    """The campaign and the people around it: Cleo prepares, Bob decides, Alice is the second decider."""

    cast: Cast
    campaign_id: int

    def act(self, name: str, *, minutes: int = 0, days: int = 0) -> Act:
        """What somebody does, so long after the plan was approved."""
        return self.cast.act(name, now=NOW + timedelta(days=days, minutes=minutes))

    def sign(self, code: str, *, name: str = "Cleo", result: Result = Result.PASS, **said: Any) -> None:
        """One signature, with something to look at."""
        signing = Signing(result, **({"evidence": "https://docs.example/proof"} | said))
        actions.sign_check(
            self.act(name, minutes=30), campaign_id=self.campaign_id, code=code, signing=signing
        )

    def sign_all(self) -> None:
        """Everything that stops a medium campaign until it is signed by hand, as the list says it."""
        for code in BY_HAND:
            self.sign(code)
        for system in ("ad platform", "web analytics"):
            self.sign(Check.TEST_CONVERSION, item=system, url="https://shop.example/thanks")

    def open_links(self, result: Result = Result.PASS) -> None:
        """The landing link, as if it had been opened."""
        answer = Answer(result, None, 200, 1, "https://shop.example/spring/")
        act = self.act("Cleo", minutes=20)
        actions.record_fetch(act, campaign_id=self.campaign_id, url=LINK, answer=answer)


def planned(cast: Cast, size: CampaignClass = CampaignClass.MEDIUM) -> Ready:
    """A campaign whose plan is whole and approved, and that never came to the gate."""
    act = cast.act("Cleo", now=NOW - timedelta(days=5))
    row = plan.create_campaign(
        act,
        name="Spring",
        campaign_class=size,
        owner="Cleo",
        audience="Gardeners",
        channels=["search"],
        deliverables="Six ads",
        start=START,
        end=END,
    )
    plan.name_role(act, campaign_id=row.pk, role=RoleWord.ANALYST, name="Vera")
    plan.map_key(act, campaign_id=row.pk, key=KEY)
    plan.add_requirement(
        act,
        campaign_id=row.pk,
        name="CPA",
        metric="CPA",
        operator="<=",
        bound=Decimal(30),
        unit="EUR",
        baseline=Decimal(35),
        window_from=START,
        window_to=END,
        source="shop orders",
        acceptor="Bob",
    )
    plan.add_link(act, campaign_id=row.pk, url=LINK)
    plan.set_cap(act, campaign_id=row.pk, amount=Decimal(9000), currency="EUR", from_day=START, to_day=END)
    for topic in (Topic.CAP, Topic.PLAN):
        plan.approve(cast.act("Bob", now=NOW - timedelta(days=1)), campaign_id=row.pk, topic=topic)
    return Ready(cast, row.pk)


def ready(cast: Cast, size: CampaignClass = CampaignClass.MEDIUM) -> Ready:
    """The same with every check green."""
    made = planned(cast, size)
    made.open_links()
    made.sign_all()
    return made


def gate_of(made: Ready, *, days: int = 0) -> Decision:
    """What the gate says so many days later."""
    return report(made.cast.id, made.campaign_id, (NOW + timedelta(days=days)).date()).decision


def newest(kind: Kind) -> tuple[AuditEvent, RecordVersion]:
    """The newest event and version of a kind of record of this room."""
    return AuditEvent.objects.filter(case_kind=kind).latest("id"), RecordVersion.objects.filter(
        kind=kind
    ).latest("id")
