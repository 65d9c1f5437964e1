"""What rooms above ask of plans and their money: the eve of a launch, the launch itself, work from elsewhere.

Values are frozen; every call has a constant number of queries.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from riser.connect.rules.facts import CampaignDay
from riser.connect.rules.work import EvidenceKind, WorkItem
from riser.foundation.approvals import holding
from riser.foundation.evidence import Fact, RecordRef, SignalContext
from riser.foundation.kept import keep
from riser.plan.evidence.judged import Judged, fact
from riser.plan.evidence.ledger import Unit
from riser.plan.evidence.links import link_check
from riser.plan.evidence.reading import Reading, Signed, State, as_day
from riser.plan.evidence.requirements import missing_fields
from riser.plan.evidence.scene import Scene, look
from riser.plan.evidence.signals import unplanned
from riser.plan.queries.waiting import is_approved
from riser.plan.rules.owners import resolve
from riser.plan.rules.preflight import PlannedBound, PlannedCap, PlannedKey, PlannedLink, Preflight
from riser.plan.sentences import readable
from riser.plan.words import Kind, Topic


@dataclass(frozen=True, slots=True)
class Launched:
    """One campaign, or one quarter of a programme, as far as its launch is concerned.

    `first` is T0, the first day with spend, and `last` the newest. `open` is the fact of an instance that
    cannot be judged yet, with its sentence: no source shows its money, or it has not begun. `go` is its first
    GO wherever it was given; `go_by_another` says whether asker and giver differ. `days` are its
    campaign-days in their order, `urls` its landing links.
    """

    instance: str
    campaign: int
    campaign_class: str
    first: date | None
    last: date | None
    open: Fact | None
    go: Signed | None
    go_by_another: bool
    days: tuple[CampaignDay, ...]
    urls: tuple[str, ...]


def first_spend(organisation_id: int, as_of: date) -> dict[int, date]:
    """T0 of every campaign that has spent by a day."""
    scene = look(organisation_id, as_of)
    return {pk: day for pk, unit in scene.campaigns.items() if (day := _first(unit)) is not None}


def launched(organisation_id: int, as_of: date, go_live: date) -> dict[str, Launched]:
    """Every campaign and programme-quarter, by the id of its instance."""
    scene = look(organisation_id, as_of, go_live)
    return {name: _launched(scene, unit) for name, unit in scene.books.units.items()}


def strays(context: SignalContext) -> dict[str, Fact]:
    """What unplanned spend shows of every practice that a plan would have asked for, by instance."""
    scene = look(context.organisation_id, context.as_of, context.go_live)
    return {name: unplanned(scene, days, context) for name, days in scene.books.unplanned.items()}


def work_of_campaigns(
    organisation_id: int, as_of: date, kinds: Collection[EvidenceKind]
) -> dict[int, tuple[WorkItem, ...]]:
    """What other tools recorded of each campaign, oldest first."""
    desk = look(organisation_id, as_of).desk
    return {
        pk: tuple(
            sorted((one.item for one in lines if one.item.kind in kinds), key=lambda one: one.happened_at)
        )
        for pk, lines in desk.by_campaign.items()
    }


def preflights(
    organisation_id: int, as_of: date, only: Collection[int] | None = None
) -> dict[int, Preflight]:
    """Every campaign as its plan stands on a day, by id; `only` of these campaigns, where `only` is given.

    Then no plan names a campaign outside of it: a guest learns that a key is taken, not by whom.
    """
    asked = ("preflights", as_of, None if only is None else frozenset(only))
    return dict(keep(organisation_id, asked, lambda: _preflights(organisation_id, as_of, None, only)))


def preflights_of(
    organisation_id: int, as_of: date, campaigns: Collection[int], only: Collection[int] | None = None
) -> dict[int, Preflight]:
    """The same for these campaigns alone: a signature at one gate does not look at every other plan."""
    return _preflights(organisation_id, as_of, frozenset(campaigns), only)


def _preflights(
    organisation_id: int, as_of: date, campaigns: Collection[int] | None, only: Collection[int] | None
) -> dict[int, Preflight]:
    scene = look(organisation_id, as_of)
    roles = _roles(scene.reading)
    sharers, check = _sharers(scene.reading, only), link_check(organisation_id, scene)
    asked = [pk for pk in scene.reading.campaigns if campaigns is None or pk in campaigns]
    wanted = [pk for pk in asked if only is None or pk in only]
    cases = {pk: RecordRef(Kind.CAMPAIGN, str(pk)) for pk in wanted}
    held = holding(organisation_id, Topic.PLAN, list(cases.values()))
    return {
        pk: _preflight(scene, pk, roles.get(pk, ()), sharers, check, is_held=case in held)
        for pk, case in cases.items()
    }


def _launched(scene: Scene, unit: Unit) -> Launched:
    spending, go = scene.spending(unit), scene.go(unit)
    verdict = spending.open()
    states = scene.reading.links.get(unit.campaign, {}).values()
    return Launched(
        instance=unit.id,
        campaign=unit.campaign,
        campaign_class=str(unit.plan.data["class"]),
        first=spending.first,
        last=spending.last,
        open=fact(Judged(verdict=verdict, sentence=""), unit, spending) if verdict else None,
        go=go,
        go_by_another=go is not None and _differ(go),
        days=unit.days,
        urls=tuple(one[-1].data["url"] for one in states if not one[-1].data.get("deleted")),
    )


def _differ(go: Signed) -> bool:
    """Whether asker and giver are two persons: by their membership, by name where a record only names them.

    Where nobody is named as asker, nothing shows it.
    """
    if go.requester is not None and go.approver is not None:
        return go.requester != go.approver
    return bool(go.requested_by) and go.requested_by.casefold() != go.approver_name.casefold()


def _first(unit: Unit) -> date | None:
    return min((day.day for day in unit.all_days if day.spend > 0), default=None)


def _preflight(
    scene: Scene,
    campaign: int,
    roles: Iterable[tuple[str, str]],
    sharers: Mapping[int, tuple[str, ...]],
    check: Callable[[str], tuple[str, ...]],
    *,
    is_held: bool,
) -> Preflight:
    reading, states = scene.reading, scene.reading.campaigns[campaign]
    newest, unit = states[-1], scene.campaigns.get(campaign)
    data = newest.data
    active, strangers = _owners(scene, newest)
    approvals = reading.plan_approvals.get(campaign, ())
    go = scene.go(unit) if unit else None
    return Preflight(
        campaign=campaign,
        code=data["code"],
        name=data["name"],
        campaign_class=data["class"],
        archived=data["archived"],
        start=as_day(data["start"]),
        end=as_day(data["end"]),
        version=newest.number,
        approved_version=max((sign.number for sign in approvals), default=None),
        approved=bool(approvals) and is_held,
        author=newest.author,
        owner=data["owner"],
        owners=active,
        strangers=strangers,
        roles=tuple(roles),
        caps=tuple(_cap(scene, one) for one in _standing(reading.lines.get(campaign, {}))),
        bounds=tuple(_bound(one) for one in _standing(reading.requirements.get(campaign, {}))),
        links=tuple(_link(one, check) for one in _standing(reading.links.get(campaign, {}))),
        keys=tuple(
            PlannedKey(one.id, one.key, sharers.get(one.id, ())) for one in (unit.mapped if unit else ())
        ),
        first_spend=_first(unit) if unit else None,
        go_by=go.approver_name if go else "",
        go_on=go.moment.day if go else None,
    )


def _standing(histories: Mapping[int, tuple[State, ...]]) -> list[State]:
    """The newest state of each record, without those that were taken away."""
    return [states[-1] for states in histories.values() if not states[-1].data.get("deleted")]


def _owners(scene: Scene, newest: State) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Active members named as owner, and names behind which stands none."""
    found = resolve(newest.data["owner"], scene.known)
    names = {person.member_id: person.name for person in scene.reading.people}
    gone = tuple(names[one] for one in found.members if scene.left_on.get(one) is not None)
    return tuple(one for one in found.members if scene.left_on.get(one) is None), (*found.unknown, *gone)


def _cap(scene: Scene, state: State) -> PlannedCap:
    signs = [sign for sign in scene.reading.cap_approvals.get(state.id, ()) if sign.data]
    approved = Decimal(signs[-1].data["cap"]) if signs else None
    return PlannedCap(
        id=state.id,
        cap=Decimal(state.data["cap"]),
        currency=state.data["currency"],
        from_day=date.fromisoformat(state.data["from"]),
        to_day=date.fromisoformat(state.data["to"]),
        approved=Decimal(state.data["cap"]) if is_approved(scene, state) else approved,
    )


def _bound(state: State) -> PlannedBound:
    return PlannedBound(state.id, readable(state.data["name"]), missing_fields(state.data))


def _link(state: State, check: Callable[[str], tuple[str, ...]]) -> PlannedLink:
    return PlannedLink(state.id, state.data["url"], check(state.data["url"]))


def _roles(reading: Reading) -> dict[int, tuple[tuple[str, str], ...]]:
    """Per campaign the (word, name) pairs of its named roles."""
    return {
        campaign: tuple(sorted((one.data["role"], one.data["name"]) for one in _standing(records)))
        for campaign, records in reading.roles.items()
    }


def _sharers(reading: Reading, only: Collection[int] | None) -> dict[int, tuple[str, ...]]:
    """Per mapping the names of other campaigns that hold the same platform campaign on some of its days."""
    by_key: dict[tuple[str, str, str], list[State]] = defaultdict(list)
    for state in _standing(reading.keys):
        data = state.data
        if data["campaign"] in reading.campaigns:
            by_key[(data["source"], data["account"], data["key"])].append(state)
    return {
        one.id: tuple(_name(reading, other, only) for other in states if _clash(one, other))
        for states in by_key.values()
        for one in states
    }


def _clash(one: State, other: State) -> bool:
    starts = max(as_day(one.data["from"]) or date.min, as_day(other.data["from"]) or date.min)
    ends = min(as_day(one.data["to"]) or date.max, as_day(other.data["to"]) or date.max)
    return one.data["campaign"] != other.data["campaign"] and starts <= ends


def _name(reading: Reading, state: State, only: Collection[int] | None) -> str:
    if only is not None and state.data["campaign"] not in only:
        return _("a campaign of others")
    return str(reading.campaigns[state.data["campaign"]][-1].data["name"])
