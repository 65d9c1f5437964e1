"""PLN 2.2 and CNT 2.1 from the records: who owned what when work began, and how often pieces came back."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from riser.connect.rules.work import EvidenceKind, WorkState
from riser.foundation.evidence import SignalContext
from riser.plan.evidence.desk import CLOSED, Timeline, is_one_person, within
from riser.plan.evidence.judged import Judged
from riser.plan.evidence.ledger import Unit
from riser.plan.evidence.scene import Scene
from riser.plan.rules.practices import Reason
from riser.plan.rules.practices.work import (
    Owned,
    Piece,
    RoundFacts,
    WorkFacts,
    is_within,
    owned_work,
    rounds_as_agreed,
)


def items(scene: Scene, unit: Unit) -> tuple[Timeline, ...]:
    """The work items of an instance; what was dropped is no deliverable any more."""
    mine = within(scene.desk.of(unit.campaign, EvidenceKind.WORK_ITEM), unit)
    return tuple(one for one in mine if one.item.state != WorkState.DROPPED)


def judge_work(scene: Scene, unit: Unit, context: SignalContext) -> Judged:
    """Whether each deliverable had one owner and a date before work on it began, and moved when work did."""
    work = items(scene, unit)
    due = tuple(_owned(one) for one in work if _is_due(one))
    facts = WorkFacts(len(work), any(one.states for one in work), due)
    verdict = owned_work(facts, context.thresholds)
    return Judged(verdict, _work_sentence(verdict.reason, facts))


def _is_due(line: Timeline) -> bool:
    """Its date has come, or it was closed, or work began on it without any date."""
    due = line.item.due
    if due is None:
        return line.started_at is not None
    return due <= line.as_of or line.closed_at is not None


def _owned(line: Timeline) -> Owned:
    began = line.started_at or line.item.happened_at
    return Owned(
        owned=is_one_person(line.at("owner", began)) and bool(line.at("due", began)),
        moved=len({line.day(event.at) for event in line.states}) >= 2,
        closed_at=line.closed_at,
    )


def _work_sentence(reason: Reason, facts: WorkFacts) -> str:
    match reason:
        case Reason.NO_WORK_SOURCE:
            return no_work()
        case Reason.NO_HISTORY:
            return _("Its work items carry no history. Export the changes of state as well.")
        case Reason.NOTHING_DUE:
            text = ngettext(
                "Its %(count)d work item has not fallen due yet.",
                "None of its %(count)d work items has fallen due yet.",
                facts.known,
            )
            return text % {"count": facts.known}
    words = {
        "due": len(facts.due),
        "owned": sum(one.owned for one in facts.due),
        "moved": sum(one.moved for one in facts.due),
    }
    text = ngettext(
        "Of %(due)d item due, %(owned)d had one owner and a date when work began; "
        "%(moved)d changed state on two or more days.",
        "Of %(due)d items due, %(owned)d had one owner and a date when work began; "
        "%(moved)d changed state on two or more days.",
        len(facts.due),
    )
    sentence = text % words
    if reason == Reason.CLOSED_AT_ONCE:
        burst = _("Half of the closings or more fall inside ten minutes.")
        sentence = f"{sentence} {burst}"
    return sentence


def no_work() -> str:
    """The sentence where no source told anything about the work of a campaign."""
    return _(
        "No connected source holds its work. Import the export of its board; each item names the campaign."
    )


def judge_rounds(scene: Scene, unit: Unit, context: SignalContext) -> Judged:
    """Whether pieces pass within the rounds agreed at their start."""
    work = items(scene, unit)
    boards = {(one.item.source, one.item.project) for one in work}
    facts = RoundFacts(
        known=len(work),
        has_review=bool(boards & scene.desk.boards_with_review),
        pieces=tuple(_piece(one) for one in work if _is_approved_piece(one, work)),
    )
    verdict = rounds_as_agreed(facts, context.thresholds)
    return Judged(verdict, _round_sentence(verdict.reason, facts, context))


def _is_approved_piece(line: Timeline, work: Sequence[Timeline]) -> bool:
    """Approved; on a board without such a state, done after a review or with a number of rounds agreed."""
    if any(one.entered(WorkState.APPROVED) for one in work):
        return bool(line.entered(WorkState.APPROVED))
    is_piece = bool(line.entered(WorkState.IN_REVIEW)) or _agreed(line) is not None
    return is_piece and bool(line.entered(*CLOSED))


def _piece(line: Timeline) -> Piece:
    return Piece(len(line.entered(WorkState.IN_REVIEW)), _agreed(line))


def _agreed(line: Timeline) -> int | None:
    """The rounds agreed when work began; a number typed later does not count."""
    text = line.at("rounds", line.started_at or line.item.happened_at).strip()
    return int(text) if text.isdecimal() and len(text) < 4 else None


def _round_sentence(reason: Reason, facts: RoundFacts, context: SignalContext) -> str:
    match reason:
        case Reason.NO_WORK_SOURCE:
            return no_work()
        case Reason.NO_REVIEW_STATE:
            return _("Its board knows no state “in review”. Add one, or say which of its words means it.")
        case Reason.FEW_APPROVED:
            text = ngettext(
                "%(count)d of its pieces is approved so far.",
                "%(count)d of its pieces are approved so far.",
                len(facts.pieces),
            )
            return text % {"count": len(facts.pieces)}
    words = {
        "count": len(facts.pieces),
        "within": sum(is_within(one, context.thresholds) for one in facts.pieces),
        "agreed": sum(one.agreed is not None for one in facts.pieces),
        "most": max(one.rounds for one in facts.pieces),
    }
    text = ngettext(
        "Of %(count)d approved piece, %(within)d passed within its rounds; it took %(most)d. "
        "A number was agreed for %(agreed)d.",
        "Of %(count)d approved pieces, %(within)d passed within their rounds; the longest took %(most)d. "
        "A number was agreed for %(agreed)d.",
        len(facts.pieces),
    )
    return text % words
