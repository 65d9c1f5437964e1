"""The profile, the fitness test and what people state."""

from datetime import date
from typing import Any

from ninja import Schema, Status

from riser.assess.actions import answer_fitness, submit_answers
from riser.assess.api.door import reader, router
from riser.assess.contract import profile_json, units_json
from riser.assess.queries import fitness, profile
from riser.assess.rules.fitness import Reply
from riser.assess.rules.stated import Choice, Respondent
from riser.assess.units import asked_beside, units
from riser.foundation.bodies import Body
from riser.foundation.web import RiserRequest


class AnswersIn(Body):
    """Choices by practice id, from one seat."""

    role: Respondent
    answers: dict[str, Choice]


class RepliesIn(Body):
    """Replies by condition id, from one seat."""

    role: Respondent
    replies: dict[str, Reply]


class StoredOut(Schema):
    """The id of what was stored."""

    submission: int


@router.get("/profile")
def get_profile(
    request: RiserRequest, as_of: date | None = None, compare: str = "", against: str = ""
) -> dict[str, Any]:
    """The maturity profile, as `riser assess appraise --json` prints it.

    `compare` puts a comparison with it: with a day, or of a unit beside the unit `against`, or beside the
    whole organisation.
    """
    act = reader(request)
    day = as_of or act.now.date()
    found = asked_beside(act.organisation_id, day, compare, against)
    return profile_json(profile(act.organisation_id, day), found)


@router.get("/units")
def get_units(request: RiserRequest, as_of: date | None = None) -> list[dict[str, Any]]:
    """The units that campaigns name, with how many do; null for the campaigns that name none."""
    act = reader(request)
    return units_json(units(act.organisation_id, as_of or act.now.date()))


@router.get("/fitness")
def get_fitness(request: RiserRequest, as_of: date | None = None) -> dict[str, Any]:
    """The four questions with the verdict on each condition; null is not answered yet."""
    act = reader(request)
    results = fitness(act.organisation_id, as_of or act.now.date())
    return {
        "questions": [
            {
                "id": result.question.id,
                "reply": result.reply,
                "conditions": [
                    {"id": one.condition.id, "reply": one.verdict.reply, "basis": one.verdict.basis}
                    for one in result.conditions
                ],
            }
            for result in results
        ]
    }


@router.post("/answers", response={201: StoredOut})
def post_answers(request: RiserRequest, sheet: AnswersIn) -> Status[dict[str, int]]:
    """Stores the answers of the signed-in member from one seat."""
    stored = submit_answers(request.act, role=sheet.role, choices=sheet.answers)
    return Status(201, {"submission": stored.pk})


@router.post("/fitness", response={201: StoredOut})
def post_fitness(request: RiserRequest, sheet: RepliesIn) -> Status[dict[str, int]]:
    """Stores the replies of the signed-in member to the fitness test."""
    stored = answer_fitness(request.act, role=sheet.role, replies=sheet.replies)
    return Status(201, {"submission": stored.pk})
