"""Forms of this room: the questions of one seat, and the fitness test."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from riser.assess.library import FitnessTest, Practice
from riser.assess.rules.fitness import Reply
from riser.assess.rules.stated import Choice, Respondent
from riser.assess.words import CHOICES, REPLIES, RESPONDENTS
from riser.ui.forms import offer


class SeatForm(forms.Form):
    """From which seat a person answers."""

    role = forms.TypedChoiceField(
        label=_("You answer as"),
        coerce=Respondent,
        choices=[(role.value, name) for role, name in RESPONDENTS.items()],
        help_text=_("Where you sit in the work, not what you may do in Riser."),
    )


class FitnessForm(SeatForm):
    """The fifteen conditions; each may be left open."""

    def __init__(self, test: FitnessTest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for condition in test.conditions:
            self.fields[condition.id] = _radio(str(condition.ask), REPLIES.items())

    def replies(self) -> dict[str, Reply]:
        """What was answered, by condition. Call after `is_valid`."""
        return {name: Reply(said) for name, said in self.cleaned_data.items() if said and name != "role"}


class AnswersForm(forms.Form):
    """The questions of one seat; each may be left open."""

    def __init__(self, role: Respondent, practices: Iterable[Practice], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role = role
        self.practices = tuple(practices)
        for practice in self.practices:
            question = practice.question_for(role)
            self.fields[practice.id] = _radio(str(question.ask) if question else "", CHOICES.items())

    def choices(self) -> dict[str, Choice]:
        """What was answered, by practice. Call after `is_valid`."""
        return {name: Choice(said) for name, said in self.cleaned_data.items() if said}


def _radio(label: str, words: Iterable[tuple[Any, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        required=False,
        widget=forms.RadioSelect,
        choices=[(word.value, name) for word, name in words],
    )


# --- appraisals and affirmations ---------------------------------------------------------------------------


class OpenAppraisalForm(forms.Form):
    """The day whose evidence is appraised, for whom, and which areas are not applicable."""

    as_of = forms.DateField(
        label=_("Evidence up to"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("What is recorded after you open the appraisal is shown and left out."),
    )
    sponsor = forms.CharField(label=_("Sponsor"), max_length=150, required=False)
    left_out = forms.MultipleChoiceField(
        label=_("Areas that are not applicable"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    why = forms.CharField(
        label=_("Why they are not applicable"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, areas: Iterable[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, left_out=areas)

    def reasons(self) -> dict[str, str]:
        """Why each area is left out. Call after `is_valid`."""
        return dict.fromkeys(self.cleaned_data["left_out"], self.cleaned_data["why"])


class ReasonForm(forms.Form):
    """Why, in a sentence that somebody else can check."""

    reason = forms.CharField(
        label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), required=True
    )


class DecisionForm(ReasonForm):
    """One of a few values, with a reason. The first radio takes the focus: the keyboard is enough."""

    field_order = ("value", "record", "reason")

    def __init__(self, label: Any, choices: Iterable[tuple[Any, Any]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"] = forms.ChoiceField(
            label=label,
            widget=forms.RadioSelect(attrs={"autofocus": True}),
            choices=[(getattr(value, "value", value), name) for value, name in choices],
        )
        self.order_fields(self.field_order)


class OverrideForm(DecisionForm):
    """Another characterisation of one instance, with the record it leans on."""

    record = forms.ChoiceField(label=_("Record you lean on"), required=False)

    def __init__(self, records: Iterable[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, record=[("", _("none")), *records])


class AskForm(forms.Form):
    """Which colleague is asked, and what."""

    of = forms.TypedChoiceField(label=_("Ask"), coerce=int)
    question = forms.CharField(
        label=_("What should they look at"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, people: Iterable[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, of=people)


class AnswerForm(forms.Form):
    """Is it so?"""

    answer = forms.ChoiceField(
        label=_("Is it so?"),
        widget=forms.RadioSelect,
        choices=[("yes", _("Yes, I can confirm it")), ("no", _("No, or I do not know it myself"))],
    )
    comment = forms.CharField(
        label=_("Comment"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class TargetForm(ReasonForm):
    """The level that an area is to reach, or none; with the reason."""

    field_order = ("level", "reason")
    level = forms.TypedChoiceField(
        label=_("Target level"), required=False, coerce=int, empty_value=None, widget=forms.RadioSelect
    )
    based_on = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, levels: Iterable[int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = [(level, str(level)) for level in levels]
        offer(self, level=[*shown, ("", _("no target"))])

    def said(self) -> dict[str, Any]:
        """What `set_target` is told. Call after `is_valid`."""
        return {name: self.cleaned_data[name] for name in ("level", "reason", "based_on")}

    def move_on(self, version: int) -> None:
        """The next attempt is based on what the person is now shown."""
        self.data = (
            {**self.data.dict(), "based_on": version} if isinstance(self.data, QueryDict) else self.data
        )
