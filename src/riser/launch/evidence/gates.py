"""VER 2.1 from the records: the list in force, what it showed when money began to run, waivers and GO."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from riser.foundation.evidence import SignalContext
from riser.launch.evidence.judged import Judged, signal
from riser.launch.lists import Line, check_list
from riser.launch.queries.reading import ClassState, Gate
from riser.launch.rules.gate import Leave, Seen
from riser.launch.rules.parts import same
from riser.launch.rules.practices import GateFacts, Reason, Verdict, Weakness, checked_before_spend
from riser.launch.rules.settled import Settled, burst, is_red, settled
from riser.launch.sentences import several
from riser.launch.words import Result
from riser.plan.evidence.doors import Launched, strays
from riser.plan.evidence.judged import against
from riser.ui import formats


@dataclass(frozen=True, slots=True)
class _Held:
    """One line of the list with everything on record of it; `parts` per system or claim, else one."""

    line: Line
    blocking: bool
    parts: tuple[tuple[Seen, ...], ...]
    leaves: tuple[Leave, ...]


def judge(gate: Gate, unit: Launched, first: date, context: SignalContext) -> Judged:
    """Whether the set-up was checked before the first spend, and a red check stopped the launch."""
    held = list(_held(gate, unit, first))
    seen = [one for line in held for part in line.parts for one in part]
    lines = tuple(
        settled(one.line.code, one.parts, one.leaves, blocking=one.blocking, first=first) for one in held
    )
    facts = GateFacts(
        first=first,
        lines=lines,
        earliest=min((one.day for one in seen), default=None),
        go_on=unit.go.moment.day if unit.go else None,
        go_by_another=unit.go_by_another,
        red_at_go=bool(_red_at_go(held, unit)),
        burst=burst(seen, int(context.thresholds["burst_seconds"])),
    )
    verdict = checked_before_spend(facts, context.thresholds)
    return Judged(
        verdict=verdict,
        sentence=_sentence(verdict, facts, unit),
        seen=_decisive(held, first),
        go=unit.go,
        waivers=[leave.id for one in held if one.blocking for leave in one.leaves],
        weaknesses=lambda: _weaknesses(facts, held, unit),
    )


gates = signal(judge, strays)


def _held(gate: Gate, unit: Launched, first: date) -> Sequence[_Held]:
    listed = check_list().lines
    state = gate.class_state(gate.class_of(unit.campaign, unit.campaign_class), first)
    return [
        _Held(
            listed[code],
            blocking,
            _parts(gate, unit, listed[code], state),
            gate.waivers(unit.campaign, code),
        )
        for code, blocking in gate.blocking(unit.campaign, unit.campaign_class).items()
        if code in listed
    ]


def _parts(gate: Gate, unit: Launched, line: Line, state: ClassState) -> tuple[tuple[Seen, ...], ...]:
    seen = gate.results(unit.campaign, line.code)
    if line.each == "system":
        return tuple(tuple(gate.tests(unit.campaign, one, unit.urls, seen)) for one in state.systems)
    if line.each == "claim":
        return tuple(tuple(one for one in seen if same(one.item, claim.name)) for claim in state.claims)
    return (seen,)


def _red_at_go(held: Sequence[_Held], unit: Launched) -> list[_Held]:
    go = unit.go
    if go is None:
        return []
    return [
        one
        for one in held
        if one.blocking and is_red(one.parts, one.leaves, at=go.moment.at, on=go.moment.day)
    ]


def _decisive(held: Sequence[_Held], first: date) -> list[Seen]:
    """The newest result of each part by the first spend day, else the first one after it."""
    found = []
    for part in (part for one in held for part in one.parts if part):
        by_then = [seen for seen in part if seen.day <= first]
        found.append(by_then[-1] if by_then else part[0])
    return found


def _sentence(verdict: Verdict, facts: GateFacts, unit: Launched) -> str:
    if facts.earliest is None:
        return _("Money was spent and nothing was checked before.")
    parts = [_checked(facts), _go(unit, facts.first)]
    if verdict.reason in {Reason.CHECKED_LATE, Reason.CHECKED_TOO_LATE}:
        parts.insert(0, _("First check %(when)s.") % {"when": against(facts.earliest, facts.first)})
    return formats.sentences(*parts)


def _checked(facts: GateFacts) -> str:
    blocking = facts.blocking
    good = [one for one in blocking if one.counts in {Result.PASS, Result.WAIVED}]
    in_time = [one for one in good if one.since is None or one.since < facts.first]
    waived = [one for one in good if one.counts == Result.WAIVED]
    words = {"in_time": len(in_time), "all": len(blocking), "names": _names(blocking, in_time)}
    text = _("%(in_time)d of %(all)d blocking checks stood before the first spend.") % words
    rest = _("Not: %(names)s.") % words if len(in_time) < len(blocking) else ""
    leave = ngettext("%(count)d was waived.", "%(count)d were waived.", len(waived)) % {"count": len(waived)}
    unknown = ngettext(
        "%(count)d check that does not block is unknown.",
        "%(count)d checks that do not block are unknown.",
        facts.unknown,
    ) % {"count": facts.unknown}
    return formats.sentences(text, rest, leave if waived else "", unknown if facts.unknown else "")


def _names(blocking: Sequence[Settled], in_time: Sequence[Settled]) -> str:
    listed: Mapping[str, Line] = check_list().lines
    return several([str(listed[one.code].name) for one in blocking if one not in in_time])


def _go(unit: Launched, first: date) -> str:
    if unit.go is None:
        return _("No GO is on record.")
    words = {"name": unit.go.approver_name, "when": against(unit.go.moment.day, first)}
    text = _("%(name)s gave the GO %(when)s.") % words
    same_person = _("The same person had asked for it, or nobody is named as asker.")
    return text if unit.go_by_another else formats.sentences(text, same_person)


def _weaknesses(facts: GateFacts, held: Sequence[_Held], unit: Launched) -> dict[Weakness, str]:
    red = several([str(one.line.name) for one in _red_at_go(held, unit)])
    return {
        Weakness.GO_OVER_RED: _("GO was given while this stood red and unwaived: %(names)s.")
        % {"names": red},
        Weakness.TICKED: _("%(count)d checks were signed by one person within two minutes.")
        % {"count": facts.burst},
    }
