"""How every action of this room keeps a record: one audit event, one version."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, TypeVar

from django.db import models
from django.utils.translation import gettext as _

from riser.foundation.errors import NotFound
from riser.foundation.evidence import Provenance, RecordRef
from riser.foundation.gathering import Trail
from riser.foundation.roles import Act
from riser.plan.words import Kind

Row = TypeVar("Row", bound=models.Model)
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Claim:
    """When a record is said to have happened, as typed later by a person."""

    happened_on: date

    @property
    def at(self) -> datetime:
        """Noon of that day in UTC: the same day in nearly every zone."""
        return datetime.combine(self.happened_on, time(12), UTC)


def ref(kind: Kind, row: models.Model | int) -> RecordRef:
    """The reference to a record of this room."""
    return RecordRef(kind, str(row.pk if isinstance(row, models.Model) else row))


def keep(
    act: Act, case: RecordRef, verb: str, *, before: Values | None, after: Values, claim: Claim | None = None
) -> None:
    """Writes the audit event and the next version. A claimed day makes the version *declared*."""
    trail = Trail(act)
    tell(trail, case, verb, before=before, after=after, claim=claim)
    trail.write()


def keep_version(act: Act, case: RecordRef, values: Values, *, claim: Claim | None = None) -> None:
    """Writes the next version alone: what the record says from now on, because of an event of another one."""
    trail = Trail(act)
    tell_version(trail, case, values, claim=claim)
    trail.write()


def tell(
    trail: Trail,
    case: RecordRef,
    verb: str,
    *,
    before: Values | None,
    after: Values,
    claim: Claim | None = None,
) -> None:
    """The same, gathered: nothing is stored before the trail is written."""
    if before is None:
        trail.begins(case)
    trail.event(case, verb, before=before, after=after, happened_at=claim.at if claim else None)
    tell_version(trail, case, after, claim=claim)


def tell_version(trail: Trail, case: RecordRef, values: Values, *, claim: Claim | None = None) -> None:
    """The next version alone, gathered."""
    provenance = Provenance.DECLARED if claim else Provenance.NATIVE
    trail.version(case, values, happened_at=claim.at if claim else None, provenance=provenance)


def find(rows: models.QuerySet[Row], pk: int, what: str) -> Row:
    """The row, locked for this transaction. Raises NotFound."""
    return only(rows.select_for_update(of=("self",)).filter(pk=pk), pk, what)


def only(rows: Iterable[Row], pk: int, what: str) -> Row:
    """The one of these rows with this id. Raises NotFound."""
    for row in rows:
        if row.pk == pk:
            return row
    raise NotFound(_("There is no such %(what)s in this organisation.") % {"what": what})
