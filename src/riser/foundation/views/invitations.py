"""Inviting people, and the page behind an invitation's link."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from riser.foundation import clock
from riser.foundation.actions import (
    MANAGE_MEMBERS,
    accept_as_known,
    accept_as_new,
    invite,
    invited,
    resend_invitation,
    revoke_invitation,
)
from riser.foundation.actions.invitations import Invited, Issued
from riser.foundation.errors import Refused
from riser.foundation.forms import ROLE_NAMES, InvitationForm, JoinForm
from riser.foundation.invitation_mail import link_of, send
from riser.foundation.models import Member
from riser.foundation.roles import Face, Role
from riser.foundation.views.settings import page
from riser.foundation.web import RiserRequest, member_view


@require_POST
@never_cache
@member_view(MANAGE_MEMBERS)
def invitation_make(request: RiserRequest) -> HttpResponse:
    """Invites an address and shows the link, this once."""
    form = InvitationForm(request.POST, auto_id="invite_%s")
    if form.is_valid():
        try:
            issued = invite(
                request.act, email=form.cleaned_data["email"], role=Role(form.cleaned_data["role"])
            )
        except Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            return _issued(request, issued)
    return page(request, invitation_form=form, status=422)


@require_POST
@never_cache
@member_view(MANAGE_MEMBERS)
def invitation_resend(request: RiserRequest, invitation_id: int) -> HttpResponse:
    """Makes a new link; the earlier one stops working."""
    return _issued(request, resend_invitation(request.act, invitation_id=invitation_id))


@require_POST
@member_view(MANAGE_MEMBERS)
def invitation_revoke(request: RiserRequest, invitation_id: int) -> HttpResponse:
    """Withdraws an invitation."""
    row = revoke_invitation(request.act, invitation_id=invitation_id)
    messages.success(request, _("The invitation for %(email)s is withdrawn.") % {"email": row.email})
    return redirect("settings")


@never_cache
@sensitive_post_parameters("password")
def join(request: HttpRequest, secret: str) -> HttpResponseBase:
    """The invitation: opening it changes nothing; sending the form, or the button, makes a member."""
    now = clock.now()
    offer = invited(secret, now=now)
    me = request.user
    is_me = me.is_authenticated and me.email.lower() == offer.email
    form = JoinForm(request.POST or None)
    if request.method == "POST" and is_me:
        return _enter(request, accept_as_known(secret, user_id=me.pk or 0, now=now, face=Face.WEB))
    if request.method == "POST" and not me.is_authenticated and form.is_valid():
        try:
            member = accept_as_new(secret, now=now, face=Face.WEB, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("password", str(refusal))
        else:
            login(request, member.user, backend=settings.AUTHENTICATION_BACKENDS[0])
            return _enter(request, member)
    return _offer(request, offer, form, is_me=is_me)


def _offer(request: HttpRequest, offer: Invited, form: JoinForm, *, is_me: bool) -> HttpResponse:
    context = {
        "offer": offer,
        "role": ROLE_NAMES[offer.role],
        "form": form,
        "is_me": is_me,
        "somebody_else": request.user.is_authenticated and not is_me,
    }
    status = 422 if form.errors else 403 if request.method == "POST" else 200
    return render(request, "foundation/join.html", context, status=status)


def _enter(request: HttpRequest, member: Member) -> HttpResponse:
    request.session["organisation_id"] = member.organisation_id
    return redirect("home")


def _issued(request: RiserRequest, issued: Issued) -> HttpResponse:
    """The link, shown this once; sent too where a mail server is known."""
    context = {"issued": issued, "link": link_of(issued), "sent": send(issued, request.house, request.act)}
    return render(request, "foundation/invited.html", context)
