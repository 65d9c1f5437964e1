"""The forms of the pages. They read; what is allowed the actions decide."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from riser.launch.actions import NamedClaim, NamedSystem, Signing
from riser.launch.queries.report import CheckLine
from riser.launch.rules.practices import Live
from riser.launch.words import Purpose, Result
from riser.plan.forms.fields import DayField
from riser.ui.forms import offer

Choices = Sequence[tuple[Any, Any]]
RESULT_CHOICES = [
    (Result.PASS.value, _("Right as it is")),
    (Result.FAIL.value, _("Wrong")),
    (Result.UNKNOWN.value, _("Cannot tell")),
]
VARIANT = "="


class SignForm(forms.Form):
    """What somebody saw of one check. Only the fields that the check needs are shown."""

    item = forms.ChoiceField(label=_("System or claim"), choices=[])
    result = forms.ChoiceField(label=_("What you saw"), choices=RESULT_CHOICES)
    url = forms.CharField(
        label=_("Live page of the test"),
        max_length=2000,
        help_text=_("The address as it stands in the browser."),
    )
    creative = forms.CharField(
        label=_("Creative version"), max_length=120, help_text=_("The very version you read, such as film 7.")
    )
    evidence = forms.CharField(
        label=_("Where it can be seen"),
        max_length=500,
        required=False,
        help_text=_("A link, a ticket, an event id. Without it the check counts less later."),
    )
    attachment_id = forms.TypedChoiceField(
        label=_("Or a file of this campaign"), required=False, coerce=int, empty_value=None, choices=[]
    )
    note = forms.CharField(label=_("Note"), max_length=400, required=False)

    def __init__(self, *args: Any, line: CheckLine, files: Choices = (), **options: Any) -> None:
        super().__init__(*args, **options)
        each = line.line.each
        offer(self, item=[(part.key, part.name) for part in line.parts])
        offer(self, attachment_id=[("", "–"), *files])
        for name, kept in (("item", each), ("url", each == "system"), ("creative", each == "claim")):
            if not kept:
                del self.fields[name]
        if not files:
            del self.fields["attachment_id"]


class WaiveForm(forms.Form):
    """Leave to launch although a check is red or unknown."""

    why = forms.CharField(label=_("Why it may run like this"), max_length=2000, widget=forms.Textarea)
    until = DayField(label=_("Until"), help_text=_("That day included; after it the check counts again."))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["why"].widget.attrs["rows"] = 2


class AskForm(forms.Form):
    """A request for GO."""

    live = forms.CharField(
        label=_("Creative versions that go live"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea,
        help_text=_("One a line. A size or crop of another version names it: tall 1 = square 4."),
    )
    to = forms.TypedChoiceField(
        label=_("Who decides"), required=False, coerce=int, empty_value=None, choices=[]
    )
    comment = forms.CharField(label=_("Comment"), required=False, max_length=2000)

    def __init__(self, *args: Any, deciders: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, to=[("", _("anybody who may")), *deciders])
        self.fields["live"].widget.attrs["rows"] = 3

    def clean_live(self) -> list[Live]:
        """The versions, each with its parent where it names one."""
        return versions_of(self.cleaned_data["live"])


class DecideForm(forms.Form):
    """What somebody says with a GO or a NO-GO."""

    comment = forms.CharField(label=_("Comment"), required=False, max_length=2000)


class ClassForm(forms.Form):
    """What one class asks for. Claims stand one a line: what, who approves it, whether it is regulated."""

    bidding = forms.CharField(
        label=_("Systems that bid on conversions"),
        required=False,
        max_length=4000,
        widget=forms.Textarea,
        help_text=_("One a line, as you call them: Google Ads, LinkedIn."),
    )
    counting = forms.CharField(
        label=_("Systems that only count them"), required=False, max_length=4000, widget=forms.Textarea
    )
    claims = forms.CharField(
        label=_("Claims that need an approval"),
        required=False,
        max_length=8000,
        widget=forms.Textarea,
        help_text=_(
            "One a line: legal = Ana; Ben. An exclamation mark in front says that the law regulates it: "
            "!health = Dr. Chen. Empty: the class asks for none."
        ),
    )

    def __init__(self, *args: Any, members: Mapping[str, int], **options: Any) -> None:
        super().__init__(*args, **options)
        self.members = members
        for field in self.fields.values():
            field.widget.attrs["rows"] = 3

    def systems(self) -> list[NamedSystem]:
        """The systems as typed, those that bid first."""
        pairs = ((Purpose.BID, "bidding"), (Purpose.COUNT, "counting"))
        return [
            NamedSystem(name, purpose) for purpose, field in pairs for name in lines(self.cleaned_data[field])
        ]

    def clean_claims(self) -> list[NamedClaim]:
        """The claims as typed. Refuses a name that is no member."""
        return [self._claim(line) for line in lines(self.cleaned_data["claims"])]

    def _claim(self, line: str) -> NamedClaim:
        name, _equals, people = line.partition(VARIANT)
        names = [one.strip() for one in people.replace("；", ";").split(";") if one.strip()]
        strange = [one for one in names if one.casefold() not in self.members]
        if strange:
            text = _("“%(name)s” is no active member. Write a member's name or e-mail address.")
            raise ValidationError(text % {"name": strange[0]})
        entitled = tuple(self.members[one.casefold()] for one in names)
        return NamedClaim(
            name.strip().lstrip("!！").strip(), entitled, regulated=name.strip()[:1] in ("!", "！")
        )


def signing_of(form: forms.Form) -> Signing:
    """What was typed into a SignForm, for the action."""
    values = dict(form.cleaned_data)
    return Signing(Result(values.pop("result")), **values)


def lines(text: str) -> list[str]:
    """The lines that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def versions_of(text: str) -> list[Live]:
    """Creative versions, one a line; "tall 1 = square 4" is a variant of square 4."""
    pairs = (line.partition(VARIANT) for line in lines(text))
    return [Live(version.strip(), parent.strip()) for version, _equals, parent in pairs]
