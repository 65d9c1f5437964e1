"""What the gate says of a campaign on a day: every line of its list, and GO or NO-GO."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from riser.foundation.errors import NotFound
from riser.foundation.evidence import RecordRef
from riser.foundation.kept import keep
from riser.foundation.models import ApprovalRequest, RequestState
from riser.launch.lists import Line, System, check_list
from riser.launch.queries.reading import AskedClaim, ClassState, Decided, Gate, read_gate
from riser.launch.rules.checks import MACHINE, Eve, eyes
from riser.launch.rules.gate import Leave, Seen, decision, leave_of, newest, standing, together
from riser.launch.rules.parts import claim_stands, same, system_stands
from riser.launch.rules.practices import Live
from riser.launch.sentences import PURPOSES, says, says_parts, says_seen
from riser.launch.words import Decision, Kind, Result
from riser.plan.evidence.doors import preflights, preflights_of
from riser.plan.rules.preflight import Preflight


@dataclass(frozen=True, slots=True)
class Part:
    """One system or claim of a check: how it stands and what was seen last."""

    key: str
    name: str
    under: str
    result: Result
    seen: Seen | None


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One line of the list: what was found, what it counts as, why, and where that can be seen."""

    line: Line
    blocking: bool
    found: Result
    counts: Result
    reason: str
    records: tuple[RecordRef, ...] = ()
    seen: Seen | None = None
    parts: tuple[Part, ...] = ()
    leave: Leave | None = None
    lapsed: Leave | None = None

    @property
    def code(self) -> str:
        """The code of the check."""
        return self.line.code

    @property
    def stops(self) -> bool:
        """Whether this line stands in the way of the launch."""
        return self.blocking and self.counts in {Result.FAIL, Result.UNKNOWN}


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for GO that waits: who asked and when."""

    id: int
    by: int | None
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Report:
    """One campaign at the gate. `decided` is the newest recorded decision, whatever it was."""

    plan: Preflight
    campaign_class: str
    list_version: int
    lines: tuple[CheckLine, ...]
    decision: Decision
    state: ClassState
    live: tuple[Live, ...]
    asked: Asked | None
    decided: Decided | None

    @property
    def is_launched(self) -> bool:
        """Whether GO was given here."""
        return self.decided is not None and self.decided.decision.opens

    @property
    def stopping(self) -> tuple[CheckLine, ...]:
        """The lines in the way."""
        return tuple(line for line in self.lines if line.stops)

    @property
    def waived(self) -> tuple[CheckLine, ...]:
        """The lines that only a waiver lets pass."""
        return tuple(line for line in self.lines if line.counts == Result.WAIVED)


def report(
    organisation_id: int,
    campaign_id: int,
    as_of: date,
    *,
    now: datetime | None = None,
    only: Collection[int] | None = None,
) -> Report:
    """What the gate says of one campaign. Raises NotFound; a constant number of queries.

    `now` is our clock, for the organisation's own day where `as_of` is today. `only` are the campaigns whose
    names whoever reads it may know; None for all.
    """
    found = reports(organisation_id, as_of, [campaign_id], now=now, only=only)
    if campaign_id not in found:
        raise NotFound(_("There is no such campaign in this organisation."))
    return found[campaign_id]


def reports(
    organisation_id: int,
    as_of: date,
    campaigns: Iterable[int] | None = None,
    *,
    now: datetime | None = None,
    only: Collection[int] | None = None,
) -> dict[int, Report]:
    """The same for several campaigns, for all where none are named; a constant number of queries."""
    gate = read_gate(organisation_id, as_of, now)
    if campaigns is not None:
        return _reports(gate, preflights_of(organisation_id, as_of, list(campaigns), only), organisation_id)
    plans = preflights(organisation_id, as_of, only)
    asked = ("reports", as_of, gate.day, None if only is None else frozenset(only))
    return dict(keep(organisation_id, asked, lambda: _reports(gate, plans, organisation_id)))


def _reports(gate: Gate, plans: Mapping[int, Preflight], organisation_id: int) -> dict[int, Report]:
    asked = _asked(organisation_id)
    return {one: _report(gate, plan, asked.get(one)) for one, plan in plans.items()}


def _asked(organisation_id: int) -> dict[int, Asked]:
    rows = ApprovalRequest.objects.filter(
        organisation_id=organisation_id, topic="go", kind="campaign", state=RequestState.WAITING
    )
    return {
        int(row.record_id): Asked(row.pk, row.requested_by_id, row.requested_name, row.requested_at)
        for row in rows
    }


def _report(gate: Gate, plan: Preflight, asked: Asked | None) -> Report:
    held = gate.class_of(plan.campaign, plan.campaign_class)
    state, opened = gate.class_state(held, gate.day), gate.opened.get(plan.campaign)
    eve = Eve(plan, gate.day, held, gate.fetched.get(plan.campaign, {}))
    live = opened.live if opened else ()
    asker = asked.by if asked else None
    listed = check_list()
    lines = tuple(
        _line(gate, eve, state, live, listed.lines[code], blocks, asker)
        for code, blocks in gate.blocking(plan.campaign, plan.campaign_class).items()
        if code in listed.lines
    )
    decided = gate.decided.get(plan.campaign, ())
    return Report(
        plan=plan,
        campaign_class=held,
        list_version=opened.list_version if opened else listed.version,
        lines=lines,
        decision=decision((line.blocking, line.counts) for line in lines),
        state=state,
        live=live,
        asked=asked,
        decided=decided[-1] if decided else None,
    )


def _line(
    gate: Gate,
    eve: Eve,
    state: ClassState,
    live: Sequence[Live],
    line: Line,
    blocking: bool,
    asker: int | None,
) -> CheckLine:
    campaign = eve.plan.campaign
    seen = gate.results(campaign, line.code)
    found = _automatic(eve, line, seen) if line.automatic else _by_hand(gate, eve, state, live, line, seen)
    leaves = gate.waivers(campaign, line.code)
    counts = standing(found.found, leaves, day=gate.day, asked_by=asker)
    held = leave_of(leaves, day=gate.day, asked_by=asker) if counts == Result.WAIVED else None
    return CheckLine(
        line=line,
        blocking=blocking,
        found=found.found,
        counts=counts,
        reason=found.reason,
        records=found.records,
        seen=found.seen,
        parts=found.parts,
        leave=held,
        lapsed=None if held or found.found == Result.PASS else next(reversed(leaves), None),
    )


@dataclass(frozen=True, slots=True)
class _Found:
    found: Result
    reason: str
    records: tuple[RecordRef, ...] = ()
    seen: Seen | None = None
    parts: tuple[Part, ...] = ()


def _automatic(eve: Eve, line: Line, seen: Sequence[Seen]) -> _Found:
    """What the machine finds now; where it cannot tell, what somebody signed counts."""
    finding = MACHINE[line.code](eve)
    if (signed := eyes(eve, finding, seen)) is not None:
        return _Found(signed.result, says_seen(signed), _records(signed), signed)
    return _Found(finding.result, says(finding, eve), finding.records)


def _by_hand(
    gate: Gate, eve: Eve, state: ClassState, live: Sequence[Live], line: Line, seen: Sequence[Seen]
) -> _Found:
    if line.each == "system":
        return _together([_system(gate, one, eve, seen) for one in state.systems])
    if line.each == "claim":
        return _together([_claim(claim, seen, live) for claim in state.claims])
    last = newest(seen)
    if last is None:
        return _Found(Result.UNKNOWN, _("Nobody has looked yet."))
    return _Found(last.result, says_seen(last), _records(last), last)


def _together(parts: Sequence[Part]) -> _Found:
    if not parts:
        return _Found(Result.PASS, _("The class asks for none."))
    records = tuple(one for part in parts if part.seen for one in _records(part.seen))
    return _Found(
        together([part.result for part in parts]),
        says_parts([(part.name, part.result, part.seen) for part in parts]),
        records,
        None,
        tuple(parts),
    )


def _system(gate: Gate, system: System, eve: Eve, seen: Sequence[Seen]) -> Part:
    tests = gate.tests(eve.plan.campaign, system, landing(eve.plan), seen)
    result, last = system_stands(tests, gate.day)
    return Part(system.key, system.name, str(PURPOSES[system.purpose]), result, last)


def _claim(claim: AskedClaim, seen: Sequence[Seen], live: Sequence[Live]) -> Part:
    result, last = claim_stands([one for one in seen if same(one.item, claim.name)], live)
    return Part(claim.name, claim.name, _("regulated") if claim.regulated else "", result, last)


def landing(plan: Preflight) -> tuple[str, ...]:
    """The landing links of a plan."""
    return tuple(link.url for link in plan.links)


def _records(seen: Seen) -> tuple[RecordRef, ...]:
    if seen.elsewhere:
        return (RecordRef("evidence", seen.elsewhere),)
    return (RecordRef(Kind.CHECK, str(seen.record)),) if seen.record else ()
