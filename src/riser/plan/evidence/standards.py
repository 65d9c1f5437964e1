"""PLN 3.1 from the records: the standards of the classes, and the plan beside the one in force."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime

from django.utils.translation import gettext as _

from riser.connect.rules.work import EvidenceKind
from riser.foundation.evidence import SignalContext
from riser.foundation.periods import working_days_after
from riser.plan.evidence.brief import accepted_at
from riser.plan.evidence.desk import Timeline, within
from riser.plan.evidence.judged import Judged
from riser.plan.evidence.ledger import Unit
from riser.plan.evidence.scene import Scene
from riser.plan.evidence.work import no_work
from riser.plan.rules.practices import Reason
from riser.plan.rules.practices.standards import (
    BreakdownFacts,
    Standard,
    from_the_standard,
    parts,
    steps,
)

WORK = (EvidenceKind.WORK_ITEM, EvidenceKind.MILESTONE)


def standards(scene: Scene) -> list[tuple[Standard, Timeline]]:
    """Every published version of every class standard, oldest first."""
    lines = scene.desk.kind(EvidenceKind.CLASS_STANDARD)
    read = ((_standard(line), line) for line in lines)
    found = [(one, line) for one, line in read if one is not None]
    return sorted(found, key=lambda pair: pair[0].published_on)


def _standard(line: Timeline) -> Standard | None:
    """The standard behind a record; None where it names no class."""
    told = line.item.attributes
    published = line.day(line.item.happened_at)
    if not told.get("class"):
        return None
    closed = told.get("closed_campaigns", "0").strip()
    return Standard(
        campaign_class=told["class"].strip().casefold(),
        version=told.get("version", "") or line.item.id,
        published_on=published,
        revised=_date(told.get("revised", "")) or published,
        closed_campaigns=int(closed) if closed.isdecimal() and len(closed) < 6 else 0,
        tasks=parts(told.get("tasks", "")),
        steps=steps(told.get("steps", "")),
    )


def _date(text: str) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(text.strip()[:10])
    return None


def in_force(scene: Scene, campaign_class: str, on: date) -> tuple[Standard, Timeline] | None:
    """The newest standard of a class that was published by the end of a day."""
    mine = (
        pair
        for pair in scene.once(standards)
        if pair[0].campaign_class == campaign_class.strip().casefold() and pair[0].published_on <= on
    )
    return next(reversed(list(mine)), None)


def class_of(scene: Scene, campaign: int) -> tuple[str, date]:
    """The class as it stood one working day after the plan was made, and the day on which it was set."""
    states = scene.reading.campaigns[campaign]
    made = states[0].moment.day
    early = [one for one in states if working_days_after(made, one.moment.day) <= 1]
    return early[-1].data["class"], early[-1].moment.day


def closed_campaigns(scene: Scene, campaign_class: str, by: date) -> list[int]:
    """The campaigns of a class that had ended by a day and had spent."""
    return [pk for end, pk in scene.ended.get(campaign_class.casefold(), ()) if end < by]


def lines_of(scene: Scene, unit: Unit) -> tuple[Timeline, ...]:
    """The tasks of an instance in other tools."""
    return within(scene.desk.of(unit.campaign, *WORK), unit)


def judge_breakdown(scene: Scene, unit: Unit, context: SignalContext) -> Judged:
    """Whether the plan began from the work breakdown of its class, and says where it departs."""
    campaign_class, set_on = class_of(scene, unit.campaign)
    found = in_force(scene, campaign_class, set_on) if campaign_class else None
    work = lines_of(scene, unit)
    standard = found[0] if found else None
    brief = accepted_at(scene, unit.campaign)
    facts = BreakdownFacts(
        known=len(work),
        standard=standard,
        kept=sum(_is_kept(task, work, brief) for task in standard.tasks) if standard else 0,
        age_days=(set_on - standard.revised).days if standard else 0,
        closed=len(closed_campaigns(scene, campaign_class, set_on)),
        is_copied=bool(unit.plan.data.get("copied_from")),
    )
    verdict = from_the_standard(facts, context.thresholds)
    return Judged(verdict, _breakdown_sentence(verdict.reason, facts, campaign_class))


def names_of(line: Timeline) -> set[str]:
    """What a record may be called in a standard: its title, or the task or step it says it is."""
    told = line.item.attributes
    words = (line.item.title, told.get("task", ""), told.get("step", ""))
    return {word.strip().casefold() for word in words if word.strip()}


def _is_kept(task: str, work: Iterable[Timeline], brief: datetime | None) -> bool:
    return any(
        task.casefold() in names_of(line) and (line.dropped_at is None or _is_struck(line, brief))
        for line in work
    )


def _is_struck(line: Timeline, by: datetime | None) -> bool:
    """Dropped with a reason, in time."""
    dropped, reason = line.dropped_at, line.item.attributes.get("reason", "").strip()
    return dropped is not None and bool(reason) and (by is None or dropped <= by)


def _breakdown_sentence(reason: Reason, facts: BreakdownFacts, campaign_class: str) -> str:
    standard = facts.standard
    match reason:
        case Reason.NO_WORK_SOURCE:
            return no_work()
        case Reason.FEW_CLOSED:
            return _("Fewer than three campaigns of its class have closed: no standard can be drawn yet.")
        case Reason.COPIED:
            return _("The plan was copied from one earlier plan, not from the standard of its class.")
    if standard is None:
        return _("Its class has closed campaigns and no standard.")
    words = {
        "kept": facts.kept,
        "tasks": len(standard.tasks),
        "version": standard.version,
        "closed": standard.closed_campaigns,
        "age": facts.age_days,
    }
    text = _(
        "%(kept)d of the %(tasks)d tasks of standard %(version)s are in the plan or were struck with a "
        "reason; the standard rests on %(closed)d closed campaigns and was revised %(age)d days before."
    )
    return text % words
