"""Which records of this room are a guest's own: their campaigns, what hangs on them, what they asked for."""

from collections.abc import Callable, Collection, Sequence
from datetime import date

from django.db.models import Model, Q, QuerySet

from riser.foundation.evidence import RecordRef
from riser.foundation.roles import Act
from riser.plan.models import BudgetLine, Campaign, Link, Objective, PlatformLink, Requirement
from riser.plan.queries.visible import visible_campaigns, visible_requests
from riser.plan.words import Kind


def campaigns(act: Act, ids: Sequence[str]) -> Collection[str]:
    """Those of these campaigns."""
    return _ids(visible_campaigns(act), ids)


def objectives(act: Act, ids: Sequence[str]) -> Collection[str]:
    """Those of these objectives that an own campaign serves."""
    return _ids(Objective.objects.filter(campaigns__in=visible_campaigns(act)), ids)


def requests(act: Act, ids: Sequence[str]) -> Collection[str]:
    """Those of these requests that they filed."""
    return _ids(visible_requests(act), ids)


def running_of(organisation_id: int, member_id: int, on: date) -> list[RecordRef]:
    """The campaigns that have not ended by this day and name this member as owner or for a part."""
    named = Q(owners=member_id) | Q(roles__member=member_id)
    rows = Campaign.objects.filter(named, organisation_id=organisation_id)
    running = not_over(rows, on).order_by("start", "pk").distinct()
    return [RecordRef(Kind.CAMPAIGN, str(row.pk)) for row in running]


def not_over(rows: QuerySet[Campaign], on: date) -> QuerySet[Campaign]:
    """Those of these campaigns that are not archived and have not ended by this day."""
    return rows.filter(Q(end=None) | Q(end__gte=on), archived_at=None)


def _hanging(model: type[Model]) -> Callable[[Act, Sequence[str]], Collection[str]]:
    def own(act: Act, ids: Sequence[str]) -> Collection[str]:
        return _ids(model._default_manager.filter(campaign__in=visible_campaigns(act)), ids)

    return own


def _ids(rows: QuerySet[Model], ids: Sequence[str]) -> frozenset[str]:
    return frozenset(str(pk) for pk in rows.filter(pk__in=ids).values_list("pk", flat=True))


requirements = _hanging(Requirement)
caps = _hanging(BudgetLine)
links = _hanging(Link)
keys = _hanging(PlatformLink)
