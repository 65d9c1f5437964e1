"""Appraisals: opened, judged, closed; the history of ratings."""

from datetime import date, datetime
from typing import Any

from ninja import Schema, Status

from riser.assess import library
from riser.assess.actions import (
    finish_appraisal,
    judge,
    judge_harm,
    open_appraisal,
    override,
    take_back,
    withdraw_appraisal,
)
from riser.assess.api.door import reader, router
from riser.assess.appraisals import history, of_sitting, sitting, sittings
from riser.assess.pages.appraisal import ref_of
from riser.assess.pages.history import changes
from riser.assess.pages.links import Links
from riser.assess.plain import appraised_plain, change_plain, decision_plain, sitting_plain
from riser.assess.rules.judgement import Harm
from riser.foundation.bodies import Body
from riser.foundation.evidence import Characterisation
from riser.foundation.web import RiserRequest


class AppraisalIn(Body):
    """The day whose evidence is appraised; why an area is not applicable, by its code."""

    as_of: date | None = None
    sponsor: str = ""
    left_out: dict[str, str] = {}


class JudgementIn(Body):
    """The rating of a practice, and why."""

    practice: str
    rating: Characterisation
    reason: str


class OverrideIn(Body):
    """What one instance is called instead of what was computed, and why; the record as "kind:id"."""

    practice: str
    instance: str
    rating: Characterisation
    reason: str
    record: str | None = None


class HarmIn(Body):
    """Whether the weaknesses noted in a group ("BUD 2") together do significant harm, and why."""

    group: str
    significant_harm: bool
    reason: str


class ReasonIn(Body):
    """Why."""

    reason: str


class AppraisalOut(Schema):
    """An appraisal."""

    id: int
    model: str
    version: str
    as_of: date
    state: str
    sponsor: str
    left_out: dict[str, str]
    appraiser: str
    began_at: datetime
    closed_at: datetime | None
    sha256: str | None


class AppraisedOut(AppraisalOut):
    """An appraisal with what it came to so far; the level is null while a practice is undecided."""

    level_appraised: int | None
    undecided: list[str]
    practices: list[dict[str, Any]]
    groups: list[dict[str, Any]]


class DecisionOut(Schema):
    """The id of a stored decision."""

    decision: int


@router.get("/appraisals", response=list[AppraisalOut])
def get_appraisals(request: RiserRequest) -> list[dict[str, Any]]:
    """Every appraisal, newest first."""
    return [sitting_plain(one) for one in sittings(reader(request).organisation_id)]


@router.post("/appraisals", response={201: AppraisedOut})
def post_appraisal(request: RiserRequest, given: AppraisalIn) -> Status[dict[str, Any]]:
    """Opens an appraisal on the evidence of a day; appraisers only."""
    day = given.as_of or request.act.now.date()
    opened = open_appraisal(request.act, as_of=day, left_out=given.left_out, sponsor=given.sponsor)
    return Status(201, _appraised(request, opened.id))


@router.get("/appraisals/{appraisal_id}", response=AppraisedOut)
def get_appraisal(request: RiserRequest, appraisal_id: int) -> dict[str, Any]:
    """One appraisal with its practices, judgements and overrides."""
    reader(request)
    return _appraised(request, appraisal_id)


@router.get("/appraisals/{appraisal_id}/decisions")
def get_decisions(request: RiserRequest, appraisal_id: int) -> dict[str, Any]:
    """Every decision ever taken in an appraisal, newest first; those taken back too."""
    sat = sitting(reader(request).organisation_id, appraisal_id)
    return {"decisions": [decision_plain(line) for line in history(sat.id)]}


@router.post("/appraisals/{appraisal_id}/judgements", response={201: DecisionOut})
def post_judgement(request: RiserRequest, appraisal_id: int, given: JudgementIn) -> Status[dict[str, int]]:
    """Decides a practice for which two ratings are allowed."""
    made = judge(request.act, appraisal_id, practice=given.practice, value=given.rating, reason=given.reason)
    return Status(201, {"decision": made.pk})


@router.post("/appraisals/{appraisal_id}/overrides", response={201: DecisionOut})
def post_override(request: RiserRequest, appraisal_id: int, given: OverrideIn) -> Status[dict[str, int]]:
    """Calls one instance other than computed."""
    made = override(
        request.act,
        appraisal_id,
        practice=given.practice,
        instance=given.instance,
        value=given.rating,
        reason=given.reason,
        record=ref_of(given.record) if given.record else None,
    )
    return Status(201, {"decision": made.pk})


@router.post("/appraisals/{appraisal_id}/harm", response={201: DecisionOut})
def post_harm(request: RiserRequest, appraisal_id: int, given: HarmIn) -> Status[dict[str, int]]:
    """Says whether the noted weaknesses of a group do significant harm."""
    harm = Harm.HARM if given.significant_harm else Harm.NO_HARM
    made = judge_harm(request.act, appraisal_id, group=given.group, harm=harm, reason=given.reason)
    return Status(201, {"decision": made.pk})


@router.post("/appraisals/{appraisal_id}/decisions/{judgement_id}/take-back", response={201: DecisionOut})
def post_take_back(
    request: RiserRequest, appraisal_id: int, judgement_id: int, given: ReasonIn
) -> Status[dict[str, int]]:
    """Takes a decision back."""
    made = take_back(request.act, appraisal_id, judgement_id, reason=given.reason)
    return Status(201, {"decision": made.pk})


@router.post("/appraisals/{appraisal_id}/finish", response=AppraisalOut)
def post_finish(request: RiserRequest, appraisal_id: int) -> dict[str, Any]:
    """Finishes an appraisal and freezes its record."""
    return sitting_plain(finish_appraisal(request.act, appraisal_id))


@router.post("/appraisals/{appraisal_id}/withdraw", response=AppraisalOut)
def post_withdraw(request: RiserRequest, appraisal_id: int, given: ReasonIn) -> dict[str, Any]:
    """Withdraws an appraisal; it stays on record."""
    return sitting_plain(withdraw_appraisal(request.act, appraisal_id, reason=given.reason))


@router.get("/history")
def get_history(request: RiserRequest, practice: str = "", as_of: date | None = None) -> dict[str, Any]:
    """The kept changes of indicative ratings, oldest first."""
    act = reader(request)
    kept = changes(
        act.organisation_id,
        library.FLAGSHIP,
        Links(),
        as_of=as_of or act.now.date(),
        practice=practice,
    )
    return {"changes": [change_plain(one) for one in kept]}


def _appraised(request: RiserRequest, appraisal_id: int) -> dict[str, Any]:
    organisation_id = request.act.organisation_id
    return appraised_plain(of_sitting(organisation_id, sitting(organisation_id, appraisal_id)))
