"""REQ 2.1 and REQ 2.2 from the records: the first complete requirement, and the spend that serves one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from riser.connect.rules.facts import CampaignDay, Level
from riser.foundation.evidence import RecordRef, SignalContext
from riser.plan.evidence.changes import Step, changed_fields, covers
from riser.plan.evidence.judged import Judged, against, day, percent
from riser.plan.evidence.ledger import Unit
from riser.plan.evidence.reading import History, State
from riser.plan.evidence.scene import Scene
from riser.plan.rules.practices import (
    Reason,
    RequirementFacts,
    TraceFacts,
    Verdict,
    Weakness,
    measurable_requirement,
    traced_spend,
)
from riser.plan.rules.practices.requirements import REQUIREMENT_FIELDS, production_start
from riser.plan.sentences import requirement_field
from riser.plan.words import Kind
from riser.ui import formats


def judge_requirement(scene: Scene, unit: Unit, context: SignalContext) -> Judged:
    """Whether a complete requirement stood before production started."""
    histories = scene.reading.requirements.get(unit.campaign, {})
    complete = _first_complete(histories.values())
    facts = RequirementFacts(
        spending=scene.spending(unit),
        exists=bool(histories),
        complete_on=complete.moment.day if complete else None,
        baseline=complete is not None and complete.data["baseline"] is not None,
        bound_moved_on=_bound_moved_on(scene, unit, histories),
    )
    verdict = measurable_requirement(facts, context.thresholds)
    return Judged(
        verdict=verdict,
        sentence=_requirement_sentence(verdict, facts, histories, context),
        records=_records(histories),
        moments=[complete.moment] if complete else [],
        weaknesses=lambda: {Weakness.BOUND_MOVED: _bound_moved(facts)},
    )


def _bound_moved(facts: RequirementFacts) -> str:
    moved = _("A bound was changed on %(day)s, after results had arrived, without a change record.")
    return moved % {"day": day(facts.bound_moved_on)}


def judge_trace(scene: Scene, unit: Unit, context: SignalContext) -> Judged:
    """How much of the spend serves a requirement, by its mapping or by its landing link."""
    requirements = scene.reading.requirements.get(unit.campaign, {})
    links = scene.reading.links.get(unit.campaign, {})
    by_url = {states[-1].data["url"]: states[-1].data["requirement"] for states in links.values()}
    by_key = {one.key: one.requirement for one in unit.mapped}
    ads = _ads(scene, unit) if any(by_url.values()) else []
    traced: dict[int, Decimal] = defaultdict(Decimal)
    for row in ads or unit.days:
        asked = by_url.get(row.final_url or "") if ads else by_key.get(row.key)
        if asked is not None and row.currency == unit.currency:
            traced[asked] += row.spend
    facts = TraceFacts(
        spending=scene.spending(unit),
        traced=sum(traced.values(), Decimal(0)),
        spend=unit.spend,
        orphans=len(set(requirements) - {*by_key.values(), *by_url.values()}),
        requirements=len(requirements),
        ad_level=bool(ads),
        largest=max(traced.values(), default=Decimal(0)),
    )
    verdict = traced_spend(facts, context.thresholds)
    return Judged(
        verdict=verdict,
        sentence=_trace_sentence(facts),
        records=_records(requirements),
        moments=[states[-1].moment for states in requirements.values()],
        weaknesses=lambda: {Weakness.HUNG_ON_ONE: _hung_on_one(facts)},
    )


def _hung_on_one(facts: TraceFacts) -> str:
    hung = _("More than nine tenths of the traced spend hang on one of %(count)d requirements.")
    return hung % {"count": facts.requirements}


def _ads(scene: Scene, unit: Unit) -> list[CampaignDay]:
    """The unit's spend by landing page, where all of it was read ad by ad; else nothing."""
    if not unit.days or any(row.level != Level.AD for row in unit.days):
        return []
    days = {(row.key, row.day) for row in unit.days}
    return [row for row in scene.reading.ad_days if (row.key, row.day) in days]


def missing_fields(data: Mapping[str, Any]) -> tuple[str, ...]:
    """Which of the six fields of a requirement a version leaves empty."""
    stated = dict(data) | {"window": data["from"] and data["to"]}
    return tuple(name for name in REQUIREMENT_FIELDS if stated[name] in (None, ""))


def _first_complete(histories: Iterable[tuple[State, ...]]) -> State | None:
    """The first version that had every field; one with a baseline where two are of the same day."""
    complete = (next((one for one in states if not missing_fields(one.data)), None) for states in histories)
    return min(
        (state for state in complete if state is not None),
        key=lambda state: (state.moment.day, state.data["baseline"] is None),
        default=None,
    )


def _bound_moved_on(scene: Scene, unit: Unit, histories: History) -> date | None:
    """The first day on which a bound became another one after results had been loaded, and unrecorded."""
    loaded = [row.first_loaded_at for row in unit.days]
    if not loaded:
        return None
    known_on = min(loaded).astimezone(scene.reading.zone).date()
    moves = (on for pk, states in histories.items() for on in _moves(scene, unit, pk, states))
    return min(
        (on for on in moves if on > known_on and (unit.window is None or on in unit.window)), default=None
    )


def _moves(scene: Scene, unit: Unit, pk: int, states: tuple[State, ...]) -> list[date]:
    moved = [
        Step(unit.campaign, pk, pk, earlier, later, changed_fields(earlier.data, later.data))
        for earlier, later in pairwise(states)
        if earlier.data["bound"] is not None and _bound(earlier) != _bound(later)
    ]
    return [step.day for step in moved if not _is_recorded(scene, step)]


def _is_recorded(scene: Scene, step: Step) -> bool:
    """Whether both sides agreed to the change in a request filed by its day: a later one heals nothing."""
    return any(
        one.requester_at is not None
        and one.manager_at is not None
        and one.filed_at.astimezone(scene.reading.zone).date() <= step.day
        and covers(one, step)
        for one in scene.reading.changes
        if one.record.id == str(step.campaign)
    )


def _bound(state: State) -> tuple[object, ...]:
    return state.data["metric"], state.data["operator"], state.data["bound"]


def _records(histories: History) -> list[RecordRef]:
    return [RecordRef(Kind.REQUIREMENT, str(pk)) for pk in histories]


def _requirement_sentence(
    verdict: Verdict, facts: RequirementFacts, histories: History, context: SignalContext
) -> str:
    first, complete = facts.spending.first, facts.complete_on
    if first is None or not histories:
        return _("Money was spent and no requirement is on record.")
    if complete is None:
        missing = missing_fields(next(iter(histories.values()))[-1].data)
        text = _("A requirement is on record, but was never complete. It lacks: %(missing)s.")
        return text % {"missing": formats.listed(requirement_field(name) for name in missing)}
    words = {
        "day": day(complete),
        "when": against(complete, first),
        "production": day(production_start(first, context.thresholds)),
    }
    match verdict.reason:
        case Reason.REQUIREMENT_CLOSE:
            text = _(
                "Complete on %(day)s, %(when)s, but not before production is taken to start (%(production)s)."
            )
            return text % words
        case Reason.REQUIREMENT_NO_BASELINE:
            return _("Complete on %(day)s, %(when)s. It names no baseline.") % words
    return _("Complete on %(day)s, %(when)s.") % words


def _trace_sentence(facts: TraceFacts) -> str:
    share = percent(facts.traced / facts.spend) if facts.spend else percent(Decimal(0))
    text = _("%(share)s of the spend leads to a requirement.") % {"share": share}
    if facts.orphans:
        orphans = ngettext(
            "%(count)d requirement has nothing that carries it.",
            "%(count)d requirements have nothing that carries them.",
            facts.orphans,
        )
        text = f"{text} {orphans % {'count': facts.orphans}}"
    if not facts.ad_level:
        level = _("Read by campaign: the ads themselves were not imported.")
        text = f"{text} {level}"
    return text
