"""Attachments: adding one to a record, its page, its file, withdrawing it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from riser.foundation.attachments import (
    ATTACH,
    SEE_ATTACHMENTS,
    Attached,
    attach_file,
    attach_link,
    find,
    withdraw,
)
from riser.foundation.attachments.download import file_answer
from riser.foundation.attachments.panel import may_withdraw, title_of, url_of
from riser.foundation.errors import Refused
from riser.foundation.evidence import RecordRef
from riser.foundation.forms import AttachForm
from riser.foundation.scope import require_seen
from riser.foundation.web import RiserRequest, member_view


@require_POST
@member_view(ATTACH)
def attach(request: RiserRequest) -> HttpResponse:
    """Attaches a file or a link to the record that the form names, and goes back to it."""
    record = RecordRef(request.POST.get("kind", ""), request.POST.get("record", ""))
    require_seen(request.act, record)
    form = AttachForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            _attach(request, record, form)
        except Refused as refusal:
            form.add_error("url" if form.cleaned_data["url"] else "file", str(refusal))
        else:
            messages.success(request, _("Attached."))
            return redirect(_back(request, record))
    context = {"form": form, "record": record, "title": title_of(request.act, record)}
    context |= {"next": _back(request, record)}
    return render(request, "foundation/attachments/attach.html", context, status=422)


@member_view(SEE_ATTACHMENTS)
def attachment(request: RiserRequest, attachment_id: int) -> HttpResponse:
    """The page of an attachment: what it is, whose, and the record it stands beside."""
    found = find(request.act, attachment_id)
    context = {
        "one": found,
        "record_title": title_of(request.act, found.record),
        "record_url": url_of(found.record),
        "may_withdraw": may_withdraw(request.act, found),
    }
    return render(request, "foundation/attachments/attachment.html", context)


@member_view(SEE_ATTACHMENTS)
def attachment_file(request: RiserRequest, attachment_id: int) -> HttpResponse:
    """The file, to keep: never shown by the browser as a page."""
    return file_answer(request.house.id, find(request.act, attachment_id))


@require_POST
@member_view(ATTACH)
def attachment_withdraw(request: RiserRequest, attachment_id: int) -> HttpResponse:
    """Withdraws an attachment; it stays on record."""
    withdraw(request.act, attachment_id, why=request.POST.get("why", ""))
    messages.success(request, _("Withdrawn. It stays on record, and counts as evidence no more."))
    return redirect("attachment", attachment_id)


def _attach(request: RiserRequest, record: RecordRef, form: AttachForm) -> Attached:
    said = form.cleaned_data
    beside = {"note": said["note"], "happened_on": said["happened_on"]}
    if said["url"]:
        return attach_link(request.act, record, url=said["url"], **beside)
    file = said["file"]
    return attach_file(
        request.act,
        record,
        name=file.name,
        content=file.read(),
        content_type=file.content_type or "",
        **beside,
    )


def _back(request: RiserRequest, record: RecordRef) -> str:
    """Where the form was, if that is a page of ours; else the record's own page."""
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if safe else url_of(record)
