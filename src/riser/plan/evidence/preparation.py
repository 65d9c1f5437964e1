"""QPM 4.1 from the records: preparation times of closed campaigns by class, the chart and its promises."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from riser.connect.rules.work import EvidenceKind
from riser.foundation.evidence import Fact, Instance, Provenance, RecordRef, SignalContext
from riser.foundation.periods import working_days_after
from riser.plan.evidence.brief import accepted_at
from riser.plan.evidence.desk import RECORDS_NAMED, Timeline, is_history, work_ref
from riser.plan.evidence.ledger import Unit
from riser.plan.evidence.reading import as_day
from riser.plan.evidence.scene import Scene, look
from riser.plan.rules.practices import Reason
from riser.plan.rules.practices.preparation import (
    Chart,
    ClassFacts,
    Prepared,
    explained,
    promised_from_the_chart,
    signals,
)
from riser.plan.words import Kind

PREFIX = "class:"
MONTHS = 24


def classes(organisation_id: int, as_of: date) -> Sequence[Instance]:
    """One instance for each class that has a campaign."""
    scene = look(organisation_id, as_of)
    return [_instance(scene, name) for name in sorted(_by_class(scene))]


def _by_class(scene: Scene) -> dict[str, list[Unit]]:
    """The campaigns (no programmes) by class; those without a class are left out."""
    found: dict[str, list[Unit]] = {}
    for unit in scene.campaigns.values():
        name = unit.plan.data["class"]
        if name and unit.window is None:
            found.setdefault(name, []).append(unit)
    return found


def _instance(scene: Scene, name: str) -> Instance:
    title = _("Class %(name)s") % {"name": name}
    return Instance(f"{PREFIX}{name}", "class", title, to_day=scene.reading.as_of)


def signal(instances: Sequence[Instance], context: SignalContext) -> Mapping[str, Fact]:
    """The indicator QPM 4.1: what is known of preparation time in each class."""
    scene = look(context.organisation_id, context.as_of, context.go_live)
    mine = {f"{PREFIX}{name}": (name, units) for name, units in _by_class(scene).items()}
    return {one.id: _fact(scene, *mine[one.id], context) for one in instances if one.id in mine}


def _fact(scene: Scene, name: str, units: Sequence[Unit], context: SignalContext) -> Fact:
    closed = [unit for unit in units if _is_closed(unit, context.as_of)]
    rule = _rule(scene, name)
    cases = sorted(_cases(scene, closed, rule), key=lambda pair: (pair[0].go_on, pair[1]))
    facts = ClassFacts(len(closed), tuple(case for case, _pk in cases), _chart(rule) if rule else None)
    verdict = promised_from_the_chart(facts, context.thresholds)
    campaigns = [RecordRef(Kind.CAMPAIGN, str(pk)) for _case, pk in reversed(cases)]
    note = _("Promises from this chart hold more or less often than the percentile it promises.")
    return Fact(
        value=verdict.value,
        reason=_sentence(verdict.reason, facts, context),
        records=(*((work_ref(rule.item),) if rule else ()), *campaigns[:RECORDS_NAMED]),
        provenance=Provenance.SOURCED if rule else Provenance.NATIVE,
        imported=rule is not None and is_history(rule, context.go_live),
        notes=tuple(note for _weakness in verdict.weaknesses),
        day=max((case.go_on for case, _pk in cases), default=None),
    )


def _is_closed(unit: Unit, as_of: date) -> bool:
    """Ended by the day, and no longer than the window ago."""
    end = as_day(unit.plan.data["end"])
    return end is not None and as_of - timedelta(days=MONTHS * 365 // 12) <= end < as_of


def _rule(scene: Scene, name: str) -> Timeline | None:
    """The newest promise rule of the class that a person published."""
    mine = [
        line
        for line in scene.desk.kind(EvidenceKind.PROMISE_RULE)
        if line.item.attributes.get("class", "").strip().casefold() == name.casefold()
        and _chart(line) is not None
    ]
    return max(mine, key=lambda line: line.item.happened_at, default=None)


def _chart(line: Timeline) -> Chart | None:
    told = line.item.attributes
    lower, upper = _decimal(told.get("lower", "")), _decimal(told.get("upper", ""))
    if lower is None or upper is None:
        return None
    share = _decimal(told.get("percentile", "").removesuffix("%"))
    percentile = share / 100 if share is not None and share > 1 else share
    return Chart(line.day(line.item.happened_at), lower, upper, percentile)


def _decimal(text: str) -> Decimal | None:
    try:
        found = Decimal(text.strip())
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _cases(scene: Scene, units: Sequence[Unit], rule: Timeline | None) -> Iterator[tuple[Prepared, int]]:
    causes = _causes(rule) if rule else {}
    for unit in units:
        brief, sign = accepted_at(scene, unit.campaign), scene.go(unit)
        if brief is None or sign is None:
            continue
        go = sign.moment.day
        began = brief.astimezone(scene.reading.zone).date()
        data = unit.plan.data
        explained_on = causes.get(data["code"].casefold()) or causes.get(data["name"].casefold())
        promised = _promised(scene, unit.campaign)
        kept = None if promised is None else go <= promised
        yield Prepared(go, working_days_after(began, go), kept, explained_on), unit.campaign


def _causes(rule: Timeline) -> dict[str, date]:
    """The day on which the cause of a campaign's signal was written: field "cause <campaign>"."""
    found: dict[str, date] = {}
    for event in rule.events:
        if event.field.startswith("cause ") and event.new.strip():
            found.setdefault(event.field.removeprefix("cause ").strip().casefold(), rule.day(event.at))
    return found


def _promised(scene: Scene, campaign: int) -> date | None:
    """The launch date promised when the brief was accepted."""
    for line in scene.desk.of(campaign, EvidenceKind.BRIEF):
        text = line.item.attributes.get("promised", "").strip()
        try:
            return date.fromisoformat(text[:10]) if text else None
        except ValueError:
            return None
    return None


def _sentence(reason: Reason, facts: ClassFacts, context: SignalContext) -> str:
    words = {"closed": facts.closed, "cases": len(facts.cases)}
    match reason:
        case Reason.NO_CLOCK:
            text = ngettext(
                "%(closed)d campaign of the class closed in 24 months; it lacks the times of brief and GO.",
                "%(closed)d campaigns of the class closed in 24 months; none has the times of brief and GO.",
                facts.closed,
            )
            return text % words
        case Reason.FEW_CLOSED:
            text = ngettext(
                "%(cases)d closed campaign of the class has the times of brief and GO.",
                "%(cases)d closed campaigns of the class have the times of brief and GO.",
                len(facts.cases),
            )
            return text % words
        case Reason.NO_CHART:
            text = _("%(cases)d closed campaigns have both times, and nobody has published limits.")
            return text % words
    found = signals(facts)
    words |= {"signals": len(found), "good": sum(explained(one, context.thresholds) for one in found)}
    text = ngettext(
        "A published chart on %(cases)d closed campaigns; %(signals)d signal since, "
        "%(good)d explained within ten days.",
        "A published chart on %(cases)d closed campaigns; %(signals)d signals since, "
        "%(good)d of them explained within ten days.",
        len(found),
    )
    return text % words
