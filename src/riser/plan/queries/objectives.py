"""Objectives for their page."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q

from riser.plan.models import Objective


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

    @property
    def missing(self) -> tuple[str, ...]:
        """Which of the five fields that make an objective measurable are empty."""
        fields = ("metric", "baseline", "target", "due", "initiative")
        return tuple(name for name in fields if getattr(self, name) in (None, ""))


def objective_lines(organisation_id: int) -> list[ObjectiveLine]:
    """Every objective by name; one query."""
    rows = Objective.objects.filter(organisation_id=organisation_id).annotate(
        serving=Count("campaigns", filter=Q(campaigns__archived_at=None))
    )
    return [_line(row, row.serving) for row in rows.order_by("name")]


def _tidy(value: Decimal | None) -> Decimal | None:
    """Without the zeros that the column adds."""
    return None if value is None else Decimal(f"{value.normalize():f}")


def _line(row: Objective, campaigns: int) -> ObjectiveLine:
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
    )
