"""What the demo's people do with each other: requests, changes, checkpoints, verdicts, affirmations."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from functools import partial

from riser.assess import actions as assess
from riser.demo.campaigns import ANALYST, APPROVER, AUTHOR, FINANCE, Desk
from riser.demo.cast import Happening
from riser.demo.scenario import Campaign
from riser.foundation.approvals import decide_change
from riser.foundation.attachments import attach_file
from riser.foundation.evidence import RecordRef
from riser.measure import actions as measure
from riser.measure.words import Decision, Result
from riser.plan import actions as plan
from riser.plan.queries.standing import standing
from riser.plan.words import RequestDecision

EARLY, MIDDLE, LATE = Decimal("0.30"), Decimal("0.46"), Decimal("0.62")  # of the cap, when figures are read
CHECKPOINTS = {"two": (EARLY, LATE), "one": (MIDDLE,)}
VERDICT_AFTER = {"in_time": 9, "late": 45}  # days after the window
AGREED_BOUND, SILENT_BOUND = Decimal(58), Decimal(64)  # of a requirement that began at 60
Step = Callable[[Desk, Campaign, int, int], object]


def shared_happenings(desk: Desk) -> Iterator[Happening]:
    """Everything that two people are needed for, besides approvals and the gate."""
    for campaign in desk.scenario.campaigns:
        for x, hour, step in _steps(campaign):
            day = campaign.from_day + x
            if day <= desk.scenario.days:
                yield Happening(day, hour, partial(step, desk, campaign, day, hour))
    yield from _declined(desk)
    yield from _by_hand(desk)


def _steps(campaign: Campaign) -> Iterator[tuple[int, int, Step]]:
    if campaign.habit("request") != "none":
        yield -36, 9, _ask
        yield -33, 9, _accept
    if campaign.habit("guest") != "none":
        yield -30, 15, _admit
    for share in CHECKPOINTS.get(campaign.habit("checks"), ()):
        yield _reached(campaign, share) + 1, 10, partial(_checkpoint, share)
    if campaign.habit("verdict") in VERDICT_AFTER:
        yield campaign.days - 1 + VERDICT_AFTER[campaign.habit("verdict")], 11, _verdict
    if campaign.habit("changes") != "none":
        yield 6, 9, _ask_change
        yield 6, 15, _agree_change
        yield 7, 9, _look_again
        yield 15, 9, _change_in_silence


def _ask(desk: Desk, campaign: Campaign, day: int, hour: int) -> None:
    told = campaign.habits["request"]
    act = desk.cast.act(told["by"], day, hour)
    row = plan.file_request(act, title=campaign.name, purpose=campaign.story, hours=Decimal(told["hours"]))
    desk.requests[campaign.key] = row.pk


def _accept(desk: Desk, campaign: Campaign, day: int, hour: int) -> None:
    act = desk.cast.act(FINANCE, day, hour)
    row = plan.decide_request(act, request_id=desk.requests[campaign.key], decision=RequestDecision.ACCEPT)
    if row.campaign_id is not None:
        desk.campaigns[campaign.key] = row.campaign_id


def _declined(desk: Desk) -> Iterator[Happening]:
    """Work that was asked for and not done, and work that still waits for an answer."""
    yield Happening(505, 9, partial(_request, desk, "Podcast series", Decimal(120), 505))
    yield Happening(508, 9, partial(_decline, desk, 508))
    yield Happening(536, 9, partial(_request, desk, "Flyer for the allotment fair", Decimal(16), 536))


def _request(desk: Desk, title: str, hours: Decimal, day: int) -> None:
    row = plan.file_request(desk.cast.act(ANALYST, day, 9), title=title, hours=hours)
    desk.requests[title] = row.pk


def _decline(desk: Desk, day: int) -> None:
    plan.decide_request(
        desk.cast.act(APPROVER, day, 9),
        request_id=desk.requests["Podcast series"],
        decision=RequestDecision.DECLINE,
        reason="No hours left before spring, and no objective asks for it.",
    )


def _admit(desk: Desk, campaign: Campaign, day: int, hour: int) -> None:
    guest = desk.cast.members[str(campaign.habits["guest"])]
    act = desk.cast.act(APPROVER, day, hour)
    plan.admit_guest(act, campaign_id=desk.campaigns[campaign.key], member_id=guest.pk)


def _reached(campaign: Campaign, share: Decimal) -> int:
    """The day of the run up to which no more than this share of the cap is spent."""
    spent, limit = Decimal(0), share * (campaign.cap or Decimal(0))
    for n in range(campaign.days):
        spent += sum((one.spend_on(campaign.from_day + n) for one in campaign.deliveries), Decimal(0))
        if spent > limit:
            return max(n - 1, 0)
    return campaign.days - 1


def _checkpoint(share: Decimal, desk: Desk, campaign: Campaign, day: int, hour: int) -> None:
    measure.record_checkpoint(
        desk.cast.act(APPROVER, day, hour),
        campaign_id=desk.campaigns[campaign.key],
        data_day=desk.cast.calendar.day(campaign.from_day + _reached(campaign, share)),
        decision=Decision.CONTINUE if share != LATE else Decision.CHANGE,
        note="Cost per order inside the bound." if share != LATE else "A tenth moved to the better picture.",
    )


def _verdict(desk: Desk, campaign: Campaign, day: int, hour: int) -> None:
    calendar = desk.cast.calendar
    measure.give_verdict(
        desk.cast.act(ANALYST, day, hour),
        requirement_id=desk.requirements[campaign.key],
        outcome=measure.Outcome(
            result=Result.MET,
            value=Decimal(47),
            n=sum(one.orders for one in campaign.deliveries) * campaign.days,
            metric="CPA",
            window_from=calendar.day(campaign.from_day),
            window_to=calendar.day(campaign.last_day),
            source="Shop orders",
        ),
    )


def _ask_change(desk: Desk, campaign: Campaign, day: int, hour: int) -> None:
    change = plan.ask_change(
        desk.cast.act(AUTHOR, day, hour),
        campaign_id=desk.campaigns[campaign.key],
        requirement_id=desk.requirements[campaign.key],
        reason="The shop's margin changed with the new price list.",
        proposed={"bound": str(AGREED_BOUND)},
        requester=desk.cast.members[APPROVER].pk,
    )
    desk.requests[f"change of {campaign.key}"] = change.pk


def _agree_change(desk: Desk, campaign: Campaign, day: int, hour: int) -> None:
    """The requester and finance both say yes before the bound is changed."""
    pk = desk.requests[f"change of {campaign.key}"]
    for who in (APPROVER, FINANCE):
        decide_change(desk.cast.act(who, day, hour), pk, agree=True)
    _set_bound(desk, campaign, AGREED_BOUND, day, hour + 1)


def _look_again(desk: Desk, campaign: Campaign, day: int, hour: int) -> None:
    """What hangs on the requirement is looked at again: the plan first."""
    act = desk.cast.act(ANALYST, day, hour)
    for number, one in enumerate(standing(act, desk.campaigns[campaign.key]).unreviewed):
        at = act.at(act.now + timedelta(minutes=number))
        plan.clear_suspect(at, requirement_id=one.requirement, record=one.record)


def _change_in_silence(desk: Desk, campaign: Campaign, day: int, hour: int) -> None:
    _set_bound(desk, campaign, SILENT_BOUND, day, hour)


def _set_bound(desk: Desk, campaign: Campaign, bound: Decimal, day: int, hour: int) -> None:
    act = desk.cast.act(AUTHOR, day, hour)
    plan.update_requirement(act, requirement_id=desk.requirements[campaign.key], bound=bound)


def _by_hand(desk: Desk) -> Iterator[Happening]:
    """Evidence of a practice that nothing computes yet: attached twice, affirmed once."""
    for day, key in ((470, "berries"), (472, "tools")):
        yield Happening(day, 14, partial(_attach, desk, key, day))
    yield Happening(475, 9, partial(_affirm, desk, "berries", 475))


def _attach(desk: Desk, key: str, day: int) -> None:
    instance = f"campaign:{desk.campaigns[key]}"
    attach_file(
        desk.cast.act(AUTHOR, day, 14),
        RecordRef("practice_instance", f"VAL 2.3|{instance}"),
        name="trial-with-six-customers.txt",
        content=f"{key}: six visitors of the shop read the offer; two asked what “bare root” means.".encode(),
        note="The headline was changed afterwards.",
    )


def _affirm(desk: Desk, key: str, day: int) -> None:
    ask, say = desk.cast.act(AUTHOR, day, 9), desk.cast.act(FINANCE, day, 11)
    asked = assess.ask_affirmation(
        ask,
        of=desk.cast.members[FINANCE].pk,
        practice="VAL 2.3",
        instance=f"campaign:{desk.campaigns[key]}",
        question="Were you there when the six read it?",
    )
    assess.affirm(say, asked.pk, answer=True, comment="Yes, on the shop floor.")
