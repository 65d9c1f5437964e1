"""What a campaign's page shows of its approvals, and the forms on it."""

from collections.abc import Mapping
from typing import Any

from django import forms

from riser.foundation.queries import Person, people
from riser.foundation.roles import READERS, Role
from riser.foundation.web import RiserRequest
from riser.plan.actions.changes import CAMPAIGN_FIELDS, REQUIREMENT_FIELDS
from riser.plan.forms.approval import ChangeForm, SubmitForm
from riser.plan.queries import CampaignDetail
from riser.plan.queries.standing import Asked, standing
from riser.plan.sentences import field_word
from riser.plan.words import Topic


def approval_panel(
    request: RiserRequest, detail: CampaignDetail, refused: Mapping[str, forms.Form]
) -> dict[str, Any]:
    """The panel as its templates read it: what waits with its forms, what changed, what to look at."""
    found, everybody = standing(request.act, detail.line.id), people(request.house.id)
    me = request.act.actor.member_id
    return {
        "standing": found,
        "asked": [
            (one, refused.get(f"submit-{one.name}") or submit_form(one, everybody, me)) for one in found.asked
        ],
        "change_form": refused.get("change") or change_form(detail, everybody, me),
        "refused": [name for name in refused if name == "change" or name.startswith("submit-")],
    }


def submit_form(one: Asked, everybody: list[Person], me: int | None, posted: Any = None) -> SubmitForm:
    """The form that submits one topic; only who may decide on it can be named."""
    deciders = [
        (who.member_id, who.name) for who in everybody if who.member_id in one.circle.without(me).members
    ]
    initial = {"topic": one.topic.value, "line": one.record.id if one.topic == Topic.CAP else None}
    return SubmitForm(posted, initial=initial, deciders=deciders, auto_id=f"submit-{one.name}-%s")


def change_form(
    detail: CampaignDetail, everybody: list[Person], me: int | None, posted: Any = None
) -> ChangeForm:
    """The form that asks for a change."""
    plan = [(f"plan|{name}", field_word(name)) for name in sorted(CAMPAIGN_FIELDS)]
    asked = [
        (f"{one.id}|{name}", f"{one.name}: {field_word(name)}")
        for one in detail.requirements
        for name in sorted(REQUIREMENT_FIELDS)
    ]
    members = [
        (who.member_id, who.name)
        for who in everybody
        if who.is_active and who.member_id != me and who.role in READERS - {Role.SYSTEM}
    ]
    return ChangeForm(posted, fields=[*plan, *asked], members=members, auto_id="change_%s")
