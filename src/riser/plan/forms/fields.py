"""Form fields that read what people type with the rules of this room."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from riser.plan.rules.numbers import Amount, amount, number
from riser.plan.rules.rows import several
from riser.plan.rules.trouble import Trouble, Unclear
from riser.plan.sentences import unclear


class QuantityField(forms.CharField):
    """A number as people write it; "22.000" is refused, because it is two numbers."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=40, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **options)

    def clean(self, value: Any) -> Decimal | None:
        """The number, or None where the field is empty."""
        said = super().clean(value)
        try:
            return number(said) if said else None
        except Unclear as trouble:
            raise ValidationError(unclear(trouble)) from trouble

    def prepare_value(self, value: Any) -> Any:
        """A stored number without the zeros its column adds."""
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value


class CapField(forms.CharField):
    """An amount above nothing, with or without its currency."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=40, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **options)

    def clean(self, value: Any) -> Amount | None:
        """The amount, or None where the field is empty."""
        said = super().clean(value)
        try:
            return _above_nothing(said) if said else None
        except Unclear as trouble:
            raise ValidationError(unclear(trouble)) from trouble


class SeveralField(forms.CharField):
    """Words separated by commas or semicolons."""

    def clean(self, value: Any) -> list[str]:
        """The words, each once."""
        return list(several(super().clean(value)))

    def prepare_value(self, value: Any) -> Any:
        """A list as it would be typed."""
        return ", ".join(value) if isinstance(value, list | tuple) else value


class DayField(forms.DateField):
    """A day, picked or typed as 2026-03-01."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(widget=widget, input_formats=["%Y-%m-%d"], **options)


def _above_nothing(said: str) -> Amount:
    found = amount(said)
    if found.value <= 0:
        raise Unclear(Trouble.NOT_POSITIVE, said)
    return found
