"""PLN 2.4 from the records: the work begun in each month, and what stood before it: a plan, a decision."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from riser.connect.rules.work import EvidenceKind
from riser.foundation.evidence import Fact, Instance, Provenance, RecordRef, SignalContext
from riser.foundation.periods import month_of
from riser.plan.evidence.desk import RECORDS_NAMED, Timeline, is_history, work_ref
from riser.plan.evidence.scene import Scene, look
from riser.plan.rules.practices import Reason
from riser.plan.rules.practices.intake import MonthOfWork, traced_work
from riser.plan.words import Kind
from riser.ui import formats

PREFIX = "month:"


def months(organisation_id: int, as_of: date) -> Sequence[Instance]:
    """One instance for each month in which work was begun in a connected tool."""
    return [_instance(month) for month in sorted(_begun(look(organisation_id, as_of)))]


def _instance(month: date) -> Instance:
    title = formats.day(month, "month")
    return Instance(f"{PREFIX}{month:%Y-%m}", "month", title, None, month, month_of(month).to_day)


def _begun(scene: Scene) -> dict[date, list[Timeline]]:
    """The work items by the first day of the month in which work on them began."""
    found: dict[date, list[Timeline]] = defaultdict(list)
    for line in scene.desk.kind(EvidenceKind.WORK_ITEM):
        if line.started_at is not None:
            found[line.day(line.started_at).replace(day=1)].append(line)
    return found


def signal(instances: Sequence[Instance], context: SignalContext) -> Mapping[str, Fact]:
    """The indicator PLN 2.4: what each month of work came from."""
    scene = look(context.organisation_id, context.as_of, context.go_live)
    begun = {f"{PREFIX}{month:%Y-%m}": lines for month, lines in _begun(scene).items()}
    return {one.id: _fact(scene, begun[one.id], one, context) for one in instances if one.id in begun}


def _fact(scene: Scene, lines: Sequence[Timeline], one: Instance, context: SignalContext) -> Fact:
    stray = [line for line in lines if not _is_traced(scene, line)]
    weights = _weights(lines)
    month = MonthOfWork(
        started=sum(weights.values()),
        traced=sum(weights[line.item.id] for line in lines if line not in stray),
        is_over=one.to_day is not None and one.to_day < context.as_of,
    )
    verdict = traced_work(month, context.thresholds)
    shown = (stray or list(lines))[:RECORDS_NAMED]
    return Fact(
        value=verdict.value,
        reason=_sentence(verdict.reason, lines, stray),
        records=(*_requests(scene, shown), *(work_ref(line.item) for line in shown)),
        provenance=Provenance.SOURCED,
        imported=all(is_history(line, context.go_live) for line in lines),
        day=one.to_day,
    )


def _requests(scene: Scene, lines: Sequence[Timeline]) -> list[RecordRef]:
    """The accepted requests that this work came from, each once."""
    campaigns = dict.fromkeys(scene.desk.campaign_of(line) for line in lines)
    found = [
        scene.reading.accepted[one] for one in campaigns if one is not None and one in scene.reading.accepted
    ]
    return [RecordRef(Kind.REQUEST, str(one.id)) for one in found]


def _weights(lines: Sequence[Timeline]) -> dict[str, int]:
    """Minutes where every item logs its hours, else one each."""
    logged = {line.item.id: _minutes(line.item.attributes.get("hours", "")) for line in lines}
    if all(logged.values()):
        return logged
    return dict.fromkeys(logged, 1)


def _minutes(text: str) -> int:
    try:
        hours = Decimal(text.strip() or 0)
    except InvalidOperation:
        return 0
    return int(hours * 60) if 0 < hours < 100_000 else 0


def _is_traced(scene: Scene, line: Timeline) -> bool:
    """Whether a plan, or a sized and accepted request, was on record no later than the day work began."""
    began = line.started_at or datetime.max.replace(tzinfo=line.zone)
    campaign = scene.desk.campaign_of(line)
    if campaign is None:
        return False
    decided = scene.reading.accepted.get(campaign)
    if decided is not None:
        return decided.is_sized and line.day(decided.at) <= line.day(began)
    return scene.reading.campaigns[campaign][0].moment.day <= line.day(began)


def _sentence(reason: Reason, lines: Sequence[Timeline], stray: Sequence[Timeline]) -> str:
    if reason == Reason.NOTHING_STARTED:
        return _("The month is not over.")
    words = {"count": len(lines), "traced": len(lines) - len(stray)}
    text = ngettext(
        "Of %(count)d item begun this month, %(traced)d leads to a plan or a decided request "
        "that stood when work began.",
        "Of %(count)d items begun this month, %(traced)d lead to a plan or a decided request "
        "that stood when work began.",
        len(lines),
    )
    sentence = text % words
    if stray:
        first = _("For example not: “%(title)s”.") % {"title": stray[0].item.title}
        sentence = f"{sentence} {first}"
    return sentence
