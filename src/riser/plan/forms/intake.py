"""The forms of the intake."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from riser.foundation.money import COMMON_CURRENCIES
from riser.plan.forms.fields import DayField, QuantityField
from riser.plan.words import RequestDecision

DECISION_NAMES = {
    RequestDecision.ACCEPT: _("Accept: it becomes a draft campaign"),
    RequestDecision.DISPLACE: _("Accept, and named work gives way"),
    RequestDecision.WAIT: _("Let it wait until a day"),
    RequestDecision.DECLINE: _("Decline, with the reason"),
}


class RequestForm(forms.Form):
    """Work that somebody asks for."""

    title = forms.CharField(label=_("What do you ask for?"), max_length=200)
    purpose = forms.CharField(
        label=_("What for?"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What changes for whom when it is there."),
    )
    wished = DayField(label=_("Wished for"), required=False)
    hours = QuantityField(label=_("Size in hours, estimated"), required=False)
    amount = QuantityField(label=_("Size in money, estimated"), required=False)
    currency = forms.ChoiceField(label=_("Currency"), choices=[(code, code) for code in COMMON_CURRENCIES])


class DecideForm(forms.Form):
    """What a decider says. Which fields a decision needs, the action knows."""

    decision = forms.ChoiceField(
        label=_("Decision"), choices=[(word.value, name) for word, name in DECISION_NAMES.items()]
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    waits_until = DayField(label=_("Waits until"), required=False)
    displaced_id = forms.TypedChoiceField(
        label=_("Campaign that gives way"), required=False, coerce=int, empty_value=None, choices=[]
    )
    displaces = forms.CharField(label=_("Or other work that gives way"), max_length=400, required=False)

    def __init__(self, *args: Any, campaigns: Sequence[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["displaced_id"].choices = [("", "–"), *campaigns]  # type: ignore[attr-defined]
