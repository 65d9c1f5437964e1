"""The fields of a plan as its page shows them, each with the way to change it on the spot."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from riser.foundation.roles import Act, allows
from riser.plan.actions import EDIT_BRIEFS, EDIT_PLANS
from riser.plan.actions.permissions import BRIEF_FIELDS
from riser.plan.forms.pages import CLASS_NAMES, KIND_NAMES, CampaignForm
from riser.plan.queries import CampaignDetail
from riser.plan.words import CampaignClass, CampaignKind
from riser.ui import formats

# In the order of the page; those in LONG stand below the title block.
SHORT = ("name", "kind", "campaign_class", "unit", "owner", "objective_id", "channels", "start", "end")
LONG = ("audience", "deliverables")


@dataclass(frozen=True, slots=True)
class ShownField:
    """One field: its label, its text, what stands under it, where it leads, and where it is changed."""

    name: str
    label: StrOrPromise
    text: str
    note: str = ""
    href: str = ""
    edit_url: str = ""


def shown_fields(detail: CampaignDetail, act: Act, *, editable: bool) -> dict[str, list[ShownField]]:
    """The short and the long fields of a plan; `editable` where the page shows the present."""
    short = [shown_field(detail, act, name, editable=editable) for name in SHORT]
    long = [shown_field(detail, act, name, editable=editable) for name in LONG]
    return {"short": short, "long": long}


def shown_field(detail: CampaignDetail, act: Act, name: str, *, editable: bool) -> ShownField:
    """One field of the plan."""
    may = allows(act.actor, EDIT_BRIEFS if name in BRIEF_FIELDS else EDIT_PLANS)
    return ShownField(
        name=name,
        label=CampaignForm.base_fields[name].label or name,
        text=_text(detail, name),
        note=_note(detail, name),
        href=_href(detail, name),
        edit_url=reverse("plan_field", args=[detail.line.id, name]) if may and editable else "",
    )


def _text(detail: CampaignDetail, name: str) -> str:
    line = detail.line
    match name:
        case "kind":
            return str(KIND_NAMES[CampaignKind(line.kind)])
        case "campaign_class":
            return str(CLASS_NAMES[CampaignClass(line.campaign_class)]) if line.campaign_class else ""
        case "objective_id":
            return line.objective
        case "channels":
            return formats.listed(line.channels)
        case "start" | "end":
            day = line.start if name == "start" else line.end
            return formats.day(day) if day else ""
        case "audience" | "deliverables":
            return detail.audience if name == "audience" else detail.deliverables
    return str(getattr(line, name))


def _note(detail: CampaignDetail, name: str) -> str:
    if name == "owner" and detail.line.strangers:
        return _("not a member: counts as a group for GOV 2.1")
    if name == "objective_id" and detail.objective_archived:
        return _("archived")
    return ""


def _href(detail: CampaignDetail, name: str) -> str:
    if name == "objective_id" and detail.objective_id:
        return reverse("plan_objective", args=[detail.objective_id])
    return ""
