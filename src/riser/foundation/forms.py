"""Forms for the organisation, its members, their tokens and attachments."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from riser.foundation.attachments.keeping import LONGEST_NOTE, LONGEST_URL, MOST_BYTES
from riser.foundation.money import COMMON_CURRENCIES
from riser.foundation.registries import nav
from riser.foundation.roles import Role, Scope
from riser.ui.forms import offer

ROLE_NAMES = {
    Role.ADMINISTRATOR: _("Administrator: everything"),
    Role.MANAGER: _("Manager: plans, approves, decides"),
    Role.CONTRIBUTOR: _("Contributor: plans and imports"),
    Role.APPRAISER: _("Appraiser: reads and judges"),
    Role.VIEWER: _("Viewer: reads"),
    Role.GUEST: _("Guest: own campaigns only"),
}

SCOPE_NAMES = {
    Scope.READ: _("Read"),
    Scope.WRITE: _("Read and write"),
    Scope.APPROVE: _("Read, write, approve and decide"),
}
TERMS = {"30": _("30 days"), "90": _("90 days"), "366": _("one year")}
ROOMS_WITHOUT_API = {"home", "settings", "approvals"}  # theirs is that of the foundation


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


class InvitationForm(forms.Form):
    """An address to invite."""

    email = forms.EmailField(label=_("E-mail"), max_length=254)
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[(role.value, name) for role, name in ROLE_NAMES.items()],
        initial=Role.CONTRIBUTOR,
    )


class RoleForm(forms.Form):
    """Another role for a member."""

    role = forms.ChoiceField(
        label=_("Role"), choices=[(role.value, name) for role, name in ROLE_NAMES.items()]
    )


class JoinForm(forms.Form):
    """What a person who is invited says of themselves."""

    name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password = forms.CharField(
        label=_("A password"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least ten characters, and not one that many people use."),
    )


class TokenForm(forms.Form):
    """A token to make."""

    name = forms.CharField(
        label=pgettext_lazy("thing", "Name"),
        max_length=80,
        help_text=_("The program that will use it, such as “Monthly report”."),
    )
    scope = forms.ChoiceField(
        label=_("It may"), choices=[(scope.value, name) for scope, name in SCOPE_NAMES.items()]
    )
    rooms = forms.MultipleChoiceField(
        label=_("Only in these rooms"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: in every room."),
    )
    days = forms.ChoiceField(label=_("Valid for"), choices=list(TERMS.items()), initial="90")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        entries = [entry for _key, entry in nav.items() if entry.room not in ROOMS_WITHOUT_API]
        rooms = [(entry.room, entry.label) for entry in entries]
        offer(self, rooms=[("foundation", _("People and settings")), *rooms])


class AttachForm(forms.Form):
    """A file or a link to attach."""

    file = forms.FileField(label=_("File"), required=False)
    url = forms.CharField(
        label=_("or a link"),
        required=False,
        max_length=LONGEST_URL,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )
    note = forms.CharField(label=_("What it shows"), required=False, max_length=LONGEST_NOTE)
    happened_on = forms.DateField(
        label=_("From the day"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def clean_file(self) -> "UploadedFile[bytes] | None":
        """The file, while it is small enough to be looked at."""
        file: UploadedFile[bytes] | None = self.cleaned_data["file"]
        if file is not None and (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("This is larger than 20 MB. Attach a link to it."))
        return file

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        said = super().clean() or {}
        if not self.errors and bool(said.get("file")) == bool(said.get("url")):
            raise forms.ValidationError(_("Choose a file or write a link: one of the two."))
        return said
