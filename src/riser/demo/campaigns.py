"""How the demo's campaigns come about: planned, asked for, approved, checked, launched, overspent."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from django.db import transaction

from riser.demo.cast import Cast, Happening
from riser.demo.scenario import Account, Campaign, Scenario
from riser.foundation.approvals.giving import lock_newest, sign
from riser.foundation.evidence import PlatformKey, RecordRef
from riser.launch import actions as launch
from riser.launch.words import Result
from riser.plan import actions as plan
from riser.plan.words import PLATFORM_BUDGET_CHECK, CampaignClass, CampaignKind, Decision, Kind, Topic

AUTHOR, APPROVER, FINANCE, ANALYST = "Priya Nair", "Jonas Weber", "Tom Becker", "李薇"
WRITTEN, ASKED, CAP_APPROVED, CHECKED = -20, -17, -16, -3  # days before the first spend
BEFORE_WORK = -32  # since the house keeps its work on a board, the plan stands before it begins


@dataclass
class Desk:
    """What the campaigns need to know of each other: ids by the scenario's keys."""

    scenario: Scenario
    cast: Cast
    objectives: dict[str, int] = field(default_factory=dict)
    campaigns: dict[str, int] = field(default_factory=dict)
    requirements: dict[str, int] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    requests: dict[str, int] = field(default_factory=dict)


def campaign_happenings(desk: Desk) -> Iterator[Happening]:
    """Everything that is done about objectives and campaigns before a gate."""
    scenario = desk.scenario
    for entry in scenario.objectives:
        yield Happening(entry["day"], 10, partial(_objective, desk, entry))
    for campaign in scenario.campaigns:
        for x, hour, step in _steps(campaign):
            day = campaign.from_day + x
            if day <= scenario.days:  # what lies ahead has not happened
                yield Happening(day, hour, partial(step, desk, campaign, day, hour))


Step = Callable[[Desk, Campaign, int, int], object]


def _steps(campaign: Campaign) -> Iterator[tuple[int, int, Step]]:
    if campaign.habits:
        yield from _since_the_gate(campaign)
        return
    yield WRITTEN, 9, _write
    if campaign.requirement:
        yield WRITTEN, 11, _require
    yield WRITTEN, 12, _map
    if campaign.declared_by:
        yield campaign.days + 20, 10, _declare
        return
    if campaign.cap is not None:
        yield CAP_APPROVED, 10, _approve_cap
        if campaign.prepared is None:
            yield CHECKED, 10, _check_budget
    yield campaign.plan_approved, 11, _approve_plan
    yield campaign.go, 15, _go
    if campaign.raised:
        yield campaign.raised[0], 10, _raise


def _since_the_gate(campaign: Campaign) -> Iterator[tuple[int, int, Step]]:
    """The plan stands before work on it begins; what happens at the gate is told in gate.py."""
    yield BEFORE_WORK, 9, _write
    yield BEFORE_WORK, 11, _require
    yield BEFORE_WORK, 12, _map
    yield BEFORE_WORK + 2, 10, _approve_cap
    asked = campaign.habit("asked", "plain")
    yield BEFORE_WORK + 2, 11, _submit
    if asked == "sent_back":
        yield BEFORE_WORK + 3, 9, _send_back
        yield BEFORE_WORK + 3, 14, _mend
    if asked == "delegated":
        yield BEFORE_WORK + 3, 9, _delegate
    yield BEFORE_WORK + 4, 11, _decide_plan


def _submit(desk: Desk, campaign: Campaign, day: int, hour: int) -> None:
    plan.submit(desk.cast.act(AUTHOR, day, hour), campaign_id=desk.campaigns[campaign.key])


def _send_back(desk: Desk, campaign: Campaign, day: int, hour: int) -> None:
    plan.send_back(
        desk.cast.act(APPROVER, day, hour),
        campaign_id=desk.campaigns[campaign.key],
        topic=Topic.PLAN,
        comment="Which two sizes, and who delivers the page? Write it into the deliverables.",
    )


def _mend(desk: Desk, campaign: Campaign, day: int, hour: int) -> None:
    plan.update_campaign(
        desk.cast.act(AUTHOR, day, hour),
        campaign_id=desk.campaigns[campaign.key],
        deliverables="Ads in 1:1 and 4:5 (Studio Brandt), one landing page (shop team), tracking links",
    )
    _submit(desk, campaign, day, hour + 1)


def _delegate(desk: Desk, campaign: Campaign, day: int, hour: int) -> None:
    plan.delegate(
        desk.cast.act(APPROVER, day, hour),
        campaign_id=desk.campaigns[campaign.key],
        topic=Topic.PLAN,
        to_member=desk.cast.members[FINANCE].pk,
        reason="I am at the fair until Friday.",
    )


def _decide_plan(desk: Desk, campaign: Campaign, day: int, hour: int) -> None:
    who = FINANCE if campaign.habit("asked", "plain") == "delegated" else APPROVER
    plan.approve(desk.cast.act(who, day, hour), campaign_id=desk.campaigns[campaign.key], topic=Topic.PLAN)


def _objective(desk: Desk, entry: Any) -> None:
    act = desk.cast.act(entry["by"], entry["day"], 10)
    row = plan.create_objective(
        act,
        name=entry["name"],
        metric=entry["metric"],
        baseline=Decimal(entry["baseline"]) if "baseline" in entry else None,
        target=Decimal(entry["target"]),
        unit=entry["unit"],
        due=desk.cast.calendar.day(entry["due"]),
        initiative=entry["initiative"],
        owner=entry["by"],
    )
    desk.objectives[entry["key"]] = row.pk


def _fields(desk: Desk, campaign: Campaign, start: date, end: date) -> dict[str, Any]:
    return {
        "name": campaign.name,
        "kind": CampaignKind(campaign.kind),
        "campaign_class": CampaignClass(campaign.campaign_class),
        "unit": campaign.unit,
        "owner": campaign.owner,
        "objective_id": desk.objectives[campaign.objective] if campaign.objective else None,
        "audience": "Home owners with a garden, newsletter readers excluded",
        "channels": [_place(desk, campaign).channel],
        "deliverables": "Ads in two sizes, one landing page, tracking links",
        "start": start,
        "end": None if campaign.kind == CampaignKind.PROGRAMME else end,
    }


def _write(desk: Desk, campaign: Campaign, day: int, hour: int) -> None:
    calendar, act = desk.cast.calendar, desk.cast.act(AUTHOR, day, hour)
    start, end = calendar.day(campaign.from_day), calendar.day(campaign.last_day)
    fields = _fields(desk, campaign, start, end)
    if campaign.key in desk.campaigns:  # the yes to a request made the draft
        row = plan.update_campaign(act, campaign_id=desk.campaigns[campaign.key], **fields)
    else:
        row = plan.create_campaign(act, **fields)
    desk.campaigns[campaign.key] = row.pk
    if campaign.cap is not None:
        line = plan.set_cap(
            act.at(act.now + timedelta(minutes=20)),
            campaign_id=row.pk,
            amount=campaign.cap,
            currency=desk.scenario.currency,
            from_day=start,
            to_day=max(end, calendar.day(desk.scenario.days + 60)) if campaign.kind == "programme" else end,
        )
        desk.lines[campaign.key] = line.pk


def _require(desk: Desk, campaign: Campaign, day: int, hour: int) -> None:
    calendar = desk.cast.calendar
    row = plan.add_requirement(
        desk.cast.act(AUTHOR, day, hour),
        campaign_id=desk.campaigns[campaign.key],
        name="Cost per first order",
        metric="CPA",
        operator="<=",
        bound=Decimal(60),
        unit=desk.scenario.currency,
        baseline=Decimal(68),
        window_from=calendar.day(campaign.from_day),
        window_to=calendar.day(campaign.from_day + campaign.days - 1),
        source="Shop orders",
        acceptor=APPROVER,
    )
    desk.requirements[campaign.key] = row.pk


def _map(desk: Desk, campaign: Campaign, day: int, hour: int) -> None:
    act, campaign_id = desk.cast.act(AUTHOR, day, hour), desk.campaigns[campaign.key]
    place, requirement_id = _place(desk, campaign), desk.requirements.get(campaign.key)
    for delivery in campaign.deliveries:
        key = PlatformKey(place.source, place.account, delivery.key)
        plan.map_key(act, campaign_id=campaign_id, key=key, requirement_id=requirement_id)
    for url in campaign.links or (landing_link(campaign),):
        plan.add_link(act, campaign_id=campaign_id, url=url, requirement_id=requirement_id)


def _approve_cap(desk: Desk, campaign: Campaign, day: int, hour: int) -> None:
    _approve(desk, campaign, FINANCE, Topic.CAP, day, hour)


def _approve_plan(desk: Desk, campaign: Campaign, day: int, hour: int) -> None:
    _approve(desk, campaign, APPROVER, Topic.PLAN, day, hour)


def _go(desk: Desk, campaign: Campaign, day: int, hour: int) -> None:
    """These campaigns ran before the house had a gate: somebody said GO, and nothing was checked."""
    act = desk.cast.act(APPROVER, day, hour)
    case = RecordRef(Kind.CAMPAIGN, str(desk.campaigns[campaign.key]))
    asked_at = desk.cast.calendar.at(day - 1, 16)
    with transaction.atomic():
        sign(act, case, lock_newest(act, case), Topic.GO, AUTHOR, asked_at)


def _approve(desk: Desk, campaign: Campaign, who: str, topic: Topic, day: int, hour: int) -> None:
    plan.approve(
        desk.cast.act(who, day, hour),
        campaign_id=desk.campaigns[campaign.key],
        topic=topic,
        requested_by=AUTHOR,
        requested_at=desk.cast.calendar.at(day - 1, 16),
    )


def _declare(desk: Desk, campaign: Campaign, day: int, hour: int) -> None:
    act, calendar = desk.cast.act(AUTHOR, day, hour), desk.cast.calendar
    before = calendar.day(campaign.from_day + ASKED)
    plan_ref = RecordRef(Kind.CAMPAIGN, str(desk.campaigns[campaign.key]))
    for case, topic in ((plan_ref, Topic.PLAN), (plan_ref, Topic.GO)):
        plan.declare_approval(
            act,
            case=case,
            topic=topic,
            approver_name=campaign.declared_by or "",
            on=before,
            requested_by=AUTHOR,
        )


def _check_budget(desk: Desk, campaign: Campaign, day: int, hour: int) -> None:
    launch.sign_check(
        desk.cast.act(ANALYST, day, hour),
        campaign_id=desk.campaigns[campaign.key],
        code=PLATFORM_BUDGET_CHECK,
        signing=launch.Signing(Result.PASS, evidence="Picture of the account's budgets"),
    )


def _raise(desk: Desk, campaign: Campaign, day: int, hour: int) -> None:
    amount = campaign.raised[1] if campaign.raised else None
    plan.decide_cap(
        desk.cast.act(FINANCE, day, hour),
        line_id=desk.lines[campaign.key],
        decision=Decision.RAISE,
        amount=amount,
    )


def _place(desk: Desk, campaign: Campaign) -> Account:
    return desk.scenario.accounts[campaign.account]


def landing_link(campaign: Campaign) -> str:
    """The link of its ads to its page, tagged as the house agreed."""
    page = campaign.key
    return (
        f"https://larkfield.example/{page}?utm_source=google&utm_medium=cpc&utm_campaign={page}"
        if campaign.account != "social"
        else f"https://larkfield.example/{page}?utm_source=linkedin&utm_medium=paid_social&utm_campaign={page}"
    )
