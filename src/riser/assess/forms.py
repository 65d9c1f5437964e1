"""Forms of this room: the questions of one seat, and the fitness test."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from riser.assess.library import FitnessTest, Practice
from riser.assess.rules.fitness import Reply
from riser.assess.rules.stated import Choice, Respondent
from riser.assess.words import CHOICES, REPLIES, RESPONDENTS


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
