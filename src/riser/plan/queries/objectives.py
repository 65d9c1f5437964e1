"""Objectives for their page."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q

from riser.foundation.trail import version_numbers
from riser.plan.models import Campaign, Objective
from riser.plan.words import Kind


@dataclass(frozen=True, slots=True)
class ObjectiveLine:
    """An objective with how many campaigns serve it; `missing` names its empty fields."""

    id: int
    name: str
    metric: str
    baseline: Decimal | None
    target: Decimal | None
    unit: str
    due: date | None
    initiative: str
    owner: str
    campaigns: int
    version: int
    archived: bool

    @property
    def missing(self) -> tuple[str, ...]:
        """Which of the five fields that make an objective measurable are empty."""
        fields = ("metric", "baseline", "target", "due", "initiative")
        return tuple(name for name in fields if getattr(self, name) in (None, ""))


def objective_lines(
    organisation_id: int, only: frozenset[int] | None = None, *, archived: bool = False
) -> list[ObjectiveLine]:
    """Every objective by name, archived ones if asked; two queries.

    `only` is what `visible_ids` says of the one who asks: a guest sees what their own campaigns serve.
    """
    rows = Objective.objects.filter(organisation_id=organisation_id)
    if not archived:
        rows = rows.filter(archived_at=None)
    if only is not None:
        rows = rows.filter(pk__in=Campaign.objects.filter(pk__in=only).values("objective"))
    mine = Q(campaigns__archived_at=None) & (Q() if only is None else Q(campaigns__in=only))
    counted = rows.annotate(serving=Count("campaigns", filter=mine, distinct=True)).order_by("name")
    numbers = version_numbers(organisation_id, Kind.OBJECTIVE)
    return [_line(row, row.serving, numbers.get(str(row.pk), 0)) for row in counted]


def _tidy(value: Decimal | None) -> Decimal | None:
    """Without the zeros that the column adds."""
    return None if value is None else Decimal(f"{value.normalize():f}")


def _line(row: Objective, campaigns: int, version: int) -> ObjectiveLine:
    return ObjectiveLine(
        id=row.pk,
        name=row.name,
        metric=row.metric,
        baseline=_tidy(row.baseline),
        target=_tidy(row.target),
        unit=row.unit,
        due=row.due,
        initiative=row.initiative,
        owner=row.owner,
        campaigns=campaigns,
        version=version,
        archived=row.archived_at is not None,
    )
