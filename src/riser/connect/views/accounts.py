"""One ad account: what people said about it, and whether it is still in use."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from riser.connect import queries
from riser.connect.actions import CONFIRM, SEE, resume_account, retire_account
from riser.connect.mappings import source_name
from riser.connect.records import rows_url
from riser.connect.views.words import path_to
from riser.foundation.errors import Refused
from riser.foundation.roles import allows
from riser.foundation.web import RiserRequest, member_view


@member_view(SEE)
def account(request: RiserRequest, account_id: int) -> HttpResponse:
    """One account: its days, its agreements, and the way to say that it is used no longer."""
    found = queries.account(request.house.id, account_id)
    connected = next(
        (
            one
            for one in queries.connected_sources(request.house.id)
            if (one.source, one.account) == (found.source, found.account)
        ),
        None,
    )
    context = {
        "account": found,
        "source": source_name(found.source),
        "connected": connected,
        "url": rows_url(source=found.source, account=found.account),
        "crumbs": path_to(f"{source_name(found.source)} {found.account}"),
        "today": request.act.now.date(),
        "may_confirm": allows(request.act.actor, CONFIRM),
    }
    return render(request, "connect/account.html", context)


@require_POST
@member_view(CONFIRM)
def retire(request: RiserRequest, account_id: int) -> HttpResponse:
    """Says that the account is used no longer, from the day after the one given."""
    found = queries.account(request.house.id, account_id)
    try:
        last_day = date.fromisoformat(request.POST.get("last_day", ""))
    except ValueError as error:
        raise Refused(_("Write the last day as 2026-03-01.")) from error
    retire_account(request.act, source=found.source, account=found.account, last_day=last_day)
    messages.success(request, _("Noted. No rows are expected after that day."))
    return redirect("connect_account", account_id)


@require_POST
@member_view(CONFIRM)
def resume(request: RiserRequest, account_id: int) -> HttpResponse:
    """Says that the account is in use again."""
    found = queries.account(request.house.id, account_id)
    resume_account(request.act, source=found.source, account=found.account)
    messages.success(request, _("Noted. Its rows are expected again."))
    return redirect("connect_account", account_id)
