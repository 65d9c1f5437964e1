"""GOV 2.1 from the records: owners on the first spend day, approvals of plan and launch."""

from bisect import bisect_left, bisect_right
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from riser.foundation.evidence import SignalContext
from riser.foundation.periods import working_days_after
from riser.plan.evidence.judged import Judged, against
from riser.plan.evidence.ledger import Unit
from riser.plan.evidence.reading import Signed
from riser.plan.evidence.scene import Scene, state_on
from riser.plan.rules.owners import names, resolve
from riser.plan.rules.practices import (
    OwnershipFacts,
    Reason,
    Signature,
    Verdict,
    Weakness,
    one_owner_two_persons,
)
from riser.plan.rules.preparers import Version, preparers
from riser.plan.words import Topic


def judge(scene: Scene, unit: Unit, context: SignalContext) -> Judged:
    """Whether one person answers for the campaign and others approved its plan and launch."""
    plan, go = scene.plan_approval(unit), scene.go(unit)
    facts = _facts(scene, unit, context, plan, go)
    verdict = one_owner_two_persons(facts, context.thresholds)
    return Judged(
        verdict=verdict,
        sentence=_sentence(verdict, facts, plan, go),
        moments=[sign.moment for sign in (plan, go) if sign],
        weaknesses=lambda: _weaknesses(facts),
    )


def _facts(
    scene: Scene, unit: Unit, context: SignalContext, plan: Signed | None, go: Signed | None
) -> OwnershipFacts:
    spending = scene.spending(unit)
    members, groups = _owners(scene, unit, spending.first)
    window = timedelta(minutes=int(context.thresholds["burst_minutes"]))
    return OwnershipFacts(
        spending=spending,
        owners=sum(_is_here(scene.left_on.get(member, date.min), spending.first) for member in members),
        groups=groups,
        plan=_signature(scene, unit, plan) if plan else None,
        go=_signature(scene, unit, go) if go else None,
        burst=_burst(scene, plan, window) if plan else 0,
        owner_gone_days=_gone_days(scene, unit, spending.last),
        affirmed_share=context.affirmed_share,
    )


def _owners(scene: Scene, unit: Unit, day: date | None) -> tuple[frozenset[int], int]:
    """The members named as owner on a day, and how many names stand for nobody we know."""
    states = scene.reading.campaigns[unit.campaign]
    data = ((state_on(states, day) if day else None) or states[0]).data
    members = frozenset(data["owners"]) | frozenset(resolve(data["owner"], scene.known).members)
    return members, max(len(names(data["owner"])) - len(members), 0)


def _is_here(left_on: date | None, day: date | None) -> bool:
    return left_on is None or (day is not None and left_on >= day)


def _gone_days(scene: Scene, unit: Unit, last: date | None) -> int:
    """Working days on which money ran after the last owner had left."""
    members, groups = _owners(scene, unit, last)
    left = [scene.left_on.get(member) for member in members]
    gone = [day for day in left if day is not None]
    if last is None or groups or not members or len(gone) < len(left):
        return 0
    return working_days_after(max(gone), last)


def _signature(scene: Scene, unit: Unit, sign: Signed) -> Signature:
    seconds = (sign.recorded_at - sign.requested_at).total_seconds() if sign.requested_at else None
    return Signature(sign.moment.day, _by_another(scene, unit, sign), seconds)


def _by_another(scene: Scene, unit: Unit, sign: Signed) -> bool:
    """Whether asker and approver differ. A declared approval shows it only by naming both."""
    if sign.approver is None:
        return bool(sign.requested_by) and sign.requested_by.casefold() != sign.approver_name.casefold()
    states = scene.reading.campaigns[unit.campaign]
    written = [Version(state.author, state.data) for state in states if state.number <= sign.number]
    request = scene.reading.accepted.get(unit.campaign)
    prepared = preparers(written, request.askers if request else None)
    return sign.requested_by != sign.approver_name and (
        sign.topic == Topic.GO or sign.approver not in prepared
    )


def _burst(scene: Scene, sign: Signed, window: timedelta) -> int:
    """The most plans the same person approved within one window that holds this approval."""
    times = scene.stamps.get(sign.approver or 0, [])
    near = times[
        bisect_left(times, sign.recorded_at - window) : bisect_right(times, sign.recorded_at + window)
    ]
    starts = near[: bisect_right(near, sign.recorded_at)]
    runs = (bisect_right(near, start + window) - place for place, start in enumerate(starts))
    return max(runs, default=0)


def _sentence(verdict: Verdict, facts: OwnershipFacts, plan: Signed | None, go: Signed | None) -> str:
    match verdict.reason:
        case Reason.NOBODY:
            return _("Nobody is named as owner, and nobody approved plan or launch.")
        case Reason.NOT_ONE_OWNER:
            return _owner_sentence(facts)
        case Reason.ONE_PERSON_DID_ALL:
            return _("One owner is named, but no second person is on record for plan or launch.")
    first = facts.spending.first
    signed = [
        text % {"name": sign.approver_name, "when": against(sign.moment.day, first)}
        for text, sign in (
            (_("%(name)s approved the plan %(when)s"), plan),
            (_("%(name)s gave the GO %(when)s"), go),
        )
        if sign is not None and first is not None
    ]
    text = _("One owner; %(signed)s.") % {"signed": "; ".join(signed)}
    once = _("Only one of the two has a second person.")
    return f"{text} {once}" if verdict.reason == Reason.TWO_PERSONS_ONCE else text


def _owner_sentence(facts: OwnershipFacts) -> str:
    if facts.groups:
        return _("The owner field names a group, or somebody who is not a member here. Name one member.")
    if facts.owners == 0:
        return _("No active owner on the first spend day.")
    text = ngettext(
        "%(count)d owner is named. Name one.", "%(count)d owners are named. Name one.", facts.owners
    )
    return text % {"count": facts.owners}


def _weaknesses(facts: OwnershipFacts) -> dict[Weakness, str]:
    seconds = int(facts.plan.seconds_since_asked or 0) if facts.plan else 0
    gone = ngettext(
        "The owner left and money ran for %(count)d more working day without a new one.",
        "The owner left and money ran for %(count)d more working days without a new one.",
        facts.owner_gone_days,
    )
    stamped = ngettext(
        "The plan was approved %(count)d second after it was asked for.",
        "The plan was approved %(count)d seconds after it was asked for.",
        seconds,
    )
    burst = _("The plan was one of %(count)d approved by the same person within five minutes.")
    return {
        Weakness.OWNER_GONE: gone % {"count": facts.owner_gone_days},
        Weakness.STAMPED: stamped % {"count": seconds},
        Weakness.BURST: burst % {"count": facts.burst},
        Weakness.UNAFFIRMED: _("Colleagues asked apart do not name the same accountable person."),
    }
