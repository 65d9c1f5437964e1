"""How every form is drawn: label, help, field, error, each tied to the field; and what it lets one choose."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates


class Renderer(DjangoTemplates):
    """Set as FORM_RENDERER, so that `{{ form }}` and `{{ field.as_field_group }}` look like the rest."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"


def offer(form: forms.Form, **choices: Iterable[tuple[Any, Any]]) -> None:
    """Sets by field what can be chosen, where that is known only when the form is made.

    Raises TypeError for a field that offers no choice.
    """
    for name, pairs in choices.items():
        field = form.fields[name]
        if not isinstance(field, forms.ChoiceField):
            raise TypeError(f"{name} offers no choice")
        field.choices = list(pairs)
