"""OBJ 2.1 from the records: the first link to an objective, and what that objective said then."""

from decimal import Decimal

from django.utils.translation import gettext as _

from riser.foundation.evidence import RecordRef, SignalContext
from riser.foundation.periods import quarter_of
from riser.plan.evidence.judged import Judged, against, percent
from riser.plan.evidence.ledger import Unit
from riser.plan.evidence.reading import State
from riser.plan.evidence.scene import Scene, state_on
from riser.plan.rules.practices import (
    ObjectiveFacts,
    ObjectiveState,
    Reason,
    Verdict,
    Weakness,
    objective_before_spend,
)
from riser.plan.words import Kind
from riser.ui import formats


def judge(scene: Scene, unit: Unit, context: SignalContext) -> Judged:
    """Whether the campaign served a measurable objective before its first spend."""
    link = _first_link(scene, unit)
    state = _objective(scene, unit, link) if link else None
    facts = _facts(scene, unit, link, state)
    verdict = objective_before_spend(facts, context.thresholds)
    name = state.data["name"] if state else ""
    return Judged(
        verdict=verdict,
        sentence=_sentence(verdict, facts, name),
        records=(RecordRef(Kind.OBJECTIVE, str(state.id)),) if state else (),
        moments=[one.moment for one in (link, state) if one],
        weaknesses=lambda: {Weakness.CONCENTRATED: _concentrated(name, facts)},
    )


def _concentrated(name: str, facts: ObjectiveFacts) -> str:
    broad = _("The objective “%(name)s” carries %(share)s of the quarter's spend and has no sub-targets.")
    return broad % {"name": name, "share": percent(facts.quarter_share)}


def _first_link(scene: Scene, unit: Unit) -> State | None:
    """The version of the campaign that first named an objective."""
    states = scene.reading.campaigns[unit.campaign]
    return next((state for state in states if state.data["objective"] is not None), None)


def _objective(scene: Scene, unit: Unit, link: State) -> State | None:
    """The objective as it stood on T0, or on the day of a later link."""
    states = scene.reading.objectives.get(link.data["objective"], ())
    first = scene.spending(unit).first
    day = max(first, link.moment.day) if first else link.moment.day
    return state_on(states, day) or (states[0] if states else None)


def _facts(scene: Scene, unit: Unit, link: State | None, state: State | None) -> ObjectiveFacts:
    share, campaigns = _concentration(scene, unit)
    return ObjectiveFacts(
        spending=scene.spending(unit),
        linked_on=link.moment.day if link else None,
        objective=_filled(state) if state else None,
        quarter_share=share,
        quarter_campaigns=campaigns,
    )


def _filled(state: State) -> ObjectiveState:
    data = state.data
    return ObjectiveState(
        metric=bool(data["metric"]),
        baseline=data["baseline"] is not None,
        target=data["target"] is not None,
        due=data["due"] is not None,
        initiative=bool(data["initiative"]),
    )


def _concentration(scene: Scene, unit: Unit) -> tuple[Decimal, int]:
    """The share of T0's quarter that serves the same objective, and how many campaigns spent in it."""
    days, objective = unit.spend_days, unit.plan.data["objective"]
    if not days or objective is None:
        return Decimal(0), 0
    served = scene.objectives_of.get((quarter_of(days[0]), unit.currency))
    if served is None:  # its first money was in another currency
        return Decimal(0), 0
    return served.by_objective.get(objective, Decimal(0)) / served.spend, served.units


def _sentence(verdict: Verdict, facts: ObjectiveFacts, name: str) -> str:
    linked, first, state = facts.linked_on, facts.spending.first, facts.objective
    if linked is None or first is None or state is None:
        return _("Money was spent and no objective is linked.")
    words = {"name": name, "when": against(linked, first), "missing": formats.listed(_missing(state))}
    match verdict.reason:
        case Reason.OBJECTIVE_UNMEASURED:
            return _("Linked to “%(name)s”, which says nothing of: %(missing)s.") % words
        case Reason.OBJECTIVE_INCOMPLETE:
            return _("Linked to “%(name)s” %(when)s; the objective leaves out: %(missing)s.") % words
    return _("Linked to “%(name)s” %(when)s.") % words


def _missing(state: ObjectiveState) -> list[str]:
    fields = {
        _("metric"): state.metric,
        _("baseline"): state.baseline,
        _("target"): state.target,
        _("due day"): state.due,
        _("initiative"): state.initiative,
    }
    return [name for name, filled in fields.items() if not filled]
