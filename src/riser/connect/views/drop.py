"""From a dropped file to stored figures: look first, then store."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from riser.connect import queries
from riser.connect.actions import IMPORT, Preview, import_file, preview_file
from riser.connect.intake import uploads
from riser.connect.intake.ads import AdIntake
from riser.connect.intake.files import MAX_BYTES
from riser.connect.intake.recognise import AUTO, Elsewhere, Unknown
from riser.connect.intake.table_rows import TableIntake
from riser.connect.intake.work import DayOrderOpen, WorkIntake
from riser.connect.jobs import LARGE, ask_for_import
from riser.connect.rules.cells import DayOrder
from riser.connect.rules.findings import find_all
from riser.connect.rules.links import LinkRules
from riser.connect.sentences import assumed, note_sentence
from riser.connect.tables import in_words
from riser.connect.views.tables import finding_lines, spending
from riser.connect.views.words import common
from riser.connect.views.work_tables import summary
from riser.foundation.errors import Refused
from riser.foundation.money import COMMON_CURRENCIES
from riser.foundation.queries import today
from riser.foundation.web import RiserRequest, member_view

SHOWN_ROWS = 20
ASKED = ("source", "account", "currency", "day_order")


@csrf_exempt
def drop(request: HttpRequest) -> HttpResponseBase:
    """The drop zone. An upload is stopped at the limit, before anything else reads it."""
    # The limit has to stand before the form is parsed, and the check against forgery parses it: so the
    # check comes second, inside.
    request.upload_handlers.insert(0, uploads.SizeLimit(request))
    answer: HttpResponseBase = _drop(request)
    return answer


@csrf_protect
@member_view(IMPORT)
def _drop(request: RiserRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "connect/drop.html", common())
    file = request.FILES.get("file")
    try:
        if file is None:
            raise Refused(_no_file(request))
        upload = uploads.keep(request.house.id, file)
        asked: dict[str, Any] = {name: request.POST.get(name, "") for name in ASKED if request.POST.get(name)}
        preview_file(request.act, upload.path, file_name=upload.name, **asked)
    except DayOrderOpen as refusal:
        page = reverse("connect_preview", args=[upload.token])
        orders = [(order, f"{page}?{urlencode(asked | {'day_order': order})}") for order in DayOrder]
        context = common() | {"why": str(refusal), "orders": orders}
        return render(request, "connect/drop.html", context, status=422)
    except Elsewhere as refusal:
        context = common() | {"why": str(refusal), "elsewhere": refusal.file}
        return render(request, "connect/drop.html", context, status=422)
    except Unknown as refusal:
        context = common() | {"why": str(refusal), "to_map": upload.token}
        return render(request, "connect/drop.html", context, status=422)
    except Refused as refusal:
        context = common() | {"why": str(refusal)}
        return render(request, "connect/drop.html", context, status=422)
    return _to(request, f"{reverse('connect_preview', args=[upload.token])}?{urlencode(asked)}")


@never_cache
@member_view(IMPORT)
def preview(request: RiserRequest, token: str) -> HttpResponse:
    """What the file holds and what storing it would change. Nothing is stored.

    Never cached: who goes back after storing has to read that it is stored.
    """
    upload = uploads.find(request.house.id, token)
    asked = {name: request.GET.get(name, "") for name in ASKED}
    found = preview_file(
        request.act,
        upload.path,
        source=asked["source"] or AUTO,
        account=asked["account"],
        currency=asked["currency"],
        file_name=upload.name,
        day_order=asked["day_order"],
    )
    intake = found.intake
    stored = bool(intake.rows_accepted) and not found.changes.any
    context = common() | {
        "upload": upload,
        "asked": asked,
        "reading": intake,
        "source": intake.source,
        "notes": [note_sentence(note) for note in intake.notes],
        "rejections": found.rejections,
        "nothing": found.nothing_taken,
        "changes": found.changes,
        "drifted": found.drifted,
        "stored": stored,
        "stored_load": queries.load_of_file(request.house.id, intake.file.sha256) if stored else None,
    }
    if isinstance(intake, WorkIntake):
        return render(request, "connect/preview_work.html", context | summary(intake))
    if isinstance(intake, TableIntake):
        return render(request, "connect/preview_table.html", context | _table(intake))
    rules = queries.link_rules(request.house.id, as_of=today(request.act))
    return render(request, "connect/preview.html", context | _money(found, rules))


def _table(intake: TableIntake) -> dict[str, Any]:
    """What the preview of any other file says besides: whose table it is, and its first rows."""
    rows = [row.values for row in intake.reading.rows[:SHOWN_ROWS]]
    return {"table_title": in_words(intake.told.title), "shown": queries.rows_in_words(intake.told, rows)}


def _money(found: Preview, rules: LinkRules) -> dict[str, Any]:
    """What the preview of an ad export says besides: whose rows, how much, what to look at."""
    intake = found.intake
    owners = set(intake.owners.values()) if isinstance(intake, AdIntake) else set()
    return {
        "owners": sorted(owners, key=lambda owner: owner.account),
        "ask_currency": next((owner.currency for owner in owners if owner.currency_assumed), ""),
        "assumed": assumed(found.days),
        "currencies": COMMON_CURRENCIES,
        "spending": spending(found.days, linked=False),
        "findings": finding_lines(find_all(found.days, rules), linked=False),
    }


@require_POST
@member_view(IMPORT)
def store(request: RiserRequest, token: str) -> HttpResponse:
    """Stores the file; with rejected rows only where the person chose to leave them out.

    A large file becomes a job, whose page shows how far it is.
    """
    upload = uploads.find(request.house.id, token)
    if upload.path.stat().st_size > LARGE:
        return redirect("job", _ask_for_import(request, upload))
    record = import_file(
        request.act,
        upload.path,
        source=request.POST.get("source") or AUTO,
        account=request.POST.get("account", ""),
        currency=request.POST.get("currency", ""),
        day_order=request.POST.get("day_order", ""),
        accept_quarantine=request.POST.get("leave_out") == "yes",
        file_name=upload.name,
    )
    if record.unchanged:
        messages.info(request, _("All of this was stored already; nothing changed."))
    return redirect("connect_load", record.id)


def _ask_for_import(request: RiserRequest, upload: uploads.Upload) -> int:
    said = {name: request.POST.get(name, "") for name in ASKED}
    leave_out = request.POST.get("leave_out") == "yes"
    return ask_for_import(
        request.act, upload, leave_out=leave_out, **said | {"source": said["source"] or AUTO}
    )


def _no_file(request: HttpRequest) -> str:
    """Why no file arrived: none was chosen, or it was stopped at the limit."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BYTES:
        return _("The file is larger than 200 MB. Export a shorter period.")
    return _("Choose a file first.")


def _to(request: HttpRequest, url: str) -> HttpResponse:
    """The way on: by script without losing the progress bar, else a plain redirect."""
    if request.headers.get("Riser-Upload"):
        return HttpResponse(status=204, headers={"Riser-Location": url})
    return redirect(url)
