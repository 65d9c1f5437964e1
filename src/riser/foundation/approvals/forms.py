"""Forms of approvals. They read; what is allowed the actions decide."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from riser.foundation.money import COMMON_CURRENCIES
from riser.ui.forms import offer

Choices = Sequence[tuple[Any, Any]]


class WordForm(forms.Form):
    """A word on a request: needed to send back or to decline, optional to approve."""

    comment = forms.CharField(
        label=_("Comment"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Whoever asked reads it. Needed to send back or to decline."),
    )


class DelegateForm(forms.Form):
    """A colleague who may decide, and why it is theirs now."""

    to_member = forms.TypedChoiceField(label=_("Colleague"), coerce=int, choices=[])
    reason = forms.CharField(label=_("Why"), max_length=400)

    def __init__(self, *args: Any, colleagues: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, to_member=colleagues)


class ThresholdForm(forms.Form):
    """From which amount on who decides."""

    topic = forms.ChoiceField(label=_("What is approved"), choices=[])
    from_amount = forms.DecimalField(
        label=pgettext_lazy("amount", "From"), min_value=0, max_digits=18, decimal_places=2
    )
    currency = forms.ChoiceField(label=_("Currency"), choices=[(code, code) for code in COMMON_CURRENCIES])
    roles = forms.MultipleChoiceField(
        label=_("Any member with the role"),
        required=False,
        choices=[],
        widget=forms.CheckboxSelectMultiple,
    )
    members = forms.TypedMultipleChoiceField(
        label=_("These people"),
        required=False,
        coerce=int,
        choices=[],
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *args: Any, topics: Choices, roles: Choices, deciders: Choices, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        offer(self, topic=topics, roles=roles, members=deciders)
