"""Pages of notices: the list, opening one, and the choice of how to be told."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from riser.foundation.kept import keep
from riser.foundation.notices.actions import mark_all_read, mark_read
from riser.foundation.notices.choices import choose, own_choice
from riser.foundation.notices.forms import ChoiceForm
from riser.foundation.notices.queries import SEE_NOTICES, notices_state, own_notices
from riser.foundation.web import RiserRequest, member_view

SENT = "shown"  # a field of the form itself: boxes that are absent are off only where the form was sent


@member_view(SEE_NOTICES)
def notice_list(request: RiserRequest) -> HttpResponse:
    """The member's notices, unread first."""
    state = notices_state(request.act)
    key = ("notices", request.person.member_id, state)
    told = keep(request.house.id, key, lambda: own_notices(request.act))
    context = {"told": told, "state": state}
    return render(request, "foundation/notices/list.html", context)


@require_POST
@member_view(SEE_NOTICES)
def notice_open(request: RiserRequest, notice_id: int) -> HttpResponse:
    """Marks one as read and leads to the page it is about."""
    url = mark_read(request.act, notice_id)
    safe = url_has_allowed_host_and_scheme(url, allowed_hosts=None)
    return redirect(url if safe and url else "notices")


@require_POST
@member_view(SEE_NOTICES)
def notices_read(request: RiserRequest) -> HttpResponse:
    """Marks all as read."""
    mark_all_read(request.act)
    return redirect("notices")


@member_view(SEE_NOTICES)
def notice_choices(request: RiserRequest) -> HttpResponse:
    """How the member wants to be told, by kind."""
    sent = SENT in request.POST
    form = ChoiceForm(request.POST if sent else None, choice=own_choice(request.act))
    if sent and form.is_valid():
        choose(request.act, language=form.cleaned_data["language"], kinds=form.chosen())
        messages.success(request, _("Saved."))
        return redirect("notice_choices")
    status = 422 if form.errors or request.method == "POST" else 200
    crumbs = [(_("Notices"), reverse("notices")), (_("How I am told"), "")]
    context = {"form": form, "crumbs": crumbs}
    return render(request, "foundation/notices/choices.html", context, status=status)
