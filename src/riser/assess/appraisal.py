"""Facts, answers and charges in; the profile out. Pure: the queries collect, this decides in what order.

Each step is one of the rules: caps -> window -> aggregation -> groups -> levels, stated beside evidenced,
charges to prices, and what to do next. Sentences for people arrive as arguments, already in their language.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from riser.assess.library.model import Model, PracticeArea
from riser.assess.library.practice import Practice
from riser.assess.profile import AreaProfile, Gap, InstanceResult, PracticeProfile, Profile
from riser.assess.rules import prices as pricing
from riser.assess.rules.aggregate import Weighed, weigh
from riser.assess.rules.caps import capped
from riser.assess.rules.earliest import Earliest, earliest, starts_after
from riser.assess.rules.forecast import Dated, moves
from riser.assess.rules.freshness import Window, inside, leaves_on, start
from riser.assess.rules.groups import Group
from riser.assess.rules.levels import Area, maturity_level
from riser.assess.rules.next_steps import Candidate, Step, in_the_way, next_level, ranked
from riser.assess.rules.scale import is_ordered
from riser.assess.rules.stated import Answer, stated
from riser.foundation.evidence import Characterisation, Charge, Fact, Instance

PRICE_WINDOW_DAYS = 180


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that was collected on one organisation up to one day.

    Attributes:
        facts: per practice id, what its signal says per instance id.
        answers: per practice id, the newest answer of each person.
        remedies: per practice id, what would give it a source.
    """

    as_of: date
    instances: Mapping[str, Instance]
    facts: Mapping[str, Mapping[str, Fact]]
    answers: Mapping[str, Sequence[Answer]]
    charges: tuple[Charge, ...]
    remedies: Mapping[str, str]


NoPrice = Callable[[Practice], str]


def appraise(model: Model, evidence: Evidence, *, no_price: NoPrice) -> Profile:
    """The profile of the evidence under a model.

    Args:
        no_price: the sentence that says why a practice has no price of its own.
    """
    areas = tuple(_area(area, evidence) for area in model.areas)
    practices = {one.id: one for area in areas for one in area.practices}
    gaps = tuple(gap for one in practices.values() if (gap := _gap(one, evidence, no_price)))
    evidenced = [area.evidenced for area in areas]
    level = maturity_level(evidenced)
    following = next_level(evidenced, level)
    steps = ranked(_candidates(evidenced, following, practices, gaps))
    return Profile(
        as_of=evidence.as_of,
        model=model,
        areas=areas,
        level_indicative=level,
        level_stated=_stated_level(areas),
        window_from=price_window(evidence.as_of),
        totals=pricing.class_totals(evidence.charges),
        reasons=pricing.reasons(evidence.charges),
        charges=evidence.charges,
        gaps=gaps,
        next_level=following,
        steps=steps,
        earliest=_earliest(steps, practices, evidence.as_of),
    )


def price_window(as_of: date) -> date:
    """The first day of the 180 days over which gaps are priced; never annualised."""
    return as_of - timedelta(days=PRICE_WINDOW_DAYS - 1)


def _area(area: PracticeArea, evidence: Evidence) -> AreaProfile:
    practices = tuple(_practice(practice, evidence) for practice in area.practices)
    has_answers = any(one.stated.rating for one in practices)
    return AreaProfile(
        area=area,
        practices=practices,
        evidenced=Area(area.code, _groups(area, {one.id: one.rating for one in practices}, _weak(practices))),
        stated=Area(area.code, _groups(area, {one.id: one.stated.rating for one in practices}))
        if has_answers
        else None,
    )


def _groups(
    area: PracticeArea, ratings: Mapping[str, Characterisation | None], weak: frozenset[str] = frozenset()
) -> tuple[Group, ...]:
    """One group per level; in the indicative profile a critical weakness counts as significant harm."""
    by_level = {level: {one.id: ratings[one.id] for one in area.at(level)} for level in area.levels}
    return tuple(
        Group(level, practices, significant_weakness=bool(weak & practices.keys()))
        for level, practices in by_level.items()
    )


def _weak(practices: Iterable[PracticeProfile]) -> frozenset[str]:
    return frozenset(one.id for one in practices if one.critical)


def _stated_level(areas: Sequence[AreaProfile]) -> int | None:
    """The stated level of the whole; None while nobody answered for one of the areas in scope."""
    in_scope = [area for area in areas if area.in_scope]
    stated_areas = [area.stated for area in in_scope if area.stated]
    return maturity_level(stated_areas) if stated_areas and len(stated_areas) == len(in_scope) else None


def _practice(practice: Practice, evidence: Evidence) -> PracticeProfile:
    results = _results(practice.window, evidence.facts.get(practice.id, {}), evidence)
    counting = [result for result in results if result.counts]
    dated = _dated(results, evidence.as_of)
    critical = tuple(dict.fromkeys(result.fact.critical for result in counting if result.fact.critical))
    scales = weigh(map(_weighed, counting), critical=len(critical))
    return PracticeProfile(
        practice=practice,
        results=results,
        outcome=scales.outcome,
        shares=scales.shares,
        rating=scales.rating,
        stated=stated(evidence.answers.get(practice.id, ())),
        critical=critical,
        dated=dated,
        moves=moves(dated, practice.window, as_of=evidence.as_of, undated=_undated(counting)),
        remedy=evidence.remedies.get(practice.id, ""),
    )


def _results(window: Window, facts: Mapping[str, Fact], evidence: Evidence) -> tuple[InstanceResult, ...]:
    """Every instance the signal spoke of, newest first, capped and held against the window."""
    days = {id_: _day(evidence.instances[id_], fact, evidence.as_of) for id_, fact in facts.items()}
    values = {id_: _capped(fact) for id_, fact in facts.items()}
    # What was not judged does not push older evidence out; it counts while it lies inside the same days.
    judged = {id_: day for id_, day in days.items() if is_ordered(values[id_])}
    first = start(judged.values(), window, as_of=evidence.as_of)
    counting = inside(judged, window, as_of=evidence.as_of)
    leaving = leaves_on(judged, window, as_of=evidence.as_of)
    return tuple(
        InstanceResult(
            instance=evidence.instances[id_],
            fact=facts[id_],
            value=values[id_],
            counts=id_ in counting or (id_ not in judged and days[id_] >= first),
            leaves_on=leaving.get(id_),
        )
        for id_ in sorted(facts, key=lambda id_: (days[id_], id_), reverse=True)
    )


def _capped(fact: Fact) -> Characterisation:
    return capped(fact.value, (fact.provenance,), affirmed=fact.affirmed, is_history=fact.imported)


def _day(instance: Instance, fact: Fact, as_of: date) -> date:
    """The day from which it ages: the evidence's, else the instance's last; what lies ahead is of today."""
    return min(fact.day or instance.to_day or instance.from_day or as_of, as_of)


def _weighed(result: InstanceResult) -> Weighed:
    return Weighed(result.value, result.instance.spend, result.instance.currency)


def _undated(counting: Iterable[InstanceResult]) -> list[Weighed]:
    return [_weighed(result) for result in counting if not is_ordered(result.value)]


def _dated(results: Iterable[InstanceResult], as_of: date) -> dict[str, Dated]:
    """The instances about which the records say something, with the day from which each ages."""
    return {
        result.instance.id: Dated(
            _day(result.instance, result.fact, as_of), _weighed(result), bool(result.fact.critical)
        )
        for result in results
        if is_ordered(result.value)
    }


def _earliest(
    steps: Sequence[Step], practices: Mapping[str, PracticeProfile], as_of: date
) -> dict[str, Earliest]:
    """When each of the steps can count at the earliest, begun today and in the order of the steps."""
    elapsed = {
        step.candidate.practice: practices[step.candidate.practice].practice.action.elapsed_days
        for step in steps
    }
    starts = starts_after(elapsed, {step.candidate.practice: step.after for step in steps}, as_of=as_of)
    return {
        id_: earliest(
            practices[id_].dated.values(),
            practices[id_].practice.window,
            as_of=as_of,
            starts=day,
        )
        for id_, day in starts.items()
    }


def _gap(one: PracticeProfile, evidence: Evidence, no_price: NoPrice) -> Gap | None:
    """The gap of a practice: not met, or costing money. One without a source is named and never priced."""
    if not is_ordered(one.rating):
        return Gap(one.id, None, one.remedy) if one.has_no_source else None
    own = [charge for charge in evidence.charges if charge.cause in one.practice.action.lowers]
    found = pricing.alone(own, evidence.charges)
    if one.is_met and not found:
        return None
    reason = " ".join(pricing.reasons(own))
    return Gap(one.id, found, reason) if found else Gap(one.id, None, reason or no_price(one.practice))


def _candidates(
    areas: Sequence[Area], level: int | None, practices: Mapping[str, PracticeProfile], gaps: Iterable[Gap]
) -> list[Candidate]:
    """The practices in the way of the next level about which the records say something."""
    if level is None:
        return []
    priced = {gap.practice: gap.prices or () for gap in gaps}
    blocking = in_the_way(areas, level, weak=_weak(practices.values()))
    return [
        Candidate(
            practice=id_,
            level=practices[id_].practice.level,
            rating=practices[id_].rating,
            prices=priced.get(id_, ()),
            effort_days=practices[id_].practice.action.effort_days,
            builds_on=practices[id_].practice.builds_on,
        )
        for id_ in blocking
        if is_ordered(practices[id_].rating)
    ]
