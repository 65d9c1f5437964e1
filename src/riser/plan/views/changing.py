"""A change typed into a form: stored, refused with its reasons, or shown beside what somebody else wrote."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django import forms
from django.http import QueryDict

from riser.foundation.errors import Clash, Refused, Stale
from riser.foundation.web import RiserRequest
from riser.plan.forms.pages import tell

# The columns that actions name, where a form calls the field otherwise.
PLACES: Mapping[str, str] = MappingProxyType(
    {"amount": "cap", "to": "to_day", "objective": "objective_id", "class": "campaign_class"}
)
Store = Callable[[dict[str, Any], int | None], object]


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of a form. `version` is what the next attempt is based on; `clashes` by field of the form."""

    form: forms.Form
    version: int | None
    done: bool = False
    stale: Stale | None = None
    clashes: tuple[tuple[str, Clash], ...] = ()

    @property
    def status(self) -> int:
        """422 where the form has to be looked at again."""
        return 422 if self.form.errors or self.stale else 200


def attempt(
    request: RiserRequest,
    form: forms.Form,
    version: int | None,
    store: Store,
    places: Mapping[str, str] = PLACES,
) -> Attempt:
    """Does what the form asks; `version` is the newest one, for a form that was not sent yet.

    Fields for which the person chose the other one's text are left out of what is stored.
    """
    if not form.is_bound:
        return Attempt(form, version)
    seen = based_on(request)
    if not form.is_valid():
        return Attempt(form, seen or version)
    try:
        store(_mine(request, form), seen)
    except Stale as stale:
        clashes = tuple((places.get(one.field, one.field), one) for one in stale.clashes)
        _show_theirs(form, {places.get(name, name) for name in stale.untouched})
        return Attempt(form, stale.version, stale=stale, clashes=clashes)
    except Refused as refusal:
        tell(form, refusal.problems, str(refusal), places)
        return Attempt(form, seen or version)
    return Attempt(form, version, done=True)


def based_on(request: RiserRequest) -> int | None:
    """The version that the page was made from; None where it does not say so."""
    said = request.POST.get("based_on", "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else None


def _mine(request: RiserRequest, form: forms.Form) -> dict[str, Any]:
    return {
        name: value
        for name, value in form.cleaned_data.items()
        if request.POST.get(f"take_{name}") != "theirs"
    }


def _show_theirs(form: forms.Form, names: set[str]) -> None:
    """Fields that only the other person changed show what stands there now, or saving would undo it."""
    data = QueryDict(mutable=True)
    data.update(form.data)
    for name in names & form.fields.keys():
        now = form.get_initial_for_field(form.fields[name], name)
        data[form.add_prefix(name)] = "" if now is None else form.fields[name].prepare_value(now)
    form.data = data
