"""How the records of this room show themselves elsewhere: a title for each id, and the page that holds it."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from riser.plan.models import BudgetLine, Campaign, Link, Objective, PlatformLink, Request, Requirement
from riser.plan.sentences import readable
from riser.ui import formats


def objective_titles(organisation_id: int, ids: Sequence[str]) -> Mapping[str, str]:
    """Names of objectives by id; one query."""
    rows = Objective.objects.filter(organisation_id=organisation_id, pk__in=ids)
    return {str(pk): name for pk, name in rows.values_list("pk", "name")}


def campaign_titles(organisation_id: int, ids: Sequence[str]) -> Mapping[str, str]:
    """Names of campaigns by id; one query."""
    rows = Campaign.objects.filter(organisation_id=organisation_id, pk__in=ids)
    return {str(pk): name for pk, name in rows.values_list("pk", "name")}


def requirement_titles(organisation_id: int, ids: Sequence[str]) -> Mapping[str, str]:
    """Names of requirements by id; one query."""
    rows = Requirement.objects.filter(campaign__organisation_id=organisation_id, pk__in=ids)
    return {str(pk): readable(name) for pk, name in rows.values_list("pk", "name")}


def line_titles(organisation_id: int, ids: Sequence[str]) -> Mapping[str, str]:
    """Caps with their campaign by id; one query."""
    rows = BudgetLine.objects.filter(campaign__organisation_id=organisation_id, pk__in=ids)
    return {str(row.pk): line_title(row) for row in rows.select_related("campaign")}


def link_titles(organisation_id: int, ids: Sequence[str]) -> Mapping[str, str]:
    """Landing links by id; one query."""
    rows = Link.objects.filter(campaign__organisation_id=organisation_id, pk__in=ids)
    return {str(pk): url for pk, url in rows.values_list("pk", "url")}


def key_titles(organisation_id: int, ids: Sequence[str]) -> Mapping[str, str]:
    """Mapped platform campaigns by id; one query."""
    rows = PlatformLink.objects.filter(organisation_id=organisation_id, pk__in=ids)
    return {str(row.pk): str(row) for row in rows}


def request_titles(organisation_id: int, ids: Sequence[str]) -> Mapping[str, str]:
    """What was asked for by id; one query."""
    rows = Request.objects.filter(organisation_id=organisation_id, pk__in=ids)
    return {str(pk): title for pk, title in rows.values_list("pk", "title")}


def objective_url(pk: str) -> str:
    """The page of an objective."""
    return reverse("plan_objective", args=[pk])


def campaign_url(pk: str) -> str:
    """The page of a campaign."""
    return reverse("plan_campaign", args=[pk])


def requirement_url(pk: str) -> str:
    """The requirement on its campaign's page."""
    return reverse("plan_requirement", args=[pk])


def link_url(pk: str) -> str:
    """The landing link on its campaign's page."""
    return reverse("plan_link", args=[pk])


def key_url(pk: str) -> str:
    """The mapping on its campaign's page."""
    return reverse("plan_key", args=[pk])


def request_url(pk: str) -> str:
    """The page of a request."""
    return reverse("plan_request", args=[pk])


def line_url(pk: str) -> str:
    """The cap on its campaign's page."""
    return reverse("plan_line", args=[pk])


def line_title(row: BudgetLine) -> str:
    """A cap as one reads it in a list: of which campaign, how much."""
    cap = formats.money(row.cap, row.currency) if row.cap is not None else ""
    return _("Cap of %(campaign)s: %(cap)s") % {"campaign": row.campaign.name, "cap": cap}
