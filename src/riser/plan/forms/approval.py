"""Forms of the approvals panel on a campaign's page. They read; what is allowed the actions decide."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from riser.plan.words import Topic

Choices = Sequence[tuple[Any, Any]]


class SubmitForm(forms.Form):
    """What is submitted, to whom, and a word with it."""

    topic = forms.ChoiceField(
        choices=[(topic.value, topic.value) for topic in Topic], widget=forms.HiddenInput
    )
    line = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)
    to = forms.TypedChoiceField(
        label=_("To"), required=False, coerce=int, empty_value=None, choices=[], help_text=_("Empty: to all.")
    )
    comment = forms.CharField(
        label=_("Comment"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, deciders: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"].choices = [("", "–"), *deciders]  # type: ignore[attr-defined]


class ChangeForm(forms.Form):
    """A change of an approved plan: one field as it is to be, or all that was changed since the approval."""

    reason = forms.CharField(label=_("Why"), max_length=4000, widget=forms.Textarea(attrs={"rows": 2}))
    what = forms.ChoiceField(
        label=_("What is to change"),
        required=False,
        choices=[],
        help_text=_("Empty: everything that was changed since the approval."),
    )
    value = forms.CharField(
        label=_("To what"),
        required=False,
        max_length=2000,
        help_text=_("Days as 2026-03-31, numbers as 28.5."),
    )
    requester = forms.TypedChoiceField(
        label=_("Who asks for it"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[],
        help_text=_("Empty: you. A colleague named here has to agree too."),
    )

    def __init__(self, *args: Any, fields: Choices, members: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["what"].choices = [("", "–"), *fields]  # type: ignore[attr-defined]
        self.fields["requester"].choices = [("", "–"), *members]  # type: ignore[attr-defined]
