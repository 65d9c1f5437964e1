"""Forms of the pages that belong to no room."""

from django import forms
from django.utils.translation import gettext_lazy as _

from riser.foundation.money import COMMON_CURRENCIES


class OrganisationForm(forms.Form):
    """A new organisation: its name and the currency it thinks in."""

    name = forms.CharField(label=_("Name of the organisation"), max_length=120)
    currency = forms.ChoiceField(label=_("Currency"), choices=[(code, code) for code in COMMON_CURRENCIES])
