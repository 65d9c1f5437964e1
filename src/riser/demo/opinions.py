"""What the demo's people say of themselves: self-assessment, fitness questions, and where they want to be."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from riser.assess.actions import answer_fitness, set_target, submit_answers
from riser.assess.library import fitness, model
from riser.assess.rules.fitness import Reply
from riser.assess.rules.stated import Choice, Respondent
from riser.assess.rules.survey import QUESTIONS_EACH
from riser.demo.cast import Cast, Happening
from riser.demo.scenario import Person, Scenario


def opinion_happenings(story: Scenario, cast: Cast) -> Iterator[Happening]:
    """The answers of everybody of the house who is still there, on the days the scenario names."""
    for number, person in enumerate(story.people):
        if person.leaves_on is None and person.role != "guest":
            yield Happening(story.stated["day"], 14, partial(_state, story.stated, cast, person, number))
            yield Happening(story.fitness["day"], 15, partial(_reply, story.fitness, cast, person))
    yield Happening(story.targets["day"], 16, partial(_aim, story.targets, cast))


def _state(stated: Mapping[str, Any], cast: Cast, person: Person, number: int) -> None:
    """The most confident see all five done, the analyst some, nobody sees level 4.

    Nobody is asked more than a sheet holds; each leaves out others, so that everything has its answers.
    """
    choice = next(Choice(word) for word in ("FM", "LM", "PM") if person.respondent in stated[word])
    practices = list(model().practices.values())
    asked = [practices[(number * 3 + n) % len(practices)] for n in range(min(QUESTIONS_EACH, len(practices)))]
    choices = {practice.id: choice if practice.level < 4 else Choice.DM for practice in asked}
    submit_answers(
        cast.act(person.name, stated["day"], 14), role=Respondent(person.respondent), choices=choices
    )


def _aim(targets: Mapping[str, Any], cast: Cast) -> None:
    """The levels that the house wants to reach, each with its reason."""
    act = cast.act(targets["by"], targets["day"], 16)
    for area, said in targets["areas"].items():
        set_target(act, area=area, level=said["level"], reason=said["reason"])


def _reply(said: Mapping[str, Any], cast: Cast, person: Person) -> None:
    replies = {
        condition.id: Reply.YES if condition.id in said["affirmed"] else Reply.NO
        for condition in fitness().conditions
    }
    answer_fitness(
        cast.act(person.name, said["day"], 15), role=Respondent(person.respondent), replies=replies
    )
