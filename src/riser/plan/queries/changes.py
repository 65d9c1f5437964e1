"""What happened to plans since a moment, in words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse

from riser.foundation.models import AuditEvent
from riser.foundation.roles import Act
from riser.plan.models import BudgetLine, Campaign
from riser.plan.queries.visible import visible_ids
from riser.plan.sentences import FIELD_WORDS, field_word, happened
from riser.plan.words import Kind

MOST = 200
HANGING = (
    Kind.REQUIREMENT,
    Kind.BUDGET_LINE,
    Kind.PLATFORM_LINK,
    Kind.LINK,
    Kind.LAUNCH_CHECK,
    Kind.CAMPAIGN_ROLE,
)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happened to one campaign: what, in which fields, who did it and when."""

    campaign: int
    name: str
    text: str
    fields: tuple[str, ...]
    actor: str
    at: datetime
    url: str


def changes_since(act: Act, since: datetime) -> list[Change]:
    """What happened to the campaigns that the one who acts may see, newest first, at most MOST of it.

    What the person did is left out: they know it. Five queries at most.
    """
    rows = AuditEvent.objects.filter(
        organisation_id=act.organisation_id,
        case_kind__in=[Kind.CAMPAIGN, *HANGING],
        recorded_at__gt=since,
        recorded_at__lte=act.now,
    )
    if act.actor.member_id is not None:
        rows = rows.exclude(actor=act.actor.member_id)
    only = visible_ids(act)
    if only is not None:
        rows = rows.filter(_belongs_to(only))
    events = list(rows.order_by("-recorded_at", "-id")[:MOST])
    of_line = _campaigns_of_lines(act, events)
    names = dict(Campaign.objects.filter(organisation_id=act.organisation_id).values_list("pk", "name"))
    found = ((event, _campaign_of(event, of_line)) for event in events)
    return [
        _change(event, campaign, names[campaign])
        for event, campaign in found
        if campaign in names and (only is None or campaign in only)
    ]


def _belongs_to(campaigns: frozenset[int]) -> Q:
    """The events of these campaigns and of what hangs on them; approvals and stops of a cap name the cap."""
    lines = BudgetLine.objects.filter(campaign__in=campaigns).values_list("pk", flat=True)
    told = Q(before__campaign__in=list(campaigns)) | Q(after__campaign__in=list(campaigns))
    return (
        Q(case_kind=Kind.CAMPAIGN, case_id__in=[str(pk) for pk in campaigns])
        | Q(case_kind__in=HANGING) & told
        | Q(case_kind=Kind.BUDGET_LINE, case_id__in=[str(pk) for pk in lines])
    )


def _campaign_of(event: AuditEvent, of_line: dict[str, int]) -> int:
    """The id of the campaign that an event belongs to, 0 where the event does not tell."""
    if event.case_kind == Kind.CAMPAIGN:
        return int(event.case_id)
    said: dict[str, Any] = (event.before or {}) | (event.after or {})
    return int(said.get("campaign") or of_line.get(event.case_id, 0))


def _campaigns_of_lines(act: Act, events: list[AuditEvent]) -> dict[str, int]:
    """Approvals and stops of a cap name the cap only."""
    ids = [event.case_id for event in events if event.case_kind == Kind.BUDGET_LINE]
    rows = BudgetLine.objects.filter(campaign__organisation_id=act.organisation_id, pk__in=ids)
    return {str(pk): campaign for pk, campaign in rows.values_list("pk", "campaign_id")}


def _change(event: AuditEvent, campaign: int, name: str) -> Change:
    return Change(
        campaign=campaign,
        name=name,
        text=happened(event.case_kind, event.verb, event.after),
        fields=tuple(field_word(field) for field in _fields(event)),
        actor=event.actor_name,
        at=event.recorded_at,
        url=reverse("plan_campaign", args=[campaign]),
    )


def _fields(event: AuditEvent) -> list[str]:
    """The fields that a change touched, those with a word of their own, in the order of the words.

    PostgreSQL keeps the keys of a JSON object in an order of its own.
    """
    if not event.before or not event.after:
        return []
    return [name for name in FIELD_WORDS if event.before.get(name) != event.after.get(name)]
