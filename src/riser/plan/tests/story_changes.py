"""The verbs of a story about change requests, and about what hangs on a changed requirement."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from riser.foundation import approvals
from riser.foundation.evidence import RecordRef
from riser.foundation.models import ChangeRequest
from riser.foundation.queries import actor_by_email
from riser.plan import actions
from riser.plan.models import Link, PlatformLink
from riser.plan.words import Kind

if TYPE_CHECKING:
    from riser.plan.tests.story_runner import Stage

Step = Mapping[str, Any]
FIELDS = ("metric", "operator", "bound", "unit", "from", "to", "source")


def ask_change(stage: "Stage", step: Step) -> None:
    """Files a change request: fields of a requirement as they are to be, on behalf of `for`."""
    asker = actor_by_email(stage.organisation_id, stage.emails[step.get("for", step["by"])])
    actions.ask_change(
        stage.act(step),
        campaign_id=stage.campaign_id,
        requirement_id=stage.requirement(step["requirement"]),
        reason=step.get("reason", "as discussed"),
        proposed={name: str(step[name]) for name in FIELDS if name in step},
        requester=asker.member_id,
    )


def decide_change(stage: "Stage", step: Step) -> None:
    """Agrees to the newest change request, or declines it."""
    newest = ChangeRequest.objects.filter(organisation_id=stage.organisation_id).latest("pk")
    agree = bool(step.get("agree", True))
    approvals.decide_change(stage.act(step), newest.pk, agree=agree, comment="" if agree else "no")


def review(stage: "Stage", step: Step) -> None:
    """Looks again at something that hangs on a requirement: a platform campaign, a link, or the plan."""
    requirement = stage.requirement(step["requirement"])
    assert requirement is not None
    actions.clear_suspect(stage.act(step), requirement_id=requirement, record=_reviewed(stage, step))


def remove_requirement(stage: "Stage", step: Step) -> None:
    """Takes a requirement off the campaign."""
    requirement = stage.requirement(step["name"])
    assert requirement is not None
    actions.remove_requirement(stage.act(step), requirement_id=requirement)


def _reviewed(stage: "Stage", step: Step) -> RecordRef:
    if "key" in step:
        row = PlatformLink.objects.get(campaign_id=stage.campaign_id, key=step["key"])
        return RecordRef(Kind.PLATFORM_LINK, str(row.pk))
    if "url" in step:
        link = Link.objects.get(campaign_id=stage.campaign_id, url=step["url"])
        return RecordRef(Kind.LINK, str(link.pk))
    return RecordRef(Kind.CAMPAIGN, str(stage.campaign_id))


VERBS: Mapping[str, Callable[["Stage", Step], None]] = {
    "ask_change": ask_change,
    "decide_change": decide_change,
    "review": review,
    "remove_requirement": remove_requirement,
}
