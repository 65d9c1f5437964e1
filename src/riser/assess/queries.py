"""The door other rooms and every face use: the profile of an organisation, and its fitness."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils.translation import gettext as _

from riser.assess import library, memory
from riser.assess.affirmations import Facts, with_affirmations
from riser.assess.answers import affirmed_shares, fitness_replies, stated_answers
from riser.assess.appraisal import Evidence, appraise, price_window
from riser.assess.appraisals import in_force
from riser.assess.byhand import claims, with_claims, without_indicator
from riser.assess.comparison import Comparison, compare
from riser.assess.instances import all_instances
from riser.assess.library import FLAGSHIP, Condition, Model, Practice
from riser.assess.library.model import FitnessQuestion
from riser.assess.profile import InstanceResult, PracticeProfile, Profile
from riser.assess.rules.fitness import Reply, Verdict, question, verdict
from riser.assess.rules.stated import Respondent
from riser.assess.rules.survey import asked
from riser.assess.targets import targets
from riser.connect.queries import newest_day
from riser.foundation import kept, registries
from riser.foundation.errors import NotFound
from riser.foundation.evidence import Characterisation, Charge, Fact, Instance, SignalContext
from riser.foundation.queries import house
from riser.ui.formats import listed

OLD_AFTER_DAYS = 30


def profile(organisation_id: int, as_of: date, model_id: str = FLAGSHIP) -> Profile:
    """The profile of an organisation under a model on a day.

    Facts with day <= `as_of` and evidence that had happened by then. The number of queries does not depend
    on the number of campaigns: each indicator is asked once for all instances.
    """
    key = memory.state(organisation_id, as_of, model_id)
    return memory.remembered(key, lambda: computed(organisation_id, as_of, library.model(model_id)))


@kept.reading()
def computed(organisation_id: int, as_of: date, model: Model) -> Profile:
    """The profile of a day under a model, computed anew from the records."""
    instances = all_instances(organisation_id, as_of, model)
    facts = _facts(model, instances, _context(organisation_id, as_of))
    evidence = Evidence(
        as_of=as_of,
        instances=instances,
        facts=_by_people(organisation_id, model, facts, as_of),
        answers=stated_answers(organisation_id, model.id, as_of=as_of),
        charges=_charges(organisation_id, price_window(as_of), as_of),
        remedies={
            practice.id: _remedy(practice, facts[practice.id]) for practice in model.practices.values()
        },
    )
    found = appraise(model, evidence, no_price=_no_price)
    aimed = targets(organisation_id, as_of=as_of, model_id=model.id)
    return replace(
        found,
        appraised=in_force(organisation_id, found),
        targets={code: one.level for code, one in aimed.items() if one.level is not None},
    )


def practice_result(
    organisation_id: int, as_of: date, practice: str, instance: str
) -> tuple[PracticeProfile, InstanceResult]:
    """A practice and what is known of it on one instance. Raises NotFound, which names what there is."""
    one = profile(organisation_id, as_of).practices.get(practice)
    if one is None:
        raise NotFound(_("This model has no practice “%(id)s”.") % {"id": practice})
    result = next((result for result in one.results if result.instance.id == instance), None)
    if result is None:
        known = listed(result.instance.id for result in one.results[:5]) or "–"
        text = _("%(practice)s is not rated on “%(instance)s”. It is rated on: %(known)s.")
        raise NotFound(text % {"practice": practice, "instance": instance, "known": known})
    return one, result


def offered_day(organisation_id: int, as_of: date) -> date | None:
    """The day of the newest fact when it is over 30 days old: a profile of that day says more."""
    newest = newest_day(organisation_id, to_day=as_of)
    return newest if newest and as_of - newest > timedelta(days=OLD_AFTER_DAYS) else None


def questions(organisation_id: int, role: Respondent, as_of: date) -> tuple[Practice, ...]:
    """What one more person in this seat is asked: at most 25 practices, those answered least."""
    practices = library.model().practices
    roles = {id_: frozenset(one.role for one in practice.questions) for id_, practice in practices.items()}
    heard = stated_answers(organisation_id, FLAGSHIP, as_of=as_of)
    chosen = asked(roles, role, {id_: len(answers) for id_, answers in heard.items()})
    return tuple(practices[id_] for id_ in chosen)


def _context(organisation_id: int, as_of: date) -> Callable[[Practice], SignalContext]:
    """What a practice's signal is told: day, go-live, its thresholds, and what people affirm."""
    go_live = house(organisation_id).go_live
    affirmed = affirmed_shares(library.fitness(), fitness_replies(organisation_id, as_of=as_of))

    def context(practice: Practice) -> SignalContext:
        return SignalContext(
            organisation_id=organisation_id,
            as_of=as_of,
            go_live=go_live,
            thresholds=practice.indicator.values if practice.indicator else {},
            affirmed_share=affirmed.get(practice.id),
        )

    return context


def _facts(
    model: Model, instances: Mapping[str, Instance], context: Callable[[Practice], SignalContext]
) -> dict[str, dict[str, Fact]]:
    """Per practice what the records say of each instance; each signal is asked once."""
    return {practice.id: _facts_of(practice, instances, context) for practice in model.practices.values()}


def _facts_of(
    practice: Practice, instances: Mapping[str, Instance], context: Callable[[Practice], SignalContext]
) -> dict[str, Fact]:
    signal = registries.signals.get(practice.id)
    if practice.indicator is None or signal is None:
        return without_indicator(practice, instances)
    found = signal(list(instances.values()), context(practice))
    return {id_: fact for id_, fact in found.items() if id_ in instances}


def _by_people(organisation_id: int, model: Model, facts: Facts, as_of: date) -> Facts:
    """The facts with what people attached where nothing is computed, and what second roles affirmed."""
    claimed = claims(organisation_id, as_of=as_of)
    spoken = {id_: with_claims(model.practices[id_], mine, claimed) for id_, mine in facts.items()}
    return with_affirmations(organisation_id, spoken, claimed, as_of=as_of)


def _charges(organisation_id: int, from_day: date, to_day: date) -> tuple[Charge, ...]:
    sources = registries.charges.items()
    return tuple(charge for _cause, source in sources for charge in source(organisation_id, from_day, to_day))


def _remedy(practice: Practice, facts: Mapping[str, Fact]) -> str:
    """What would give the practice a source: in the model's words, else in those of its own indicator."""
    if practice.waits_for:
        return str(practice.waits_for)
    silent = (fact.reason for fact in facts.values() if fact.value is Characterisation.NE)
    return next(silent, "")


def _no_price(practice: Practice) -> str:
    if practice.action.lowers:
        return _("No row of the window falls under its price.")
    return _("It has no price of its own: it is argued by risk, or as a foundation of others.")


@dataclass(frozen=True, slots=True)
class FitnessCondition:
    """A condition with its verdict."""

    condition: Condition
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class FitnessResult:
    """One of the four questions with its conditions; `reply` is None while one is unanswered."""

    question: FitnessQuestion
    conditions: tuple[FitnessCondition, ...]
    reply: Reply | None


def fitness(organisation_id: int, as_of: date, found: Profile | None = None) -> tuple[FitnessResult, ...]:
    """The four questions, from records where these decide, else from the newest replies of 180 days.

    `found` saves computing the profile of the day a second time.
    """
    ratings = {id_: one.rating for id_, one in (found or profile(organisation_id, as_of)).practices.items()}
    replies = fitness_replies(organisation_id, as_of=as_of)
    said = {id_: [reply for _role, reply in heard] for id_, heard in replies.items()}
    return tuple(_fitness_result(one, ratings, said) for one in library.fitness().questions)


def fitness_unjudged() -> tuple[FitnessResult, ...]:
    """The four questions without a verdict, for those who may answer and not see the profile."""
    return tuple(_fitness_result(one, {}, {}) for one in library.fitness().questions)


def _fitness_result(
    asked: FitnessQuestion, ratings: Mapping[str, Characterisation | None], said: Mapping[str, list[Reply]]
) -> FitnessResult:
    conditions = tuple(
        FitnessCondition(condition, _verdict(condition, ratings, said.get(condition.id, [])))
        for condition in asked.conditions
    )
    return FitnessResult(asked, conditions, question([one.verdict for one in conditions]))


def _verdict(
    condition: Condition, ratings: Mapping[str, Characterisation | None], replies: list[Reply]
) -> Verdict:
    full = [ratings.get(cover.practice) for cover in condition.covered_by if cover.is_full]
    partial = [ratings.get(cover.practice) for cover in condition.covered_by if not cover.is_full]
    return verdict(full, partial, replies)


def comparison(organisation_id: int, before: date, after: date) -> Comparison:
    """What moved between two days, whichever is named first."""
    first, last = sorted((before, after))
    return compare(profile(organisation_id, first), profile(organisation_id, last))
