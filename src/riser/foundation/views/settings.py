"""Settings page: the organisation, its members, and who is invited."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from riser.foundation.actions import MANAGE_MEMBERS, MANAGE_ORGANISATION, set_up_organisation
from riser.foundation.forms import ROLE_NAMES, HouseForm, InvitationForm, MemberForm
from riser.foundation.queries import invitations, people
from riser.foundation.roles import READERS, Permission, allows
from riser.foundation.web import RiserRequest, member_view

SEE_SETTINGS = Permission("foundation.see", READERS, gettext_lazy("see members and settings"))


@member_view(SEE_SETTINGS)
def settings_page(request: RiserRequest) -> HttpResponse:
    """The organisation and its members; forms only for administrators."""
    return page(request)


@require_POST
@member_view(MANAGE_ORGANISATION)
def organisation(request: RiserRequest) -> HttpResponse:
    """Stores currency and go-live."""
    form = HouseForm(request.POST)
    if not form.is_valid():
        return page(request, house_form=form, status=422)
    set_up_organisation(request.act, **form.cleaned_data)
    messages.success(request, _("Saved."))
    return redirect("settings")


def page(
    request: RiserRequest,
    *,
    house_form: HouseForm | None = None,
    invitation_form: InvitationForm | None = None,
    member_form: MemberForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The settings page; a refused form stands on it with what was typed."""
    house = {"currency": request.house.currency, "go_live": request.house.go_live}
    may_manage = allows(request.act.actor, MANAGE_MEMBERS)
    context = {
        "people": [(person, ROLE_NAMES[person.role]) for person in people(request.house.id)],
        "house_form": house_form or HouseForm(initial=house),
        "invitation_form": invitation_form or InvitationForm(auto_id="invite_%s"),
        "member_form": member_form or MemberForm(),
        "member_form_open": member_form is not None,
        "may_manage": may_manage,
        "invitations": [
            (one, ROLE_NAMES[one.role]) for one in invitations(request.house.id, now=request.act.now)
        ]
        if may_manage
        else [],
    }
    return render(request, "foundation/settings.html", context, status=status)
