"""Forms for the organisation and its members."""

from django import forms
from django.utils.translation import gettext_lazy as _

from riser.foundation.money import COMMON_CURRENCIES
from riser.foundation.roles import Role

ROLE_NAMES = {
    Role.ADMINISTRATOR: _("Administrator: everything"),
    Role.MANAGER: _("Manager: plans, approves, decides"),
    Role.CONTRIBUTOR: _("Contributor: plans and imports"),
    Role.APPRAISER: _("Appraiser: reads and judges"),
    Role.VIEWER: _("Viewer: reads"),
    Role.GUEST: _("Guest: own campaigns only"),
}


class HouseForm(forms.Form):
    """Currency and go-live of the organisation."""

    currency = forms.ChoiceField(label=_("Currency"), choices=[(code, code) for code in COMMON_CURRENCIES])
    go_live = forms.DateField(
        label=_("Go-live"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("Lateness is judged from this day on. What happened before is imported history."),
    )


class MemberForm(forms.Form):
    """A person to add."""

    email = forms.EmailField(label=_("E-mail"))
    name = forms.CharField(label=_("Name"), max_length=120)
    password = forms.CharField(
        label=_("First password"),
        widget=forms.PasswordInput,
        min_length=10,
        help_text=_(
            "At least ten characters. Tell it to them yourself; they can change it after signing in."
        ),
    )
    role = forms.ChoiceField(
        label=_("Role"), choices=[(role.value, name) for role, name in ROLE_NAMES.items()]
    )
