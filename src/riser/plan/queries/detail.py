"""One campaign with everything that hangs on it, for its page."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import accumulate

from django.utils.translation import gettext as _

from riser.foundation.approvals import is_approved as is_held
from riser.foundation.errors import NotFound
from riser.foundation.evidence import PlatformKey, RecordRef
from riser.foundation.models import AuditEvent
from riser.foundation.roles import DECIDERS
from riser.plan.evidence.budget import cap_lines, newest_check
from riser.plan.evidence.ledger import Unit, by_day
from riser.plan.evidence.links import link_check
from riser.plan.evidence.plans import filled_fields
from riser.plan.evidence.reading import Signed, State, as_day
from riser.plan.evidence.requirements import missing_fields
from riser.plan.evidence.scene import Scene, look
from riser.plan.models import Campaign
from riser.plan.queries.campaigns import campaign_line
from riser.plan.queries.pacing import campaign_pace
from riser.plan.queries.page import (
    CampaignDetail,
    CapEntry,
    Event,
    Guest,
    KeyLine,
    LinkLine,
    RequirementLine,
    Series,
    Signature,
    Waiting,
)
from riser.plan.queries.roles import campaign_roles
from riser.plan.queries.waiting import is_approved, waiting_caps
from riser.plan.rules.caps import CapLine, above_by_day
from riser.plan.rules.practices.plans import PLAN_FIELDS
from riser.plan.rules.preparers import Version, barred
from riser.plan.sentences import SIGNS, readable, verb
from riser.plan.words import Kind, Topic
from riser.ui import formats


def campaign_detail(organisation_id: int, campaign: int, as_of: date) -> CampaignDetail:
    """The campaign as it stood by the end of a day. Raises NotFound; a constant number of queries."""
    scene = look(organisation_id, as_of)
    if campaign not in scene.reading.campaigns:
        raise NotFound(_("There is no such campaign in this organisation."))
    newest, unit = scene.reading.campaigns[campaign][-1], scene.campaigns.get(campaign)
    filled = filled_fields(newest.data)
    return CampaignDetail(
        line=campaign_line(scene, campaign),
        audience=newest.data["audience"],
        deliverables=newest.data["deliverables"],
        objective_id=newest.data["objective"],
        objective_archived=_is_archived(scene, newest.data["objective"]),
        version=newest.number,
        sha256=newest.sha256,
        plan_missing=tuple(name for name in PLAN_FIELDS if name not in filled),
        requirements=_requirements(scene, campaign, unit),
        caps=_caps(scene, campaign, unit),
        keys=_keys(scene, unit),
        links=_links(organisation_id, scene, campaign),
        roles=campaign_roles(scene, campaign),
        guests=_guests(scene, campaign),
        copied_from=newest.data.get("copied_from"),
        pacing=campaign_pace(scene, campaign),
        check=newest_check(scene, campaign),
        signatures=_signatures(scene, campaign),
        waiting=_waiting(organisation_id, scene, campaign),
        events=_events(organisation_id, scene, campaign),
        series=_series(scene, campaign, unit),
    )


def _is_archived(scene: Scene, objective: int | None) -> bool:
    states = scene.reading.objectives.get(objective or 0, ())
    return bool(states) and bool(states[-1].data.get("archived"))  # older versions knew no archive


def _requirements(scene: Scene, campaign: int, unit: Unit | None) -> tuple[RequirementLine, ...]:
    carried = [one.requirement for one in unit.mapped] if unit else []
    carried += [one[-1].data["requirement"] for one in scene.reading.links.get(campaign, {}).values()]
    found = scene.reading.requirements.get(campaign, {})
    return tuple(_requirement(states[-1], carried.count(pk)) for pk, states in sorted(found.items()))


def _requirement(state: State, carriers: int) -> RequirementLine:
    data = state.data
    return RequirementLine(
        id=state.id,
        version=state.number,
        name=readable(data["name"]),
        metric=data["metric"],
        operator=data["operator"],
        sign=SIGNS.get(data["operator"], data["operator"]),
        bound=_decimal(data["bound"]),
        unit=data["unit"],
        baseline=_decimal(data["baseline"]),
        from_day=as_day(data["from"]),
        to_day=as_day(data["to"]),
        source=data["source"],
        acceptor=data["acceptor"],
        missing=missing_fields(data),
        carriers=carriers,
    )


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _caps(scene: Scene, campaign: int, unit: Unit | None) -> tuple[CapEntry, ...]:
    approved = {line.id: line for line in cap_lines(scene, campaign)}
    found = scene.reading.lines.get(campaign, {})
    entries = (_cap(scene, states[-1], approved.get(str(pk)), unit) for pk, states in found.items())
    return tuple(sorted(entries, key=lambda entry: (entry.from_day, entry.id)))


def _cap(scene: Scene, state: State, line: CapLine | None, unit: Unit | None) -> CapEntry:
    data = state.data
    from_day, to_day = date.fromisoformat(data["from"]), date.fromisoformat(data["to"])
    spend = by_day(unit.all_days, data["currency"]) if unit else {}
    waiting = {cap.line: cap for cap in waiting_caps(scene, int(data["campaign"]))}
    step = line.in_force(min(max(scene.reading.as_of, from_day), to_day)) if line else None
    return CapEntry(
        id=state.id,
        version=state.number,
        cap=Decimal(data["cap"]),
        currency=data["currency"],
        from_day=from_day,
        to_day=to_day,
        in_force=step.amount if step else None,
        is_approved=is_approved(scene, state),
        spent=sum((amount for day, amount in spend.items() if from_day <= day <= to_day), Decimal(0)),
        above=sum(above_by_day([line], spend).values(), Decimal(0)) if line else Decimal(0),
        would_be_above=waiting[state.id].would_be_above.amount if state.id in waiting else Decimal(0),
    )


def _keys(scene: Scene, unit: Unit | None) -> tuple[KeyLine, ...]:
    if unit is None:
        return ()
    days: dict[PlatformKey, list[tuple[date, Decimal, str, str]]] = defaultdict(list)
    for row in unit.all_days:
        days[row.key].append((row.day, row.spend, row.currency, row.campaign_name))
    requirements = scene.reading.requirements.get(unit.campaign, {})
    found = []
    for mapped in unit.mapped:
        rows = days.get(mapped.key, [])
        asked: tuple[State, ...] = requirements.get(mapped.requirement or 0, ())
        found.append(
            KeyLine(
                id=mapped.id,
                version=scene.reading.keys[mapped.id][-1].number,
                key=mapped.key,
                from_day=mapped.from_day,
                to_day=mapped.to_day,
                name=rows[-1][3] if rows else "",
                spend=sum((row[1] for row in rows), Decimal(0)),
                currency=rows[-1][2] if rows else "",
                first_day=min((row[0] for row in rows if row[1] > 0), default=None),
                last_day=max((row[0] for row in rows if row[1] > 0), default=None),
                mapped_on=mapped.mapped_on,
                requirement=readable(asked[-1].data["name"]) if asked else "",
                requirement_id=mapped.requirement,
            )
        )
    return tuple(found)


def _links(organisation_id: int, scene: Scene, campaign: int) -> tuple[LinkLine, ...]:
    check = link_check(organisation_id, scene)
    requirements = scene.reading.requirements.get(campaign, {})
    found = []
    for states in scene.reading.links.get(campaign, {}).values():
        data = states[-1].data
        asked: tuple[State, ...] = requirements.get(data["requirement"] or 0, ())
        found.append(
            LinkLine(
                id=states[-1].id,
                version=states[-1].number,
                url=data["url"],
                findings=check(data["url"]),
                requirement=readable(asked[-1].data["name"]) if asked else "",
                requirement_id=data["requirement"],
            )
        )
    return tuple(found)


def _guests(scene: Scene, campaign: int) -> tuple[Guest, ...]:
    """Who works on it from outside; one query. Who left the house is none any more."""
    ids = set(Campaign.objects.filter(pk=campaign).values_list("guests", flat=True))
    here = (one for one in scene.reading.people if one.is_active and one.member_id in ids)
    return tuple(Guest(one.member_id, one.name) for one in here)


def _signatures(scene: Scene, campaign: int) -> tuple[Signature, ...]:
    reading = scene.reading
    signs: list[Signed] = [*reading.plan_approvals.get(campaign, ()), *reading.go_approvals.get(campaign, ())]
    for line in reading.lines.get(campaign, {}):
        signs += reading.cap_approvals.get(line, ())
    newest_first = sorted(signs, key=lambda sign: sign.moment.at, reverse=True)
    return tuple(_signature(sign) for sign in newest_first)


def _signature(sign: Signed) -> Signature:
    is_cap = sign.topic == Topic.CAP and sign.data
    return Signature(
        topic=sign.topic,
        approver=sign.approver_name,
        requested_by=sign.requested_by,
        at=sign.moment.at,
        provenance=sign.moment.provenance,
        number=sign.number,
        amount=formats.money(Decimal(sign.data["cap"]), sign.data["currency"]) if is_cap else "",
    )


def _waiting(organisation_id: int, scene: Scene, campaign: int) -> tuple[Waiting, ...]:
    """The topics that no approval holds for. GO is asked for once the plan is approved."""
    reading, plan = scene.reading, scene.reading.campaigns[campaign]
    plans, gos = reading.plan_approvals.get(campaign, ()), reading.go_approvals.get(campaign, ())
    caps = [one for one in reading.lines.get(campaign, {}).values() if not is_approved(scene, one[-1])]
    found = []
    case = RecordRef(Kind.CAMPAIGN, str(campaign))
    if not plans or not is_held(organisation_id, case, Topic.PLAN):
        found.append(_waits(scene, Topic.PLAN, [plan]))
    if caps:  # one yes approves every cap that waits
        found.append(_waits(scene, Topic.CAP, caps))
    if plans and not gos:
        found.append(_waits(scene, Topic.GO, [plan]))
    return tuple(found)


def _waits(scene: Scene, topic: Topic, records: Sequence[Sequence[State]]) -> Waiting:
    written = [[Version(state.author, state.data) for state in states] for states in records]
    # A cap is nobody's request: only the plan began as one.
    request = scene.reading.accepted.get(records[-1][-1].id) if topic == Topic.PLAN else None
    askers = request.askers if request else None
    no = frozenset().union(
        *(barred(versions, is_go=topic == Topic.GO, askers=askers) for versions in written)
    )
    deciders = {one.member_id for one in scene.reading.people if one.is_active and one.role in DECIDERS}
    return Waiting(topic, records[-1][-1].number, frozenset(deciders - no))


def _events(organisation_id: int, scene: Scene, campaign: int) -> tuple[Event, ...]:
    """The newest events of the campaign and of everything that hangs on it; one query."""
    reading = scene.reading
    mapped = [str(pk) for pk, states in reading.keys.items() if states[-1].data["campaign"] == campaign]
    cases: dict[str, list[str]] = {
        Kind.CAMPAIGN: [str(campaign)],
        Kind.REQUIREMENT: [str(pk) for pk in reading.requirements.get(campaign, {})],
        Kind.BUDGET_LINE: [str(pk) for pk in reading.lines.get(campaign, {})],
        Kind.LINK: [str(pk) for pk in reading.links.get(campaign, {})],
        Kind.PLATFORM_LINK: mapped,
        Kind.CAMPAIGN_ROLE: [str(pk) for pk in reading.roles.get(campaign, {})],
    }
    for kind, ids in cases.items():
        gone = reading.gone.get(Kind(kind), {})
        ids.extend(str(pk) for pk, states in gone.items() if states[-1].data["campaign"] == campaign)
    rows = AuditEvent.objects.none()
    for case, ids in cases.items():
        rows |= AuditEvent.objects.filter(organisation_id=organisation_id, case_kind=case, case_id__in=ids)
    newest = rows.filter(happened_at__date__lte=reading.as_of).order_by("-recorded_at", "-id")[:40]
    return tuple(_event(row) for row in newest)


def _event(row: AuditEvent) -> Event:
    claimed = row.happened_at.date() if row.happened_at.date() != row.recorded_at.date() else None
    return Event(row.case_kind, verb(row.verb), row.actor_name, row.recorded_at, claimed)


def _series(scene: Scene, campaign: int, unit: Unit | None) -> Series | None:
    """The running total in the currency of most spend; None without spend."""
    if unit is None or not any(row.spend > 0 for row in unit.all_days):
        return None
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for row in unit.all_days:
        sums[row.currency] += row.spend
    currency = max(sums, key=lambda code: sums[code])
    ran = {day: amount for day, amount in by_day(unit.all_days, currency).items() if amount > 0}
    days = sorted(ran.items())
    totals = accumulate(amount for _day, amount in days)
    lines = tuple(line for line in cap_lines(scene, campaign) if line.currency == currency)
    return Series(currency, tuple((day, total) for (day, _a), total in zip(days, totals, strict=True)), lines)
