"""Finds the records of this room by words, within what the one who asks may see."""

from collections.abc import Iterable

from django.db.models import F
from django.utils.translation import gettext as _

from riser.foundation.registries import Hit
from riser.foundation.roles import Act
from riser.foundation.search import matching
from riser.plan.models import BudgetLine, Campaign, Link, Objective, Requirement
from riser.plan.queries.records import line_title
from riser.plan.queries.visible import visible_campaigns, visible_ids, visible_requests
from riser.plan.sentences import STATE_NAMES, readable
from riser.plan.words import RequestState
from riser.ui import formats

# Said by name, for databases disagree on where nothing stands in an order.
ARCHIVED_LAST = F("archived_at").asc(nulls_first=True)


def campaigns(act: Act, words: str, most: int) -> list[Hit]:
    """Campaigns by name, code, unit, owner, audience or what is made, archived ones last."""
    said = matching(words, "name", "code", "unit", "owner", "audience", "deliverables")
    rows = visible_campaigns(act).filter(said).order_by(ARCHIVED_LAST, "-recorded_at")[:most]
    return [Hit(str(row.pk), row.name, _joined([row.code, row.owner, _gone(row)])) for row in rows]


def objectives(act: Act, words: str, most: int) -> list[Hit]:
    """Objectives by name, metric, initiative or owner; archived ones last.

    A guest finds those of their own campaigns.
    """
    mine = Objective.objects.filter(organisation_id=act.organisation_id)
    only = visible_ids(act)
    if only is not None:
        mine = mine.filter(campaigns__in=only).distinct()
    said = matching(words, "name", "metric", "initiative", "owner")
    rows = mine.filter(said).order_by(ARCHIVED_LAST, "name")[:most]
    return [Hit(str(row.pk), row.name, _joined([row.metric, row.initiative, _gone(row)])) for row in rows]


def requirements(act: Act, words: str, most: int) -> list[Hit]:
    """Requirements by name, metric, source or who accepts."""
    mine = Requirement.objects.filter(campaign__in=visible_campaigns(act)).select_related("campaign")
    rows = mine.filter(matching(words, "name", "metric", "source", "acceptor", "campaign__name"))
    return [Hit(str(row.pk), readable(row.name), row.campaign.name) for row in rows.order_by("-pk")[:most]]


def caps(act: Act, words: str, most: int) -> list[Hit]:
    """Caps by their campaign or currency."""
    mine = BudgetLine.objects.filter(campaign__in=visible_campaigns(act)).select_related("campaign")
    rows = mine.filter(matching(words, "campaign__name", "campaign__code", "currency")).order_by("-pk")
    return [Hit(str(row.pk), line_title(row), _window(row)) for row in rows[:most]]


def links(act: Act, words: str, most: int) -> list[Hit]:
    """Landing links by their address."""
    mine = Link.objects.filter(campaign__in=visible_campaigns(act)).select_related("campaign")
    rows = mine.filter(matching(words, "url")).order_by("-pk")[:most]
    return [Hit(str(row.pk), row.url, row.campaign.name) for row in rows]


def requests(act: Act, words: str, most: int) -> list[Hit]:
    """Requests by what is asked for, what for, and by whom."""
    said = matching(words, "title", "purpose", "requester_name", "displaces", "reason")
    rows = visible_requests(act).filter(said).order_by("-recorded_at")[:most]
    under = ((row, str(STATE_NAMES[RequestState(row.state)])) for row in rows)
    return [Hit(str(row.pk), row.title, _joined([row.requester_name, state])) for row, state in under]


def _window(row: BudgetLine) -> str:
    ends = {"one": formats.day(row.window_from), "two": formats.day(row.window_to)}
    return _("%(one)s to %(two)s") % ends


def _gone(row: Campaign | Objective) -> str:
    return _("archived") if row.archived_at else ""


def _joined(parts: Iterable[str]) -> str:
    return " · ".join(part for part in parts if part)
