"""REST face of the room launch."""

from datetime import date
from typing import Annotated, Any

from ninja import Router, Schema
from pydantic import Field, StringConstraints

from riser.foundation.bodies import Body
from riser.foundation.roles import require
from riser.launch import actions
from riser.launch.actions import SEE_LAUNCHES, SEE_LISTS, NamedClaim, NamedSystem, Signing
from riser.launch.jobs import FETCH, fetch_key
from riser.launch.queries import report
from riser.launch.queries.decisions import decisions
from riser.launch.queries.plain import board_row, class_rows, decision_row, report_row
from riser.launch.queries.upcoming import board
from riser.launch.rules.practices import Live
from riser.launch.words import Purpose, Result
from riser.plan.queries.visible import find_visible, visible_ids

router = Router()
Id = Annotated[int, Field(ge=1, lt=2**63)]
Word = Annotated[str, StringConstraints(max_length=120, pattern=r"^[^\x00]*$")]
Text = Annotated[str, StringConstraints(max_length=2000, pattern=r"^[^\x00]*$")]
Size = Annotated[str, StringConstraints(pattern=r"^[SML]$")]


class SigningIn(Body):
    """The result of a check as a person saw it; `item` names the system or claim where it has several."""

    code: Word
    result: Result
    note: Text = ""
    evidence: Text = ""
    item: Word = ""
    url: Text = ""
    creative: Word = ""
    attachment_id: Id | None = None


class WaiverIn(Body):
    """A waiver."""

    code: Word
    why: Text
    until: date


class LiveIn(Schema):
    """A creative version that goes live; a parent makes it a variant of that version."""

    version: Word
    parent: Word = ""


class GoRequestIn(Body):
    """A request for GO."""

    live: Annotated[list[LiveIn], Field(max_length=200)] = []
    to: Id | None = None
    comment: Text = ""


class LaunchDecisionIn(Body):
    """GO or NO-GO. Over a blocking check that is red or unknown it becomes NO-GO in any case."""

    go: bool
    comment: Text = ""


class SystemIn(Body):
    """A receiving system."""

    name: Word
    purpose: Purpose


class ClaimIn(Body):
    """A claim check and the members entitled to it."""

    name: Word
    entitled: Annotated[list[Id], Field(max_length=50)]
    regulated: bool = False


class ClassIn(Body):
    """What a class asks for."""

    systems: Annotated[list[SystemIn], Field(max_length=30)]
    claims: Annotated[list[ClaimIn], Field(max_length=30)] = []


@router.get("/campaigns")
def launches(request: Any, as_of: date | None = None) -> dict[str, Any]:
    """Launches to come, campaigns that spent without a GO, and launched ones."""
    require(request.act, SEE_LAUNCHES)
    return board_row(board(request.act, as_of or request.act.now.date()))


@router.get("/campaigns/{campaign_id}")
def check(request: Any, campaign_id: Id, as_of: date | None = None) -> dict[str, Any]:
    """What the gate says of a campaign; of a launched one the recorded decision."""
    require(request.act, SEE_LAUNCHES)
    return _report(request, campaign_id, as_of)


@router.get("/campaigns/{campaign_id}/decisions")
def decided(request: Any, campaign_id: Id, as_of: date | None = None) -> dict[str, Any]:
    """Every recorded decision with what it rested on, newest first."""
    require(request.act, SEE_LAUNCHES)
    card = find_visible(request.act, campaign_id)
    found = decisions(request.act.organisation_id, card.id, as_of or request.act.now.date())
    return {"rows": [decision_row(one) for one in found]}


@router.post("/campaigns/{campaign_id}/runs")
def run(request: Any, campaign_id: Id) -> dict[str, Any]:
    """Has the machine look again; gives back what the gate says then."""
    actions.run_checks(request.act, campaign_id=campaign_id)
    return _report(request, campaign_id, None)


@router.post("/campaigns/{campaign_id}/fetches")
def fetch(request: Any, campaign_id: Id) -> dict[str, Any]:
    """Asks for the landing links to be opened; a worker does it. Gives back the job."""
    from riser.foundation.jobs import enqueue

    require(request.act, actions.CHECK_LAUNCHES)
    card = find_visible(request.act, campaign_id)
    return {"job": enqueue(request.act, FETCH, {"campaign": card.id}, key=fetch_key(card.id))}


@router.post("/campaigns/{campaign_id}/checks")
def sign(request: Any, campaign_id: Id, body: SigningIn) -> dict[str, Any]:
    """Signs a check by hand."""
    said = body.dict()
    code = said.pop("code")
    row = actions.sign_check(request.act, campaign_id=campaign_id, code=code, signing=Signing(**said))
    return {"id": row.pk}


@router.post("/campaigns/{campaign_id}/waivers")
def waive(request: Any, campaign_id: Id, body: WaiverIn) -> dict[str, Any]:
    """Waives a check until a day."""
    return {"id": actions.waive(request.act, campaign_id=campaign_id, **body.dict()).pk}


@router.post("/waivers/{waiver_id}/end")
def end_waiver(request: Any, waiver_id: Id) -> dict[str, Any]:
    """Takes a waiver back."""
    return {"id": actions.end_waiver(request.act, waiver_id=waiver_id).pk}


@router.post("/campaigns/{campaign_id}/requests")
def ask(request: Any, campaign_id: Id, body: GoRequestIn) -> dict[str, Any]:
    """Asks for the GO."""
    live = [Live(one.version, one.parent) for one in body.live]
    row = actions.ask_go(request.act, campaign_id=campaign_id, live=live, to=body.to, comment=body.comment)
    return {"id": row.pk}


@router.post("/campaigns/{campaign_id}/requests/withdraw")
def withdraw(request: Any, campaign_id: Id) -> dict[str, Any]:
    """Takes the request for GO back."""
    return {"id": actions.withdraw_go(request.act, campaign_id=campaign_id).pk}


@router.post("/campaigns/{campaign_id}/decisions")
def decide(request: Any, campaign_id: Id, body: LaunchDecisionIn) -> dict[str, Any]:
    """Decides GO or NO-GO as a second person."""
    row = actions.decide_go(request.act, campaign_id=campaign_id, go=body.go, comment=body.comment)
    return {"id": row.pk, "decision": row.decision}


@router.get("/classes")
def classes(request: Any) -> dict[str, Any]:
    """The check lists and what each class asks for."""
    require(request.act, SEE_LISTS)
    return {"rows": class_rows(request.act.organisation_id, request.act.now)}


@router.put("/classes/{campaign_class}")
def set_class(request: Any, campaign_class: Size, body: ClassIn) -> dict[str, Any]:
    """Sets what a class asks for from now on."""
    row = actions.set_class_list(
        request.act,
        campaign_class=campaign_class,
        systems=[NamedSystem(one.name, one.purpose) for one in body.systems],
        claims=[NamedClaim(one.name, tuple(one.entitled), one.regulated) for one in body.claims],
    )
    return {"id": row.pk}


def _report(request: Any, campaign_id: int, as_of: date | None) -> dict[str, Any]:
    card = find_visible(request.act, campaign_id)
    act, only = request.act, visible_ids(request.act)
    day = as_of or act.now.date()
    return report_row(report(act.organisation_id, card.id, day, now=act.now, only=only))
