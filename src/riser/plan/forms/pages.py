"""The forms of the pages. They read; what is allowed the actions decide."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from riser.foundation.evidence import PlatformKey
from riser.foundation.money import COMMON_CURRENCIES
from riser.plan.forms.fields import CapField, DayField, QuantityField, SeveralField
from riser.plan.rules.bounds import OPERATORS
from riser.plan.rules.keys import key as read_key
from riser.plan.rules.keys import unmark
from riser.plan.rules.trouble import Unclear
from riser.plan.sentences import ROLE_NAMES, SIGNS, unclear
from riser.plan.words import CampaignClass, CampaignKind, Decision

KIND_NAMES = {
    CampaignKind.CAMPAIGN: _("Campaign: with an end"),
    CampaignKind.PROGRAMME: _("Programme: always on, planned by quarter"),
}
CLASS_NAMES = {
    CampaignClass.SMALL: _("S: light form"),
    CampaignClass.MEDIUM: _("M"),
    CampaignClass.LARGE: _("L"),
}
DECISION_NAMES = {Decision.RAISE: _("Raise it"), Decision.STOP: _("Stop the spend")}
NOT_OFFERED = _("This objective is archived, or not there. Bring it back first, or choose another one.")
UNIT_HELP = _("The one region, brand or team it belongs to. Profiles of two units can be compared.")
Choices = Sequence[tuple[Any, Any]]


class ObjectiveForm(forms.Form):
    """An objective: five fields make it one that can be missed."""

    name = forms.CharField(label=_("Name of the objective"), max_length=200)
    metric = forms.CharField(label=_("Metric"), max_length=120, required=False)
    baseline = QuantityField(label=_("Baseline"), required=False)
    target = QuantityField(label=_("Target"), required=False)
    unit = forms.CharField(label=_("Unit"), max_length=40, required=False)
    due = DayField(label=_("Due"), required=False)
    initiative = forms.CharField(
        label=_("Initiative"),
        max_length=200,
        required=False,
        help_text=_("The corporate initiative it serves."),
    )
    owner = forms.CharField(label=_("Owner"), max_length=200, required=False)


class CampaignForm(forms.Form):
    """The plan of a campaign."""

    name = forms.CharField(label=_("Name of the campaign"), max_length=200)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[(kind.value, name) for kind, name in KIND_NAMES.items()]
    )
    campaign_class = forms.ChoiceField(
        label=_("Class"),
        required=False,
        choices=[("", "–"), *((size.value, name) for size, name in CLASS_NAMES.items())],
    )
    unit = forms.CharField(
        label=pgettext_lazy("organisation", "Unit"), max_length=120, required=False, help_text=UNIT_HELP
    )
    owner = forms.CharField(
        label=_("Owner"),
        max_length=400,
        required=False,
        help_text=_("One member, by name or e-mail address: a group cannot answer for it."),
    )
    objective_id = forms.TypedChoiceField(
        label=_("Objective"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[],
        error_messages={"invalid_choice": NOT_OFFERED},
    )
    audience = forms.CharField(label=_("Audience"), max_length=4000, required=False, widget=forms.Textarea)
    channels = SeveralField(label=_("Channels"), max_length=400, required=False)
    deliverables = forms.CharField(
        label=_("Deliverables"), max_length=4000, required=False, widget=forms.Textarea
    )
    start = DayField(label=_("Start"), required=False)
    end = DayField(label=_("End"), required=False, help_text=_("Empty for a programme."))

    def __init__(self, *args: Any, objectives: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["objective_id"].choices = [("", "–"), *objectives]  # type: ignore[attr-defined]
        for name in ("audience", "deliverables"):
            self.fields[name].widget.attrs["rows"] = 3


class RequirementForm(forms.Form):
    """A requirement: a bound that can be met or missed."""

    metric = forms.CharField(label=_("Metric"), max_length=120)
    operator = forms.ChoiceField(
        label=_("Comparison"), choices=[(sign, SIGNS.get(sign, sign)) for sign in OPERATORS]
    )
    bound = QuantityField(label=_("Bound"))
    unit = forms.CharField(label=_("Unit"), max_length=40, required=False)
    baseline = QuantityField(label=_("Baseline"), required=False, help_text=_("What the metric is today."))
    window_from = DayField(label=_("Measured from"), required=False)
    window_to = DayField(label=_("Measured to"), required=False)
    source = forms.CharField(label=_("Source of the figure"), max_length=200, required=False)
    acceptor = forms.CharField(label=_("Accepted by"), max_length=200, required=False)


class CapForm(forms.Form):
    """A cap for a window of days."""

    cap = CapField(label=_("Cap"))
    currency = forms.ChoiceField(label=_("Currency"), choices=[(code, code) for code in COMMON_CURRENCIES])
    from_day = DayField(label=_("First day"))
    to_day = DayField(label=_("Last day"))

    def clean(self) -> dict[str, Any]:
        """Refuses a currency written beside the amount that is not the chosen one."""
        values = super().clean() or self.cleaned_data
        cap = values.get("cap")
        if cap is not None and cap.currency not in {"", values.get("currency")}:
            text = _("The cap is written in %(one)s, the field beside it says %(two)s. Choose one.")
            self.add_error("cap", text % {"one": cap.currency, "two": values.get("currency")})
        return values


class DecisionForm(forms.Form):
    """A raise or a stop."""

    decision = forms.ChoiceField(
        label=_("Decision"), choices=[(word.value, name) for word, name in DECISION_NAMES.items()]
    )
    amount = QuantityField(label=_("New cap"), required=False, help_text=_("Only for a raise."))


class KeyForm(forms.Form):
    """A platform campaign of the campaign: chosen where it has spent already, typed where it has not."""

    key = forms.ChoiceField(label=_("Platform campaign"), required=False, choices=[])
    typed = forms.CharField(
        label=_("or its id, before it spends"),
        required=False,
        max_length=400,
        help_text=_("Source, account and campaign, such as google_ads/123-456-7890/1122334455."),
    )
    requirement_id = forms.TypedChoiceField(
        label=_("Serves the requirement"), required=False, coerce=int, empty_value=None, choices=[]
    )

    def __init__(self, *args: Any, keys: Choices, requirements: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["key"].choices = [("", "–"), *keys]  # type: ignore[attr-defined]
        self.fields["requirement_id"].choices = [("", "–"), *requirements]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The platform campaign, chosen or typed: one of the two."""
        values = super().clean() or self.cleaned_data
        chosen, typed = values.get("key", ""), values.pop("typed", "")
        if not self.errors and bool(chosen) == bool(typed):
            raise ValidationError(_("Choose a platform campaign or type its id: one of the two."))
        if not self.errors:
            values["key"] = self._key(chosen, typed)
        return values

    def _key(self, chosen: str, typed: str) -> PlatformKey | None:
        try:
            return unmark(chosen) if chosen else read_key(typed)
        except Unclear as trouble:
            self.add_error("key" if chosen else "typed", unclear(trouble))
            return None


class LinkForm(forms.Form):
    """A landing link."""

    url = forms.CharField(label=_("Landing link"), max_length=2000)
    requirement_id = forms.TypedChoiceField(
        label=_("Serves the requirement"), required=False, coerce=int, empty_value=None, choices=[]
    )

    def __init__(self, *args: Any, requirements: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["requirement_id"].choices = [("", "–"), *requirements]  # type: ignore[attr-defined]


class KeyEditForm(forms.Form):
    """The days on which a platform campaign belongs to the plan, and what it serves."""

    requirement_id = forms.TypedChoiceField(
        label=_("Serves the requirement"), required=False, coerce=int, empty_value=None, choices=[]
    )
    from_day = DayField(label=_("First day"), required=False)
    to_day = DayField(label=_("Last day"), required=False)

    def __init__(self, *args: Any, requirements: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["requirement_id"].choices = [("", "–"), *requirements]  # type: ignore[attr-defined]


class CopyForm(forms.Form):
    """A copy of a campaign."""

    name = forms.CharField(label=_("Name of the copy"), max_length=200, required=False)
    start = DayField(
        label=_("First day of the copy"),
        required=False,
        help_text=_("Every other day moves by as much: the end, the windows of requirements and caps."),
    )


class RoleForm(forms.Form):
    """Somebody named for a part of the campaign."""

    role = forms.ChoiceField(
        label=_("Role"), choices=[(word.value, name) for word, name in ROLE_NAMES.items()]
    )
    name = forms.CharField(
        label=_("Who"), max_length=200, help_text=_("A member by name or e-mail address, or a name.")
    )


class GuestForm(forms.Form):
    """A guest let in to the campaign."""

    member_id = forms.TypedChoiceField(label=_("Guest"), coerce=int, choices=[])

    def __init__(self, *args: Any, guests: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["member_id"].choices = [*guests]  # type: ignore[attr-defined]


def tell(form: forms.Form, problems: Sequence[Any], sentence: str, places: Mapping[str, str]) -> None:
    """Hangs the problems of a refusal on the fields they name; the rest stands above the form."""
    for problem in problems:
        field = places.get(problem.column, problem.column)
        form.add_error(field if field in form.fields else None, str(problem))
    if not problems:
        form.add_error(None, sentence)
