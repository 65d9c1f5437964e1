"""One member: role, access, what hangs on them; and people added by hand."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from riser.foundation.actions import (
    MANAGE_MEMBERS,
    add_member,
    change_role,
    deactivate_member,
    hand_over,
    reactivate_member,
)
from riser.foundation.errors import NotFound, Refused
from riser.foundation.forms import ROLE_NAMES, MemberForm, RoleForm
from riser.foundation.queries import Person, owned_by, people
from riser.foundation.roles import Role
from riser.foundation.views.settings import page
from riser.foundation.web import RiserRequest, member_view


@require_POST
@member_view(MANAGE_MEMBERS)
def member_add(request: RiserRequest) -> HttpResponse:
    """Adds a person with a first password; a refusal keeps what was typed."""
    form = MemberForm(request.POST)
    if form.is_valid():
        try:
            add_member(request.act, **(form.cleaned_data | {"role": Role(form.cleaned_data["role"])}))
        except Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, _("%(name)s can sign in now.") % {"name": form.cleaned_data["name"]})
            return redirect("settings")
    return page(request, member_form=form, status=422)


@member_view(MANAGE_MEMBERS)
def member(request: RiserRequest, member_id: int) -> HttpResponse:
    """Everything an administrator can do with one member, beside what is running in their name."""
    found = _person(request, member_id)
    context = {
        "member": found,
        "role": ROLE_NAMES[found.role],
        "role_form": RoleForm(initial={"role": found.role}),
        "owned": owned_by(request.house.id, member_id, on=request.act.now.date()),
        "is_me": member_id == request.act.actor.member_id,
    }
    return render(request, "foundation/member.html", context)


@require_POST
@member_view(MANAGE_MEMBERS)
def member_role(request: RiserRequest, member_id: int) -> HttpResponse:
    """Gives the member another role."""
    form = RoleForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Choose a role."))
    change_role(request.act, member_id=member_id, role=Role(form.cleaned_data["role"]))
    return _done(request, _("Saved."))


@require_POST
@member_view(MANAGE_MEMBERS)
def member_hand_over(request: RiserRequest, member_id: int) -> HttpResponse:
    """Makes the member the administrator in place of the one who asks, who becomes a manager."""
    heir = hand_over(request.act, member_id=member_id)
    return _done(request, _("%(name)s administers now, and you are a manager.") % {"name": heir})


@require_POST
@member_view(MANAGE_MEMBERS)
def member_deactivate(request: RiserRequest, member_id: int) -> HttpResponse:
    """Takes a person's access away; their records stay."""
    left = deactivate_member(request.act, member_id=member_id)
    return _done(request, _("%(name)s has no access any more. What they did stays.") % {"name": left})


@require_POST
@member_view(MANAGE_MEMBERS)
def member_reactivate(request: RiserRequest, member_id: int) -> HttpResponse:
    """Gives a person who left access again."""
    back = reactivate_member(request.act, member_id=member_id)
    return _done(request, _("%(name)s can sign in again.") % {"name": back})


def _done(request: RiserRequest, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect("settings")


def _person(request: RiserRequest, member_id: int) -> Person:
    for person in people(request.house.id):
        if person.member_id == member_id:
            return person
    raise NotFound(_("There is no such member in this organisation."))
