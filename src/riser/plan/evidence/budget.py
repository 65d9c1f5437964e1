"""BUD 2.1 and BUD 2.2 from the records: approved caps, checks and decisions against the spend."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from riser.foundation.evidence import RecordRef, SignalContext
from riser.foundation.periods import Period
from riser.foundation.verdict import Thresholds
from riser.plan.evidence.judged import Judged, against, day, percent
from riser.plan.evidence.ledger import Unit
from riser.plan.evidence.reading import Moment, Signed
from riser.plan.evidence.scene import Scene
from riser.plan.rules.caps import CapLine, CapStep, Standing, capped_share, first_above, standings
from riser.plan.rules.practices import (
    CapFacts,
    MoneyFacts,
    Reason,
    Verdict,
    Weakness,
    WindowFacts,
    cap_before_spend,
    spend_within_cap,
)
from riser.plan.rules.practices.budget import worst_window
from riser.plan.words import PLATFORM_BUDGET_CHECK, Decision, Kind


def judge_cap(scene: Scene, unit: Unit, context: SignalContext) -> Judged:
    """Whether an approved cap was in force before and while money ran."""
    lines, every = _lines(scene, unit)
    facts = _cap_facts(scene, unit, lines, other_currency=bool(unit.currency) and len(lines) < len(every))
    verdict = cap_before_spend(facts, context.thresholds)
    return Judged(
        verdict=verdict,
        sentence=_cap_sentence(verdict, facts),
        records=[_record(line) for line in lines],
        moments=_moments(scene, lines),
        weaknesses=lambda: _weaknesses(unit, slack=facts.slack),
    )


def judge_money(scene: Scene, unit: Unit, context: SignalContext) -> Judged:
    """Whether spend stayed within the cap in force, or an entitled person decided in time."""
    lines, every = _lines(scene, unit)
    windows = (_window(scene, unit, line, context.thresholds) for line in lines)
    facts = MoneyFacts(
        spending=scene.spending(unit),
        windows=tuple(window for window in windows if window is not None),
        other_currency=bool(unit.currency) and len(lines) < len(every),
    )
    verdict = spend_within_cap(facts, context.thresholds)
    worst = worst_window(facts.windows, context.thresholds) if facts.windows else None
    return Judged(
        verdict=verdict,
        sentence=_money_sentence(verdict, worst),
        records=[_record(line) for line in lines],
        moments=_moments(scene, lines),
        weaknesses=lambda: _weaknesses(unit, worst=worst),
    )


def cap_lines(scene: Scene, campaign: int) -> list[CapLine]:
    """Every budget line of a campaign that was ever approved, with its caps over time."""
    return scene.once(_cap_lines).get(campaign, [])


def _cap_lines(scene: Scene) -> dict[int, list[CapLine]]:
    approved = scene.reading.cap_approvals
    found: dict[int, list[CapLine]] = {}
    for campaign, lines in scene.reading.lines.items():
        for line, states in lines.items():
            steps = tuple(_step(sign) for sign in approved.get(line, ()) if sign.data)
            if steps:
                found.setdefault(campaign, []).append(CapLine(str(line), states[-1].data["currency"], steps))
    return found


def cap_standings(scene: Scene, campaign: int) -> Mapping[str, Sequence[Standing]]:
    """By budget line, where the whole campaign's spend in its currency stood on each day under a cap."""
    return scene.once(_standings).get(campaign, {})


def _standings(scene: Scene) -> dict[int, dict[str, Sequence[Standing]]]:
    return {
        campaign: {line.id: tuple(standings(line, unit.all_in(line.currency))) for line in lines}
        for campaign, lines in scene.once(_cap_lines).items()
        if (unit := scene.campaigns.get(campaign)) is not None
    }


def _lines(scene: Scene, unit: Unit) -> tuple[list[CapLine], list[CapLine]]:
    """The lines that touch the unit: those in the currency of its spend, and all."""
    touching = [
        line
        for line in cap_lines(scene, unit.campaign)
        if unit.window is None or any(unit.window.overlaps(step.window) for step in line.steps)
    ]
    return [line for line in touching if line.currency == unit.currency], touching


def _step(sign: Signed) -> CapStep:
    window = Period(date.fromisoformat(sign.data["from"]), date.fromisoformat(sign.data["to"]))
    return CapStep(sign.moment.day, Decimal(sign.data["cap"]), window)


def _record(line: CapLine) -> RecordRef:
    return RecordRef(Kind.BUDGET_LINE, line.id)


def _moments(scene: Scene, lines: list[CapLine]) -> list[Moment]:
    return [sign.moment for line in lines for sign in scene.reading.cap_approvals.get(int(line.id), ())]


def _cap_facts(scene: Scene, unit: Unit, lines: list[CapLine], *, other_currency: bool) -> CapFacts:
    capped, days = capped_share(lines, unit.by_day)
    return CapFacts(
        spending=scene.spending(unit),
        capped_days=capped,
        spend_days=days,
        approved_on=min((step.in_force_from for line in lines for step in line.steps), default=None),
        check=newest_check(scene, unit.campaign),
        slack=_slack(scene, unit, lines),
        other_currency=other_currency,
    )


def newest_check(scene: Scene, campaign: int) -> str | None:
    """What the newest launch check of platform budgets against the cap said: pass, fail, or None."""
    found = (
        states[-1]
        for states in scene.later.checks.get(campaign, {}).values()
        if states[-1].data["kind"] == PLATFORM_BUDGET_CHECK
    )
    newest = max(found, key=lambda state: (state.moment.at, state.id), default=None)
    said = str(newest.data["result"]) if newest else ""
    return said if said in {"pass", "fail"} else None


def _slack(scene: Scene, unit: Unit, lines: list[CapLine]) -> Decimal | None:
    """cap / spend of the loosest window that is over; no forecast exists yet to compare with."""
    spend = unit.all_in(unit.currency)
    found = []
    for step in (line.steps[-1] for line in lines):
        spent = sum((amount for on, amount in spend.items() if on in step.window), Decimal(0))
        if step.window.to_day < scene.reading.as_of and spent > 0:
            found.append(step.amount / spent)
    return max(found, default=None)


def _window(scene: Scene, unit: Unit, line: CapLine, limits: Thresholds) -> WindowFacts | None:
    """One cap window against its spend; None where its cap was in force on no spend day of the unit."""
    stands = [
        stand
        for stand in cap_standings(scene, unit.campaign).get(line.id, ())
        if unit.window is None or stand.day in unit.window
    ]
    if not stands:
        return None
    above = first_above(stands, tolerance=limits["tolerance"])
    passed = above.day if above else None
    return WindowFacts(
        line=line.id,
        peak=max(stand.ratio for stand in stands),
        passed_on=passed,
        known_on=_known_on(scene, unit, passed) if passed else None,
        decided_on=_decided_on(scene, int(line.id), passed) if passed else None,
        last_spend=stands[-1].day,
    )


def _known_on(scene: Scene, unit: Unit, passed_on: date) -> date | None:
    """The day on which the last figures of a spend day arrived."""
    loaded = [row.first_loaded_at for row in unit.days if row.day == passed_on and row.spend > 0]
    return max(loaded).astimezone(scene.reading.zone).date() if loaded else None


def _decided_on(scene: Scene, line: int, passed_on: date) -> date | None:
    """The first decision that answers the crossing: one made since, or an earlier stop still standing."""
    stopped_on = None
    for made in scene.reading.decisions.get(line, ()):
        if made.moment.day >= passed_on:
            return stopped_on or made.moment.day
        stopped_on = made.moment.day if made.decision == Decision.STOP else None
    return stopped_on


def _cap_sentence(verdict: Verdict, facts: CapFacts) -> str:
    first, approved = facts.spending.first, facts.approved_on
    if first is None or approved is None or verdict.reason == Reason.NO_CAP:
        text = ngettext(
            "No approved cap was in force on the %(days)d spend day.",
            "No approved cap was in force on any of %(days)d spend days.",
            facts.spend_days,
        )
        return text % {"days": facts.spend_days}
    words = {"when": against(approved, first), "capped": facts.capped_days, "days": facts.spend_days}
    text = ngettext(
        "Cap approved %(when)s, in force on %(capped)d of %(days)d spend day.",
        "Cap approved %(when)s, in force on %(capped)d of %(days)d spend days.",
        facts.spend_days,
    )
    return f"{text % words} {_check_sentence(facts.check)}"


def _check_sentence(check: str | None) -> str:
    match check:
        case "pass":
            return _("Platform budgets were checked against it.")
        case "fail":
            return _("The check found platform budgets above it.")
    return _("Platform budgets were not checked against it.")


def _money_sentence(verdict: Verdict, worst: WindowFacts | None) -> str:
    if worst is None:
        return _("There was no cap in force that spend could have stayed within.")
    words = {"peak": percent(worst.peak), "passed": day(worst.passed_on), "known": day(worst.known_on)}
    match verdict.reason:
        case Reason.WITHIN_CAP:
            return _("Spend reached %(peak)s of the cap in force at most.") % words
        case Reason.ABOVE_UNDECIDED:
            text = _("The cap was passed on %(passed)s and spend reached %(peak)s of it. Nobody decided.")
            return text % words
    delay = worst.delay or 0
    text = ngettext(
        "The cap was passed on %(passed)s and spend reached %(peak)s of it. Figures arrived on %(known)s; "
        "decided %(delay)d working day later, on %(decided)s.",
        "The cap was passed on %(passed)s and spend reached %(peak)s of it. Figures arrived on %(known)s; "
        "decided %(delay)d working days later, on %(decided)s.",
        delay,
    )
    return text % (words | {"delay": delay, "decided": day(worst.decided_on)})


def _weaknesses(
    unit: Unit, *, slack: Decimal | None = None, worst: WindowFacts | None = None
) -> dict[Weakness, str]:
    peak = percent(worst.peak) if worst else ""
    late = (worst.ran_on if worst.delay is None else worst.delay) if worst else 0
    loose = _("The cap was %(slack)s of what was spent: it could never bind.")
    other = _("A cap is in another currency than the spend (%(currency)s) and limits none of it.")
    undecided = ngettext(
        "Undecided for %(count)d working day above the cap.",
        "Undecided for %(count)d working days above the cap.",
        late,
    )
    return {
        Weakness.CAP_NEVER_BINDS: loose % {"slack": percent(slack or Decimal(0))},
        Weakness.OTHER_CURRENCY: other % {"currency": unit.currency},
        Weakness.FAR_ABOVE_CAP: _("Spend reached %(peak)s of the cap in force.") % {"peak": peak},
        Weakness.LONG_ABOVE_CAP: undecided % {"count": late},
    }
