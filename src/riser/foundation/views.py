"""Settings pages: the organisation and its members."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from riser.foundation.actions import (
    MANAGE_MEMBERS,
    MANAGE_ORGANISATION,
    add_member,
    deactivate_member,
    set_up_organisation,
)
from riser.foundation.errors import Refused
from riser.foundation.forms import ROLE_NAMES, HouseForm, MemberForm
from riser.foundation.queries import people
from riser.foundation.roles import READERS, Permission, Role, allows
from riser.foundation.web import RiserRequest, member_view

SEE_SETTINGS = Permission("foundation.see", READERS)


@member_view(SEE_SETTINGS)
def settings_page(request: RiserRequest) -> HttpResponse:
    """The organisation and its members; forms only for administrators."""
    return _page(request, _house_form(request), MemberForm())


@require_POST
@member_view(MANAGE_ORGANISATION)
def organisation(request: RiserRequest) -> HttpResponse:
    """Stores currency and go-live."""
    form = HouseForm(request.POST)
    if not form.is_valid():
        return _page(request, form, MemberForm(), status=422)
    set_up_organisation(request.act, **form.cleaned_data)
    messages.success(request, _("Saved."))
    return redirect("settings")


@require_POST
@member_view(MANAGE_MEMBERS)
def member_add(request: RiserRequest) -> HttpResponse:
    """Adds a person; a refusal keeps what was typed."""
    form = MemberForm(request.POST)
    if form.is_valid():
        try:
            add_member(request.act, **(form.cleaned_data | {"role": Role(form.cleaned_data["role"])}))
        except Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, _("%(name)s can sign in now.") % {"name": form.cleaned_data["name"]})
            return redirect("settings")
    return _page(request, _house_form(request), form, status=422)


@require_POST
@member_view(MANAGE_MEMBERS)
def member_deactivate(request: RiserRequest, member_id: int) -> HttpResponse:
    """Takes a person's access away; their records stay."""
    deactivate_member(request.act, member_id=member_id)
    return redirect("settings")


def _house_form(request: RiserRequest) -> HouseForm:
    return HouseForm(initial={"currency": request.house.currency, "go_live": request.house.go_live})


def _page(
    request: RiserRequest, house_form: HouseForm, member_form: MemberForm, status: int = 200
) -> HttpResponse:
    context = {
        "people": [(person, ROLE_NAMES[person.role]) for person in people(request.house.id)],
        "house_form": house_form,
        "member_form": member_form,
        "may_manage": allows(request.act.actor, MANAGE_MEMBERS),
    }
    return render(request, "foundation/settings.html", context, status=status)
