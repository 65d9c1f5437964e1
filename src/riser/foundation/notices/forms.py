"""The form in which a member says how they want to be told."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from riser.foundation.notices.choices import Choice, Ways
from riser.foundation.registries import notices


class ChoiceForm(forms.Form):
    """Language, and two boxes for each kind of notice."""

    def __init__(self, *args: Any, choice: Choice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"] = forms.ChoiceField(
            label=_("Language of my notices"),
            required=False,
            choices=[("", _("as the organisation")), *settings.LANGUAGES],
            initial=choice.own_language,
        )
        for kind, _entry in notices.items():
            ways = choice.ways(kind)
            for way in ("app", "mail"):
                field = forms.BooleanField(required=False, initial=getattr(ways, way))
                self.fields[f"{way}:{kind}"] = field

    def rows(self) -> Iterator[tuple[str, forms.BoundField, forms.BoundField]]:
        """The name of each kind with its two boxes."""
        for kind, entry in notices.items():
            yield str(entry.label), self[f"app:{kind}"], self[f"mail:{kind}"]

    def chosen(self) -> dict[str, Ways]:
        """The ways by kind, as the boxes say."""
        on = self.cleaned_data
        return {
            kind: Ways(app=on[f"app:{kind}"], mail=on[f"mail:{kind}"]) for kind, _entry in notices.items()
        }
