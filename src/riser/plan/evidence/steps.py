"""PRC 3.1 from the records: the steps of a campaign against the approved process of its class."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from riser.connect.rules.work import EvidenceKind
from riser.foundation.evidence import SignalContext
from riser.plan.evidence.brief import accepted_at
from riser.plan.evidence.desk import CLOSED, Timeline, within
from riser.plan.evidence.judged import Judged
from riser.plan.evidence.ledger import Unit
from riser.plan.evidence.scene import Scene
from riser.plan.evidence.standards import WORK, class_of, in_force, names_of
from riser.plan.evidence.work import no_work
from riser.plan.rules.practices import Reason, Weakness
from riser.plan.rules.practices.standards import Standard, StepFacts, followed, in_order, parts, steps_due
from riser.ui import formats

KINDS = (EvidenceKind.WORK_ITEM, EvidenceKind.MILESTONE, EvidenceKind.BRIEF, EvidenceKind.VERDICT)
# What Riser itself knows of a campaign stands for the step of that name.
BRIEF, PLAN, GO, SPEND = "brief", "plan", "go", "first spend"
NATIVE = {
    **dict.fromkeys(("brief", "brief accepted", "需求简报", "接单"), BRIEF),
    **dict.fromkeys(("plan", "plan approved", "计划", "计划批准"), PLAN),
    **dict.fromkeys(("go", "上线放行", "上线卡点"), GO),
    **dict.fromkeys(("first spend", "首次消耗"), SPEND),
}

# Types and labels under which boards keep the pieces that are made for a campaign.
PRODUCTION = frozenset(
    {*("production", "creative", "asset", "deliverable"), *("制作", "素材", "拍摄", "创意", "交付物")}
)


def judge(scene: Scene, unit: Unit, context: SignalContext) -> Judged:
    """Whether the campaign followed the approved process of its class, or tailored it in time."""
    facts = step_facts(scene, unit)
    verdict = followed(facts, context.thresholds)
    return Judged(verdict, _sentence(verdict.reason, facts), weaknesses=lambda: _weaknesses(facts))


def _weaknesses(facts: StepFacts) -> dict[Weakness, str]:
    heavy = ngettext(
        "%(count)d step was tailored out: this is a class of its own.",
        "%(count)d steps were tailored out: this is a class of its own.",
        len(facts.tailored),
    )
    return {
        Weakness.GO_TAILORED_OUT: _("The GO step was tailored out."),
        Weakness.HEAVILY_TAILORED: heavy % {"count": len(facts.tailored)},
    }


def lines_of(scene: Scene, unit: Unit) -> tuple[Timeline, ...]:
    """What other tools recorded of the steps of an instance."""
    return within(scene.desk.of(unit.campaign, *KINDS), unit)


def step_facts(scene: Scene, unit: Unit) -> StepFacts:
    """The steps of one campaign: done, struck in time, or due though nothing is on record."""
    work = lines_of(scene, unit)
    known = sum(_is_on_a_board(line) for line in work)
    standard = _standard(scene, unit.campaign)
    if standard is None:
        return StepFacts(known, None)
    go = next((name for name in standard.steps if NATIVE.get(name.casefold()) == GO), None)
    return StepFacts(
        known=known,
        standard=standard,
        done=dict(_done(standard, work, _natives(scene, unit))),
        tailored=frozenset(_tailored(standard, work, _production_start(scene, unit, work))),
        reached=frozenset(_reached(standard, work, go if scene.spending(unit).first else None)),
        go=go,
    )


def _is_on_a_board(line: Timeline) -> bool:
    """Whether the record says that the work is kept somewhere: a brief noted on a sheet alone does not."""
    return line.item.kind in WORK or line.item.due is not None or bool(line.item.state)


def _standard(scene: Scene, campaign: int) -> Standard | None:
    """The process in force when the brief was accepted, else when the plan was made."""
    campaign_class, on = class_of(scene, campaign)
    brief = accepted_at(scene, campaign)
    found = in_force(scene, campaign_class, brief.astimezone(scene.reading.zone).date() if brief else on)
    return found[0] if found and found[0].steps else None


def _natives(scene: Scene, unit: Unit) -> Mapping[str, datetime]:
    """When Riser's own events took place. Spend has no hour: it counts as the end of its day."""
    plan, go, first = scene.plan_approval(unit), scene.go(unit), scene.spending(unit).first
    found = {
        BRIEF: accepted_at(scene, unit.campaign),
        PLAN: plan.moment.at if plan else None,
        GO: go.moment.at if go else None,
        SPEND: datetime.combine(first, time.max, scene.reading.zone) if first else None,
    }
    return {name: at for name, at in found.items() if at is not None}


def _done(
    standard: Standard, work: Sequence[Timeline], natives: Mapping[str, datetime]
) -> Iterator[tuple[str, datetime]]:
    for name in standard.steps:
        told = [at for line in work if name.casefold() in names_of(line) for at in line.entered(*CLOSED)[:1]]
        native = natives.get(NATIVE.get(name.casefold(), ""))
        moments = [*told, *([native] if native else [])]
        if moments:
            yield name, min(moments)


def _production_start(scene: Scene, unit: Unit, work: Sequence[Timeline]) -> date | None:
    """The day before which a step may be struck: the first piece is in production, or money runs."""
    began = [
        line.day(line.started_at) for line in work if _is_production(line) and line.started_at is not None
    ]
    first = scene.spending(unit).first
    return min([*began, *([first] if first else [])], default=None)


def _is_production(line: Timeline) -> bool:
    told = line.item.attributes
    words = {told.get("type", "").casefold(), *parts(told.get("labels", "").casefold())}
    return line.item.kind == EvidenceKind.WORK_ITEM and bool(words & PRODUCTION)


def _tailored(standard: Standard, work: Sequence[Timeline], by: date | None) -> Iterator[str]:
    """The steps that were dropped with a reason before production."""
    for name in standard.steps:
        mine = (line for line in work if name.casefold() in names_of(line))
        for line in mine:
            dropped, reason = line.dropped_at, line.item.attributes.get("reason", "").strip()
            if dropped is not None and reason and (by is None or line.day(dropped) < by):
                yield name


def _reached(standard: Standard, work: Sequence[Timeline], go: str | None) -> Iterator[str]:
    """The steps whose date has come; the GO step, and all before it, once money runs."""
    for name in standard.steps:
        mine = [line for line in work if name.casefold() in names_of(line)]
        if any(line.item.due is not None and line.item.due <= line.as_of for line in mine):
            yield name
    if go is not None:
        yield go


def _sentence(reason: Reason, facts: StepFacts) -> str:
    match reason:
        case Reason.NO_WORK_SOURCE:
            return no_work()
        case Reason.NO_STANDARD:
            return _("Its class has no published process.")
        case Reason.NOTHING_DUE:
            return _("None of the steps of its process is due so far.")
    due, present = steps_due(facts), in_order(facts)
    version = facts.standard.version if facts.standard else ""
    text = ngettext(
        "%(present)d of %(due)d step due of process %(version)s is on record in its order.",
        "%(present)d of %(due)d steps due of process %(version)s are on record in their order.",
        len(due),
    )
    sentence = text % {"present": len(present), "due": len(due), "version": version}
    missing = [name for name in due if name not in present]
    if missing:
        lacks = _("Missing or out of order: %(steps)s.") % {"steps": formats.listed(missing[:5])}
        sentence = f"{sentence} {lacks}"
    return sentence
