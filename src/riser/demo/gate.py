"""What happens at the demo's launch gate: links opened, checks signed, leave given, GO asked and decided."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

from riser.demo.campaigns import ANALYST, APPROVER, AUTHOR, FINANCE, Desk, landing_link
from riser.demo.cast import Happening
from riser.demo.scenario import Campaign
from riser.foundation.addresses import Trouble
from riser.launch import actions as launch
from riser.launch.fetching import Answer
from riser.launch.queries import report
from riser.launch.queries.report import CheckLine, Report
from riser.launch.rules.practices import Live
from riser.launch.words import Purpose, Result
from riser.plan import actions as plan
from riser.plan.words import RoleWord

NAMED, OPENED, SIGNED, ASKED, DECIDED = -10, -5, -4, -2, -1  # days before the first spend
LEAVE_DAYS = 14
PROOF = "https://docs.larkfield.example/launch"
VERSION = "hero-3"
CLAIM = "Price claim"
WALK, CONVERSION = "walked_on_phone", "test_conversion"
Step = Callable[[Desk, Campaign, int, int], object]


def gate_happenings(desk: Desk) -> Iterator[Happening]:
    """Everything that is done at the gate, by the campaign and its word for it."""
    yield Happening(GATE_SINCE - 5, 9, partial(_claims, desk))
    for campaign in desk.scenario.campaigns:
        for x, hour, step in _steps(campaign) if campaign.habits else ():
            day = campaign.from_day + x
            if day <= desk.scenario.days:  # what lies ahead has not happened
                yield Happening(day, hour, partial(step, desk, campaign, day, hour))


GATE_SINCE = 380


def _steps(campaign: Campaign) -> Iterator[tuple[int, int, Step]]:
    gate = campaign.habit("gate")
    yield NAMED, 9, _name
    if gate == "skipped":
        return
    yield OPENED, 9, _open_dead if gate == "repaired" else _open
    yield SIGNED, 9, _sign
    if gate in {"waived", "expired"}:
        yield (SIGNED if gate == "waived" else -10, 16, _waive)
    if campaign.habit("claims") == "entitled":
        yield SIGNED, 17, _sign_claim
    yield ASKED, 9, _ask
    if gate == "waiting":
        return
    yield DECIDED, 10, _decide
    if gate == "repaired":
        yield DECIDED, 13, _open
        yield DECIDED, 14, _ask
        yield DECIDED, 16, _decide
    if campaign.habit("test") == "late":
        yield 2, 10, _test_late


def _claims(desk: Desk) -> None:
    """Large campaigns ask for the price claim, which finance alone may sign."""
    systems = [
        launch.NamedSystem("ad platform", Purpose.BID),
        launch.NamedSystem("web analytics", Purpose.COUNT),
        launch.NamedSystem("CRM or shop", Purpose.COUNT),
    ]
    entitled = (desk.cast.members[FINANCE].pk,)
    launch.set_class_list(
        desk.cast.act("Mara Lindqvist", GATE_SINCE - 5, 9),
        campaign_class="L",
        systems=systems,
        claims=[launch.NamedClaim(CLAIM, entitled)],
    )


def _name(desk: Desk, campaign: Campaign, day: int, hour: int) -> None:
    act, pk = desk.cast.act(AUTHOR, day, hour), desk.campaigns[campaign.key]
    plan.name_role(act, campaign_id=pk, role=RoleWord.PREPARER, name=AUTHOR)
    plan.name_role(act, campaign_id=pk, role=RoleWord.ANALYST, name=ANALYST)


def _open(desk: Desk, campaign: Campaign, day: int, hour: int) -> None:
    _answered(desk, campaign, day, hour, Answer(Result.PASS, None, 200, 1, landing_link(campaign)))


def _open_dead(desk: Desk, campaign: Campaign, day: int, hour: int) -> None:
    _answered(desk, campaign, day, hour, Answer(Result.FAIL, Trouble.BAD_STATUS, 404, 0, ""))


def _answered(desk: Desk, campaign: Campaign, day: int, hour: int, answer: Answer) -> None:
    """What came back that day, as it was recorded; the demo opens nothing itself."""
    act, pk = desk.cast.act(AUTHOR, day, hour), desk.campaigns[campaign.key]
    launch.record_fetch(act, campaign_id=pk, url=landing_link(campaign), answer=answer)


def _sign(desk: Desk, campaign: Campaign, day: int, hour: int) -> None:
    """Every check by hand of its class, five minutes apart, with where it can be seen."""
    pk, act = desk.campaigns[campaign.key], desk.cast.act(ANALYST, day, hour)
    for number, (code, item) in enumerate(
        _by_hand(campaign, report(act.organisation_id, pk, act.now.date()))
    ):
        at = act.at(act.now + timedelta(minutes=5 * number))
        launch.sign_check(at, campaign_id=pk, code=code, signing=_signing(campaign, code, item))


def _by_hand(campaign: Campaign, found: Report) -> Iterator[tuple[str, str]]:
    """The checks that a person signs, with the receiving systems in which a conversion was seen."""
    for line in found.lines:
        if line.code == CONVERSION:
            yield from ((line.code, system) for system in _systems(campaign, line))
        elif not line.line.automatic and line.line.each != "claim":
            yield line.code, ""


def _systems(campaign: Campaign, line: CheckLine) -> list[str]:
    """All of them in time; the one that bids, which the list names first; or none."""
    keys = [part.key for part in line.parts]
    return {"in_time": keys, "bid_only": keys[:1]}.get(campaign.habit("test"), [])


def _signing(campaign: Campaign, code: str, item: str) -> launch.Signing:
    is_lame = code == WALK and campaign.habit("gate") in {"waived", "expired"}
    return launch.Signing(
        Result.FAIL if is_lame else Result.PASS,
        note="The form hides its button on small screens" if is_lame else "",
        evidence=f"{PROOF}/{campaign.key}/{code}",
        item=item,
        url=landing_link(campaign) if item else "",
    )


def _waive(desk: Desk, campaign: Campaign, day: int, hour: int) -> None:
    """Leave for two weeks; where it had been given early it has run out by the day of the GO."""
    is_expired = campaign.habit("gate") == "expired"
    if is_expired:
        _sign_walk(desk, campaign, day, hour - 1)
    launch.waive(
        desk.cast.act(FINANCE, day, hour),
        campaign_id=desk.campaigns[campaign.key],
        code=WALK,
        why="The button is mended with the next release; desktop brings nine of ten orders.",
        until=desk.cast.calendar.day(day + 7 if is_expired else day + LEAVE_DAYS),
    )


def _sign_walk(desk: Desk, campaign: Campaign, day: int, hour: int) -> None:
    act = desk.cast.act(ANALYST, day, hour)
    launch.sign_check(
        act, campaign_id=desk.campaigns[campaign.key], code=WALK, signing=_signing(campaign, WALK, "")
    )


def _sign_claim(desk: Desk, campaign: Campaign, day: int, hour: int) -> None:
    signing = launch.Signing(Result.PASS, evidence=f"{PROOF}/claim", item=CLAIM, creative=VERSION)
    launch.sign_check(
        desk.cast.act(FINANCE, day, hour),
        campaign_id=desk.campaigns[campaign.key],
        code="claims_checked",
        signing=signing,
    )


def _ask(desk: Desk, campaign: Campaign, day: int, hour: int) -> None:
    live = (Live(VERSION),) if campaign.campaign_class == "L" else ()
    launch.ask_go(desk.cast.act(AUTHOR, day, hour), campaign_id=desk.campaigns[campaign.key], live=live)


def _decide(desk: Desk, campaign: Campaign, day: int, hour: int) -> None:
    launch.decide_go(desk.cast.act(APPROVER, day, hour), campaign_id=desk.campaigns[campaign.key])


def _test_late(desk: Desk, campaign: Campaign, day: int, hour: int) -> None:
    """Two days into the spend somebody looked whether conversions arrive."""
    pk, act = desk.campaigns[campaign.key], desk.cast.act(ANALYST, day, hour)
    found = report(act.organisation_id, pk, act.now.date())
    parts = next(line.parts for line in found.lines if line.code == CONVERSION)
    for part in parts:
        launch.sign_check(
            act, campaign_id=pk, code=CONVERSION, signing=_signing(campaign, CONVERSION, part.key)
        )
