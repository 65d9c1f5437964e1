"""My campaigns today: pace, gate, readings and verdicts due, what changed, and what else waits for me."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_stubs_ext import StrOrPromise

from riser.foundation.kept import keep
from riser.foundation.money import Money
from riser.foundation.queries import house
from riser.foundation.registries import Task
from riser.foundation.roles import Act, require
from riser.foundation.tasks import waiting
from riser.launch.queries import CheckLine, reports
from riser.measure.actions import SEE_RESULTS
from riser.measure.evidence.reading import read
from riser.measure.queries.mine import my_parts
from riser.measure.queries.results import CampaignResults, results_of
from riser.measure.queries.waiting import TOPIC, point_sentence, verdict_sentence
from riser.measure.rules.due import Burn, burning, gate_burn
from riser.plan.evidence.results import Part
from riser.plan.queries import Change, Pace, changes_since, pacing
from riser.plan.words import Kind, Pacing
from riser.ui import formats

CHECKS_TOLD = 2
OVER_TOLD = 3  # campaigns that ended; the older ones stand behind one line
GATE_TOPIC = "launch"  # under which the room of the gate names its tasks
GATES = frozenset({Burn.GATE_SHUT, Burn.GATE_AHEAD})
BURNS: dict[Pacing, Burn] = {
    Pacing.ABOVE: Burn.ABOVE_CAP,
    Pacing.AHEAD: Burn.AHEAD_OF_DAYS,
    Pacing.BEHIND: Burn.BEHIND_DAYS,
}


@dataclass(frozen=True, slots=True)
class Flag:
    """One thing about a campaign that wants somebody: how bad, what, and where to do it."""

    burn: Burn
    text: str
    url: str
    do: StrOrPromise

    @property
    def burns(self) -> bool:
        """Whether money is lost or a launch falls through while nobody acts."""
        return self.burn.is_fire

    @property
    def is_late(self) -> bool:
        """Whether a day has passed by which it should have been done."""
        return self.burn.is_late


@dataclass(frozen=True, slots=True)
class MyPace:
    """One cap of today with what a straight line from zero to it would have spent by now."""

    line: int
    cap: Money
    spent: Money
    planned: Decimal
    share_spent: Decimal
    share_elapsed: Decimal
    verdict: Pacing
    says: str
    is_approved: bool
    assumed: bool


@dataclass(frozen=True, slots=True)
class MyCampaign:
    """One of my campaigns: how its caps run and what wants somebody, the worst first."""

    as_of: date
    part: Part
    results: CampaignResults
    paces: tuple[MyPace, ...]
    flags: tuple[Flag, ...]

    @property
    def is_over(self) -> bool:
        """Whether its days are past and no cap of it holds today."""
        return not self.paces and self.part.end is not None and self.part.end < self.as_of


@dataclass(frozen=True, slots=True)
class Today:
    """The day of one member.

    `campaigns` run or come, `over` have ended and still want something, `quiet` have ended and want nothing.
    """

    as_of: date
    since: date
    campaigns: tuple[MyCampaign, ...]
    over: tuple[MyCampaign, ...]
    quiet: tuple[MyCampaign, ...]
    tasks: tuple[Task, ...]
    changes: tuple[Change, ...]

    @property
    def over_newest(self) -> tuple[MyCampaign, ...]:
        """The OVER_TOLD that ended last: on them people still remember what happened."""
        return self._over_by_end[:OVER_TOLD]

    @property
    def over_before(self) -> tuple[MyCampaign, ...]:
        """Those that ended before, the latest first."""
        return self._over_by_end[OVER_TOLD:]

    @property
    def _over_by_end(self) -> tuple[MyCampaign, ...]:
        return tuple(sorted(self.over, key=lambda one: one.part.end or date.min, reverse=True))

    @property
    def flags(self) -> int:
        """How many things in my campaigns want somebody."""
        return sum(len(one.flags) for one in (*self.campaigns, *self.over))

    @property
    def burning(self) -> int:
        """How many of my campaigns burn."""
        return sum(any(flag.burns for flag in one.flags) for one in self.campaigns)


def today(act: Act, as_of: date) -> Today:
    """What the day of the one who acts begins with; a constant number of queries."""
    require(act, SEE_RESULTS)
    found = keep(
        act.organisation_id,
        ("today", act.actor, as_of, house(act.organisation_id).day(act.now)),
        lambda: _of_records(act, as_of),
    )
    mine = (*found.campaigns, *found.over)
    gated = {one.part.campaign for one in mine if any(flag.burn in GATES for flag in one.flags)}
    return replace(found, tasks=tuple(task for task in waiting(act) if not _is_told(task, gated)))


def _of_records(act: Act, as_of: date) -> Today:
    """The day without its tasks, of which some are in no event."""
    parts = my_parts(act, as_of)
    campaigns = sorted(_campaigns(act, parts, as_of), key=_heat)
    since = as_of - timedelta(days=1)
    return Today(
        as_of=as_of,
        since=since,
        campaigns=tuple(one for one in campaigns if not one.is_over),
        over=tuple(one for one in campaigns if one.is_over and one.flags),
        quiet=tuple(one for one in campaigns if one.is_over and not one.flags),
        tasks=(),
        changes=tuple(_changes(act, since, {part.campaign for part in parts})),
    )


def _is_told(task: Task, gated: set[int]) -> bool:
    """Whether a task stands beside its campaign already."""
    if task.topic == TOPIC:
        return True
    is_gate = task.topic == GATE_TOPIC and task.record is not None and task.record.kind == Kind.CAMPAIGN
    return is_gate and task.record is not None and int(task.record.id) in gated


def _heat(one: MyCampaign) -> tuple[tuple[int, int], date, str]:
    """The worst first; of equal ones that which ends first."""
    end = one.part.end or date.max
    return burning(flag.burn for flag in one.flags), end, one.part.name.casefold()


def _campaigns(act: Act, parts: list[Part], as_of: date) -> Iterator[MyCampaign]:
    if not parts:
        return
    room = read(act.organisation_id, as_of)
    gate = _stopped(act, parts, as_of)
    paces: dict[int, list[MyPace]] = defaultdict(list)
    for pace in pacing(act, as_of):
        paces[pace.campaign].append(_pace(pace))
    for part in parts:
        results, mine = results_of(room, part), tuple(paces[part.campaign])
        flags = (*_of_pace(mine), *_of_gate(part, gate, as_of), *_of_results(results))
        yield MyCampaign(as_of, part, results, mine, tuple(sorted(flags, key=lambda flag: flag.burn)))


def _pace(pace: Pace) -> MyPace:
    return MyPace(
        line=pace.line,
        cap=pace.cap,
        spent=pace.spent,
        planned=pace.cap.amount * pace.share_elapsed,
        share_spent=pace.share_spent,
        share_elapsed=pace.share_elapsed,
        verdict=pace.verdict,
        says=pace.says,
        is_approved=pace.is_approved,
        assumed=pace.assumed,
    )


def _stopped(act: Act, parts: list[Part], as_of: date) -> dict[int, tuple[CheckLine, ...]]:
    """The checks in the way of each campaign that is still to launch."""
    ahead = [part.campaign for part in parts if part.end is None or part.end >= as_of]
    found = {
        one: report
        for one, report in reports(act.organisation_id, as_of, ahead, now=act.now).items()
        if report.plan.first_spend is None
    }
    return {one: report.stopping for one, report in found.items() if not report.is_launched}


def _of_pace(paces: Iterable[MyPace]) -> Iterator[Flag]:
    for pace in paces:
        url = reverse("plan_line", args=[pace.line])
        words = {
            "spent": formats.share(pace.share_spent, 1),
            "elapsed": formats.share(pace.share_elapsed, 1),
            "cap": formats.money(pace.cap.amount, pace.cap.currency),
        }
        if pace.verdict in BURNS:
            text = {
                Pacing.ABOVE: _("%(spent)s of the cap of %(cap)s is spent."),
                Pacing.AHEAD: _("%(spent)s of the cap is spent after %(elapsed)s of the days."),
                Pacing.BEHIND: _("Only %(spent)s of the cap is spent after %(elapsed)s of the days."),
            }[pace.verdict]
            yield Flag(BURNS[pace.verdict], text % words, url, _("Open the cap"))
        if not pace.is_approved:
            text = _("The cap of %(cap)s waits for approval and limits nothing yet.")
            yield Flag(Burn.CAP_WAITS, text % words, url, _("Open the cap"))


def _of_gate(part: Part, gate: dict[int, tuple[CheckLine, ...]], as_of: date) -> Iterator[Flag]:
    lines = gate.get(part.campaign, ())
    if lines:
        text = ngettext(
            "%(count)s check stands before the GO: %(checks)s.",
            "%(count)s checks stand before the GO, among them: %(checks)s.",
            len(lines),
        )
        names = "; ".join(str(line.line.name) for line in lines[:CHECKS_TOLD])
        url = reverse("launch_campaign", args=[part.campaign])
        words = {"count": len(lines), "checks": names}
        yield Flag(gate_burn(part.start, as_of), text % words, url, _("Open the gate"))


def _of_results(results: CampaignResults) -> Iterator[Flag]:
    point = results.point
    if point is not None:
        burn = Burn.POINT_PASSED if point.passed else Burn.POINT_NEAR
        url = f"{reverse('measure_campaign', args=[results.campaign])}#decide"
        yield Flag(burn, _bare(point_sentence(results), results.name), url, _("Read and decide"))
    for one in results.requirements:
        if one.is_due:
            burn = Burn.VERDICT_OVERDUE if one.is_overdue else Burn.VERDICT_DUE
            text = verdict_sentence(one)
            url = reverse("measure_give", args=[one.id])
            yield Flag(burn, text[:1].upper() + text[1:], url, _("Give the verdict"))


def _bare(sentence: str, name: str) -> str:
    """The sentence without the campaign's name in front, where that stands above it already."""
    for mark in (": ", "："):
        sentence = sentence.removeprefix(f"{name}{mark}")
    return sentence


def _changes(act: Act, since: date, mine: set[int]) -> Iterator[Change]:
    zone = ZoneInfo(house(act.organisation_id).time_zone)
    found = changes_since(act, datetime.combine(since, time(0), zone))
    yield from (one for one in found if one.campaign in mine)
