"""VER 2.2 from the records: test conversions in every receiving system, and the silence afterwards."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby

from django.utils.translation import gettext as _

from riser.connect.rules.facts import CampaignDay
from riser.foundation.evidence import SignalContext
from riser.launch.evidence.judged import Judged, signal
from riser.launch.queries.reading import Gate
from riser.launch.rules.gate import Seen
from riser.launch.rules.practices import (
    ProofFacts,
    Proven,
    Reason,
    Verdict,
    Weakness,
    chance_of_silence,
    proven_before_spend,
)
from riser.launch.rules.settled import passes
from riser.launch.words import Check
from riser.plan.evidence.doors import Launched
from riser.plan.evidence.judged import against
from riser.ui import formats

LEAST_CONVERSIONS = 10  # fewer say too little of the rate at which clicks convert


def judge(gate: Gate, unit: Launched, first: date, context: SignalContext) -> Judged:
    """Whether a test conversion from the live page was seen wherever it will be counted or bid on."""
    state = gate.class_state(gate.class_of(unit.campaign, unit.campaign_class), first)
    results = gate.results(unit.campaign, Check.TEST_CONVERSION)
    by_system = {
        system: passes(gate.tests(unit.campaign, system, unit.urls, results), first=first)
        for system in state.systems
    }
    silence, rate = _silence(unit.days)
    facts = ProofFacts(
        first=first,
        systems=tuple(
            Proven(system.name, system.purpose, tuple(one.day for one in seen))
            for system, seen in by_system.items()
        ),
        silence=silence,
        rate=rate,
    )
    verdict = proven_before_spend(facts, context.thresholds)
    return Judged(
        verdict=verdict,
        sentence=_sentence(verdict, facts, reused=len(_dropped(gate, unit, results))),
        seen=[one for seen in by_system.values() for one in seen],
        weaknesses=lambda: {Weakness.SILENCE: _silence_sentence(facts)},
    )


tests = signal(judge)


def _dropped(gate: Gate, unit: Launched, results: Sequence[Seen]) -> list[Seen]:
    """Results whose file stood for another launch before."""
    return [one for one in results if gate.is_reused(unit.campaign, one)]


def _silence(days: Sequence[CampaignDay]) -> tuple[int, Decimal | None]:
    """Clicks in the longest run of days without a conversion, and conversions a click on the other days.

    Only days of which the platform reports both count. No rate below LEAST_CONVERSIONS.
    """
    told = list(_by_day(days))
    runs = [
        sum(clicks for clicks, _conversions in run)
        for silent, group in groupby(told, key=lambda pair: pair[1] == 0)
        if silent and (run := list(group))
    ]
    clicks = sum(clicks for clicks, conversions in told if conversions > 0)
    conversions = sum((one for _clicks, one in told), Decimal(0))
    enough = conversions >= LEAST_CONVERSIONS and clicks > 0
    return max(runs, default=0), min(conversions / clicks, Decimal(1)) if enough else None


def _by_day(days: Sequence[CampaignDay]) -> Iterator[tuple[int, Decimal]]:
    ordered = sorted(days, key=lambda one: one.day)
    for _day, rows in groupby(ordered, key=lambda one: one.day):
        known = [one for one in rows if one.clicks is not None and one.conversions is not None]
        if known:
            clicks = sum(one.clicks or 0 for one in known)
            yield clicks, sum((one.conversions or Decimal(0) for one in known), Decimal(0))


def _sentence(verdict: Verdict, facts: ProofFacts, *, reused: int) -> str:
    again = _("A file that stood for another launch before is no test.") if reused else ""
    if verdict.reason == Reason.UNTESTED:
        return formats.sentences(_("Money was spent and no test conversion was seen in time."), again)
    told = [_system(one, facts.first) for one in facts.systems]
    return formats.sentences(*told, again)


def _system(tested: Proven, first: date) -> str:
    """Where the test of one system lies: the last one before the first spend, else the first one after."""
    before = [day for day in tested.days if day < first]
    day = max(before) if before else min(tested.days, default=None)
    words = {"system": tested.system, "when": against(day, first) if day else ""}
    return (_("%(system)s: seen %(when)s.") if day else _("%(system)s: not seen.")) % words


def _silence_sentence(facts: ProofFacts) -> str:
    rate = facts.rate or Decimal(0)
    words = {
        "clicks": formats.number(facts.silence),
        "rate": formats.share(rate, 1),
        "chance": f"{chance_of_silence(facts.silence, facts.rate):.1e}",
    }
    text = _("%(clicks)s clicks in a row brought no conversion, at a rate of %(rate)s: chance %(chance)s.")
    return text % words
