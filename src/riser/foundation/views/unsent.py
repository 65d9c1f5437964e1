"""What was typed before the session ended, to be sent again or thrown away."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from riser.foundation.roles import CAMPAIGN_READERS, Permission
from riser.foundation.unsent import forget, unsent
from riser.foundation.web import RiserRequest, member_view

SEE_UNSENT = Permission("foundation.see_unsent", CAMPAIGN_READERS, _("see what was not sent"))


@member_view(SEE_UNSENT)
def unsent_page(request: RiserRequest) -> HttpResponse:
    """The fields as they were typed; one button sends them where they were meant to go, one forgets them."""
    waiting = unsent(request)
    if waiting is None or request.method == "POST":
        forget(request)
        return redirect("home")
    shown = [(name, value) for name, value in waiting.fields if value.strip()]
    context = {"waiting": waiting, "shown": shown}
    return render(request, "foundation/unsent.html", context)
