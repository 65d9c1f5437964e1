"""Forms of this room: a checkpoint, a verdict, the lag of a source."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from riser.measure.actions import LONGEST_LAG, Outcome
from riser.measure.sentences import DECISION_NAMES, RESULT_NAMES
from riser.measure.words import Decision, Result


class DayInput(forms.DateInput):
    """A day, picked or typed as 2026-03-01."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class CheckpointForm(forms.Form):
    """Up to which day the figures were read, what was decided and why."""

    data_day = forms.DateField(label=_("Last day of the figures you read"), widget=DayInput())
    decision = forms.ChoiceField(
        label=_("Decision"), choices=[(one.value, DECISION_NAMES[one]) for one in Decision]
    )
    note = forms.CharField(
        label=_("Result against the bound, and what follows"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    @property
    def given(self) -> dict[str, Any]:
        """What was typed, as the action takes it."""
        return self.cleaned_data | {"decision": Decision(self.cleaned_data["decision"])}


class VerdictForm(forms.Form):
    """The verdict on a requirement; metric, window and source come filled in as they were agreed."""

    result = forms.ChoiceField(
        label=pgettext_lazy("requirement", "Verdict"),
        choices=[(one.value, RESULT_NAMES[one]) for one in Result],
        widget=forms.RadioSelect,
    )
    value = forms.DecimalField(label=_("Value"), max_digits=20, decimal_places=4, required=False)
    n = forms.IntegerField(
        label=_("Number of cases"),
        min_value=0,
        max_value=10**12,
        required=False,
        help_text=_("How many orders, leads or visits the value rests on."),
    )
    metric = forms.CharField(label=_("Metric"), max_length=120)
    window_from = forms.DateField(label=_("First day"), widget=DayInput())
    window_to = forms.DateField(label=_("Last day"), widget=DayInput())
    source = forms.CharField(label=_("Source of the figure"), max_length=200)
    note = forms.CharField(
        label=pgettext_lazy("reading", "Note"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Where the query or export is kept. For “undecidable”: what was missing."),
    )

    @property
    def outcome(self) -> Outcome:
        """What was typed, as the action takes it."""
        given: Mapping[str, Any] = self.cleaned_data
        return Outcome(**{**given, "result": Result(given["result"])})


class LagForm(forms.Form):
    """How many days a source needs after a window before its figures stand."""

    source = forms.CharField(label=_("Source of the figure"), max_length=200)
    days = forms.IntegerField(label=pgettext_lazy("lag", "Days"), min_value=0, max_value=LONGEST_LAG)
