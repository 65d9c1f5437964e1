"""CMP 2.1 from the records: claims approved by those entitled, on the very version that ran."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

from django.utils.translation import gettext as _

from riser.foundation.evidence import Characterisation, Fact, Instance, RecordRef, SignalContext
from riser.foundation.queries import people
from riser.launch.evidence.judged import Judged, signal
from riser.launch.queries.reading import AskedClaim, Gate
from riser.launch.rules.gate import Seen
from riser.launch.rules.parts import same
from riser.launch.rules.practices import (
    Claim,
    ClaimFacts,
    Live,
    Reason,
    Verdict,
    Weakness,
    claims_before_spend,
)
from riser.launch.rules.settled import passes
from riser.launch.sentences import several
from riser.launch.words import Check
from riser.plan.evidence.doors import Launched


def claims(instances: Sequence[Instance], context: SignalContext) -> Mapping[str, Fact]:
    """The indicator of CMP 2.1; who works here is read once for all launches."""
    names = {person.member_id: person.name for person in people(context.organisation_id)}
    return signal(partial(judge, names))(instances, context)


def judge(
    names: Mapping[int, str], gate: Gate, unit: Launched, first: date, context: SignalContext
) -> Judged | Fact | None:
    """Whether everything the class asks for was approved on the live version; None where it asks nothing."""
    held = gate.class_of(unit.campaign, unit.campaign_class)
    state = gate.class_state(held, first)
    seen = gate.results(unit.campaign, Check.CLAIMS_CHECKED)
    if not state.said and not seen:
        return _unsaid(unit, held)
    asked = state.claims or _told_elsewhere(seen)
    by_claim = {claim: _approvals(claim, seen, names, first) for claim in asked}
    if not by_claim:
        return None
    facts = ClaimFacts(
        first=first,
        claims=tuple(
            Claim(claim.name, tuple((one.creative, one.day) for one in some), claim.regulated)
            for claim, some in by_claim.items()
        ),
        live=_live(gate, unit, seen),
    )
    verdict = claims_before_spend(facts, context.thresholds)
    return Judged(
        verdict=verdict,
        sentence=_sentence(verdict, facts),
        seen=[one for some in by_claim.values() for one in some],
        weaknesses=lambda: {Weakness.REGULATED_UNAPPROVED: _regulated(facts)},
    )


def _unsaid(unit: Launched, held: str) -> Fact:
    """Nobody said what the class asks for: no source could hold the approval."""
    text = _(
        "On its first day nobody had said which claims class %(class)s asks for. Say it at the gate: claims "
        "with who approves them, or none."
    )
    return Fact(
        value=Characterisation.NE,
        reason=text % {"class": held},
        records=(RecordRef("campaign", str(unit.campaign)),),
        day=unit.last,
    )


def _told_elsewhere(seen: Sequence[Seen]) -> tuple[AskedClaim, ...]:
    """Where the class asks nothing here, the checks that another tool holds are the ones that were asked."""
    named = dict.fromkeys(one.item for one in seen if one.elsewhere)
    return tuple(AskedClaim(name, (), regulated=False) for name in named)


def _approvals(claim: AskedClaim, seen: Sequence[Seen], names: Mapping[int, str], first: date) -> list[Seen]:
    """The approvals of one claim by somebody entitled to it, of each version as it stood on the first day."""
    entitled = {names[one].casefold() for one in claim.entitled if one in names}
    told = [
        one
        for one in seen
        if same(one.item, claim.name) and (not one.elsewhere or _is_entitled(one, claim, entitled))
    ]
    versions = dict.fromkeys(one.creative for one in told)
    return [
        one
        for version in versions
        for one in passes((one for one in told if one.creative == version), first=first)
    ]


def _is_entitled(seen: Seen, claim: AskedClaim, entitled: set[str]) -> bool:
    """Whether another tool names a member who is entitled here, or the role the claim is called by.

    Our own signatures were looked at when they were made.
    """
    return seen.by_name.casefold() in entitled or same(seen.role, claim.name) or not claim.entitled


def _live(gate: Gate, unit: Launched, seen: Sequence[Seen]) -> tuple[Live, ...]:
    """The versions declared with the GO, else those another tool names as live."""
    opened = gate.opened.get(unit.campaign)
    declared = opened.live if opened else ()
    return declared or tuple(dict.fromkeys(Live(one.live) for one in seen if one.live))


def _sentence(verdict: Verdict, facts: ClaimFacts) -> str:
    missing = [claim.name for claim in facts.claims if not claim.approved]
    words = {
        "live": several([one.version for one in facts.live]),
        "claims": several([claim.name for claim in facts.claims]),
        "approved": several(sorted({version for claim in facts.claims for version, _day in claim.approved})),
        "missing": several(missing),
    }
    match verdict.reason:
        case Reason.CLAIMS_UNAPPROVED:
            return _("Money was spent and nobody entitled had approved: %(claims)s.") % words
        case Reason.CLAIMS_APPROVED:
            return _("%(claims)s approved on %(live)s before the first spend.") % words
        case Reason.CLAIMS_NEARLY:
            return (
                _("%(claims)s approved in time, on the first day itself or on the parent of %(live)s.")
                % words
            )
    if missing:
        return _("Not approved at all: %(missing)s.") % words
    if not facts.live:
        return _("Approved on %(approved)s; no version was declared live.") % words
    return (
        _("Approved on %(approved)s; live was %(live)s, or the approval came after the first spend.") % words
    )


def _regulated(facts: ClaimFacts) -> str:
    names = several([claim.name for claim in facts.claims if claim.regulated])
    return _("A claim under regulation ran without approval: %(names)s.") % {"names": names}
