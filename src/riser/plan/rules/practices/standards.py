"""PLN 3.1 and PRC 3.1: a plan that starts from the standard of its class, and work that follows it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from riser.foundation.evidence import Characterisation
from riser.foundation.verdict import DM, FM, LM, NE, NY, PM, Thresholds
from riser.plan.rules.practices.verdict import Reason, Verdict, Weakness


@dataclass(frozen=True, slots=True)
class Standard:
    """One version of the standard of a class.

    `steps` maps each mandatory step to the steps it comes after; `tasks` are the work breakdown.
    """

    campaign_class: str
    version: str
    published_on: date
    revised: date
    closed_campaigns: int
    tasks: tuple[str, ...] = ()
    steps: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def parts(text: str) -> tuple[str, ...]:
    """The names in "brief; plan; shoot", in order, each once."""
    found = (part.strip() for part in re.split(r"[;；\n]", text))
    return tuple(dict.fromkeys(part for part in found if part))


def steps(text: str) -> dict[str, tuple[str, ...]]:
    """The steps in "brief; plan (brief); GO (plan, tag test)" with those each comes after."""
    return dict(_step(part) for part in parts(text))


def _step(part: str) -> tuple[str, tuple[str, ...]]:
    found = re.fullmatch(r"(?P<name>[^(（]+)[(（](?P<after>[^)）]*)[)）]", part)
    if found is None:
        return part, ()
    after = tuple(name.strip() for name in re.split(r"[,，、]", found["after"]) if name.strip())
    return found["name"].strip(), after


@dataclass(frozen=True, slots=True)
class BreakdownFacts:
    """How a plan stands against the standard in force one working day after it was made.

    `kept` of the standard's tasks are work items or were dropped with a reason before the brief was accepted.
    `closed` counts the closed campaigns of the class, `age_days` runs since the standard's revision.
    """

    known: int
    standard: Standard | None
    kept: int = 0
    age_days: int = 0
    closed: int = 0
    is_copied: bool = False


def from_the_standard(facts: BreakdownFacts, limits: Thresholds) -> Verdict:
    """The verdict on PLN 3.1.

    Thresholds: full_share, largely_share, partly_share, full_closed, least_closed, full_age_days.
    """
    standard = facts.standard
    if not facts.known and not facts.is_copied:
        return Verdict(NE, Reason.NO_WORK_SOURCE)
    rests_on = standard.closed_campaigns if standard else 0
    if max(rests_on, facts.closed) < limits["least_closed"]:
        return Verdict(NY, Reason.FEW_CLOSED)
    if standard is None:
        return Verdict(PM, Reason.COPIED) if facts.is_copied else Verdict(DM, Reason.NO_STANDARD)
    return _kept(facts, standard, limits)


def _kept(facts: BreakdownFacts, standard: Standard, limits: Thresholds) -> Verdict:
    def at_least(share: str) -> bool:
        return bool(standard.tasks) and facts.kept >= limits[share] * len(standard.tasks)

    is_fed = standard.closed_campaigns >= limits["full_closed"] and facts.age_days <= limits["full_age_days"]
    if at_least("full_share") and is_fed:
        return Verdict(FM, Reason.STANDARD_KEPT)
    if at_least("largely_share") and standard.closed_campaigns >= limits["least_closed"]:
        return Verdict(LM, Reason.STANDARD_KEPT)
    if at_least("partly_share"):
        return Verdict(PM, Reason.STANDARD_KEPT)
    return Verdict(PM, Reason.COPIED) if facts.is_copied else Verdict(DM, Reason.STANDARD_KEPT)


@dataclass(frozen=True, slots=True)
class StepFacts:
    """The steps of one campaign against its standard.

    `done` says when each step was finished, `tailored` which were struck in time, `reached` which are due
    though nothing is on record (their date has passed, or the money runs). `go` is the name of the GO step.
    """

    known: int
    standard: Standard | None
    done: Mapping[str, datetime] = field(default_factory=dict)
    tailored: frozenset[str] = frozenset()
    reached: frozenset[str] = frozenset()
    go: str | None = None


def steps_due(facts: StepFacts) -> tuple[str, ...]:
    """The mandatory steps that are due: done, reached, or before one of these; tailored ones left out."""
    if facts.standard is None:
        return ()
    due = (set(facts.done) | facts.reached) & facts.standard.steps.keys()
    waiting = list(due)
    while waiting:
        earlier = set(facts.standard.steps[waiting.pop()]) & facts.standard.steps.keys() - due
        due |= earlier
        waiting += earlier
    return tuple(name for name in facts.standard.steps if name in due and name not in facts.tailored)


def in_order(facts: StepFacts) -> tuple[str, ...]:
    """The due steps that are on record after every step they depend on."""
    due = steps_due(facts)
    before = facts.standard.steps if facts.standard else {}

    def is_in_order(name: str) -> bool:
        needed = [facts.done.get(one) for one in before[name] if one in due]
        return name in facts.done and all(at is not None and at <= facts.done[name] for at in needed)

    return tuple(name for name in due if is_in_order(name))


def followed(facts: StepFacts, limits: Thresholds) -> Verdict:
    """The verdict on PRC 3.1. Thresholds: full_share, largely_share, partly_share, tailored_share."""
    if not facts.known:
        return Verdict(NE, Reason.NO_WORK_SOURCE)
    if facts.standard is None:
        return Verdict(DM, Reason.NO_STANDARD)
    due, present = steps_due(facts), in_order(facts)
    if not due:
        return Verdict(NY, Reason.NOTHING_DUE)
    verdict = Verdict(_share(len(present), len(due), limits), Reason.STEPS)
    heavy = len(facts.tailored) > limits["tailored_share"] * len(facts.standard.steps)
    return verdict.noting(Weakness.HEAVILY_TAILORED, heavy).critically(
        Weakness.GO_TAILORED_OUT, facts.go is not None and facts.go in facts.tailored
    )


def _share(present: int, due: int, limits: Thresholds) -> Characterisation:
    levels = ((FM, "full_share"), (LM, "largely_share"), (PM, "partly_share"))
    return next((value for value, share in levels if present >= limits[share] * due), DM)
