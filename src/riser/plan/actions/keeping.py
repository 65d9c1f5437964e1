"""How every action of this room keeps a record: checked fields, one audit event, one version."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from riser.foundation.errors import NotFound, Problem, Refused
from riser.foundation.evidence import Provenance, RecordRef
from riser.foundation.roles import Act
from riser.foundation.trail import record_event, record_version
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
    happened_at = claim.at if claim else None
    record_event(act, case, verb, before=before, after=after, happened_at=happened_at)
    keep_version(act, case, after, claim=claim)


def keep_version(act: Act, case: RecordRef, values: Values, *, claim: Claim | None = None) -> None:
    """Writes the next version alone: what the record says from now on, because of an event of another one."""
    provenance = Provenance.DECLARED if claim else Provenance.NATIVE
    happened_at = claim.at if claim else None
    record_version(act, case, values, happened_at=happened_at, provenance=provenance)


def find(rows: models.QuerySet[Row], pk: int, what: str) -> Row:
    """The row, locked for this transaction. Raises NotFound."""
    row = rows.select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        raise NotFound(_("There is no such %(what)s in this organisation.") % {"what": what})
    return row


def checked(row: Row) -> Row:
    """The row, ready to be saved. Raises Refused with one problem per field."""
    try:
        _refuse_nothing(row)
        row.full_clean(validate_constraints=False, validate_unique=False)
        for field in row._meta.concrete_fields:
            _refuse_control_characters(field.verbose_name, getattr(row, field.attname))
    except ValidationError as error:
        problems = tuple(
            Problem(" ".join(texts), column=str(_label(row, name)))
            for name, texts in error.message_dict.items()
        )
        raise Refused(_("Nothing was stored. Some fields cannot be taken."), problems) from error
    return row


def _refuse_nothing(row: models.Model) -> None:
    """Null where the database takes none; `full_clean` lets it pass in fields that may be blank."""
    nothing = (
        field
        for field in row._meta.concrete_fields
        if not field.null and not field.primary_key and getattr(row, field.attname) is None
    )
    if errors := {field.name: field.error_messages["null"] for field in nothing}:
        raise ValidationError(errors)


def _refuse_control_characters(label: object, value: object) -> None:
    texts = [text for text in (value if isinstance(value, list) else [value]) if isinstance(text, str)]
    if any(_is_control(letter) for text in texts for letter in text):
        problem = Problem(
            _("The text holds characters that cannot be shown. Type it again."), column=str(label)
        )
        raise Refused(_("Nothing was stored. Some fields cannot be taken."), (problem,))


def _is_control(letter: str) -> bool:
    """Half of a surrogate pair is no character either, and cannot be stored."""
    return (letter < " " and letter not in "\n\r\t") or "\ud800" <= letter <= "\udfff"


def _label(row: models.Model, name: str) -> object:
    fields = {field.name: field.verbose_name for field in row._meta.concrete_fields}
    return fields.get(name, name)
