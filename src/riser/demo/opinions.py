"""What the demo's people say of themselves: the self-assessment and the four fitness questions."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from riser.assess.actions import answer_fitness, submit_answers
from riser.assess.library import fitness, model
from riser.assess.rules.fitness import Reply
from riser.assess.rules.stated import Choice, Respondent
from riser.assess.rules.survey import QUESTIONS_EACH
from riser.demo.cast import Cast, Happening
from riser.demo.scenario import Person, Scenario


def opinion_happenings(story: Scenario, cast: Cast) -> Iterator[Happening]:
    """The answers of everybody who is still there, on the days the scenario names."""
    for person in story.people:
        if person.leaves_on is None:
            yield Happening(story.stated["day"], 14, partial(_state, story.stated, cast, person))
            yield Happening(story.fitness["day"], 15, partial(_reply, story.fitness, cast, person))


def _state(stated: Mapping[str, Any], cast: Cast, person: Person) -> None:
    """The most confident see all five done, the analyst some, nobody sees level 4."""
    choice = next(Choice(word) for word in ("FM", "LM", "PM") if person.respondent in stated[word])
    asked = list(model().practices.values())[:QUESTIONS_EACH]
    choices = {practice.id: choice if practice.level < 4 else Choice.DM for practice in asked}
    submit_answers(
        cast.act(person.name, stated["day"], 14), role=Respondent(person.respondent), choices=choices
    )


def _reply(said: Mapping[str, Any], cast: Cast, person: Person) -> None:
    replies = {
        condition.id: Reply.YES if condition.id in said["affirmed"] else Reply.NO
        for condition in fitness().conditions
    }
    answer_fitness(
        cast.act(person.name, said["day"], 15), role=Respondent(person.respondent), replies=replies
    )
