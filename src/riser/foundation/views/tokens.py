"""My tokens: keys for programs that act as the person who makes them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from riser.foundation.actions import OWN_TOKENS, create_token, revoke_token
from riser.foundation.errors import Refused
from riser.foundation.forms import SCOPE_NAMES, TokenForm
from riser.foundation.queries import tokens_of
from riser.foundation.roles import Scope
from riser.foundation.web import RiserRequest, member_view


@never_cache
@member_view(OWN_TOKENS)
def tokens(request: RiserRequest) -> HttpResponse:
    """The tokens of the signed-in person; a new one is shown once, in the answer to its form."""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = create_token(
                request.act,
                name=said["name"],
                scope=Scope(said["scope"]),
                days=int(said["days"]),
                rooms=said["rooms"],
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _page(request, TokenForm(), secret=made.secret)
    return _page(request, form)


@require_POST
@member_view(OWN_TOKENS)
def token_revoke(request: RiserRequest, token_id: int) -> HttpResponse:
    """Ends a token."""
    row = revoke_token(request.act, token_id=token_id)
    messages.success(request, _("“%(name)s” opens nothing any more.") % {"name": row.name})
    return redirect("tokens")


def _page(request: RiserRequest, form: TokenForm, *, secret: str = "") -> HttpResponse:
    mine = tokens_of(request.act.actor.member_id or 0, now=request.act.now)
    context = {
        "form": form,
        "tokens": [(one, SCOPE_NAMES[one.scope]) for one in mine],
        "secret": secret,
        "api": request.build_absolute_uri("/api/v1/docs"),
    }
    return render(request, "foundation/tokens.html", context, status=422 if form.errors else 200)
