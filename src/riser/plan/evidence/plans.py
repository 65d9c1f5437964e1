"""PLN 2.1 from the records: the first approval of the plan, and what the approved version stated."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from riser.foundation.evidence import SignalContext
from riser.plan.evidence.judged import Judged, against, day
from riser.plan.evidence.ledger import Unit
from riser.plan.evidence.reading import Signed
from riser.plan.evidence.scene import Scene
from riser.plan.rules.practices import PlanFacts, Reason, Verdict, Weakness, plan_before_spend
from riser.plan.rules.practices.plans import PLAN_FIELDS
from riser.plan.sentences import plan_field
from riser.plan.words import CampaignKind
from riser.ui import formats


def judge(scene: Scene, unit: Unit, context: SignalContext) -> Judged:
    """Whether an approved plan with its six fields stood before the first spend."""
    approval = scene.plan_approval(unit)
    facts = _facts(scene, unit, approval)
    verdict = plan_before_spend(facts, context.thresholds)
    return Judged(
        verdict=verdict,
        sentence=_sentence(verdict, facts),
        moments=[approval.moment] if approval else [],
        weaknesses=lambda: _weaknesses(facts),
    )


def _facts(scene: Scene, unit: Unit, approval: Signed | None) -> PlanFacts:
    return PlanFacts(
        spending=scene.spending(unit),
        approved_on=approval.moment.day if approval else None,
        filled=filled_fields(approval.data) if approval else frozenset(),
        mapped_on=max((one.mapped_on for one in unit.mapped), default=None),
        platform_campaigns=len(unit.mapped),
        channels=len(unit.plan.data["channels"]),
    )


def filled_fields(plan: Mapping[str, Any]) -> frozenset[str]:
    """Which of the six fields of a plan a version states. A programme needs no end."""
    is_open = plan["kind"] == CampaignKind.PROGRAMME
    stated = {
        "objective": plan["objective"] is not None,
        "audience": plan["audience"],
        "channels": plan["channels"],
        "cap": plan["caps"],
        "dates": plan["start"] and (plan["end"] or is_open),
        "deliverables": plan["deliverables"],
    }
    return frozenset(name for name in PLAN_FIELDS if stated[name])


def _sentence(verdict: Verdict, facts: PlanFacts) -> str:
    first, approved = facts.spending.first, facts.approved_on
    if first is None or approved is None:
        return _("The plan was never approved. First spend on %(first)s.") % {"first": day(first)}
    missing = formats.listed(plan_field(name) for name in PLAN_FIELDS if name not in facts.filled)
    words = {"when": against(approved, first), "missing": missing, "mapped": _mapped(facts.mapped_on, first)}
    if missing and verdict.reason in {Reason.PLAN_THIN, Reason.PLAN_MISSES_ONE, Reason.PLAN_LATE}:
        return _("Approved %(when)s, without: %(missing)s.") % words
    if verdict.reason == Reason.PLAN_MAPPED_LATE:
        return _("Approved %(when)s, but a platform campaign was mapped to it only %(mapped)s.") % words
    return _("Approved %(when)s.") % words


def _mapped(mapped_on: date | None, first: date) -> str:
    return against(mapped_on, first) if mapped_on else ""


def _weaknesses(facts: PlanFacts) -> dict[Weakness, str]:
    umbrella = _("%(keys)d platform campaigns and %(channels)d channels hang on one plan.")
    mapped = _("A platform campaign was mapped by hand on %(day)s, long after the first spend.")
    return {
        Weakness.UMBRELLA: umbrella % {"keys": facts.platform_campaigns, "channels": facts.channels},
        Weakness.MAPPED_LATE: mapped % {"day": day(facts.mapped_on)},
    }
