"""The forms of the pages about links and channels. They read; what is allowed the actions decide."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from riser.connect.pulls import platforms
from riser.connect.rules.retention import LONGEST, SHORTEST

LONGEST_TEXT = 500_000
LONGEST_QUERY = 100_000
DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class LinesField(forms.CharField):
    """Words, one a line."""

    def __init__(self, *, rows: int = 4, **options: Any) -> None:
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": rows}), **options)

    def clean(self, value: Any) -> list[str]:
        """The words in their order, each once."""
        text: str = super().clean(value)
        return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))

    def prepare_value(self, value: Any) -> Any:
        """A list as it would be typed."""
        return "\n".join(value) if isinstance(value, list | tuple) else value


class AliasesField(LinesField):
    """Short forms of sources, one a line: fb = facebook."""

    def clean(self, value: Any) -> Any:
        """The full name by its short form."""
        pairs = [[part.strip() for part in line.split("=")] for line in super().clean(value)]
        if any(len(pair) != 2 or not all(pair) for pair in pairs):
            raise ValidationError(_("Write one pair on each line, such as: fb = facebook"))
        return {pair[0]: pair[1] for pair in pairs}

    def prepare_value(self, value: Any) -> Any:
        """The pairs as they would be typed."""
        if isinstance(value, Mapping):
            return "\n".join(f"{short} = {full}" for short, full in value.items())
        return value


class MarksField(forms.CharField):
    """Marks, written one after another."""

    def clean(self, value: Any) -> list[str]:
        """The marks, each once."""
        return list(dict.fromkeys("".join(super().clean(value).split())))

    def prepare_value(self, value: Any) -> Any:
        """The marks as they would be typed."""
        return " ".join(value) if isinstance(value, list | tuple) else value


class PolicyForm(forms.Form):
    """The UTM policy of the organisation."""

    required = LinesField(label=_("Required parameters"), help_text=_("One a line."))
    allowed_mediums = LinesField(
        label=_("Allowed values of utm_medium"),
        rows=10,
        help_text=_("One a line. None: any value."),
    )
    source_aliases = AliasesField(
        label=_("Short forms of sources"), help_text=_("One a line, such as: fb = facebook")
    )
    case = forms.ChoiceField(
        label=_("Capital letters"), choices=[("lower", _("are a fault")), ("any", _("are allowed"))]
    )
    separators = MarksField(
        label=_("Separators"),
        required=False,
        max_length=60,
        help_text=_("Marks that part a value. A value may use one of them, not two."),
    )
    max_length = forms.IntegerField(label=_("Longest value"), min_value=1, max_value=2000)
    prohibited = LinesField(
        label=_("Prohibited values"),
        help_text=_("One a line, such as test or draft. The whole value counts."),
    )
    own_domains = LinesField(
        label=_("Own domains"), help_text=_("One a line. Links on their pages carry no UTM parameters.")
    )
    macros = LinesField(
        label=_("Placeholders of platforms"),
        rows=5,
        help_text=_("One a line: what opens one, two dots, what closes it."),
    )
    known_params = LinesField(label=_("Known parameters"), rows=9, help_text=_("Others count as misspelt."))
    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)


class MappingForm(forms.Form):
    """What the tool is called whose files a mapping reads."""

    name = forms.CharField(
        label=_("The tool is called"), max_length=80, help_text=_("Its spend stands under this name.")
    )


class QueryForm(forms.Form):
    """A SELECT of one's own."""

    sql = forms.CharField(
        label="SQL",
        max_length=LONGEST_QUERY,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=_("One SELECT on the tables below. It reads nothing else, and stops after 20 seconds."),
    )


class ExportForm(forms.Form):
    """A table as a file."""

    as_file = forms.ChoiceField(
        label=_("Kind of file"), choices=[("csv", "CSV"), ("xlsx", "XLSX"), ("parquet", "Parquet")]
    )
    from_day = forms.DateField(label=_("From"), required=False, widget=DAY, input_formats=["%Y-%m-%d"])
    to_day = forms.DateField(label=_("To"), required=False, widget=DAY, input_formats=["%Y-%m-%d"])

    @property
    def first_error(self) -> str:
        """What is wrong first, "" where nothing is."""
        return next((str(error) for errors in self.errors.values() for error in errors), "")


class RetentionForm(forms.Form):
    """For how many months the rows of a table are kept."""

    months = forms.IntegerField(
        label=_("Whole months before the present one"),
        required=False,
        min_value=SHORTEST,
        max_value=LONGEST,
        help_text=_("3 to 240. Empty: for good."),
    )


class LinksForm(forms.Form):
    """Links to check: pasted, or a file of them."""

    urls = forms.CharField(
        label=_("Links"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=_("One a line, as they stand in the ad, the post or the mail."),
        error_messages={"max_length": _("This is too much text for the box. Send it as a file.")},
    )
    file = forms.FileField(
        label=_("or a file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".txt,.csv,.tsv,.xlsx"}),
        help_text=_(
            "One link a line, or a CSV, TSV or XLSX with a column “URL”. Up to 5 MB and 50,000 links."
        ),
    )
    referrer = forms.CharField(
        label=_("The page they stand on"),
        required=False,
        max_length=2000,
        help_text=_("Only if all of them stand on one page: links on own pages must not be tagged."),
    )
    on = forms.DateField(
        label=_("By policy and rules of"),
        required=False,
        widget=DAY,
        input_formats=["%Y-%m-%d"],
        help_text=_("Empty: today's."),
    )
    campaign_is_paid = forms.BooleanField(label=_("They belong to a paid campaign"), required=False)


class TrafficForm(forms.Form):
    """A visit whose channel is asked for."""

    source = forms.CharField(label=_("Source"), required=False, max_length=200)
    medium = forms.CharField(label=_("Medium"), required=False, max_length=200)
    campaign = forms.CharField(label=_("Campaign"), required=False, max_length=200)
    on = forms.DateField(label=_("By the rules of"), required=False, widget=DAY, input_formats=["%Y-%m-%d"])


class ConnectionForm(forms.Form):
    """An account at a platform whose rows are pulled."""

    platform = forms.ChoiceField(label=_("Platform"))
    account = forms.CharField(
        label=_("Account"), required=False, max_length=80, help_text=_("Its id as the platform shows it.")
    )
    base_url = forms.CharField(
        label=_("Address"),
        required=False,
        max_length=255,
        help_text=_("Empty: the platform's own. Salesforce has one for each organisation."),
    )
    secret = forms.CharField(
        label=_("Token"),
        required=False,
        max_length=8000,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Stored encrypted and never shown again. Empty: the stored one stays."),
    )
    every_hours = forms.IntegerField(
        label=_("Pull every so many hours"),
        initial=24,
        min_value=0,
        max_value=31 * 24,
        help_text=_("0: by hand only."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.id, one.title) for one in platforms().values()]
        cast(forms.ChoiceField, self.fields["platform"]).choices = choices
