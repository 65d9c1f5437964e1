"""What rooms that read results ask of plans: the flight with its caps and spend, and what was to be reached.

Values are frozen; every call has a constant number of queries.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from riser.foundation.evidence import Fact
from riser.foundation.kept import keep
from riser.foundation.periods import Period
from riser.plan.evidence.budget import cap_lines
from riser.plan.evidence.judged import Judged, fact
from riser.plan.evidence.ledger import Unit
from riser.plan.evidence.reading import State, as_day
from riser.plan.evidence.scene import Scene, look, state_on
from riser.plan.rules.caps import CapLine
from riser.plan.rules.practices import Spending
from riser.plan.sentences import readable


@dataclass(frozen=True, slots=True)
class Flight:
    """One campaign, or one quarter of a programme, as its money ran.

    `spend` is that of the whole campaign by day, in `currency`, the one most was spent in; `lines` are its
    approved caps in that currency. `begins` and `ends` are the days of the plan. `window` is the quarter of a
    programme. `open` is the fact of one that cannot be judged yet, with its sentence. `assumed`: the currency
    of the spend is.
    """

    instance: str
    campaign: int
    name: str
    window: Period | None
    begins: date | None
    ends: date | None
    spending: Spending
    currency: str
    spend: Mapping[date, Decimal]
    lines: tuple[CapLine, ...]
    open: Fact | None
    assumed: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A campaign and whose it is: members who own it and members named for a part of it, by id."""

    campaign: int
    code: str
    name: str
    owner: str
    owners: frozenset[int]
    named: frozenset[int]
    start: date | None
    end: date | None
    archived: bool


@dataclass(frozen=True, slots=True)
class Terms:
    """A requirement as one version says it; "" and None are not agreed. `number` is that version."""

    number: int
    name: str
    metric: str
    operator: str
    bound: Decimal | None
    unit: str
    from_day: date | None
    to_day: date | None
    source: str
    acceptor: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A requirement: what was agreed when the first money ran, and as it stands now.

    `since` is that day: T0 of its campaign, where no source shows one the planned start, else the first day
    of its window. `agreed` is None where it was written later. `ends` is the last day of the campaign's plan.
    `amount` is the campaign's spend in `currency`, `shared_by` how many requirements it has.
    """

    id: int
    campaign: int
    campaign_name: str
    since: date | None
    agreed: Terms | None
    now: Terms
    spending: Spending
    ends: date | None
    amount: Decimal
    currency: str
    shared_by: int

    @property
    def title(self) -> str:
        """The requirement with its campaign, as lists of several campaigns show it."""
        return f"{self.now.name} · {self.campaign_name}"


def flights(organisation_id: int, as_of: date, go_live: date | None = None) -> dict[str, Flight]:
    """Every campaign and programme-quarter, by the id of its instance."""
    scene = look(organisation_id, as_of, go_live)
    return {name: _flight(scene, unit) for name, unit in scene.books.units.items()}


def asked(organisation_id: int, as_of: date, go_live: date | None = None) -> dict[int, Asked]:
    """Every requirement that still stands, by id."""
    scene = look(organisation_id, as_of, go_live)
    return {
        pk: _asked(scene, campaign, pk, states)
        for campaign, histories in scene.reading.requirements.items()
        if campaign in scene.reading.campaigns
        for pk, states in histories.items()
    }


def parts(organisation_id: int, as_of: date) -> dict[int, Part]:
    """Every campaign with whose it is, by id."""
    return dict(keep(organisation_id, ("parts", as_of), lambda: _parts(organisation_id, as_of)))


def _parts(organisation_id: int, as_of: date) -> dict[int, Part]:
    scene = look(organisation_id, as_of)
    return {pk: _part(scene, pk, states[-1].data) for pk, states in scene.reading.campaigns.items()}


def _part(scene: Scene, campaign: int, data: Mapping[str, Any]) -> Part:
    roles = (states[-1].data for states in scene.reading.roles.get(campaign, {}).values())
    return Part(
        campaign=campaign,
        code=data["code"],
        name=data["name"],
        owner=data["owner"],
        owners=frozenset(data["owners"]),
        named=frozenset(one["member"] for one in roles if one["member"] is not None),
        start=as_day(data["start"]),
        end=as_day(data["end"]),
        archived=data["archived"],
    )


def _flight(scene: Scene, unit: Unit) -> Flight:
    spending, data = scene.spending(unit), unit.plan.data
    verdict = spending.open()
    return Flight(
        instance=unit.id,
        campaign=unit.campaign,
        name=data["name"],
        window=unit.window,
        begins=as_day(data["start"]),
        ends=as_day(data["end"]),
        spending=spending,
        currency=unit.currency,
        spend=unit.all_in(unit.currency),
        lines=tuple(line for line in cap_lines(scene, unit.campaign) if line.currency == unit.currency),
        open=fact(Judged(verdict=verdict, sentence=""), unit, spending) if verdict else None,
        assumed=any(row.assumed for row in unit.days),
    )


def _asked(scene: Scene, campaign: int, pk: int, states: tuple[State, ...]) -> Asked:
    plan, unit = scene.reading.campaigns[campaign][-1].data, scene.campaigns.get(campaign)
    now = _terms(states[-1])
    spending = _whole(scene, campaign)
    since = spending.first or as_day(plan["start"]) or now.from_day
    agreed = state_on(states, since) if since else None
    return Asked(
        id=pk,
        campaign=campaign,
        campaign_name=plan["name"],
        since=since,
        agreed=_terms(agreed) if agreed else None,
        now=now,
        spending=spending,
        ends=as_day(plan["end"]),
        amount=sum(unit.all_in(unit.currency).values(), Decimal(0)) if unit else Decimal(0),
        currency=unit.currency if unit else "",
        shared_by=len(scene.reading.requirements[campaign]),
    )


def _whole(scene: Scene, campaign: int) -> Spending:
    """The money of a campaign as a whole: a requirement is not renewed with every quarter of a programme."""
    start = as_day(scene.reading.campaigns[campaign][-1].data["start"])
    started = start is None or start <= scene.reading.as_of
    unit = scene.campaigns.get(campaign)
    if unit is None:
        return Spending(covered=False, started=started)
    days = sorted({row.day for row in unit.all_days if row.spend > 0})
    return Spending(
        covered=scene.spending(unit).covered or bool(days),
        started=started,
        first=days[0] if days else None,
        last=days[-1] if days else None,
    )


def _terms(state: State) -> Terms:
    data: Mapping[str, Any] = state.data
    return Terms(
        number=state.number,
        name=readable(data["name"]),
        metric=data["metric"],
        operator=data["operator"],
        bound=None if data["bound"] is None else Decimal(data["bound"]),
        unit=data["unit"],
        from_day=as_day(data["from"]),
        to_day=as_day(data["to"]),
        source=data["source"],
        acceptor=data["acceptor"],
    )
