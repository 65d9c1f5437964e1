"""Affirmations: asked of a colleague, answered."""

from datetime import datetime
from typing import Any

from ninja import Schema, Status

from riser.assess.actions import affirm, ask_affirmation
from riser.assess.affirmations import affirmation, affirmations
from riser.assess.api.door import reader, router
from riser.assess.pages.appraisal import ref_of
from riser.assess.plain import affirmed_plain
from riser.foundation.bodies import Body
from riser.foundation.web import RiserRequest


class AffirmationIn(Body):
    """The colleague by member id; either a practice with an instance, or a declared record as "kind:id"."""

    of: int
    practice: str = ""
    instance: str = ""
    record: str | None = None
    question: str = ""


class AffirmationAnswerIn(Body):
    """Whether it is so."""

    answer: bool
    comment: str = ""


class AffirmationOut(Schema):
    """A question to a colleague; the answer is null while it is open."""

    id: int
    practice: str | None
    instance: str | None
    record: str | None
    question: str
    asked_by: str
    asked_at: datetime
    of: str
    answer: bool | None
    comment: str
    answered_at: datetime | None


@router.get("/affirmations", response=list[AffirmationOut])
def get_affirmations(request: RiserRequest, practice: str = "", instance: str = "") -> list[dict[str, Any]]:
    """Every question asked, newest first."""
    found = affirmations(reader(request).organisation_id, practice=practice, instance=instance)
    return [affirmed_plain(one) for one in found]


@router.post("/affirmations", response={201: AffirmationOut})
def post_affirmation(request: RiserRequest, given: AffirmationIn) -> Status[dict[str, Any]]:
    """Asks a colleague whether what was declared is so."""
    asked = ask_affirmation(
        request.act,
        of=given.of,
        practice=given.practice,
        instance=given.instance,
        record=ref_of(given.record) if given.record else None,
        question=given.question,
    )
    return Status(201, _plain(request, asked.pk))


@router.post("/affirmations/{affirmation_id}/answer", response=AffirmationOut)
def post_answer(request: RiserRequest, affirmation_id: int, given: AffirmationAnswerIn) -> dict[str, Any]:
    """Answers; only the colleague who was asked can."""
    affirm(request.act, affirmation_id, answer=given.answer, comment=given.comment)
    return _plain(request, affirmation_id)


def _plain(request: RiserRequest, affirmation_id: int) -> dict[str, Any]:
    return affirmed_plain(affirmation(request.act.organisation_id, affirmation_id))
