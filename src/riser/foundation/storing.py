"""What may be stored: rows whose every field holds what the database takes, texts that can be shown again."""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from riser.foundation.errors import Problem, Refused
from riser.foundation.money import MoneyField
from riser.foundation.periods import FIRST_DAY, LAST_DAY

SMALLEST = Decimal("0.000001")  # an amount is kept in millionths
Row = TypeVar("Row", bound=models.Model)


def checked(row: Row, *, by_label: bool = True, known: Collection[str] = ()) -> Row:
    """The row, ready to be saved. Raises Refused with one problem per field.

    Problems name a field by its label, or by its own name, as forms know it, where `by_label` is false.
    `known` are fields that point at records which are known to be there: they are not looked for again.
    """
    try:
        _refuse_nothing(row)
        row.full_clean(exclude=known, validate_constraints=False, validate_unique=False)
        _refuse_beyond(row)
    except ValidationError as error:
        names = {field.name: _called(field, by_label) for field in row._meta.concrete_fields}
        problems = tuple(
            Problem(" ".join(map(_worded, errors)), column=names.get(name, name))
            for name, errors in error.error_dict.items()
        )
        raise Refused(_("Nothing was stored. Some fields cannot be taken."), problems) from error
    for field in row._meta.concrete_fields:
        if not all(map(is_storable, _texts(getattr(row, field.attname)))):
            text = _("The text holds characters that cannot be shown. Type it again.")
            problem = Problem(text, column=_called(field, by_label))
            raise Refused(_("Nothing was stored. Some fields cannot be taken."), (problem,))
    return row


def _called(field: "models.Field[Any, Any]", by_label: bool) -> str:
    return str(field.verbose_name) if by_label else field.name


def is_storable(text: str) -> bool:
    """Whether every character can be stored and shown: no control characters but line ends and tabs."""
    return not any(_is_control(letter) for letter in text)


def _is_control(letter: str) -> bool:
    """Half of a surrogate pair is no character either, and cannot be stored."""
    return (letter < " " and letter not in "\n\r\t") or "\ud800" <= letter <= "\udfff"


def _worded(errors: ValidationError) -> str:
    """What Django found, in a sentence with a remedy where its own has none."""
    return " ".join(
        _("There is no such record here. Choose another one.")
        if isinstance(error.params, dict) and "model" in error.params and error.code == "invalid"
        else " ".join(error.messages)
        for error in errors.error_list
    )


def _refuse_beyond(row: models.Model) -> None:
    """Days outside our time, on which reckoning breaks, and amounts finer than they are kept."""
    errors = {}
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if isinstance(value, date) and not isinstance(value, datetime) and not FIRST_DAY <= value <= LAST_DAY:
            errors[field.name] = _("%(day)s is not between %(first)s and %(last)s. Check the year.") % {
                "day": value,
                "first": FIRST_DAY,
                "last": LAST_DAY,
            }
        if isinstance(field, MoneyField) and isinstance(value, Decimal) and value % SMALLEST:
            errors[field.name] = _("At most six decimals are kept. Round the amount.")
    if errors:
        raise ValidationError(errors)


def _texts(value: Any) -> Iterator[str]:
    yield from (text for text in (value if isinstance(value, list) else [value]) if isinstance(text, str))


def _refuse_nothing(row: models.Model) -> None:
    """Null where the database takes none; `full_clean` lets it pass in fields that may be blank."""
    nothing = (
        field
        for field in row._meta.concrete_fields
        if not field.null and not field.primary_key and getattr(row, field.attname) is None
    )
    if errors := {field.name: field.error_messages["null"] for field in nothing}:
        raise ValidationError(errors)
