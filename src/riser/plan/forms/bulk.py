"""The form that changes many campaigns at once: a verb, and the one value that this verb needs."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from riser.plan.forms.pages import CLASS_NAMES, NOT_OFFERED, UNIT_HELP

OWNER, OBJECTIVE, CLASS, UNIT = "owner", "objective", "class", "unit"
SHIFT, ARCHIVE = "shift", "archive"
VERB_NAMES = {
    OWNER: _("Name the owner"),
    OBJECTIVE: _("Set the objective"),
    CLASS: _("Set the class"),
    UNIT: _("Set the unit"),
    SHIFT: _("Move the dates"),
    ARCHIVE: _("Archive"),
}


class BulkForm(forms.Form):
    """What to do. Only the field of the chosen verb is shown and asked for."""

    owner = forms.CharField(
        label=_("Owner"),
        max_length=400,
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
    campaign_class = forms.ChoiceField(
        label=_("Class"), choices=[(size.value, name) for size, name in CLASS_NAMES.items()]
    )
    unit = forms.CharField(
        label=pgettext_lazy("organisation", "Unit"), max_length=120, required=False, help_text=UNIT_HELP
    )
    days = forms.IntegerField(
        label=_("By how many days"),
        min_value=-3660,
        max_value=3660,
        help_text=_("7 is a week later, -7 a week earlier. Caps and requirements keep their windows."),
    )

    FIELDS = {
        OWNER: "owner",
        OBJECTIVE: "objective_id",
        CLASS: "campaign_class",
        UNIT: "unit",
        SHIFT: "days",
        ARCHIVE: "",
    }

    def __init__(self, *args: Any, verb: str, objectives: Sequence[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["objective_id"].choices = [("", "–"), *objectives]  # type: ignore[attr-defined]
        kept = self.FIELDS[verb]
        self.fields = {name: field for name, field in self.fields.items() if name == kept}
